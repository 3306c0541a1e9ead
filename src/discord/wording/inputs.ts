import type { ErrorFacts } from '../../domain/errors.ts';
import { fileKinds, type InputProblem } from '../../domain/input.ts';
import { inlineCode } from './escape.ts';
import { say } from './say.ts';

type Wording = (picture: string, facts: ErrorFacts) => string;

/** What is wrong, and what to do about it. */
const problemTexts = {
  not_a_picture: (picture, { value }) => `${say(`input.is.${kindOf(value)}`, { picture })} ${say('input.takes')}`,
  animated: (picture) => say('input.animated', { picture }),
  too_many_bytes: (picture, { limit }) =>
    sentences(say('input.too_many_bytes', { picture }), upTo(limit, megabytes), say('input.attachSmaller')),
  too_many_bytes_together: (_picture, { limit }) =>
    sentences(say('input.too_many_bytes_together'), upTo(limit, megabytes), say('input.attachFewer')),
  too_many_pixels: (picture, { value, limit }) =>
    sentences(tooLarge(picture, value), upTo(limit, megapixels), say('input.makeSmaller')),
  side_too_long: (picture, { value, limit }) =>
    sentences(tooLarge(picture, value), upTo(limit, pixels), say('input.makeSmaller')),
  side_too_short: (picture, { value, limit }) =>
    sentences(
      value ? say('input.tooSmallSized', { picture, size: inlineCode(value, 30) }) : say('input.tooSmall', { picture }),
      limit === undefined ? '' : say('input.least', { least: pixels(limit) }),
      say('input.attachLarger'),
    ),
  broken: (picture) => say('input.broken', { picture }),
  gone: (picture) => say('input.gone', { picture }),
  unreachable: (picture) => say('input.unreachable', { picture }),
  no_history: (picture) => say('input.no_history', { picture }),
  untrusted_host: (picture) => say('input.untrusted_host', { picture }),
} as const satisfies Record<InputProblem, Wording>;

const byReason: ReadonlyMap<string, Wording> = new Map<string, Wording>(Object.entries(problemTexts));
const ordinals = ['first', 'second', 'third'] as const;

/** Why a picture cannot be edited, and what to change. @see inputProblems */
export function inputText(facts: ErrorFacts): string {
  const picture = nameOf(facts);
  return byReason.get(facts.reason ?? '')?.(picture, facts) ?? say('input.other', { picture });
}

function nameOf({ picture: number, file }: ErrorFacts): string {
  const picture = number === undefined ? say('input.picture') : nth(number);
  return file ? say('input.file', { picture, file: inlineCode(file, 60) }) : picture;
}

function nth(number: number): string {
  const ordinal = ordinals[number - 1];
  return ordinal === undefined ? say('input.nth', { number }) : say(`input.${ordinal}`);
}

function kindOf(value: string | undefined) {
  return fileKinds.find((kind) => kind === value) ?? 'unknown';
}

function tooLarge(picture: string, value: string | undefined): string {
  return value
    ? say('input.tooLargeSized', { picture, size: inlineCode(value, 30) })
    : say('input.tooLarge', { picture });
}

function upTo(limit: number | undefined, inWords: (limit: number) => string): string {
  return limit === undefined ? '' : say('input.most', { most: inWords(limit) });
}

function sentences(...all: readonly string[]): string {
  return all.filter((each) => each !== '').join(' ');
}

function megabytes(bytes: number): string {
  return say('input.megabytes', { megabytes: rounded(bytes / 1_048_576) });
}

function megapixels(count: number): string {
  return say('input.megapixels', { megapixels: rounded(count / 1_000_000) });
}

function pixels(count: number): string {
  return say('input.pixels', { pixels: count });
}

/** Down, so that what is named is allowed. */
function rounded(amount: number): number {
  return Math.floor(amount * 10) / 10;
}
