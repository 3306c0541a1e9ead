import type { PixelRange, SizeRule } from '#core/phrase.ts';
import type { RouteForm } from '../form.ts';
import type { Fields, FieldWord, ImageRule, LoraRule, Price, Route } from '../model.ts';
import { autoRatio } from '../size.ts';
import { graphRatios, longestTypedPrompt } from '../wire-words.ts';

/** The service whose own catalogue is read: what it states of its models replaces what the rows say. @see src/catalog/remote */
export const listedProvider = 'runcomfy';

/** A published price in yuan; `grid` where it depends on quality, resolution or size. */
export function cny(amount: number, grid: Price['grid'] = null): Price {
  return { currency: 'CNY', amount, grid, estimated: false };
}

/** What RunComfy may cost at most: its prices are published to accounts only. @see docs/decisions, estimated prices */
export function estimatedUsd(amount: number, grid: Price['grid'] = null): Price {
  return { currency: 'USD', amount, grid, estimated: true };
}

type Needed = 'endpoint' | 'price' | 'fields' | 'sizes' | 'source' | 'confidence';

/** A route with flat keys only, at RunningHub unless told, without any option that the row does not name. */
export function flatRoute(row: Pick<Route, Needed> & Partial<Route>): Route {
  return {
    provider: 'runninghub',
    nodeFields: null,
    promptMaxCharacters: longestTypedPrompt,
    steps: null,
    qualities: null,
    resolutions: null,
    formats: [],
    loras: null,
    ...row,
  };
}

type RouteWithForm = Route & { readonly form: RouteForm };

/** A route whose form says every input, so that its fields, sizes and choices are empty; at RunningHub unless told. */
export function formRoute(
  row: Pick<RouteWithForm, Exclude<Needed, 'fields' | 'sizes'> | 'form'> & Partial<Route>,
): RouteWithForm {
  const prompt = row.form.find(({ word }) => word === 'prompt');
  const promptMaxCharacters = prompt?.kind === 'text' ? prompt.maxCharacters : longestTypedPrompt;
  return { ...flatRoute({ fields: {}, promptMaxCharacters, sizes: sizeOfPicture, ...row }), form: row.form };
}

/** Free width and height of RunningHub's FLUX.2 graphs. @see model pages read 2026-06-18 */
const graphPixels: PixelRange = { minPx: 256, maxPx: 1536, stepPx: 1 };

/** Flat keys of these graphs; `customHight` is the server's own spelling. @see model pages read 2026-06-18 */
const graphKeys = {
  prompt: 'prompt',
  ratio: 'aspectRatio',
  width: 'customWidth',
  height: 'customHight',
  format: 'outputFormat',
  lora: 'lora',
  loraStrength: 'lora_strength',
} as const satisfies Fields;

/** Flat keys of pictures to change, in their order. @see model pages read 2026-06-18 */
const graphImageKeys = ['imageUrl', 'imageUrl2', 'imageUrl3'] as const;

/** What the nodes of these graphs call their inputs; a picture's is `image`. @see model pages read 2026-06-18 */
const nodeInputs = {
  prompt: 'text',
  ratio: 'select',
  width: 'value',
  height: 'value',
  format: 'file_type',
  lora: 'lora_name',
  loraStrength: 'strength_model',
} as const satisfies Fields;

type GraphWord = keyof typeof graphKeys;
const graphWords: readonly GraphWord[] = ['prompt', 'ratio', 'width', 'height', 'format', 'lora', 'loraStrength'];

/** What tells the endpoints of RunningHub's node-graph family apart. */
interface GraphRow {
  readonly endpoint: string;
  readonly price: Price;
  /** The number of each input's node; an input that has none here is no input of the endpoint. A strength is in the node of its LoRA. */
  readonly nodes: Readonly<Partial<Record<Exclude<GraphWord, 'loraStrength'>, number>>>;
  readonly loras?: LoraRule;
  /** The flat key of the height; most graphs misspell it. */
  readonly heightKey?: 'customHeight';
  /** Of an endpoint that changes pictures: the number of each one's node, in their order. */
  readonly images?: readonly number[];
  /** True where such an endpoint knows the ratio `auto`. */
  readonly hasAuto?: true;
}

/** A route of the node-graph family: the same inputs in ever new nodes. */
export function graphRoute({ endpoint, price, nodes, loras, heightKey, images, hasAuto }: GraphRow): Route {
  const keys = { ...graphKeys, ...(heightKey && { height: heightKey }) };
  const numbers = { ...nodes, loraStrength: nodes.lora };
  const fields: Partial<Record<FieldWord, string>> = {};
  const nodeFields: Partial<Record<FieldWord, string>> = {};
  for (const word of graphWords.filter((each) => numbers[each] !== undefined)) {
    fields[word] = keys[word];
    nodeFields[word] = `${numbers[word]}##${nodeInputs[word]}`;
  }
  const imageNodes = images?.map((node) => `${node}##image`);
  return flatRoute({
    endpoint,
    price,
    fields,
    nodeFields,
    sizes: { kind: 'ratios', ...ratiosOf(hasAuto), custom: nodes.width === undefined ? null : graphPixels },
    formats: nodes.format === undefined ? [] : ['png', 'jpeg', 'webp'],
    loras: loras ?? null,
    images: imageNodes && { ...jpgOrPng(editsEach(graphImageKeys.slice(0, imageNodes.length))), nodeKeys: imageNodes },
    source: 'RunningHub model page, 2026-06-18',
    confidence: 'M',
  });
}

function ratiosOf(hasAuto: true | undefined) {
  if (hasAuto === undefined) return { ratios: graphRatios, defaultRatio: '1:1' };
  return { ratios: [autoRatio, ...graphRatios], defaultRatio: autoRatio };
}

/** What a picture may weigh where a row does not say otherwise. @see reference/providers.md, sections 2.6 and 3.1 */
const usualBytes = megabytes(10);

/** Megabytes in bytes. */
export function megabytes(count: number): number {
  return count * 1_048_576;
}

/** Pictures to change, all of them as a list under one key. */
export function editsList(key: string, most: number, maxBytes = usualBytes): ImageRule {
  return { keys: { kind: 'list', key }, nodeKeys: null, most, maxBytes, isRequired: true };
}

/** The same for an endpoint that lists JPG and PNG only: a WebP is written as one of these. @see reference/providers.md, section 7a */
export function jpgOrPng(rule: ImageRule): ImageRule {
  return { ...rule, formats: ['jpeg', 'png'] };
}

/** Pictures to change, each under a key of its own. */
export function editsEach(keys: readonly string[], maxBytes = usualBytes): ImageRule {
  return { keys: { kind: 'each', keys }, nodeKeys: null, most: keys.length, maxBytes, isRequired: true };
}

/** Of an endpoint that changes pictures and is not told a size. */
export const sizeOfPicture: SizeRule = {
  kind: 'ratios',
  ratios: [autoRatio],
  custom: null,
  defaultRatio: autoRatio,
};

/** Any LoRA of the service's library, at a strength where its effect is plain. The pages' own default of 0 has none. */
export const libraryLora: LoraRule = { known: [], minStrength: -100, maxStrength: 100, defaultStrength: 0.8 };

/** The same on an endpoint beside one without LoRAs. */
export const onlyWithLora: LoraRule = { ...libraryLora, isRequired: true };

/** Where the inputs and prices of the flat endpoints were read. */
export const registry = 'RunningHub model registry and price list, 2026-04-29';

/** The same, where only the content says that the endpoint is the model of this name. */
export const registryByContent = `${registry}; the name by content`;
