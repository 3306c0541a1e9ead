import type { Choice, FieldWord, IntegerRange, PixelRange, Price, Route, SideRange, SizeRule } from '../model.ts';
import { type ImageFormat, imageFormats } from '../request.ts';
import type { ListedInput } from './listing.ts';
import { ratiosIn, sizesIn } from './size-words.ts';

/** No service draws more; a larger bound is a slip, and sizes are looked for one by one. */
const mostPx = 16_384;

/** The listed sizes in place of the row's. */
export function boundSizes(
  { sizes, ratioWords }: Pick<Route, 'sizes' | 'ratioWords'>,
  inputOf: (word: FieldWord) => ListedInput | undefined,
): SizeRule {
  switch (sizes.kind) {
    case 'pixels':
      return { ...sizes, range: boundPixels(sizes.range, inputOf('width'), inputOf('height')) };
    case 'list': {
      const { words } = inputOf('size') ?? { words: null };
      return words === null ? sizes : { ...sizes, sizes: sizesIn(words, sizes.separator)?.sizes ?? [] };
    }
    case 'ratios': {
      const custom = sizes.custom && boundPixels(sizes.custom, inputOf('width'), inputOf('height'));
      return { ...boundRatios(sizes, inputOf('ratio'), ratioWords), custom };
    }
  }
}

type RatioRule = Extract<SizeRule, { kind: 'ratios' }>;

function boundRatios(rule: RatioRule, input: ListedInput | undefined, ratioWords: Route['ratioWords']): RatioRule {
  if (!input?.words) return rule;
  const words = new Set(input.words);
  const ratios = ratioWords ? rule.ratios.filter((ratio) => words.has(ratioWords[ratio] ?? '')) : ratiosIn(input.words);
  const defaultRatio = [rule.defaultRatio, String(input.fallback)].find((ratio) => ratios.includes(ratio)) ?? ratios[0];
  return { ...rule, ratios, defaultRatio: defaultRatio ?? rule.defaultRatio };
}

function boundPixels(range: PixelRange, width: ListedInput | undefined, height: ListedInput | undefined): PixelRange {
  const across = boundSide(range, width);
  const down = boundSide(range.height ?? range, height);
  const isSame = across.minPx === down.minPx && across.maxPx === down.maxPx && across.stepPx === down.stepPx;
  const { height: _old, ...others } = range;
  return { ...others, ...across, ...(isSame ? {} : { height: down }) };
}

/** Sides are counted from the smallest, so that this is a multiple itself. */
function boundSide({ minPx, maxPx, stepPx }: SideRange, input: ListedInput | undefined): SideRange {
  const least = Math.max(Math.ceil(input?.minimum ?? minPx), 1);
  const most = Math.min(Math.floor(input?.maximum ?? maxPx), mostPx);
  if (!input?.multipleOf) return { minPx: least, maxPx: most, stepPx: least === minPx ? stepPx : 1 };
  const step = Math.max(Math.ceil(input.multipleOf), 1);
  return { minPx: Math.ceil(least / step) * step, maxPx: most, stepPx: step };
}

/** Where no default is listed that lies in the range, the row's is brought into it. */
export function boundRange(range: IntegerRange | null, input: ListedInput | undefined): IntegerRange | null {
  return range === null || input === undefined ? range : within(range, input);
}

function within(range: IntegerRange, input: ListedInput): IntegerRange {
  const min = Math.ceil(input.minimum ?? range.min);
  const max = Math.floor(input.maximum ?? range.max);
  const usual = typeof input.fallback === 'number' ? Math.round(input.fallback) : range.default;
  return { min, max, default: Math.min(Math.max(usual, min), max) };
}

/** One picture stays what is made unless asked. */
export function boundCounts(counts: IntegerRange, input: ListedInput | undefined): IntegerRange {
  return input === undefined ? counts : within(counts, { ...input, fallback: null });
}

/**
 * The listed words, in the listed spelling; of a route whose price depends on them, those that have a price. The row's default
 * stays where it is listed: it makes the picture that members know. No words are left where none has a price.
 */
export function boundChoice(choice: Choice | null, input: ListedInput | undefined, isPriced: boolean): Choice | null {
  if (choice === null || !input?.words) return choice;
  const values = isPriced
    ? input.words.filter((word) => choice.values.some((own) => isSameWord(own, word)))
    : input.words;
  const wanted = [choice.default, String(input.fallback), ...values];
  const usual = wanted.flatMap((word) => values.find((value) => isSameWord(value, word)) ?? [])[0];
  return { values, default: usual ?? choice.default };
}

/** The price list with the words as the choices spell them. */
export function respelled(price: Price, qualities: Choice | null, resolutions: Choice | null): Price {
  if (price.grid === null) return price;
  const rows = Object.entries(price.grid).map(([quality, cells]) => {
    const named = Object.entries(cells).map(([name, amount]) => [spelling(name, resolutions), amount]);
    return [spelling(quality, qualities), Object.fromEntries(named)];
  });
  return { ...price, grid: Object.fromEntries(rows) };
}

function spelling(word: string, choice: Choice | null): string {
  return choice?.values.find((value) => isSameWord(value, word)) ?? word;
}

function isSameWord(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase();
}

/** The row's first format stays the first where it is listed. */
export function boundFormats(formats: readonly ImageFormat[], input: ListedInput | undefined): readonly ImageFormat[] {
  const words = input?.words;
  if (formats.length === 0 || !words) return formats;
  const listed = imageFormats.filter((format) => words.includes(format));
  return [...formats.filter((format) => listed.includes(format)), ...listed.filter((each) => !formats.includes(each))];
}
