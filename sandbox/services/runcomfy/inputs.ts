/** Checked inputs, defaults filled in. */
export type Inputs = Readonly<Record<string, InputValue>>;

/** Lists hold addresses of files. */
export type InputValue = string | number | boolean | readonly string[];

/** What an address may lead to. */
export type FileKind = 'image' | 'video' | 'audio';

/** One input of a model, in the words of JSON Schema. */
export interface InputSchema {
  /** `float` is this service's own word for a number. */
  readonly type: 'string' | 'integer' | 'float' | 'boolean' | 'array' | 'object';
  readonly title: string;
  readonly description: string;
  readonly default?: string | number | boolean;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly enum?: readonly (string | number)[];
  readonly maxLength?: number;
  /** `image_uri` is the address of a picture, `image_uris` a list of them. @see reference, section 4.6 */
  readonly format?: `${FileKind}_uri` | `${FileKind}_uris`;
  readonly items?: { readonly type: 'string' | 'object' };
  readonly minItems?: number;
  readonly maxItems?: number;
}

/** The prompt, with the page's example. */
export const prompt = (example: string): InputSchema => ({
  type: 'string',
  title: 'Prompt',
  description: '',
  default: example,
});
/** A side of the picture. */
export const pixels = (title: string, minimum: number, maximum: number): InputSchema => ({
  type: 'integer',
  title,
  description: `The ${title.toLowerCase()} in pixels of the output image.`,
  minimum,
  maximum,
  default: 1024,
});
/** A whole number. */
export const whole = (title: string, minimum: number, maximum: number, fallback: number): InputSchema => ({
  type: 'integer',
  title,
  description: '',
  minimum,
  maximum,
  default: fallback,
});
/** A number that need not be whole. */
export const decimal = (title: string, minimum: number, maximum: number, fallback: number): InputSchema => ({
  type: 'float',
  title,
  description: '',
  minimum,
  maximum,
  default: fallback,
});
/** Yes or no. */
export const flag = (title: string, fallback: boolean): InputSchema => ({
  type: 'boolean',
  title,
  description: '',
  default: fallback,
});
/** One file. */
export const file = (kind: FileKind, title: string): InputSchema => ({
  type: 'string',
  title,
  description: 'A public address.',
  format: `${kind}_uri`,
});
/** A list of files. */
export const files = (kind: FileKind, title: string, minItems: number, maxItems: number): InputSchema => ({
  type: 'array',
  title,
  description: 'Public addresses, pictures of 50 MB and videos of 100 MB at most.',
  format: `${kind}_uris`,
  items: { type: 'string' },
  minItems,
  maxItems,
});
/** One picture to edit. */
export const picture = (title: string): InputSchema => file('image', title);
/** A list of pictures to edit. */
export const pictures = (maxItems: number): InputSchema => files('image', 'Images', 1, maxItems);
/** One of a few words. */
export const choice = (title: string, values: readonly string[], fallback?: string): InputSchema => ({
  type: 'string',
  title,
  description: '',
  enum: values,
  ...(fallback !== undefined && { default: fallback }),
});
/** One of a few whole numbers. */
export const numberAmong = (title: string, values: readonly number[], fallback: number): InputSchema => ({
  type: 'integer',
  title,
  description: '',
  enum: values,
  default: fallback,
});
/** Any words; a page shows an example where they are the subject. */
export const words = (title: string, maxLength: number): InputSchema => ({
  type: 'string',
  title,
  description: '',
  maxLength,
});
