import { inputOf, type RouteForm } from '../form.ts';
import type { Choice, Meter, Price, Route } from '../model.ts';

/** Each step up is taken to cost this many times as much: an assumption on the safe side. @see docs/decisions, further models */
const dearerPerStep = 2;
/** Of one choice. Where there are more, doubling says nothing any more. */
const mostSteps = 4;
/** From the cheapest on. */
const qualityOrder = ['draft', 'low', 'standard', 'medium', 'auto', 'high', 'hd', 'xhigh', 'ultra', 'max'];

/**
 * The price of a listed model. The catalogue states one number, the least that a picture costs; where the quality or the resolution
 * can be chosen, every step above the cheapest is an estimate. Null where there are too many steps for one.
 */
export function optionalModelPrice(
  usd: number,
  { qualities, resolutions }: Pick<Route, 'qualities' | 'resolutions'>,
): Price | null {
  if (qualities === null && resolutions === null) return { currency: 'USD', amount: usd, grid: null, estimated: false };
  const rows = stepsOf(qualities, qualityRank);
  const cells = stepsOf(resolutions, pixelsOf);
  if (rows === null || cells === null) return null;
  const costOf = (step: number) => usd * dearerPerStep ** step;
  const grid = rows.map(({ word, step }) => [
    word,
    Object.fromEntries(cells.map((cell) => [cell.word, costOf(step + cell.step)])),
  ]);
  const amount = costOf(topOf(rows) + topOf(cells));
  return { currency: 'USD', amount, grid: Object.fromEntries(grid), estimated: true };
}

/** A word that can be chosen, and how many steps it is above the cheapest. */
interface Step {
  readonly word: string;
  readonly step: number;
}

/**
 * From the cheapest on; what means the same is one step. Words that nobody can put in order are all as dear as the last of
 * them can be. The empty word where there is nothing to choose; null beyond the most.
 */
function stepsOf(choice: Choice | null, rankOf: (word: string) => number | null): readonly Step[] | null {
  if (choice === null) return [{ word: '', step: 0 }];
  const ranked = choice.values.map((word) => ({ word, rank: rankOf(word.toLowerCase()) }));
  const known = new Set(ranked.flatMap(({ rank }) => rank ?? []));
  const order = [...known].toSorted((one, other) => one - other);
  const top = order.length + ranked.filter(({ rank }) => rank === null).length - 1;
  const steps = ranked.map(({ word, rank }) => ({ word, step: rank === null ? top : order.indexOf(rank) }));
  return top > mostSteps ? null : steps.toSorted((one, other) => one.step - other.step);
}

function topOf(steps: readonly Step[]): number {
  return Math.max(...steps.map(({ step }) => step));
}

function qualityRank(word: string): number | null {
  const place = qualityOrder.indexOf(word);
  return place < 0 ? null : place;
}

/** How many pixels a word stands for: `2k` is a square of 2048, `1080p` has 16:9. Null for any other word. */
function pixelsOf(word: string): number | null {
  const [, thousands] = /^(\d{1,2}(?:\.\d{1,2})?) ?k$/u.exec(word) ?? [];
  if (thousands !== undefined) return (Number(thousands) * 1024) ** 2;
  const [, lines] = /^(\d{3,5}) ?p$/u.exec(word) ?? [];
  if (lines !== undefined) return (Number(lines) ** 2 * 16) / 9;
  const [, megapixels] = /^(\d{1,3}(?:\.\d{1,2})?) ?mp$/u.exec(word) ?? [];
  if (megapixels !== undefined) return Number(megapixels) * 1_000_000;
  const [, width, height = width] = /^(\d{3,5})(?:[x*×_](\d{3,5}))?$/u.exec(word) ?? [];
  return width === undefined ? null : Number(width) * Number(height);
}

/** What a listed video or sound is priced by: what the catalogue states, and for what. */
export interface ListedRate {
  readonly usd: number;
  readonly unit: 'run' | 'second';
}

/**
 * The price of a listed video or sound. What the catalogue states is taken for the least; each step of the resolution or the size above the
 * cheapest, and a sound beside the picture, is an estimate as it is for pictures. Null where there are too many steps for one.
 */
export function listedMediaPrice({ usd, unit }: ListedRate, form: RouteForm): Price | null {
  const sized = (['resolution', 'size'] as const).flatMap((word) => {
    const input = inputOf(form, word);
    return input?.kind === 'choice' ? [{ word, steps: stepsOf({ ...input, default: '' }, pixelsOf) }] : [];
  });
  const choices = sized.map(({ steps }) => steps);
  const sound = inputOf(form, 'sound') === undefined ? null : soundSteps;
  const axes = [...choices, ...(sound === null ? [] : [sound])];
  if (!axes.every((steps) => steps !== null)) return null;
  const words: readonly Meter['by'][number][] = [
    ...sized.map(({ word }) => word),
    ...(sound === null ? [] : (['sound'] as const)),
  ];
  const rows = axes.reduce<readonly Step[]>(
    (before, steps) =>
      before.flatMap((one) => steps.map(({ word, step }) => ({ word: `${one.word} ${word}`, step: one.step + step }))),
    [{ word: '', step: 0 }],
  );
  const costOf = (step: number) => usd * dearerPerStep ** step;
  const amounts = Object.fromEntries(rows.map(({ word, step }) => [word.slice(1), costOf(step)]));
  return {
    currency: 'USD',
    // Of what is left to the service nobody knows what it chooses: then the dearest holds.
    amount: costOf(topOf(rows)),
    grid: null,
    estimated: topOf(rows) > 0,
    meter: { unit, by: words, amounts: words.length === 0 ? {} : amounts },
  };
}

const soundSteps: readonly Step[] = [
  { word: 'false', step: 0 },
  { word: 'true', step: 1 },
];
