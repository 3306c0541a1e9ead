/** A price as an operator writes it into a CATALOG_FILE. */
export const catalogPrice = { currency: 'USD', amount: 0.02 };

/** A route as an operator writes it. */
export const catalogRoute = {
  provider: 'runcomfy',
  endpoint: 'vendor/model/text-to-image',
  price: catalogPrice,
  fields: { prompt: 'prompt', width: 'width', height: 'height' },
  sizes: { kind: 'pixels', range: { minPx: 256, maxPx: 2048 } },
};

/** A model as an operator writes it. */
export const catalogModel = { id: 'my-model', title: 'My Model', description: 'Ours.', routes: [catalogRoute] };

/** A file with that model, its route changed. */
export const catalogFileWith = (changes: object) => ({
  models: [{ ...catalogModel, routes: [{ ...catalogRoute, ...changes }] }],
});
