import type { RemoteModel } from '#catalog/remote/remote-catalogue.ts';
import { readInputs } from '#providers/runcomfy/catalogue.ts';
import { furtherModels } from './further-models.ts';
import type { RunComfyModel } from './models.ts';

/** A model of the stand-in as a bot reads it from the catalogue. */
export function listedAs({
  modelId,
  displayName: title,
  categories,
  basePriceUsd,
  priceUnit,
  schema,
}: RunComfyModel): RemoteModel {
  const isPerSecond = priceUnit === 'second';
  return {
    modelId,
    title,
    categories: [...categories],
    priceUsd: isPerSecond ? null : basePriceUsd,
    priceUsdPerSecond: isPerSecond ? basePriceUsd : null,
    inputs: [...(readInputs(schema) ?? [])],
  };
}

/** All that is listed besides what Easel has rows of; workflows are no models. */
export function listedBesides(): readonly RemoteModel[] {
  return furtherModels.filter(({ kind }) => kind === undefined).map(listedAs);
}
