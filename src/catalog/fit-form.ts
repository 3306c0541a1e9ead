import { noSuchOption, type Phrase } from '#core/phrase.ts';
import { isBlank } from '#core/text.ts';
import type { SourceImage } from '#media/media.ts';
import {
  type ChoiceWord,
  choiceWords,
  type FormInput,
  type FormValue,
  type FormValues,
  type FormWord,
  inputOf,
  isMediaInput,
  type MediaWord,
  mediaWords,
  type RouteForm,
  type TextWord,
  type TypedInput,
  textWords,
} from './form.ts';
import type { Settings, Size } from './model.ts';
import type { GenerationRequest } from './request.ts';
import { autoRatio, parseSize } from './size.ts';

/** What a request says of one word of a form: the value that is sent, nothing, or what would be allowed instead. */
type Answer = { readonly value: FormValue | null } | { readonly problem: FormProblem };

/** An option that a form cannot take. */
export interface FormProblem {
  readonly option: string;
  readonly value: string;
  readonly allowed: Phrase;
}

/** A request in a form's terms, or the first thing that stands in the way. `position` counts what was right before. */
export type FormFit =
  | { readonly ok: true; readonly settings: Settings }
  | { readonly ok: false; readonly problem: FormProblem & { readonly position: number } };

type Asked = Pick<GenerationRequest, 'prompt' | 'images' | 'media' | 'options'>;

/** Expresses the request in the form's terms. Nothing is rounded, clamped or dropped in silence. */
export function fitForm(form: RouteForm, request: Asked): FormFit {
  const values: Partial<Record<TextWord | ChoiceWord, FormValue>> = {};
  const checks = [() => filesProblem(form, request), () => promptProblem(form, request.prompt)];
  const words = [...textWords, ...choiceWords];
  const readers = words.map((word) => () => {
    const answer = readWord(form, word, request);
    if ('problem' in answer) return answer.problem;
    if (answer.value !== null) values[word] = answer.value;
    return null;
  });
  const all = [...checks, ...readers];
  for (const [position, check] of all.entries()) {
    const problem = check();
    if (problem !== null)
      return { ok: false, problem: { ...problem, option: shownIn(form, problem.option), position } };
  }
  return { ok: true, settings: settingsOf(values, request) };
}

function settingsOf(values: FormValues, { prompt, images, media }: Asked): Settings {
  return {
    prompt,
    size: sizeOf(values),
    steps: null,
    quality: null,
    resolution: values.resolution === undefined ? null : String(values.resolution),
    format: null,
    loras: [],
    images,
    count: 1,
    form: values,
    ...(media && { media }),
  };
}

function sizeOf({ ratio, size }: FormValues): Size {
  const asked = parseSize(String(size ?? ratio ?? autoRatio).replace('*', 'x'));
  if (asked?.kind === 'pixels') return asked;
  return { kind: 'ratio', ratio: asked?.kind === 'ratio' ? `${asked.across}:${asked.down}` : autoRatio };
}

/** Names of options as members type them. */
const optionOf: Readonly<Partial<Record<FormWord, string>>> = {
  images: 'image',
  lastImage: 'last_image',
  ratio: 'size',
};

/** An option, or an input by its label. */
function shownIn(form: RouteForm, option: string): string {
  return form.find(({ word }) => word === option)?.label ?? option;
}

function problemAt(word: FormWord, value: string, allowed: Phrase): FormProblem {
  return { option: optionOf[word] ?? word, value, allowed };
}

const needs: Readonly<Record<'image' | 'images' | MediaWord, Phrase>> = {
  image: { kind: 'plain', what: 'needsImage' },
  images: { kind: 'plain', what: 'needsImage' },
  lastImage: { kind: 'plain', what: 'needsLastImage' },
  video: { kind: 'plain', what: 'needsVideo' },
  audio: { kind: 'plain', what: 'needsAudio' },
};

function needOf({ word }: Extract<FormInput, { kind: 'media' }>): Phrase {
  // Files have these words alone.
  return needs[word as keyof typeof needs];
}

/** Whether the files that were brought have a place, and those that are needed were brought. */
function filesProblem(form: RouteForm, { images, media = {} }: Asked): FormProblem | null {
  const takesImages = inputOf(form, 'image') ?? inputOf(form, 'images');
  if (images.length > 0 && takesImages === undefined) return problemAt('image', '', noSuchOption);
  const problems = form.filter(isMediaInput).map((input) => fileProblem(input, filesFor(input, images, media)));
  const homeless = mediaWords.find((word) => media[word] !== undefined && inputOf(form, word) === undefined);
  const first = problems.find((each) => each !== null);
  return first ?? (homeless === undefined ? null : problemAt(homeless, '', noSuchOption));
}

function fileProblem(input: Extract<FormInput, { kind: 'media' }>, files: readonly SourceImage[]): FormProblem | null {
  if (files.length === 0 && input.isRequired) return problemAt(input.word, '', needOf(input));
  return tooMany(input, files) ?? files.map((file) => tooHeavy(input, file)).find((each) => each !== null) ?? null;
}

function filesFor(
  { word }: FormInput,
  images: readonly SourceImage[],
  media: NonNullable<Asked['media']>,
): readonly SourceImage[] {
  if (word === 'image' || word === 'images') return images;
  const file = mediaWords.find((each) => each === word);
  const brought = file && media[file];
  return brought === undefined ? [] : [brought];
}

function tooMany(input: Extract<FormInput, { kind: 'media' }>, files: readonly SourceImage[]): FormProblem | null {
  const most = input.most ?? 1;
  return files.length > most
    ? problemAt(input.word, String(files.length), { kind: 'atMost', of: 'pictures', most })
    : null;
}

const megabyte = 1_048_576;

/** Only what Discord declares; the bytes are looked at when they are fetched. */
function tooHeavy(input: Extract<FormInput, { kind: 'media' }>, { bytes, mediaType }: SourceImage): FormProblem | null {
  const { word, media, maxBytes } = input;
  const type = mediaType?.split('/')[0]?.trim().toLowerCase();
  const isOther = type !== undefined && type !== media && ['image', 'video', 'audio', 'text'].includes(type);
  if (isOther) return problemAt(word, type, needOf(input));
  if (bytes === null || bytes <= maxBytes) return null;
  const most = Math.floor(maxBytes / megabyte);
  return problemAt(word, `${Math.ceil((bytes / megabyte) * 10) / 10} MB`, {
    kind: 'atMost',
    of: 'fileMegabytes',
    most,
  });
}

function promptProblem(form: RouteForm, prompt: string): FormProblem | null {
  const input = inputOf(form, 'prompt');
  const has = isBlank(prompt) ? 0 : [...prompt].length;
  if (input === undefined) return has === 0 ? null : problemAt('prompt', '', noSuchOption);
  if (input.kind !== 'text' || (has === 0 && !input.isRequired)) return null;
  const { maxCharacters: most } = input;
  return has > 0 && has <= most ? null : problemAt('prompt', '', { kind: 'characters', most, has });
}

/** What was typed for a word; null where it was left out. `ratio` and `size` are one option. */
function typedFor(word: TextWord | ChoiceWord, { options }: Asked): FormValue | null {
  switch (word) {
    case 'ratio':
    case 'size':
      return options.size;
    case 'resolution':
      return options.resolution;
    default:
      return options.form?.[word] ?? null;
  }
}

function readWord(form: RouteForm, word: TextWord | ChoiceWord, request: Asked): Answer {
  const input = inputOf(form, word);
  const typed = typedFor(word, request);
  if (input !== undefined && !isMediaInput(input)) return readValue(input, typed, request);
  if (typed === null || isSaidOtherwise(form, word)) return { value: null };
  return { problem: problemAt(word, String(typed), noSuchOption) };
}

/** A size is said by a ratio or by pixels, and pixels say a resolution too. */
function isSaidOtherwise(form: RouteForm, word: ChoiceWord | TextWord): boolean {
  if (word === 'ratio') return inputOf(form, 'size') !== undefined;
  if (word === 'size') return inputOf(form, 'ratio') !== undefined;
  return word === 'resolution' && inputOf(form, 'size') !== undefined;
}

function readValue(input: TypedInput, typed: FormValue | null, request: Asked): Answer {
  if (typed === null && isMissing(input)) {
    return { problem: problemAt(input.word, '', { kind: 'plain', what: 'visibleText' }) };
  }
  if (input.kind === 'text') return readText(input, typed);
  if (input.kind === 'flag') return readFlag(input, typed);
  if (input.kind === 'number') return readNumber(input, typed);
  return input.word === 'size' ? readSize(input, request) : readChoice(input, typed);
}

/** A label has no default of the service behind it. */
function isMissing(input: TypedInput): boolean {
  return input.label !== undefined && input.isRequired && input.default === null;
}

const yes: readonly string[] = ['true', 'yes', 'on'];
const no: readonly string[] = ['false', 'no', 'off'];

function readFlag(input: Extract<FormInput, { kind: 'flag' }>, typed: FormValue | null): Answer {
  if (typed === null) return { value: input.default };
  const said = String(typed).trim().toLowerCase();
  if (yes.includes(said)) return { value: true };
  if (no.includes(said)) return { value: false };
  return { problem: problemAt(input.word, String(typed), { kind: 'names', names: ['yes', 'no'] }) };
}

function readText(input: Extract<FormInput, { kind: 'text' }>, typed: FormValue | null): Answer {
  const text = typed === null ? '' : String(typed);
  const { maxCharacters: most } = input;
  const has = isBlank(text) ? 0 : [...text].length;
  if (has > most) return { problem: problemAt(input.word, '', { kind: 'characters', most, has }) };
  if (has > 0) return { value: text };
  if (input.default !== null) return { value: input.default };
  return input.isRequired
    ? { problem: problemAt(input.word, '', { kind: 'plain', what: 'visibleText' }) }
    : { value: null };
}

function readNumber(input: Extract<FormInput, { kind: 'number' }>, typed: FormValue | null): Answer {
  const { min, max, isWhole, word } = input;
  if (typed === null) return { value: input.default };
  const value = Number(String(typed).replace(',', '.').replace(/x$/iu, ''));
  const fits = Number.isFinite(value) && value >= min && value <= max && (!isWhole || Number.isInteger(value));
  if (fits) return { value };
  return {
    problem: problemAt(word, String(typed), { kind: 'range', of: isWhole ? 'wholeNumber' : 'number', min, max }),
  };
}

/** True and false are written as the endpoint has them. */
const spellings: Readonly<Record<string, readonly string[]>> = { true: ['true', 'yes'], false: ['false', 'no'] };

function readChoice(input: Extract<FormInput, { kind: 'choice' }>, typed: FormValue | null): Answer {
  if (typed === null) return { value: input.default === null ? null : asSent(input, input.default) };
  const wanted = String(typed).trim().toLowerCase();
  const names = [wanted, ...(spellings[wanted] ?? []), ...(input.word === 'scale' ? [`${wanted}x`] : [])];
  const value = input.values.find((each) => names.includes(each.toLowerCase())) ?? ratioAmong(input, wanted);
  if (value !== undefined) return { value: asSent(input, value) };
  return { problem: problemAt(input.word, String(typed), { kind: 'names', names: input.values }) };
}

function asSent({ isNumber }: Extract<FormInput, { kind: 'choice' }>, value: string): FormValue {
  return isNumber === true ? Number(value) : value;
}

/** `square` and pixels of a ratio are that ratio, where the endpoint has it. */
function ratioAmong({ word, values }: Extract<FormInput, { kind: 'choice' }>, typed: string): string | undefined {
  const asked = word === 'ratio' ? parseSize(typed) : null;
  if (asked === null) return undefined;
  if (asked.kind === 'auto') return values.find((each) => each === 'adaptive' || each === autoRatio);
  return values.find((each) => {
    const named = parseSize(each);
    return named?.kind === 'ratio' && sameShape(shapeOf(named), shapeOf(asked));
  });
}

function shapeOf(size: Exclude<ReturnType<typeof parseSize>, null | { kind: 'auto' }>): number {
  if (size.kind === 'pixels') return size.widthPx / size.heightPx;
  return size.across / size.down;
}

/** Sides are whole: 1366x768 counts as 16:9. */
function sameShape(one: number, other: number): boolean {
  return Math.abs(one / other - 1) < 0.02;
}

/** One of a few sizes in pixels: by its sides, or by its ratio and, where several have it, by its resolution. */
function readSize(input: Extract<FormInput, { kind: 'choice' }>, { options }: Asked): Answer {
  const { size, resolution } = options;
  const listed = input.values.map((value) => ({ value, ...sidesOf(value) }));
  const usual = sidesOf(String(input.default ?? input.values[0]));
  const fitting = listed.filter((each) => fitsSize(each, size, usual));
  const found = fitting.filter((each) => resolution === null || shortSide(each) === Number.parseInt(resolution, 10));
  if (fitting.length > 0 && found.length === 0) {
    const names = fitting.map((each) => `${shortSide(each)}p`);
    return { problem: problemAt('resolution', String(resolution), { kind: 'names', names }) };
  }
  const [best] = found.toSorted((one, other) => farFrom(one, usual) - farFrom(other, usual));
  return best === undefined ? refusedSize(input, String(size)) : { value: best.value };
}

/** Nothing typed is the shape of the usual one. */
function fitsSize(sides: Sides, typed: string | null, usual: Sides): boolean {
  const asked = typed === null ? { kind: 'pixels' as const, ...usual } : parseSize(typed);
  if (asked === null || asked.kind === 'auto' || !sameShape(shapeOfSides(sides), shapeOf(asked))) return false;
  return typed === null || asked.kind === 'ratio' || sides.widthPx === asked.widthPx;
}

function shortSide({ widthPx, heightPx }: Sides): number {
  return Math.min(widthPx, heightPx);
}

function refusedSize(input: Extract<FormInput, { kind: 'choice' }>, typed: string): Answer {
  const names = input.values.map((value) => value.replace('*', 'x'));
  return { problem: problemAt('size', typed, { kind: 'names', names }) };
}

interface Sides {
  readonly widthPx: number;
  readonly heightPx: number;
}

function sidesOf(value: string): Sides {
  const [widthPx, heightPx] = value.split(/[*x]/u).map(Number);
  return { widthPx: Number(widthPx), heightPx: Number(heightPx) };
}

function shapeOfSides({ widthPx, heightPx }: Sides): number {
  return widthPx / heightPx;
}

function farFrom(one: Sides, other: Sides): number {
  return Math.abs(one.widthPx * one.heightPx - other.widthPx * other.heightPx);
}

/** What is sent where a member chooses nothing: for the price that is shown beside a model's name. */
export function defaultValues(form: RouteForm): FormValues {
  const values: Partial<Record<TextWord | ChoiceWord, FormValue>> = {};
  for (const word of choiceWords) {
    const input = inputOf(form, word);
    if (input !== undefined && 'default' in input && input.default !== null) values[word] = input.default;
  }
  return values;
}
