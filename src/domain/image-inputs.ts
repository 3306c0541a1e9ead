import type { Catalog } from './catalog.ts';
import type { Model } from './model.ts';
import { mostInputs } from './request.ts';

/** True where a route of the model changes pictures or looks at them. */
export function canEdit(model: Model): boolean {
  return mostImagesOf(model) > 0;
}

/** Pictures that a request to the model can bring at most; 0 where it makes them from words alone. */
export function mostImagesOf({ routes }: Model): number {
  return Math.min(mostInputs, Math.max(0, ...routes.map(({ images }) => images?.most ?? 0)));
}

/** True where a route of the model makes pictures from words alone. */
export function canMake({ routes }: Model): boolean {
  return routes.some(({ images }) => images?.isRequired !== true);
}

/** The model with those of its routes alone that take pictures: its sizes, options and price in `/edit`. */
export function asEditor(model: Model): Model {
  return { ...model, routes: model.routes.filter(({ images }) => images !== undefined) };
}

/** The model with those of its routes alone that need no picture: its sizes and options in `/imagine`. */
export function asMaker(model: Model): Model {
  return { ...model, routes: model.routes.filter(({ images }) => images?.isRequired !== true) };
}

/** The models of `/edit`, in the order in which members see them. */
export function editModels({ models }: Pick<Catalog, 'models'>): readonly Model[] {
  return models.filter(canEdit);
}
