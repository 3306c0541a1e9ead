import type { SizeRule } from '#core/phrase.ts';
import { imageFormats } from '#media/media.ts';
import type { Choice, Fields, LoraRule, Model, Route } from '../model.ts';
import { flatRoute, listedProvider } from '../models/route-rows.ts';
import { boundRoute } from './bound-route.ts';
import { mediaModelOf, taskOfListed } from './media-models.ts';
import { optionalModelPrice } from './optional-price.ts';
import {
  byName,
  type Inputs,
  type RemoteCatalogue,
  type RemoteInput,
  type RemoteModel,
  ratiosIn,
  ratioWordsIn,
  sizesIn,
} from './remote-catalogue.ts';

/** What tells a model that draws from one that films. */
const filmKeys = ['duration', 'fps', 'num_frames', 'frames'];
/** An id is typed in lower case, and lies in custom ids of buttons. */
const idPattern = /^[a-z0-9._-]+(?:\/[a-z0-9._-]+)+$/u;
const mostCharacters = { id: 80, title: 60, maker: 20 } as const;

/**
 * The listed models that Easel has no row of its own for and could run, by id. The id is the model's path itself: it names the same
 * model tomorrow, whatever else is listed then, and no model of Easel's own or of the operator's has a slash in its id.
 *
 * `known` is every model that is there anyway: its endpoints, ids and titles are taken.
 */
export function optionalModelsOf({ models, readAtMs }: RemoteCatalogue, known: readonly Model[]): readonly Model[] {
  const endpoints = new Set(known.flatMap(({ routes }) => routes.map(({ endpoint }) => endpoint)));
  const source = `RunComfy's catalogue, read ${new Date(readAtMs).toISOString().slice(0, 10)}`;
  const byId = new Map(models.map((listed) => [listed.modelId, listed]));
  const found = [...byId.values()].flatMap((listed) => {
    if (!isId(listed.modelId) || endpoints.has(listed.modelId)) return [];
    const made = madeOf(listed, source);
    return made === null ? [] : [{ listed, made }];
  });
  const titles = found.map(({ listed }) => plainTitle(listed).toLowerCase());
  const taken = new Set([...known.flatMap(({ id, title }) => [id, title.toLowerCase()]), ...repeatedIn(titles)]);
  const rows = found.map(({ listed, made }): Model => {
    const title = plainTitle(listed);
    return {
      id: listed.modelId,
      title: taken.has(title.toLowerCase()) ? titleWithMaker(title, listed) : title,
      adult: isAdult(listed),
      ...made,
    };
  });
  return rows.toSorted((one, other) => (one.id < other.id ? -1 : 1));
}

/** What of a model its schema says; null for one that Easel cannot run. */
function madeOf(listed: RemoteModel, source: string): Pick<Model, 'description' | 'task' | 'routes'> | null {
  const task = taskOfListed(listed);
  if (task === 'image') {
    const route = drawsFromWords(listed) ? optionalModelRoute(listed, source) : null;
    return route && { description: 'From RunComfy’s catalogue', routes: [route] };
  }
  const media = task === null ? null : mediaModelOf(listed, task, source);
  return media?.ok ? media.made : null;
}

/** A listed model that makes videos or sounds, and why Easel cannot run it. Ready to read, not for members. */
export interface UnusableModel {
  readonly modelId: string;
  readonly reason: string;
}

/** @see optionalModelsOf */
export function unusableMediaOf(models: readonly RemoteModel[]): readonly UnusableModel[] {
  return models.flatMap((listed) => {
    const reason = reasonAgainst(listed);
    return reason === null ? [] : [{ modelId: listed.modelId, reason }];
  });
}

function reasonAgainst(listed: RemoteModel): string | null {
  const task = taskOfListed(listed);
  if (task === 'image') return null;
  if (task === null) return `its categories are of several kinds: ${listed.categories.join(', ')}`;
  if (!isId(listed.modelId)) return 'its path cannot be typed: capital letters, or too long';
  const media = mediaModelOf(listed, task, '');
  return media.ok ? null : media.reason;
}

function isId(modelId: string): boolean {
  return modelId.length <= mostCharacters.id && idPattern.test(modelId);
}

/** By its category, or by what it takes: words, and no picture that must be there. */
function drawsFromWords({ categories, inputs }: RemoteModel): boolean {
  if (categories.includes('text-to-image')) return true;
  const isOfPictures = categories.every((category) => category.includes('image') && !/video|audio|3d/iu.test(category));
  return isOfPictures && inputs?.some(({ name }) => filmKeys.includes(name)) === false;
}

function repeatedIn(titles: readonly string[]): readonly string[] {
  return titles.filter((title, at) => titles.indexOf(title) !== at);
}

/** One line, without a slash: a model can be named by its title too, and that shall be no other's id. */
function plainTitle({ title, modelId }: RemoteModel): string {
  return oneLine(title, mostCharacters.title) || oneLine(modelId, mostCharacters.title);
}

/** Told apart from another model of the same title. */
function titleWithMaker(title: string, { modelId }: RemoteModel): string {
  return `${title} (${modelId.replace(/\/.*/u, '').slice(0, mostCharacters.maker)})`;
}

function oneLine(text: string, longest: number): string {
  return text
    .replace(/[\p{Cc}\s/]+/gu, ' ')
    .trim()
    .slice(0, longest)
    .trim();
}

function isAdult({ modelId, title }: RemoteModel): boolean {
  return /nsfw|uncensored|porn|hentai/iu.test(`${modelId} ${title}`);
}

/**
 * The route of a listed model, made from its schema alone. Null where its price is not told or cannot be estimated, where Easel cannot say what it
 * requires, where it has no place for a prompt and a size, or where it makes more than one picture.
 */
export function optionalModelRoute({ modelId, priceUsd, inputs }: RemoteModel, source: string): Route | null {
  if (priceUsd === null || inputs === null) return null;
  const listed = byName(inputs);
  const size = sizePart(listed);
  const constants = onePicture(listed);
  if (listed.get('prompt')?.kind !== 'text' || size === null || constants === null) return null;
  const options = optionParts(listed);
  const price = optionalModelPrice(priceUsd, options.row);
  if (price === null) return null;
  const route = flatRoute({
    provider: listedProvider,
    endpoint: modelId,
    price,
    ...options.row,
    loras: optionalModelLoras(listed),
    ...size.row,
    fields: { prompt: 'prompt', ...size.fields, ...options.fields },
    ...(Object.keys(constants).length > 0 ? { constants } : {}),
    source,
    confidence: 'H',
  });
  const bounded = boundRoute(route, inputs);
  return bounded.ok ? bounded.route : null;
}

interface SizePart {
  readonly fields: Fields;
  readonly row: Pick<Route, 'sizes' | 'ratioWords'>;
}

/** The first way of saying a size that the schema has. */
function sizePart(listed: Inputs): SizePart | null {
  const named = ['image_size', 'size'].flatMap((key) => listed.get(key) ?? []);
  return pixelPart(listed) ?? ratioPart(listed) ?? firstOf(named, listPart) ?? firstOf(named, wordPart);
}

function pixelPart(listed: Inputs): SizePart | null {
  const [width, height] = [listed.get('width'), listed.get('height')];
  if (!isBounded(width) || !isBounded(height)) return null;
  const pixels = Number(width.fallback) * Number(height.fallback);
  // The listed bounds take the place of these.
  const range = { minPx: 1, maxPx: 1, stepPx: 1, ...(pixels > 0 ? { targetPixels: pixels } : {}) };
  return {
    fields: { width: 'width', height: 'height' },
    row: { sizes: { kind: 'pixels', range, defaultRatio: '1:1' } },
  };
}

function ratioPart(listed: Inputs): SizePart | null {
  return firstOf(
    ['aspect_ratio', 'ratio'].flatMap((key) => listed.get(key) ?? []),
    ({ name, words, fallback }) => {
      const ratios = ratiosIn(words ?? []);
      return ratios.length === 0 ? null : { fields: { ratio: name }, row: { sizes: ratioRule(ratios, fallback) } };
    },
  );
}

function listPart({ name, words, fallback }: RemoteInput): SizePart | null {
  const listed = sizesIn(words ?? []);
  if (listed === null) return null;
  const usual = (sizesIn([String(fallback)], listed.separator) ?? listed).sizes.slice(0, 1).join('');
  const hasSquare = listed.sizes.some((size) => new Set(size.split('x')).size === 1);
  const defaultRatio = hasSquare ? '1:1' : usual.replace('x', ':');
  return { fields: { size: name }, row: { sizes: { kind: 'list', ...listed, defaultRatio } } };
}

function wordPart({ name, words, fallback }: RemoteInput): SizePart | null {
  const ratioWords = ratioWordsIn(words ?? []);
  const ratios = Object.keys(ratioWords);
  if (ratios.length === 0) return null;
  const usual = ratios.find((ratio) => ratioWords[ratio] === fallback) ?? null;
  return { fields: { ratio: name }, row: { sizes: ratioRule(ratios, usual), ratioWords } };
}

/** Where the schema's own default is no ratio (`auto`), a square is what members expect. */
function ratioRule(ratios: readonly string[], fallback: unknown): SizeRule {
  const defaultRatio = [fallback, '1:1', ratios[0]].find((ratio) => ratios.some((each) => each === ratio));
  return { kind: 'ratios', ratios, custom: null, defaultRatio: String(defaultRatio) };
}

interface OptionParts {
  readonly fields: Fields;
  readonly row: Pick<Route, 'steps' | 'qualities' | 'resolutions' | 'formats'>;
}

/** Options that have a listed default; without one nobody knows what leaving them out means. */
function optionParts(listed: Inputs): OptionParts {
  const steps = firstOf(
    ['steps', 'num_inference_steps'].flatMap((key) => listed.get(key) ?? []),
    (input) => (isBounded(input) && typeof input.fallback === 'number' ? { ...input, usual: input.fallback } : null),
  );
  const qualities = choiceIn(listed.get('quality'));
  const resolutions = choiceIn(listed.get('resolution'));
  const format = choiceIn(listed.get('output_format'))?.default;
  const formats = imageFormats.filter((each) => each === format);
  return {
    fields: {
      ...(steps && { steps: steps.name }),
      ...(qualities && { quality: 'quality' }),
      ...(resolutions && { resolution: 'resolution' }),
      ...(formats.length > 0 && { format: 'output_format' }),
    },
    row: { steps: steps && { min: 0, max: 0, default: steps.usual }, qualities, resolutions, formats },
  };
}

function choiceIn(input: RemoteInput | undefined): Choice | null {
  const usual = input?.fallback;
  if (!input?.words || typeof usual !== 'string' || !input.words.includes(usual)) return null;
  return { values: input.words, default: usual };
}

function isBounded(input: RemoteInput | undefined): input is RemoteInput {
  if (input?.kind !== 'whole' && input?.kind !== 'number') return false;
  return input.minimum !== null && input.maximum !== null;
}

function firstOf<Item, Found>(items: readonly Item[], find: (item: Item) => Found | null): Found | null {
  for (const item of items) {
    const found = find(item);
    if (found !== null) return found;
  }
  return null;
}

/** What services call the address of a LoRA, and its strength. */
const fileKeys = ['path', 'url', 'lora_url'];
const strengthKeys = ['scale', 'strength', 'weight'];
/** As many as a service takes that does not say. @see reference, section 4.10 */
const usualMost = 3;
/** Beyond these no LoRA is known to be of use; the listed bounds go before. */
const usualStrength = { min: 0, max: 2 } as const;

/** The LoRAs that a listed model takes as a list of addresses with a strength each; null where it takes none so. */
export function optionalModelLoras(listed: Inputs): LoraRule | null {
  const input = listed.get('loras');
  const keys = new Map(input?.entries?.keys.map((key) => [key.name, key]));
  const file = fileKeys.find((name) => keys.has(name));
  const strength = strengthKeys.flatMap((name) => keys.get(name) ?? [])[0];
  if (input === undefined || file === undefined || strength === undefined) return null;
  const minStrength = strength.minimum ?? usualStrength.min;
  const maxStrength = strength.maximum ?? usualStrength.max;
  if (minStrength > maxStrength || maxStrength <= 0) return null;
  return {
    known: [],
    names: 'path',
    most: Math.max(1, Math.min(input.entries?.most ?? usualMost, usualMost)),
    list: { key: input.name, file, strength: strength.name },
    minStrength,
    maxStrength,
    defaultStrength: Math.max(minStrength, Math.min(1, maxStrength)),
    ...(input.isRequired ? { isRequired: true } : {}),
  };
}

/** Inputs that say how many pictures are made, in whatever way the words are joined. */
const countKeys = new Set([
  ...['n', 'count', 'samples', 'outputs', 'numimages', 'numberofimages', 'maximages', 'imagecount', 'nimages'],
  ...['numimagesperprompt', 'imagesperprompt', 'numoutputs', 'numberofoutputs', 'outputcount', 'noutputs'],
  ...['numsamples', 'numberofsamples', 'samplecount', 'nsamples', 'batchsize', 'batchcount', 'numbatches'],
]);
/** What may say it as well. */
const countLike = /num|count|samples|outputs|images|batch|quantity|variations/iu;
/** What is counted there makes no further picture. */
const countsOther = /steps|seed/iu;

/**
 * What is sent so that one picture is made, since Easel sells one: every count as 1. Null where a count cannot be 1, and where
 * something that sounds like one is more than 1 unless it is sent.
 */
export function onePicture(listed: Inputs): Record<string, number> | null {
  const inputs = [...listed.values()];
  const counts = inputs.filter(({ name }) => isCount(name));
  const others = inputs.filter(({ name }) => !isCount(name) && countLike.test(name) && !countsOther.test(name));
  if (!counts.every(canBeOne) || others.some(isMore)) return null;
  return Object.fromEntries(counts.map(({ name }) => [name, 1]));
}

function isCount(name: string): boolean {
  return countKeys.has(name.toLowerCase().replace(/[^a-z]/gu, ''));
}

function canBeOne({ kind, minimum, maximum }: RemoteInput): boolean {
  return (kind === 'whole' || kind === 'number') && (minimum ?? 1) <= 1 && (maximum ?? 1) >= 1;
}

/** By what it is when it is left out, also where that is one of a few words. */
function isMore({ fallback, minimum }: RemoteInput): boolean {
  return Number(fallback) > 1 || (minimum ?? 1) > 1;
}
