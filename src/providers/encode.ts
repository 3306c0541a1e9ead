import { type FormValue, filesOf, type RouteForm, variations } from '#catalog/form.ts';
import {
  type Fields,
  type FieldWord,
  fieldWords,
  type ImageRule,
  type LoraChoice,
  type Route,
  type Settings,
} from '#catalog/model.ts';
import { autoRatio } from '#catalog/size.ts';
import { BotError } from '#core/errors.ts';
import type { InputFile } from '#media/input.ts';
import { type ImageFormat, mediaFormats } from '#media/media.ts';

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
  seed: ({ form }) => (typeof form?.seed === 'number' ? form.seed : null),
  negative: ({ form }) => (form?.negative === undefined ? null : String(form.negative)),
};

/**
 * Writes settings down as the endpoint's own parameters. Nothing that was asked for is left out in silence.
 *
 * @param inputs where the provider finds the pictures of the settings, in their order
 * @throws {@link BotError} `bug` (nothing started) when the settings do not fit the route: admission should have seen it
 */
export function encodeBody(route: Route, settings: Settings, form: BodyForm, inputs: readonly string[] = []): Body {
  if (route.form !== undefined) {
    const body = { ...route.constants, ...encodeForm(route.form, settings, inputs) };
    if (route.isNodeList !== true) return body;
    return route.provider === 'runcomfy' ? asOverrides(body) : asNodeList(body);
  }
  if (inputs.length !== settings.images.length) {
    return fail(`${inputs.length} inputs for ${settings.images.length} pictures`);
  }
  return {
    ...route.constants,
    ...encodeWords(route, settings, form),
    ...encodeLoras(route, settings.loras),
    ...encodeImages(route, inputs, form),
    ...encodeCloseness(route, settings),
  };
}

function encodeCloseness({ endpoint, images }: Route, { form }: Settings): Body {
  const variation = variations.find((each) => each === form?.variation);
  if (variation === undefined) return {};
  const closeness = images?.closeness ?? fail(`${endpoint} has no input for variation`);
  return { [closeness.key]: closeness[variation] };
}

/**
 * A form's values under the endpoint's own keys. `inputs` are the addresses of the request's files. @see filesOf
 *
 * @throws {@link BotError} `bug` (nothing started) for another number of addresses than files
 */
function encodeForm(form: RouteForm, settings: Settings, inputs: readonly string[]): Body {
  const files = filesOf(settings);
  if (inputs.length !== files.length) return fail(`${inputs.length} addresses for ${files.length} files`);
  const values: Readonly<Record<string, FormValue | undefined>> = { ...settings.form, prompt: settings.prompt };
  const entries = form.map((input): [string, BodyValue | undefined] => {
    if (input.kind !== 'media') return [input.key, values[input.word]];
    const word = input.word === 'images' ? 'image' : input.word;
    const own = inputs.filter((_, index) => files[index]?.word === word);
    return [input.key, input.most === null || own.length === 0 ? own[0] : own];
  });
  return Object.fromEntries(
    entries.flatMap(([key, value]) => (value === undefined || value === '' ? [] : [[key, value]])),
  );
}

/** `6.text` becomes the field `text` of the node 6; a key without a dot is the call's own. */
function asNodeList(body: Body): Body {
  const isOfNode = ([key]: readonly [string, BodyValue]) => key.includes('.');
  const entries = Object.entries(body);
  const nodeInfoList = entries.filter(isOfNode).map(([key, fieldValue]) => {
    const at = key.indexOf('.');
    return { nodeId: key.slice(0, at), fieldName: key.slice(at + 1), fieldValue: fieldValue as FormValue };
  });
  return { ...Object.fromEntries(entries.filter((entry) => !isOfNode(entry))), nodeInfoList };
}

/** `6.text` becomes the input `text` of the node 6. @see reference/beyond-images.md, section 3; read 2026-11-28 */
function asOverrides(body: Body): Body {
  const nodes = new Map<string, [string, BodyValue][]>();
  for (const [key, value] of Object.entries(body)) {
    const at = key.indexOf('.');
    const node = key.slice(0, at);
    nodes.set(node, [...(nodes.get(node) ?? []), [key.slice(at + 1), value]]);
  }
  const overrides = Array.from(nodes, ([node, inputs]) => [node, { inputs: Object.fromEntries(inputs) }]);
  return { overrides: Object.fromEntries(overrides) };
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

/** RunningHub's two spellings of one request; RunComfy knows the flat one only. */
export type BodyForm = 'nodes' | 'flat';

/** A provider's own parameters, ready to be sent as JSON. */
export type Body = Record<string, BodyValue>;

/** Lists hold addresses of pictures, LoRAs with their strength, or nodes with a value; an object the inputs of nodes. */
type BodyValue =
  | FormValue
  | readonly (string | Readonly<Record<string, FormValue>>)[]
  | { readonly [key: string]: BodyValue };

/**
 * The LoRAs of an endpoint that takes a list of them; nothing where name and strength have keys of their own.
 *
 * @throws {@link BotError} `bug` (nothing started) for more of them than the endpoint takes
 */
export function encodeLoras({ endpoint, loras: rule }: Route, loras: readonly LoraChoice[]): Body {
  if (loras.length > (rule?.most ?? 1)) return fail(`${endpoint} does not take ${loras.length} LoRAs`);
  if (rule?.list === undefined || loras.length === 0) return {};
  const { key, file, strength } = rule.list;
  return { [key]: loras.map((lora) => ({ [file]: lora.file, [strength]: lora.strength })) };
}

/**
 * The pictures of a request under the endpoint's keys.
 *
 * @throws {@link BotError} `bug` (nothing started) for more pictures than the endpoint takes, or none where it needs one
 */
export function encodeImages({ endpoint, images: rule }: Route, inputs: readonly string[], form: BodyForm): Body {
  if (inputs.length > (rule?.most ?? 0)) return fail(`${endpoint} does not take ${inputs.length} pictures`);
  if (rule === undefined) return {};
  if (inputs.length === 0) return rule.isRequired ? fail(`${endpoint} needs a picture`) : {};
  const keys = keysOf(rule, form);
  if (typeof keys === 'string') return { [keys]: inputs };
  const pairs = inputs.map((input, index): [string, string] => [
    keys[index] ?? fail(`${endpoint} has no key for picture ${index + 1}`),
    input,
  ]);
  return Object.fromEntries(pairs);
}

/** One key for all of them, or one for each. */
function keysOf({ keys, nodeKeys }: ImageRule, form: BodyForm): string | readonly string[] {
  if (form === 'nodes') return nodeKeys ?? [];
  return keys.kind === 'list' ? keys.key : keys.keys;
}

/** The picture itself as an address; a third longer than its bytes. */
export function dataUriOf({ bytes, format }: InputFile): string {
  const { buffer, byteOffset, byteLength } = bytes;
  return `data:${mediaFormats[format].mediaType};base64,${Buffer.from(buffer, byteOffset, byteLength).toString('base64')}`;
}
