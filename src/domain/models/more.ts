import type { Model } from '../model.ts';

/** Models that have no family of their own here, in the order in which members see them. A new model is a row of this list. */
export const moreModels: readonly Model[] = [];
