import { noPictures, noSuchOption, type Phrase } from '#core/phrase.ts';
import { isBlank } from '#core/text.ts';
import { defaultInputLimits } from '#media/input.ts';
import { type ImageFormat, imageFormats, type SourceImage } from '#media/media.ts';
import { fitForm } from './fit-form.ts';
import { type FormOptions, type FormValue, variations } from './form.ts';
import { checkLoraNames, checkLoraStrengths, chooseLoras, type FitRequest } from './loras.ts';
import type { Choice, ImageRule, Route, Settings, Size } from './model.ts';
import { withSeed } from './seed.ts';
import { defaultSize, fitNearest, fitSize, parseSize, sizeLike } from './size.ts';

/** An option that a route cannot take. `position` counts the options that it could take before. */
export interface Problem {
  readonly position: number;
  readonly option: string;
  readonly value: string;
  readonly brought?: Phrase;
  readonly allowed: Phrase;
}

/** A request as one route would run it, or the first thing that stands in the way. */
export type Fit =
  | { readonly ok: true; readonly settings: Settings }
  | { readonly ok: false; readonly problem: Problem };

/** Which sizes will do: those that were asked for, or else the nearest ones of the same shape. */
export type SizeMode = 'exact' | 'nearest';

/** Expresses the request in this route's terms. Nothing is rounded, clamped or dropped in silence. */
export function fitRoute(route: Route, typed: FitRequest, mode: SizeMode = 'exact'): Fit {
  const seeded = withSeed(route, typed);
  if (route.form !== undefined) return fitForm(route.form, seeded);
  const request = withResolutionWord(route, seeded);
  const checks = checksOf(route, request, mode);
  const position = checks.findIndex(({ allowed }) => allowed !== null);
  const failed = checks[position];
  if (failed && failed.allowed !== null)
    return { ok: false, problem: { ...failed, position, allowed: failed.allowed } };
  const { options } = request;
  return {
    ok: true,
    settings: {
      prompt: request.prompt,
      size: chooseSize(route, options.size, mode) ?? usualSize(route, request),
      steps: options.steps ?? route.steps?.default ?? null,
      quality: pick(route.qualities, options.quality),
      resolution: pick(route.resolutions, options.resolution),
      format: chooseFormat(route, options.format),
      loras: chooseLoras(route.loras, request),
      images: request.images,
      count: options.count ?? 1,
      ...formOf(options.form),
    },
  };
}

/** What was said in words that have no place of their own in the settings; nothing of it is left out where it is said. */
function formOf({ seed, negative, variation }: FormOptions = {}): Pick<Settings, 'form'> {
  const form = {
    ...(isSaid(seed) && { seed: Number(seed) }),
    ...(isSaid(negative) && { negative }),
    ...(isSaid(variation) && { variation: String(variation).trim().toLowerCase() }),
  };
  return Object.keys(form).length === 0 ? {} : { form };
}

function isSaid(value: FormValue | null | undefined): value is FormValue {
  return value !== undefined && value !== null && !isBlank(String(value));
}

/** One row per option: what was typed, and what would be allowed when it was wrong (null when it was right). */
interface Check {
  readonly option: string;
  readonly value: string;
  readonly brought?: Phrase;
  readonly allowed: Phrase | null;
}

function checksOf(route: Route, request: FitRequest, mode: SizeMode): readonly Check[] {
  const { prompt, options } = request;
  return [
    // Before the rest: with routes for requests with and without pictures or a LoRA, the refusal is about those that were meant.
    { option: 'image', ...checkHasImages(route.images, request.images) },
    checkOf('prompt', prompt, (typed) => checkPrompt(route, typed)),
    { option: 'lora', ...checkLoraNames(route.loras, request) },
    { option: 'image', ...checkImages(route.images, request.images) },
    checkOf('size', options.size, (typed) => checkSize(route, typed, mode)),
    checkOf('quality', options.quality, (typed) => checkChoice(route.qualities, typed)),
    checkOf('resolution', options.resolution, (typed) => checkChoice(route.resolutions, typed)),
    checkOf('steps', options.steps, (typed) => checkSteps(route, typed)),
    { option: 'lora_strength', ...checkLoraStrengths(route.loras, request) },
    checkOf('format', options.format, (typed) => checkFormat(route, typed)),
    checkOf('count', options.count, checkCount),
    checkWord('negative', options.form, (typed) => checkNegative(route, typed)),
    checkWord('variation', options.form, (typed) => checkVariation(route, typed)),
    checkWord('seed', options.form, (typed) => checkSeed(route, typed)),
  ];
}

function checkOf<T extends string | number>(
  option: string,
  typed: T | null,
  allowedFor: (typed: T) => Phrase | null,
): Check {
  if (typed === null) return { option, value: '', allowed: null };
  return { option, value: String(typed), allowed: allowedFor(typed) };
}

/** As {@link checkOf}, for a word that is kept with the form. */
function checkWord(
  word: 'seed' | 'negative' | 'variation',
  form: FormOptions = {},
  allowedFor: (typed: string) => Phrase | null,
): Check {
  const typed = form[word];
  return checkOf(word, isSaid(typed) ? String(typed) : null, allowedFor);
}

function checkSeed({ seeds }: Route, typed: string): Phrase | null {
  return seeds === undefined ? noSuchOption : checkWhole(Number(typed), seeds);
}

function checkNegative({ negativeMaxCharacters: most }: Route, typed: string): Phrase | null {
  if (most === undefined) return noSuchOption;
  const has = [...typed].length;
  return has <= most ? null : { kind: 'characters', most, has };
}

function checkVariation({ images }: Route, typed: string): Phrase | null {
  if (images?.closeness === undefined) return noSuchOption;
  return variations.some((each) => each === typed.trim().toLowerCase()) ? null : { kind: 'names', names: variations };
}

function checkPrompt({ promptMaxCharacters: most }: Route, prompt: string): Phrase | null {
  const length = [...prompt].length;
  const has = isBlank(prompt) ? 0 : length;
  return has > 0 && has <= most ? null : { kind: 'characters', most, has };
}

function checkSize(route: Route, typed: string, mode: SizeMode): Phrase | null {
  return chooseSize(route, typed, mode) ? null : { kind: 'sizes', rule: route.sizes };
}

function chooseSize(route: Route, typed: string | null, mode: SizeMode): Size | null {
  const asked = typed === null ? null : parseSize(typed);
  return asked && (mode === 'exact' ? fitSize : fitNearest)(route.sizes, asked);
}

/** `4k` as a size is the resolution of that name, where the route has one and none was chosen. */
function withResolutionWord({ resolutions }: Route, request: FitRequest): FitRequest {
  const { options } = request;
  const word = options.resolution === null && options.size !== null ? pick(resolutions, options.size) : null;
  return word === null ? request : { ...request, options: { ...options, size: null, resolution: word } };
}

/** A changed picture keeps its shape, as far as it is known and the route has it; a picture that is only looked at gives none. */
function usualSize({ sizes, images: rule }: Route, { images: [first] }: FitRequest): Size {
  const { widthPx = null, heightPx = null } = first ?? {};
  const isKnown = widthPx !== null && heightPx !== null && widthPx > 0 && heightPx > 0;
  return rule?.isRequired === true && isKnown ? sizeLike(sizes, { widthPx, heightPx }) : defaultSize(sizes);
}

function checkChoice(choice: Choice | null, typed: string): Phrase | null {
  if (choice === null) return noSuchOption;
  return pick(choice, typed) === null ? { kind: 'names', names: choice.values } : null;
}

function pick(choice: Choice | null, typed: string | null): string | null {
  if (choice === null || typed === null) return choice?.default ?? null;
  const wanted = typed.trim().toLowerCase();
  return choice.values.find((value) => value.toLowerCase() === wanted) ?? null;
}

function checkSteps({ steps }: Route, typed: number): Phrase | null {
  if (steps === null) return noSuchOption;
  return checkWhole(typed, steps);
}

function checkFormat(route: Route, typed: string): Phrase | null {
  if (route.formats.length === 0) return noSuchOption;
  return chooseFormat(route, typed) === null ? { kind: 'names', names: route.formats } : null;
}

/** Any route can make several: in one job, or in one job each. */
function checkCount(typed: number): Phrase | null {
  return checkWhole(typed, { min: 1, max: mostPictures });
}

function checkWhole(typed: number, { min, max }: { min: number; max: number }): Phrase | null {
  const fits = Number.isInteger(typed) && typed >= min && typed <= max;
  return fits ? null : { kind: 'range', of: 'wholeNumber', min, max };
}

function chooseFormat(route: Route, typed: string | null): ImageFormat | null {
  if (typed === null) return route.formats[0] ?? null;
  const wanted = typed.trim().toLowerCase();
  const format = imageFormats.find((name) => name === (wanted === 'jpg' ? 'jpeg' : wanted));
  return format !== undefined && route.formats.includes(format) ? format : null;
}

/** Pictures to change, and what would be allowed in their place; null where they are right. */
interface ImageCheck {
  readonly value: string;
  /** In place of the value, where too many are what is wrong. */
  readonly brought?: Phrase;
  readonly allowed: Phrase | null;
}

const right: ImageCheck = { value: '', allowed: null };
const mediaTypes = ['image/png', 'image/jpeg', 'image/webp'];

/** Does the route take pictures where there are some, and do without where there are none? */
function checkHasImages(rule: ImageRule | undefined, images: readonly SourceImage[]): ImageCheck {
  if (images.length === 0) {
    return rule?.isRequired === true ? { value: '', allowed: { kind: 'plain', what: 'needsPicture' } } : right;
  }
  return rule === undefined ? { ...these(images), allowed: noPictures } : right;
}

/** Are they few enough, and is each of them, as far as Discord tells, what the route takes? */
function checkImages(rule: ImageRule | undefined, images: readonly SourceImage[]): ImageCheck {
  if (rule === undefined) return right;
  const { most } = rule;
  if (images.length > most) return { ...these(images), allowed: { kind: 'atMost', of: 'pictures', most } };
  return images.map((image) => checkImage(rule, image)).find(({ allowed }) => allowed !== null) ?? right;
}

/** Only what Discord declares; the bytes are looked at when they are fetched. */
function checkImage({ maxBytes }: ImageRule, { bytes, mediaType, widthPx, heightPx }: SourceImage): ImageCheck {
  const type = mediaType?.split(';')[0]?.trim().toLowerCase();
  if (type !== undefined && !mediaTypes.includes(type)) {
    return { value: type, allowed: { kind: 'plain', what: 'pictureTypes' } };
  }
  if (bytes !== null && bytes > maxBytes) {
    return {
      value: `${megabytes(bytes, Math.ceil)} MB`,
      allowed: { kind: 'atMost', of: 'megabytes', most: megabytes(maxBytes, Math.floor) },
    };
  }
  if (widthPx === null || heightPx === null) return right;
  const { maxPixels, maxSidePx } = defaultInputLimits;
  const fits = widthPx * heightPx <= maxPixels && Math.max(widthPx, heightPx) <= maxSidePx;
  if (fits) return right;
  const allowed: Phrase = { kind: 'pictureSize', maxMegapixels: maxPixels / 1_000_000, maxSidePx };
  return { value: `${widthPx}x${heightPx}`, allowed };
}

function these(images: readonly SourceImage[]): Pick<ImageCheck, 'value' | 'brought'> {
  return { value: '', brought: { kind: 'pictures', count: images.length } };
}

/** To a tenth; rounded so that what is refused never reads as what is allowed. */
function megabytes(bytes: number, round: (value: number) => number): number {
  return round((bytes / 1_048_576) * 10) / 10;
}

/** Pictures that one request may ask for. */
export const mostPictures = 4;

/** A number of pictures as remote jobs. */
interface RemoteJobs {
  readonly jobs: number;
  /** Pictures that each of them is asked for. */
  readonly each: number;
}

/** One remote job where the route can make that many at once, else one for each picture. */
export function remoteJobsFor({ counts }: Pick<Route, 'counts'>, count: number): RemoteJobs {
  const isAtOnce = counts !== undefined && counts.min <= count && count <= counts.max;
  return isAtOnce ? { jobs: 1, each: count } : { jobs: count, each: 1 };
}

/** What some of the pictures cost: their part of the price of all that were asked for, rounded down. */
export function creditsForSome(credits: number, came: number, asked: number): number {
  return Math.floor((credits * came) / asked);
}
