import type { Route } from '#catalog/model.ts';
import type { Plan } from '#catalog/plan.ts';
import type { JobUpdate } from '#providers/provider.ts';
import { offerOf, planOf, routeOf, settings } from './requests.ts';

/** Four pictures of 7 credits each, made one by one unless the route makes several at once. */
export function fourPictures(route: Partial<Route> = {}): Plan {
  return planOf(offerOf({ route: routeOf(route), settings: { ...settings, count: 4 }, credits: 28 }));
}

/** A remote job that has ended with so many pictures of its own. */
export function madeBy(remoteId: string, pictures = 1): JobUpdate {
  const media = Array.from({ length: pictures }, (_, index) => ({
    url: `https://images.example/${remoteId}-${index + 1}.png`,
  }));
  return { kind: 'finished', media };
}

/** The tickets of RunningHub's first remote jobs, as the scripted provider makes them. */
export function ticketsOf(count: number) {
  return Array.from({ length: count }, (_, index) => ({
    provider: 'runninghub' as const,
    remoteId: `runninghub-${index + 1}`,
  }));
}
