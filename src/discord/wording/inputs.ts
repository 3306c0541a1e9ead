import type { ErrorFacts } from '../../domain/errors.ts';
import type { FileKind, InputProblem } from '../../domain/input.ts';
import { inlineCode } from './escape.ts';

/** What a file is, after "is". */
const kindTexts = {
  png: 'a PNG',
  jpeg: 'a JPEG',
  webp: 'a WebP',
  gif: 'a GIF',
  svg: 'an SVG drawing',
  heic: 'a HEIC photo',
  avif: 'an AVIF picture',
  jxl: 'a JPEG XL picture',
  bmp: 'a BMP picture',
  tiff: 'a TIFF picture',
  icon: 'an icon file',
  psd: 'a Photoshop file',
  pdf: 'a PDF document',
  html: 'a web page',
  video: 'a video',
  archive: 'an archive',
  text: 'a text',
  empty: 'empty',
  unknown: 'not a picture',
} as const satisfies Record<FileKind, string>;

/** What is wrong, after the picture's name, and what to do about it. */
const problemTexts = {
  not_a_picture: ({ value }) =>
    `is ${kindOf(value)}. Easel can edit PNG, JPEG and WebP pictures: save it as one of these and attach that.`,
  animated: () => 'moves. Easel can edit still pictures only: attach a single frame.',
  too_many_bytes: ({ limit }) => `weighs too much.${upTo(limit, megabytes)} Attach a smaller one.`,
  too_many_pixels: ({ value, limit }) =>
    `is too large${sized(value)}.${upTo(limit, megapixels)} Make it smaller and attach that.`,
  side_too_long: ({ value, limit }) =>
    `is too large${sized(value)}.${upTo(limit, pixels)} Make it smaller and attach that.`,
  side_too_short: ({ value, limit }) =>
    `is too small${sized(value)}.${limit === undefined ? '' : ` Each side needs ${pixels(limit)} or more.`} Attach a larger one.`,
  broken: () => 'is broken or not whole. Save it anew and attach that.',
  gone: () => `is not there any more. Attach it again with ${inlineCode('/edit')}.`,
  unreachable: () => 'could not be fetched from Discord right now. Try again in a moment.',
  untrusted_host: () => 'lies somewhere that Easel does not fetch from. Attach it to your request instead.',
} as const satisfies Record<InputProblem, (facts: ErrorFacts) => string>;

const byReason: ReadonlyMap<string, (facts: ErrorFacts) => string> = new Map(Object.entries(problemTexts));
const byKind: ReadonlyMap<string, string> = new Map(Object.entries(kindTexts));
const ordinals = ['first', 'second', 'third'] as const;

/** Why a picture cannot be edited, and what to change. @see inputProblems */
export function inputText(facts: ErrorFacts): string {
  const what = byReason.get(facts.reason ?? '') ?? (() => 'cannot be edited. Try another one.');
  return `${nameOf(facts)} ${what(facts)}`;
}

function nameOf({ picture, file }: ErrorFacts): string {
  const ordinal = picture === undefined ? '' : `${ordinals[picture - 1] ?? `${picture}th`} `;
  return `The ${ordinal}picture${file ? ` (${inlineCode(file, 60)})` : ''}`;
}

function kindOf(value = ''): string {
  return byKind.get(value) ?? kindTexts.unknown;
}

function sized(value: string | undefined): string {
  return value ? ` (${inlineCode(value, 30)})` : '';
}

function upTo(limit: number | undefined, inWords: (limit: number) => string): string {
  return limit === undefined ? '' : ` The most is ${inWords(limit)}.`;
}

function megabytes(bytes: number): string {
  return `${rounded(bytes / 1_048_576)} MB`;
}

function megapixels(count: number): string {
  return `${rounded(count / 1_000_000)} million pixels`;
}

function pixels(count: number): string {
  return `${count} px`;
}

/** Down, so that what is named is allowed. */
function rounded(amount: number): number {
  return Math.floor(amount * 10) / 10;
}
