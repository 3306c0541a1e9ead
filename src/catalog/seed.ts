import { inputOf } from './form.ts';
import type { Route, SeedRange } from './model.ts';
import type { GenerationRequest } from './request.ts';

/** The largest seed that every service reads as it is written: an integer of 32 bits with a sign. */
export const mostSeed = 2_147_483_647;

/** The seeds of a route, from 0; null where it takes none. What some take for "draw one", -1, is never sent. */
function seedsOf({ seeds, form }: Pick<Route, 'seeds' | 'form'>): SeedRange | null {
  const input = form && inputOf(form, 'seed');
  const isWhole = input?.kind === 'number' && input.isWhole;
  const range = seeds ?? (isWhole ? input : null);
  return range && { min: Math.max(0, range.min), max: Math.min(mostSeed, range.max) };
}

/**
 * The request with a seed where the route takes one and none was typed, so that it can be shown and used again. It is drawn
 * from the request's id: a request that is looked at twice keeps it, and another one has another.
 */
export function withSeed<Request extends Pick<GenerationRequest, 'id' | 'options'>>(
  route: Pick<Route, 'seeds' | 'form'>,
  request: Request,
): Request {
  const { id, options } = request;
  const range = seedsOf(route);
  const typed = options.form?.seed ?? '';
  if (range === null || String(typed).trim() !== '') return request;
  return { ...request, options: { ...options, form: { ...options.form, seed: seedFrom(id, range) } } };
}

/** The seed of one of several pictures that are made by a job each: with the same one they would all be the same picture. */
export function seedAfter(route: Pick<Route, 'seeds' | 'form'>, seed: number, steps: number): number {
  const range = seedsOf(route);
  if (range === null) return seed;
  const { min, max } = range;
  const of = max - min + 1;
  return min + ((seed - min + steps) % of);
}

/** FNV-1a, which spreads ids that differ in their last digits alone. */
function seedFrom(text: string, { min, max }: SeedRange): number {
  let hash = 2_166_136_261;
  for (let at = 0; at < text.length; at += 1) hash = Math.imul(hash ^ text.charCodeAt(at), 16_777_619) >>> 0;
  // The low bits of neighbours are alike; two rounds mix them.
  hash = Math.imul(hash ^ (hash >>> 16), 2_246_822_507) >>> 0;
  hash = Math.imul(hash ^ (hash >>> 13), 3_266_489_909) >>> 0;
  return min + (((hash ^ (hash >>> 16)) >>> 0) % (max - min + 1));
}
