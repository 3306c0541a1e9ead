import type { Catalog } from './catalog.ts';
import type { Model } from './model.ts';

/** True where a route of the model changes pictures or looks at them. */
export function canEdit(model: Model): boolean {
  return mostImagesOf(model) > 0;
}

/** Pictures that a request to the model can bring at most; 0 where it makes them from words alone. */
export function mostImagesOf({ routes }: Model): number {
  return Math.max(0, ...routes.map(({ images }) => images?.most ?? 0));
}

/** The models of `/edit`, in the order in which members see them. */
export function editModels({ models }: Pick<Catalog, 'models'>): readonly Model[] {
  return models.filter(canEdit);
}
