import type { FormInput, FormWord, RouteForm } from '../form.ts';
import type { Model, Route } from '../model.ts';
import { descriptionOf } from '../models/form-row.ts';
import { formRoute, listedProvider, megabytes } from '../models/route-rows.ts';
import { mostSeed } from '../seed.ts';
import { longestTypedPrompt } from '../wire-words.ts';
import { type ListedRate, listedMediaPrice } from './optional-price.ts';
import { type RemoteInput, type RemoteModel, ratiosIn } from './remote-catalogue.ts';

/** What of a listed model Easel has a command for, besides pictures. */
export type MediaTask = 'video' | 'speech' | 'music';

/**
 * The command of a listed model. The end of a category says what it makes; one that has several kinds of them cannot be run. What says
 * nothing of videos or sounds is taken for pictures.
 *
 * @see docs/decisions/2026-11-28-listed-videos-and-sounds.md
 */
export function taskOfListed(listed: RemoteModel): MediaTask | 'image' | null {
  const ends = listed.categories.map((each) => each.slice(each.lastIndexOf('-')).toLowerCase());
  const made = new Set(ends.filter((end) => madeEnds.has(end)));
  if (made.size > 1) return null;
  if (made.has('-video')) return 'video';
  return made.has('-audio') ? soundTaskOf(listed) : 'image';
}

const madeEnds: ReadonlySet<string> = new Set(['-image', '-video', '-audio']);
const musicWords = /music|song|lyric/iu;
const speechWords = /speech|tts|voice|narrat|dialog/iu;

/** By its category, its inputs, its name; a sound that is only described is music. */
function soundTaskOf({ categories, inputs, modelId, title }: RemoteModel): MediaTask {
  const keys = new Set(inputs?.map(({ name }) => name));
  const has = (...names: readonly string[]) => names.some((name) => keys.has(name));
  const kinds = categories.join(' ');
  const names = `${modelId} ${title}`;
  const signs: readonly (readonly [boolean, MediaTask])[] = [
    [musicWords.test(kinds), 'music'],
    [speechWords.test(kinds), 'speech'],
    [has('lyrics', 'tags'), 'music'],
    [has('voice', 'voice_id'), 'speech'],
    [musicWords.test(names), 'music'],
    [speechWords.test(names) || (has('text') && !has('prompt')), 'speech'],
  ];
  return signs.find(([isSo]) => isSo)?.[1] ?? 'music';
}

/** What of a model its schema says, or why Easel cannot run it: ready to read, not for members. */
type MediaModel =
  | { readonly ok: true; readonly made: Pick<Model, 'description' | 'task' | 'routes'> }
  | { readonly ok: false; readonly reason: string };

/** The model that a listed video or sound becomes. `source` is where it was read. */
export function mediaModelOf(listed: RemoteModel, task: MediaTask, source: string): MediaModel {
  const { modelId, inputs } = listed;
  const rate = rateOf(listed);
  if (rate === null) return { ok: false, reason: 'no price is stated' };
  if (inputs === null) return { ok: false, reason: 'no schema is told' };
  const { form, constants, missing } = readForm(inputs, task);
  if (missing.length > 0) return { ok: false, reason: missing.join('; ') };
  if (form.length === 0) return { ok: false, reason: 'none of its inputs is known' };
  if (rate.unit === 'second' && task !== 'video' && !form.some(({ word }) => word === 'duration'))
    return { ok: false, reason: 'it is paid by the second, and nothing says how long it gets' };
  const price = listedMediaPrice(rate, form);
  if (price === null) return { ok: false, reason: 'too many resolutions to tell what each costs' };
  const route = formRoute({
    provider: listedProvider,
    endpoint: modelId,
    price,
    form,
    ...(Object.keys(constants).length > 0 && { constants }),
    source,
    confidence: 'H',
  });
  return { ok: true, made: { description: descriptionOf([form]), task, routes: [route] } };
}

function rateOf({ priceUsd, priceUsdPerSecond }: RemoteModel): ListedRate | null {
  if (priceUsdPerSecond !== null) return { usd: priceUsdPerSecond, unit: 'second' };
  return priceUsd === null ? null : { usd: priceUsd, unit: 'run' };
}

interface ReadForm {
  readonly form: RouteForm;
  readonly constants: NonNullable<Route['constants']>;
  /** Why a request could not be made, one for each input. */
  readonly missing: readonly string[];
}

/**
 * The inputs that have a word, one for each word. What is left over and required goes out with its listed default; a text has none, since the
 * default of a text is the example of a page.
 */
function readForm(inputs: readonly RemoteInput[], task: MediaTask): ReadForm {
  const form: FormInput[] = [];
  const left: RemoteInput[] = [];
  // What is required has the first choice of a word.
  for (const input of inputs.toSorted((one, other) => Number(other.isRequired) - Number(one.isRequired))) {
    const word = wordOf(input, task);
    const read = word === null ? null : readInput(input, word);
    if (read !== null && !form.some((each) => isSamePlace(each.word, read.word))) form.push(read);
    else left.push(input);
  }
  const counts = left.filter(({ name }) => isCount(name));
  const needed = left.filter((input) => input.isRequired && !counts.includes(input));
  const fixed = needed.filter(isConstant);
  return {
    form,
    constants: Object.fromEntries([
      ...counts.filter(canBeOne).map(({ name }) => [name, 1]),
      ...fixed.map(({ name, fallback }) => [name, fallback]),
    ]),
    missing: [
      ...needed.filter((input) => !fixed.includes(input)).map(({ name }) => `${name} is required`),
      ...counts.filter((input) => !canBeOne(input)).map(({ name }) => `${name} cannot be 1`),
    ],
  };
}

/** A picture and a list of pictures are the same option. */
function isSamePlace(one: FormWord, other: FormWord): boolean {
  const placeOf = (word: FormWord) => (word === 'images' ? 'image' : word === 'size' ? 'ratio' : word);
  return placeOf(one) === placeOf(other);
}

function isConstant({ kind, words, numbers, fallback, media }: RemoteInput): boolean {
  const isFreeText = kind === 'text' && words === null && numbers === null;
  return fallback !== null && media === null && kind !== 'other' && !isFreeText;
}

/** One result is what is sold. */
const countName =
  /^(?:n|(?:num|number_of|max)_(?:videos|audios|songs|clips|outputs|results|samples|generations)|batch_size)$/iu;

function isCount(name: string): boolean {
  return countName.test(name);
}

function canBeOne({ kind, minimum, maximum, numbers }: RemoteInput): boolean {
  if (numbers !== null) return numbers.includes(1);
  return (kind === 'whole' || kind === 'number') && (minimum ?? 1) <= 1 && (maximum ?? 1) >= 1;
}

/** Names of inputs, with Easel's word for them. */
const wordsOfNames: Readonly<Record<string, FormWord>> = {
  prompt: 'prompt',
  text: 'prompt',
  text_prompt: 'prompt',
  negative_prompt: 'negative',
  lyrics: 'lyrics',
  tags: 'style',
  style: 'style',
  title: 'title',
  duration: 'duration',
  duration_seconds: 'duration',
  seconds: 'duration',
  resolution: 'resolution',
  aspect_ratio: 'ratio',
  ratio: 'ratio',
  size: 'size',
  video_size: 'size',
  generate_audio: 'sound',
  enable_audio: 'sound',
  with_audio: 'sound',
  sound: 'sound',
  seed: 'seed',
  voice: 'voice',
  voice_id: 'voice',
  emotion: 'emotion',
  speed: 'speed',
};

/** What each command can be told; a duration and a seed besides are sent as their defaults. */
const wordsOfTasks: Readonly<Record<MediaTask, ReadonlySet<FormWord>>> = {
  video: new Set<FormWord>([
    ...(['prompt', 'negative', 'image', 'images', 'lastImage', 'video', 'audio'] as const),
    ...(['duration', 'resolution', 'ratio', 'size', 'sound', 'seed'] as const),
  ]),
  speech: new Set<FormWord>(['prompt', 'voice', 'emotion', 'speed', 'duration']),
  music: new Set<FormWord>(['prompt', 'style', 'lyrics', 'title', 'duration']),
};

function wordOf({ name, media }: RemoteInput, task: MediaTask): FormWord | null {
  const word = media === null ? wordsOfNames[name.toLowerCase()] : mediaWordOf(name, media);
  return word !== undefined && wordsOfTasks[task].has(word) ? word : null;
}

const lastName = /(?:^|_)(?:end|last|tail)(?:_|$)/iu;

function mediaWordOf(name: string, { kind, isList }: NonNullable<RemoteInput['media']>): FormWord {
  if (kind !== 'image') return kind;
  if (isList) return 'images';
  return lastName.test(name) ? 'lastImage' : 'image';
}

/** Null where what is listed is not what the word stands for. */
function readInput(input: RemoteInput, word: FormWord): FormInput | null {
  const base = { word, key: input.name, isRequired: input.isRequired };
  if (input.media === null) return (readers[word] ?? eitherOf)(input, base);
  const file = fileOf(input.media);
  return file && { ...base, ...file };
}

type Reader = (input: RemoteInput, base: Base) => FormInput | null;

/** How an input of a word is read, where that is not a choice or a number as it is listed. */
const readers: Readonly<Partial<Record<FormWord, Reader>>> = {
  prompt: textOf,
  negative: textOf,
  lyrics: textOf,
  title: textOf,
  style: (input, base) => textOf(input, base) ?? choiceOf(input, base),
  voice: (input, base) => voiceOf(input, base) ?? choiceOf(input, base),
  ratio: (input, base) => (ratiosIn(input.words ?? []).length > 0 ? choiceOf(input, base) : null),
  size: (input, base) => choiceOf({ ...input, words: (input.words ?? []).filter(isPixels) }, base),
  duration: durationOf,
  sound: flagOf,
  seed: seedOf,
};

function eitherOf(input: RemoteInput, base: Base): FormInput | null {
  return choiceOf(input, base) ?? numberOf(input, base);
}

type Base = Pick<FormInput, 'word' | 'key' | 'isRequired'>;

function isPixels(word: string): boolean {
  return /^\d+[x*]\d+$/u.test(word);
}

/** @see reference/providers.md, section 4.8, and reference/beyond-images.md, section 3; read 2026-11-28 */
const mostBytes = { image: megabytes(50), video: megabytes(100), audio: megabytes(16) } as const;

/** A list of which several must be there has no place: a member brings one. */
function fileOf({ kind, isList, least, most }: NonNullable<RemoteInput['media']>) {
  if ((least ?? 0) > 1 || (most ?? 1) < 1) return null;
  return { kind: 'media', media: kind, maxBytes: mostBytes[kind], most: isList ? (most ?? 1) : null } as const;
}

/** Its default is the example of a page, and not sent. */
function textOf({ kind, words, maxLength }: RemoteInput, base: Base): FormInput | null {
  if (kind !== 'text' || words !== null) return null;
  return { ...base, kind: 'text', maxCharacters: Math.max(1, maxLength ?? longestTypedPrompt), default: null };
}

/** Its default is a voice that is there. */
function voiceOf(input: RemoteInput, base: Base): FormInput | null {
  const text = textOf(input, base);
  const isNamed = typeof input.fallback === 'string' && input.fallback !== '';
  return text?.kind === 'text' && isNamed ? { ...text, default: String(input.fallback) } : text;
}

function flagOf({ kind, fallback, isRequired }: RemoteInput, base: Base): FormInput | null {
  const usual = typeof fallback === 'boolean' ? fallback : isRequired ? false : null;
  return kind === 'flag' ? { ...base, kind, default: usual } : null;
}

/** A listed default would make the same video again and again; Easel draws one. */
function seedOf({ kind, minimum, maximum, isRequired }: RemoteInput, base: Base): FormInput | null {
  const [min, max] = [minimum ?? 0, maximum ?? mostSeed];
  if (kind !== 'whole' || min > mostSeed || max < Math.max(0, min)) return null;
  return { ...base, kind: 'number', min, max, isWhole: true, default: isRequired ? min : null };
}

/** The listed default; the first where one must be sent and none is listed. */
function choiceOf({ words, numbers, fallback, isRequired }: RemoteInput, base: Base): FormInput | null {
  const values = words ?? numbers?.map(String);
  if (values === undefined || values.length === 0) return null;
  const usual = values.find((each) => each === String(fallback)) ?? (isRequired ? values[0] : undefined);
  return { ...base, kind: 'choice', values, default: usual ?? null, ...(words === null && { isNumber: true }) };
}

function numberOf({ kind, minimum, maximum, fallback, isRequired }: RemoteInput, base: Base): FormInput | null {
  if ((kind !== 'whole' && kind !== 'number') || minimum === null || maximum === null || minimum > maximum) return null;
  const isListed = typeof fallback === 'number' && fallback >= minimum && fallback <= maximum;
  const usual = isListed ? fallback : isRequired ? minimum : null;
  return { ...base, kind: 'number', min: minimum, max: maximum, isWhole: kind === 'whole', default: usual };
}

/** Seconds; where only the default is listed, that is all there is to choose. */
function durationOf(input: RemoteInput, base: Base): FormInput | null {
  const { kind, words, numbers, minimum, fallback } = input;
  if (words?.some((each) => !(Number(each) > 0) && each !== 'auto')) return null;
  // One is always sent, so that the price is known: the listed default, else the shortest.
  const sent = { ...input, isRequired: true };
  if (words !== null || numbers !== null) return choiceOf(sent, base);
  // What is less than a second leaves the length to the service.
  const range = numberOf({ ...sent, minimum: minimum === null ? null : Math.max(1, minimum) }, base);
  const isOne = kind === 'whole' || kind === 'number';
  if (range !== null || !isOne || typeof fallback !== 'number' || fallback <= 0) return range;
  return { ...base, kind: 'choice', values: [String(fallback)], default: String(fallback), isNumber: true };
}
