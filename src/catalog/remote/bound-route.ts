import type { PixelRange, SideRange, SizeRule } from '#core/phrase.ts';
import { type ImageFormat, imageFormats } from '#media/media.ts';
import { imageKeysOf, inputKeysOf, problemsOfRoute } from '../check-route.ts';
import type { Choice, FieldWord, IntegerRange, Price, Route, SeedRange } from '../model.ts';
import { mostSeed } from '../seed.ts';
import { byName, type Inputs, type RemoteInput, ratiosIn, sizesIn } from './remote-catalogue.ts';

/** A route within the listed bounds, or why it cannot run: reasons ready to read, none of them for members. */
type Bounded =
  | { readonly ok: true; readonly route: Route }
  | { readonly ok: false; readonly reasons: readonly [string, ...string[]] };

/**
 * The route as the service's own schema has it: the listed ranges, words and defaults take the place of the row's, and what must be
 * sent is sent. It cannot run where it would send what is not listed, or could not send what is required. A schema that has
 * none of the row's inputs is one of something else and says nothing.
 */
export function boundRoute(route: Route, inputs: readonly RemoteInput[]): Bounded {
  const listed = byName(inputs);
  const sent = [...inputKeysOf(route), ...Object.keys(route.constants ?? {})];
  if (!sent.some((key) => listed.has(key))) return { ok: true, route };
  const unknown = sent.filter((key) => !listed.has(key)).map((key) => `${key} is not listed`);
  const bounded = withBounds(route, listed);
  const [needed, missing] = neededBesides(bounded, inputs);
  const broken = problemsOfRoute(bounded).map(({ path, message }) => `${path.join('.')} ${message}`);
  const unpriced = [bounded.qualities, bounded.resolutions].flatMap((choice) =>
    choice?.values.length === 0 ? [`none of the listed words has a price, as ${choice.default} has`] : [],
  );
  const [first, ...rest] = [...unknown, ...missing, ...broken, ...unpriced];
  if (first !== undefined) return { ok: false, reasons: [first, ...rest] };
  return {
    ok: true,
    route: needed === null ? bounded : { ...bounded, constants: { ...bounded.constants, ...needed } },
  };
}

function withBounds(route: Route, listed: Inputs): Route {
  const inputOf = (word: FieldWord) => listed.get(route.fields[word] ?? '');
  const longest = inputOf('prompt')?.maxLength ?? route.promptMaxCharacters;
  const isPriced = route.price.grid !== null;
  const qualities = boundChoice(route.qualities, inputOf('quality'), isPriced);
  const resolutions = boundChoice(route.resolutions, inputOf('resolution'), isPriced);
  return {
    ...route,
    price: respelled(route.price, qualities, resolutions),
    promptMaxCharacters: Math.min(route.promptMaxCharacters, Math.max(longest, 1)),
    sizes: boundSizes(route, inputOf),
    steps: boundRange(route.steps, inputOf('steps')),
    qualities,
    resolutions,
    ...(route.counts && { counts: boundCounts(route.counts, inputOf('count')) }),
    formats: boundFormats(route.formats, inputOf('format')),
    ...wordsBesides(route, listed),
  };
}

/** Where the schema says nothing of a length. */
const usualNegative = 500;

/** What a row leaves out, since it changes nothing that is sent where nobody uses it: a seed, and what shall not be there. */
function wordsBesides({ fields, seeds, negativeMaxCharacters, constants = {} }: Route, listed: Inputs) {
  const free = (key: string) => (Object.hasOwn(constants, key) ? undefined : listed.get(key));
  const seed = seeds === undefined ? seedRangeOf(free('seed')) : null;
  const negative = negativeMaxCharacters === undefined ? free('negative_prompt') : undefined;
  const isText = negative?.kind === 'text' && negative.words === null;
  return {
    fields: { ...fields, ...(seed && { seed: 'seed' }), ...(isText && { negative: negative.name }) },
    ...(seed && { seeds: seed }),
    ...(isText && { negativeMaxCharacters: Math.max(1, negative.maxLength ?? usualNegative) }),
  };
}

function seedRangeOf(input: RemoteInput | undefined): SeedRange | null {
  if (input?.kind !== 'whole') return null;
  const min = Math.max(0, Math.ceil(input.minimum ?? 0));
  const max = Math.min(mostSeed, Math.floor(input.maximum ?? mostSeed));
  return min <= max ? { min, max } : null;
}

/** What is required beyond the inputs that every request has: sent as the listed default, or missing. */
function neededBesides(route: Route, inputs: readonly RemoteInput[]): [Route['constants'] | null, string[]] {
  const isSent = new Set(alwaysSentKeys(route));
  const needed = inputs.filter(({ isRequired, name }) => isRequired && !isSent.has(name));
  const constants = needed.flatMap(({ name, fallback }) => (fallback === null ? [] : [[name, fallback] as const]));
  const missing = needed.filter(({ fallback }) => fallback === null).map(({ name }) => `${name} is required`);
  return [constants.length === 0 ? null : Object.fromEntries(constants), missing];
}

/** No service draws more; a larger bound is a slip, and sizes are looked for one by one. */
const mostPx = 16_384;

/** The listed sizes in place of the row's. */
function boundSizes(
  { sizes, ratioWords }: Pick<Route, 'sizes' | 'ratioWords'>,
  inputOf: (word: FieldWord) => RemoteInput | undefined,
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

function boundRatios(rule: RatioRule, input: RemoteInput | undefined, ratioWords: Route['ratioWords']): RatioRule {
  if (!input?.words) return rule;
  const words = new Set(input.words);
  const ratios = ratioWords ? rule.ratios.filter((ratio) => words.has(ratioWords[ratio] ?? '')) : ratiosIn(input.words);
  const defaultRatio = [rule.defaultRatio, String(input.fallback)].find((ratio) => ratios.includes(ratio)) ?? ratios[0];
  return { ...rule, ratios, defaultRatio: defaultRatio ?? rule.defaultRatio };
}

function boundPixels(range: PixelRange, width: RemoteInput | undefined, height: RemoteInput | undefined): PixelRange {
  const across = boundSide(range, width);
  const down = boundSide(range.height ?? range, height);
  const isSame = across.minPx === down.minPx && across.maxPx === down.maxPx && across.stepPx === down.stepPx;
  const { height: _old, ...others } = range;
  return { ...others, ...across, ...(isSame ? {} : { height: down }) };
}

/** Sides are counted from the smallest, so that this is a multiple itself. */
function boundSide({ minPx, maxPx, stepPx }: SideRange, input: RemoteInput | undefined): SideRange {
  const least = Math.max(Math.ceil(input?.minimum ?? minPx), 1);
  const most = Math.min(Math.floor(input?.maximum ?? maxPx), mostPx);
  if (!input?.multipleOf) return { minPx: least, maxPx: most, stepPx: least === minPx ? stepPx : 1 };
  const step = Math.max(Math.ceil(input.multipleOf), 1);
  return { minPx: Math.ceil(least / step) * step, maxPx: most, stepPx: step };
}

/** Where no default is listed that lies in the range, the row's is brought into it. */
function boundRange(range: IntegerRange | null, input: RemoteInput | undefined): IntegerRange | null {
  return range === null || input === undefined ? range : within(range, input);
}

function within(range: IntegerRange, input: RemoteInput): IntegerRange {
  const min = Math.ceil(input.minimum ?? range.min);
  const max = Math.floor(input.maximum ?? range.max);
  const usual = typeof input.fallback === 'number' ? Math.round(input.fallback) : range.default;
  return { min, max, default: Math.min(Math.max(usual, min), max) };
}

/** One picture stays what is made unless asked. */
function boundCounts(counts: IntegerRange, input: RemoteInput | undefined): IntegerRange {
  return input === undefined ? counts : within(counts, { ...input, fallback: null });
}

/**
 * The listed words, in the listed spelling; of a route whose price depends on them, those that have a price. The row's default
 * stays where it is listed: it makes the picture that members know. No words are left where none has a price.
 */
function boundChoice(choice: Choice | null, input: RemoteInput | undefined, isPriced: boolean): Choice | null {
  if (choice === null || !input?.words) return choice;
  const values = isPriced
    ? input.words.filter((word) => choice.values.some((own) => isSameWord(own, word)))
    : input.words;
  const wanted = [choice.default, String(input.fallback), ...values];
  const usual = wanted.flatMap((word) => values.find((value) => isSameWord(value, word)) ?? [])[0];
  return { values, default: usual ?? choice.default };
}

/** The price list with the words as the choices spell them. */
function respelled(price: Price, qualities: Choice | null, resolutions: Choice | null): Price {
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
function boundFormats(formats: readonly ImageFormat[], input: RemoteInput | undefined): readonly ImageFormat[] {
  const words = input?.words;
  if (formats.length === 0 || !words) return formats;
  const listed = imageFormats.filter((format) => words.includes(format));
  return [...formats.filter((format) => listed.includes(format)), ...listed.filter((each) => !formats.includes(each))];
}

/** The keys that every request to the route has. */
function alwaysSentKeys(route: Route): readonly string[] {
  const { fields, images, loras, constants = {} } = route;
  const words = alwaysSentWords(route).flatMap((word) => fields[word] ?? []);
  const lists = loras?.isRequired === true && loras.list ? [loras.list.key] : [];
  const pictures = images?.isRequired === true ? imageKeysOf(images).slice(0, 1) : [];
  return [...words, ...lists, ...pictures, ...Object.keys(constants)];
}

function alwaysSentWords(route: Route): readonly FieldWord[] {
  const { sizes, steps, qualities, resolutions, formats, loras, seeds } = route;
  const words: readonly (readonly [boolean, readonly FieldWord[]])[] = [
    [true, ['prompt', 'count']],
    [sizes.kind === 'ratios', ['ratio']],
    [sizes.kind === 'pixels', ['width', 'height']],
    [sizes.kind === 'list', ['size']],
    [steps !== null, ['steps']],
    [qualities !== null, ['quality']],
    [resolutions !== null, ['resolution']],
    [formats.length > 0, ['format']],
    [loras?.isRequired === true, ['lora', 'loraStrength']],
    [seeds !== undefined, ['seed']],
  ];
  return words.flatMap(([isSent, some]) => (isSent ? some : []));
}
