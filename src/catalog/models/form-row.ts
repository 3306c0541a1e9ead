import type { MediaKind } from '#media/media.ts';
import { type FormInput, type FormWord, formWords, type RouteForm, type Task } from '../form.ts';
import type { Meter, Model, Price, Route } from '../model.ts';
import { formRoute, megabytes, registry, registryByContent } from './route-rows.ts';

/** What a table says of all its rows; a row can say otherwise. */
interface Shared {
  /** The service calls it otherwise: what it makes says which model it is. */
  readonly isNamedByContent?: true;
  readonly constants?: NonNullable<Route['constants']>;
}

/** Endpoints of a model that cost the same, described by forms. */
export interface FormRow extends Shared {
  /** Of the model. Rows of one title are one model, whose id is the title in small letters. */
  readonly title: string;
  /** @see parsePrice */
  readonly price: string;
  /** The inputs of each endpoint by its path, divided by `;`. @see parseInput */
  readonly endpoints: Readonly<Record<string, string>>;
  /** What the task makes, unless told. @see outputOf */
  readonly output?: MediaKind;
}

/**
 * The models of a table, in the order of their first rows.
 *
 * @throws {TypeError} for an input or a price that cannot be read: the rows are part of the code
 */
export function modelsOf(
  { task, ...shared }: Shared & { readonly task: Exclude<Task, 'image' | 'run'> },
  rows: readonly FormRow[],
): readonly Model[] {
  const titles = [...new Set(rows.map(({ title }) => title))];
  return titles.map((title) => {
    const own = rows.filter((row) => row.title === title).map((row) => ({ ...shared, ...row }));
    return modelOf(title, task, own);
  });
}

function modelOf(title: string, task: Task, rows: readonly FormRow[]): Model {
  const output = rows.find((row) => row.output !== undefined)?.output;
  const routes = rows.flatMap(routesOfRow);
  return {
    id: idOf(title),
    title,
    description: descriptionOf(routes.map(({ form }) => form)),
    task,
    ...(output && { output }),
    routes,
  };
}

function idOf(title: string): string {
  return title
    .toLowerCase()
    .replace(/[^a-z0-9.]+/gu, '-')
    .replace(/-$/u, '');
}

function routesOfRow({ endpoints, constants, price, isNamedByContent }: FormRow) {
  return Object.entries(endpoints).map(([endpoint, inputs]) =>
    formRoute({
      endpoint,
      price: parsePrice(price),
      form: parseForm(inputs),
      ...(constants && { constants }),
      source: isNamedByContent ? registryByContent : registry,
      confidence: isNamedByContent ? 'M' : 'H',
    }),
  );
}

/** @see FormRow.endpoints */
export function parseForm(text: string): RouteForm {
  return text.split(';').map((each) => parseInput(each.trim().replace(/\s+/gu, ' ')));
}

const mediaOf: Readonly<Partial<Record<FormWord, 'image' | 'video' | 'audio'>>> = {
  image: 'image',
  lastImage: 'image',
  images: 'image',
  video: 'video',
  audio: 'audio',
};

/**
 * `word*=key what =default`. The star is there where the service requires it, the key where it is not the word. What it takes: `<500` a
 * text of so many characters; `@50` a file of so many megabytes, `[7] @50` a list of them; `{a,b}` one of these texts, `"2..9"` whole numbers
 * as text; `2..9` a whole number, `~0.5..2` any number; `flag` true or false.
 */
function parseInput(text: string): FormInput {
  const [, name = '', star, key, rest = ''] = /^(\w+)(\*)?(?:=(\w+))? (.*)$/u.exec(text) ?? [];
  const word = formWords.find((each): each is FormWord => each === name);
  const given = / ?=(\S+)$/u.exec(rest)?.[1] ?? null;
  const input = word && inputOf(word, rest.replace(/ ?=\S+$/u, ''), given);
  if (!word || !input) throw new TypeError(`not an input of a form: ${text}`);
  return { word, key: key ?? word, isRequired: star !== undefined, ...input };
}

type Kind = FormInput extends infer Input
  ? Input extends FormInput
    ? Omit<Input, 'word' | 'key' | 'isRequired'>
    : never
  : never;

function inputOf(word: FormWord, what: string, given: string | null): Kind | null {
  const media = mediaOf[word];
  if (media !== undefined) return fileOf(media, what);
  if (what === 'flag') return { kind: 'flag', default: given === null ? null : given === 'true' };
  const [, characters] = /^<(\d+)$/u.exec(what) ?? [];
  if (characters !== undefined) return { kind: 'text', maxCharacters: Number(characters), default: given };
  const [, listed] = /^\{(.+)\}$/u.exec(what) ?? [];
  return listed === undefined ? numberOf(what, given) : { kind: 'choice', values: listed.split(','), default: given };
}

function fileOf(media: 'image' | 'video' | 'audio', what: string): Kind | null {
  const [, most, size] = /^(?:\[(\d+)\] )?@(\d+)$/u.exec(what) ?? [];
  if (size === undefined) return null;
  return { kind: 'media', media, maxBytes: megabytes(Number(size)), most: most === undefined ? null : Number(most) };
}

function numberOf(what: string, given: string | null): Kind | null {
  const [, quote, tilde, low, high] = /^(")?(~)?(-?[\d.]+?)\.\.(-?[\d.]+)"?$/u.exec(what) ?? [];
  if (low === undefined || high === undefined) return null;
  const [min, max] = [Number(low), Number(high)];
  if (quote === undefined) {
    return { kind: 'number', min, max, isWhole: tilde === undefined, default: given === null ? null : Number(given) };
  }
  const values = Array.from({ length: max - min + 1 }, (_, index) => String(min + index));
  return { kind: 'choice', values, default: given };
}

function wordOf(name: string): FormWord {
  const word = formWords.find((each): each is FormWord => each === name);
  if (word === undefined) throw new TypeError(`not a word of a form: ${name}`);
  return word;
}

const units = ['run', 'second', 'thousandCharacters'] as const satisfies readonly Meter['unit'][];

/**
 * A price in yuan: `run: 0.72`, or `estimated run: 0.72` where no source states it. One that depends on words has an amount for
 * each of their values: `second by resolution sound: 720p true=1.2, 720p false=0.8`.
 *
 * @throws {TypeError} for anything else
 */
export function parsePrice(text: string): Price {
  const [, estimated, name, by, table = ''] =
    /^(estimated )?(\w+)(?: by ([\w ]+))?: (.+)$/u.exec(text.trim().replace(/\s+/gu, ' ')) ?? [];
  const unit = units.find((each) => each === name);
  const words = by?.split(' ').map(wordOf) ?? [];
  const rows = table.split(', ').map((row) => amountOf(row, words.length));
  const amounts = Object.fromEntries(rows);
  if (unit === undefined || Object.keys(amounts).length < rows.length) throw new TypeError(`not a price: ${text}`);
  return {
    currency: 'CNY',
    // Where a value has no amount of its own, the dearest one holds.
    amount: Math.max(...Object.values(amounts)),
    grid: null,
    estimated: estimated !== undefined,
    meter: { unit, by: words, amounts: words.length === 0 ? {} : amounts },
  };
}

/** The values, of which there are as many as words, and what they cost. */
function amountOf(text: string, words: number): [string, number] {
  const [, values, amount] = /^(?:(.+)=)?(\d+(?:\.\d+)?)$/u.exec(text) ?? [];
  if (amount === undefined || (values?.split(' ').length ?? 0) !== words) throw new TypeError(`not an amount: ${text}`);
  return [values ?? '', Number(amount)];
}

const mostCharacters = 100;

/** From the forms themselves, so that it is never wrong. */
export function descriptionOf(forms: readonly RouteForm[]): string {
  const find = (word: FormWord) => forms.flatMap((form) => form.find((input) => input.word === word) ?? []);
  const seconds = valuesOf(find('duration'));
  const facts = [
    `From ${sourcesOf(forms, find).join(' or ')}`,
    ...(seconds.length > 0 ? [`${rangeText(seconds.map(Number))} s`] : []),
    ...(find('resolution').length > 0 ? [valuesOf(find('resolution')).join(', ')] : []),
    ...(find('sound').length > 0 ? ['with sound'] : []),
  ];
  const text = facts.join('; ');
  return text.length < mostCharacters ? `${text}.` : `${text.slice(0, mostCharacters - 1)}…`;
}

function sourcesOf(forms: readonly RouteForm[], find: (word: FormWord) => readonly FormInput[]): readonly string[] {
  const has = (...words: readonly FormWord[]) => words.some((word) => find(word).length > 0);
  const needsFile = forms.every((form) => form.some((input) => input.kind === 'media' && input.isRequired));
  const sources = [
    ...(has('prompt') && !needsFile ? ['words'] : []),
    ...(has('image', 'images') ? ['pictures'] : []),
    ...(has('video') ? ['a video'] : []),
    ...(has('audio') ? ['a sound'] : []),
  ];
  return sources.length === 0 ? ['words'] : sources;
}

function valuesOf(inputs: readonly FormInput[]): readonly string[] {
  const all = inputs.flatMap((input) => {
    if (input.kind === 'choice') return input.values;
    return input.kind === 'number' ? [String(input.min), String(input.max)] : [];
  });
  return [...new Set(all)];
}

function rangeText(numbers: readonly number[]): string {
  const [least, most] = [Math.min(...numbers.filter((each) => each > 0)), Math.max(...numbers)];
  return least === most ? String(least) : `${least}–${most}`;
}
