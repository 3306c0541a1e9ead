/** One input of a model, in the words of JSON Schema. */
export interface InputSchema {
  /** `float` is this service's own word for a number. */
  readonly type: 'string' | 'integer' | 'float' | 'boolean' | 'array';
  readonly title: string;
  readonly description: string;
  readonly default?: string | number | boolean;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly enum?: readonly string[];
  /** `image_uri` is the address of a picture, `image_uris` a list of them. @see reference, section 4.6 */
  readonly format?: 'image_uri' | 'image_uris';
  readonly items?: { readonly type: 'string' };
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
/** One picture to edit. */
export const picture = (title: string): InputSchema => ({
  type: 'string',
  title,
  description: 'A public address.',
  format: 'image_uri',
});
/** A list of pictures to edit. */
export const pictures = (maxItems: number): InputSchema => ({
  type: 'array',
  title: 'Images',
  description: 'Public addresses of the pictures to edit, 50 MB each at most.',
  format: 'image_uris',
  items: { type: 'string' },
  minItems: 1,
  maxItems,
});
/** One of a few words. */
export const choice = (title: string, values: readonly string[], fallback: string): InputSchema => ({
  type: 'string',
  title,
  description: '',
  enum: values,
  default: fallback,
});
