/** Bounds of a free width and height, both ends included. */
export interface PixelRange {
  readonly minPx: number;
  readonly maxPx: number;
  /** Counted from `minPx`. */
  readonly stepPx: number;
  /** Where a height is bounded otherwise than a width. */
  readonly height?: SideRange | undefined;
  /** About how many pixels a ratio becomes, width times height; one megapixel when left out. */
  readonly targetPixels?: number | undefined;
}

/** Bounds of one side, both ends included. */
export type SideRange = Pick<PixelRange, 'minPx' | 'maxPx' | 'stepPx'>;

/**
 * What sizes an endpoint takes.
 * `pixels`: any width and height of the range; a ratio becomes about one megapixel.
 * `ratios`: one of the ratios by name, or `auto`, the shape of the picture that is changed; `custom` is the range of free pixels where the endpoint has them.
 * `list`: one of a few sizes, each `1024x768`, written with the endpoint's `separator`; a ratio becomes the entry of that
 * ratio that is nearest to one megapixel.
 */
export type SizeRule =
  | { readonly kind: 'pixels'; readonly range: PixelRange; readonly defaultRatio: string }
  | {
      readonly kind: 'ratios';
      readonly ratios: readonly string[];
      readonly custom: PixelRange | null;
      readonly defaultRatio: string;
    }
  | {
      readonly kind: 'list';
      readonly sizes: readonly string[];
      readonly separator: string;
      readonly defaultRatio: string;
    };

/** Phrases that need no facts. */
export type PlainPhrase =
  /** The model lacks the option. */
  | 'noSuchOption'
  /** The model makes pictures from words alone. */
  | 'noPictures'
  /** The model changes pictures. */
  | 'needsPicture'
  | 'pictureTypes'
  /** The model needs such a file. */
  | 'needsImage'
  | 'needsLastImage'
  | 'needsVideo'
  | 'needsAudio'
  | 'eachLoraOnce'
  /** A text in which something can be seen. */
  | 'visibleText'
  /** A LoRA's title, or the name of its file. */
  | 'loraFileName'
  | 'onlyWithLora';

/**
 * A few words that a member reads as part of a sentence, as facts: the languages are in `src/i18n`, which alone
 * makes words of it.
 */
export type Phrase =
  | { readonly kind: 'plain'; readonly what: PlainPhrase }
  /** Names that no language changes: of models, of an option's values. */
  | { readonly kind: 'names'; readonly names: readonly string[] }
  /** From `min` to `max`, both included; `strength` in steps of 0.01, `thisStrength` that of one LoRA. */
  | {
      readonly kind: 'range';
      readonly of: 'wholeNumber' | 'number' | 'strength' | 'thisStrength';
      readonly min: number;
      readonly max: number;
    }
  | { readonly kind: 'wholeNumberFrom'; readonly min: number }
  /** At most so many; of `loraFile` and `loraPath` so many characters. */
  | {
      readonly kind: 'atMost';
      readonly of: 'pictures' | 'megabytes' | 'fileMegabytes' | 'loras' | 'loraFile' | 'loraPath';
      readonly most: number;
    }
  | { readonly kind: 'pictureSize'; readonly maxMegapixels: number; readonly maxSidePx: number }
  /** So many pictures, where they are what was wrong. */
  | { readonly kind: 'pictures'; readonly count: number }
  /** A prompt of 1 to `most` characters, where it `has` as many as it has. */
  | { readonly kind: 'characters'; readonly most: number; readonly has: number }
  /** The same, where Easel has put words into it: the LoRA's trigger words, or the preset's style. */
  | { readonly kind: 'counted'; readonly words: 'lora' | 'preset'; readonly phrase: Phrase }
  /** A LoRA of the model with that title; the one that was named is for the model with the id `owner`. */
  | { readonly kind: 'loraOf'; readonly model: string; readonly owner: string }
  | { readonly kind: 'sizes'; readonly rule: SizeRule }
  /** One of several. Phrases that read the same appear once. */
  | { readonly kind: 'anyOf'; readonly phrases: readonly Phrase[] };

/** The route lacks the option. */
export const noSuchOption: Phrase = { kind: 'plain', what: 'noSuchOption' };

/** The route makes pictures from words alone. */
export const noPictures: Phrase = { kind: 'plain', what: 'noPictures' };

/** What a prompt may be, for a member who counted it without the words that Easel has put into it. */
export function withWordsCounted<Facts extends { readonly allowed?: Phrase }>(
  facts: Facts,
  words: 'lora' | 'preset',
): Facts {
  return facts.allowed === undefined ? facts : { ...facts, allowed: { kind: 'counted', words, phrase: facts.allowed } };
}
