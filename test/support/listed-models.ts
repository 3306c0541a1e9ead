import {
  type CatalogueBook,
  emptyRemoteCatalogue,
  type RemoteCatalogue,
  type RemoteInput,
  type RemoteModel,
} from '#catalog/remote/remote-catalogue.ts';

/** An input that takes any text, unless told. */
export function inputOf(name: string, changes: Partial<RemoteInput> = {}): RemoteInput {
  return {
    name,
    kind: 'text',
    isRequired: false,
    minimum: null,
    maximum: null,
    multipleOf: null,
    maxLength: null,
    words: null,
    fallback: null,
    entries: null,
    media: null,
    numbers: null,
    ...changes,
  };
}

/** A whole number within bounds. */
export function wholeOf(
  name: string,
  minimum: number,
  maximum: number,
  changes: Partial<RemoteInput> = {},
): RemoteInput {
  return inputOf(name, { kind: 'whole', minimum, maximum, ...changes });
}

/** One of a few words; the first is the default. */
export function wordsOf(name: string, words: string[], changes: Partial<RemoteInput> = {}): RemoteInput {
  return inputOf(name, { words, fallback: words[0] ?? null, ...changes });
}

/** A prompt that is required. */
export const promptInput = inputOf('prompt', { isRequired: true });

/** Up to three LoRAs by repository or address, each with a strength. */
export const lorasInput = inputOf('loras', {
  kind: 'other',
  entries: {
    most: 3,
    keys: [
      { name: 'path', minimum: null, maximum: null },
      { name: 'scale', minimum: 0, maximum: 2 },
    ],
  },
});

/** A model that takes a prompt and one of two ratios, for 0.03 USD. */
export function listedModel(changes: Partial<RemoteModel> = {}): RemoteModel {
  return {
    modelId: 'maker/brush/text-to-image',
    title: 'Brush',
    categories: ['text-to-image'],
    priceUsd: 0.03,
    priceUsdPerSecond: null,
    inputs: [promptInput, wordsOf('aspect_ratio', ['1:1', '16:9'])],
    ...changes,
  };
}

/** What was listed, read at the moment 0. */
export function listingOf(...models: readonly RemoteModel[]): RemoteCatalogue {
  return { ...emptyRemoteCatalogue, models };
}

/** A book that a test writes. */
export function listingBookOf(first: RemoteCatalogue): CatalogueBook & { list(next: RemoteCatalogue): void } {
  let listing = first;
  return {
    current: () => listing,
    list(next) {
      listing = next;
    },
  };
}
