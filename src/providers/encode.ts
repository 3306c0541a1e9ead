import { BotError } from '../domain/errors.ts';
import type { Fields, FieldWord, Route, Settings } from '../domain/model.ts';
import { fieldWords } from '../domain/model.ts';
import type { ImageFormat } from '../domain/request.ts';
import { autoRatio } from '../domain/size.ts';
import { type Body, type BodyForm, encodeImages, encodeLoras } from './encode-lists.ts';

/** How values, as opposed to keys, are written. */
interface Spelling {
  readonly ratioOf: (ratio: string) => string;
  readonly customRatio: string;
  readonly formats: Readonly<Record<ImageFormat, string>>;
  /** Width and height that go along with a named ratio; null where they are left out. */
  readonly presetPx: number | null;
}

/** How one route writes values: its form's spelling, and between the sides of a listed size its own separator. */
interface RouteSpelling extends Spelling {
  /** Null where sizes are not listed. */
  readonly separator: string | null;
  readonly countAs: Route['countAs'];
}

/** @see reference/providers.md, section 2.5: select codes are text; read 2026-11-20 */
const selectCodes: ReadonlyMap<string, string> = new Map([
  ['1:1', '1'],
  ['3:4', '2'],
  ['4:3', '3'],
  ['9:16', '4'],
  ['16:9', '5'],
  ['2:3', '6'],
  ['3:2', '7'],
  [autoRatio, '9'],
]);

const nodeSpelling: Spelling = {
  ratioOf: (ratio) => selectCodes.get(ratio) ?? fail(`no select code for the ratio ${ratio}`),
  customRatio: '8',
  // Only PNG is printed on a page of the provider; the others follow its pattern.
  formats: { png: 'PNG', jpeg: 'JPEG', webp: 'WEBP(LOSSLESS)' },
  presetPx: 1024,
};

const flatSpelling: Spelling = {
  ratioOf: (ratio) => ratio,
  customRatio: 'custom',
  formats: { png: 'png', jpeg: 'jpeg', webp: 'webp(lossless)' },
  presetPx: null,
};

const runComfySpelling: Spelling = { ...flatSpelling, formats: { png: 'png', jpeg: 'jpeg', webp: 'webp' } };

/** Our word to the value that is sent; null means that there is nothing to send. */
const values: Readonly<Record<FieldWord, (settings: Settings, spelling: RouteSpelling) => string | number | null>> = {
  prompt: ({ prompt }) => prompt,
  ratio: ({ size }, { ratioOf, customRatio }) => (size.kind === 'ratio' ? ratioOf(size.ratio) : customRatio),
  width: ({ size }, { presetPx }) => (size.kind === 'pixels' ? size.widthPx : presetPx),
  height: ({ size }, { presetPx }) => (size.kind === 'pixels' ? size.heightPx : presetPx),
  size: ({ size }, { separator }) =>
    separator === null || size.kind === 'ratio' ? null : `${size.widthPx}${separator}${size.heightPx}`,
  format: ({ format }, { formats }) => (format === null ? null : formats[format]),
  steps: ({ steps }) => steps,
  quality: ({ quality }) => quality,
  resolution: ({ resolution }) => resolution,
  lora: ({ loras }) => loras[0]?.file ?? null,
  loraStrength: ({ loras }) => loras[0]?.strength ?? null,
  count: ({ count }, { countAs }) => (countAs === 'text' ? String(count) : count),
};

/**
 * Writes settings down as the endpoint's own parameters. Nothing that was asked for is left out in silence.
 *
 * @param inputs where the provider finds the pictures of the settings, in their order
 * @throws {@link BotError} `bug` (nothing started) when the settings do not fit the route: admission should have seen it
 */
export function encodeBody(route: Route, settings: Settings, form: BodyForm, inputs: readonly string[] = []): Body {
  if (inputs.length !== settings.images.length) {
    return fail(`${inputs.length} inputs for ${settings.images.length} pictures`);
  }
  return {
    ...route.constants,
    ...encodeWords(route, settings, form),
    ...encodeLoras(route, settings.loras),
    ...encodeImages(route, inputs, form),
  };
}

function encodeWords(route: Route, settings: Settings, form: BodyForm): Body {
  const fields = fieldsOf(route, settings, form);
  const separator = route.sizes.kind === 'list' ? route.sizes.separator : null;
  const spelling = { ...withRatioWords(spellingOf(route, form), route), separator, countAs: route.countAs };
  const body: Body = {};
  for (const word of fieldWords) {
    const key = fields[word];
    const value = values[word](settings, spelling);
    if (value !== null && key !== undefined) body[key] = value;
    if (value !== null && key === undefined && isAskedFor(word, settings, route)) {
      return fail(`${route.endpoint} has no input for ${word}`);
    }
  }
  return body;
}

function fieldsOf(route: Route, settings: Settings, form: BodyForm): Fields {
  if (route.sizes.kind !== 'ratios' && settings.size.kind === 'ratio') {
    return fail(`${route.endpoint} takes pixels, not the ratio ${settings.size.ratio}`);
  }
  const fields = form === 'nodes' ? route.nodeFields : route.fields;
  return fields ?? fail(`${route.endpoint} has no node-keyed form`);
}

function spellingOf(route: Route, form: BodyForm): Spelling {
  if (route.provider === 'runcomfy') return runComfySpelling;
  return form === 'nodes' ? nodeSpelling : flatSpelling;
}

function withRatioWords(spelling: Spelling, { ratioWords }: Route): Spelling {
  if (ratioWords === undefined) return spelling;
  return { ...spelling, ratioOf: (ratio) => ratioWords[ratio] ?? fail(`no word for the ratio ${ratio}`) };
}

/** A size is said by a ratio or by pixels; the other of the two is only sent where the endpoint has a place for it. */
function isAskedFor(word: FieldWord, { size, count }: Settings, { sizes, loras }: Route): boolean {
  switch (word) {
    case 'ratio':
      // Left to the endpoint, the shape is that of the picture.
      return size.kind === 'ratio' && size.ratio !== autoRatio;
    case 'width':
    case 'height':
      return size.kind === 'pixels' && sizes.kind !== 'list';
    case 'count':
      return count > 1;
    case 'lora':
    case 'loraStrength':
      return loras?.list === undefined;
    default:
      return true;
  }
}

function fail(detail: string): never {
  throw new BotError('bug', detail, { nothingStarted: true });
}
