/** Our word for what a field of an endpoint carries; `other` is checked and has no effect on the picture or its price. */
export type FieldWord =
  | 'prompt'
  | 'ratio'
  | 'width'
  | 'height'
  | 'size'
  | 'count'
  | 'lora'
  | 'loraStrength'
  | 'format'
  | 'resolution'
  | 'quality'
  | 'seed'
  | 'images'
  /** Of the first picture, `300:200`, where it is known; no field has it. */
  | 'shape'
  | 'other';

/**
 * What a field of text takes. A `ratio` is a word in the flat form and the word's code, `"1"` to `"9"`, in the node form; a
 * `format` is lower case in the flat form and upper case in the node form.
 */
export type TextRule =
  | { readonly kind: 'text'; readonly maxCharacters: number }
  | { readonly kind: 'ratio'; readonly values: readonly string[] }
  | { readonly kind: 'choice'; readonly values: readonly string[] }
  | { readonly kind: 'format' };

/** A text, or one of the other things that a field takes. */
export type FieldRule =
  | TextRule
  | { readonly kind: 'flag' }
  /** One address of a picture, or a list of them where `most` says how many. */
  | { readonly kind: 'picture'; readonly maxBytes: number }
  | { readonly kind: 'pictures'; readonly most: number; readonly maxBytes: number }
  | {
      readonly kind: 'number';
      readonly min: number;
      readonly max: number;
      readonly isInteger: boolean;
      /** Counted from `min`; any number of the range when left out. */
      readonly step?: number;
    };

/** One input of an endpoint in its two spellings. */
export interface Field {
  readonly word: FieldWord;
  readonly flat: string;
  /** Null where no node-keyed form is known. */
  readonly node: string | null;
  readonly rule: FieldRule;
  readonly isRequired: boolean;
}

/** One endpoint of the stand-in. */
export interface RunningHubModel {
  /** The path below `/openapi/v2/`. */
  readonly endpoint: string;
  readonly fields: readonly Field[];
  /** Per picture; a grid is by quality (`''` without one), then by resolution or size. */
  readonly priceCny: number | Readonly<Record<string, Readonly<Record<string, number>>>>;
  readonly runMs: number;
}

/** The words behind the select codes `"1"` to `"9"`, in order. */
export const ratioCodes = ['1:1', '3:4', '4:3', '9:16', '16:9', '2:3', '3:2', 'custom', 'auto'] as const;
/** The values of a flat `outputFormat`. */
export const outputFormats = ['png', 'jpeg', 'webp(lossless)', 'webp(lossy)'] as const;

/** Of one picture, where a row says nothing. @see reference, sections 2.6 and 3.1 */
const usualMegabytes = 10;
const pictureKeys = ['imageUrl', 'imageUrl2', 'imageUrl3'] as const;
const sevenRatios = ratioCodes.slice(0, 7);
const sevenAndCustom = ratioCodes.slice(0, 8);
const anyText: FieldRule = { kind: 'text', maxCharacters: 100_000 };
const side: FieldRule = { kind: 'number', min: 256, max: 1536, isInteger: true };
const strength: FieldRule = { kind: 'number', min: -100, max: 100, isInteger: false };

/** Node keys of a graph endpoint; what is left out is no input of it. */
export interface GraphKeys {
  readonly prompt: string;
  readonly ratio: string;
  /** Width and height; with them the ratio `custom` is there too. */
  readonly sides?: readonly [string, string];
  /** LoRA name and strength. */
  readonly lora?: readonly [string, string];
  readonly format?: string;
  readonly isFormatOptional?: true;
  readonly heightKey?: 'customHeight';
  /** Pictures to change; only the first must be there. */
  readonly pictures?: readonly string[];
  /** The ratio `auto` is there too. */
  readonly hasAuto?: true;
}

/** A row of the node-graph family: the same fields under ever new node keys. */
export function graph(endpoint: string, priceCny: number, runMs: number, keys: GraphKeys): RunningHubModel {
  const fields: Field[] = [
    ...picturesOf(keys),
    { word: 'prompt', flat: 'prompt', node: keys.prompt, rule: anyText, isRequired: true },
    {
      word: 'ratio',
      flat: 'aspectRatio',
      node: keys.ratio,
      rule: { kind: 'ratio', values: ratiosOf(keys) },
      isRequired: true,
    },
  ];
  if (keys.sides) {
    const [width, height] = keys.sides;
    fields.push({ word: 'width', flat: 'customWidth', node: width, rule: side, isRequired: false });
    fields.push({ word: 'height', flat: keys.heightKey ?? 'customHight', node: height, rule: side, isRequired: false });
  }
  if (keys.lora) {
    const [name, power] = keys.lora;
    fields.push({ word: 'lora', flat: 'lora', node: name, rule: anyText, isRequired: false });
    fields.push({ word: 'loraStrength', flat: 'lora_strength', node: power, rule: strength, isRequired: false });
  }
  if (keys.format) {
    const isRequired = keys.isFormatOptional !== true;
    fields.push({ word: 'format', flat: 'outputFormat', node: keys.format, rule: { kind: 'format' }, isRequired });
  }
  return { endpoint, fields, priceCny, runMs };
}

function picturesOf({ pictures = [] }: GraphKeys): readonly Field[] {
  const rule: FieldRule = { kind: 'picture', maxBytes: usualMegabytes * 1024 * 1024 };
  return pictures.map((node, index) => ({
    ...{ word: 'images', node, rule, isRequired: index === 0 },
    flat: pictureKeys[index] ?? node,
  }));
}

function ratiosOf({ sides, hasAuto }: GraphKeys): readonly string[] {
  if (hasAuto) return ratioCodes;
  return sides ? sevenAndCustom : sevenRatios;
}
