import type { PixelRange, SideRange, SizeRule } from '#core/phrase.ts';
import type { Size } from './model.ts';

/** A size as typed: a ratio `16:9`, pixels `1024x768`, or {@link autoRatio}. */
export type AskedSize =
  | {
      readonly kind: 'ratio';
      readonly across: number;
      readonly down: number;
      /** Ratios of the same word, as `3:4`, for endpoints that do not have this one. */
      readonly alternatives?: readonly string[];
    }
  | { readonly kind: 'pixels'; readonly widthPx: number; readonly heightPx: number }
  | { readonly kind: 'auto' };

/** A size that says itself what it is, without a picture. */
export type NamedSize = Exclude<AskedSize, { kind: 'auto' }>;
type AskedRatio = Extract<AskedSize, { kind: 'ratio' }>;

/** The ratio of endpoints that give a picture the shape of the one that they change. */
export const autoRatio = 'auto';

/** A ratio becomes about this many pixels where an endpoint does not say otherwise. */
const megapixel = 1024 * 1024;
/** Width and height made from a ratio are multiples of this, as latent-space models want. */
const ratioStepPx = 16;
/** A pair of sides further off the asked ratio than this is not that ratio. */
const maxRatioError = 0.02;

/** What people call shapes; the first ratio that an endpoint has is taken. */
const shapes: ReadonlyMap<string, readonly string[]> = new Map([
  ['square', ['1:1']],
  ['portrait', ['2:3', '3:4', '4:5', '9:16']],
  ['vertical', ['2:3', '3:4', '4:5', '9:16']],
  ['tall', ['9:16', '2:3', '3:4']],
  ['landscape', ['3:2', '4:3', '5:4', '16:9']],
  ['horizontal', ['3:2', '4:3', '5:4', '16:9']],
  ['wide', ['16:9', '3:2', '4:3']],
  ['widescreen', ['16:9', '3:2']],
]);
/** What people call sizes of screens, in pixels. */
const screens: ReadonlyMap<string, readonly [number, number]> = new Map([
  ['hd', [1280, 720]],
  ['720p', [1280, 720]],
  ['fhd', [1920, 1080]],
  ['fullhd', [1920, 1080]],
  ['1080p', [1920, 1080]],
  ['1k', [1024, 1024]],
  ['2k', [2560, 1440]],
  ['qhd', [2560, 1440]],
  ['1440p', [2560, 1440]],
  ['4k', [3840, 2160]],
  ['uhd', [3840, 2160]],
  ['2160p', [3840, 2160]],
  ['8k', [7680, 4320]],
]);
/** Numbers below this are sides of a ratio, not pixels: `16x9`. */
const leastPixels = 64;
const number = String.raw`\d{1,5}(?:[.,]\d{1,3})?`;
const pair = new RegExp(`^(${number}) ?(?:px)? ?(:|/|x|by) ?(${number}) ?(?:px)?$`, 'u');

/**
 * Reads a size as people type it: `16:9`, `16/9`, `1024x768`, `auto`, `square`, `portrait`, `landscape`, `4k`, `1024`; with any
 * colon or cross, in any case and width. Null when it is none of them.
 */
export function parseSize(text: string): AskedSize | null {
  const plain = plainSize(text);
  if (plain === autoRatio) return { kind: 'auto' };
  const shape = shapes.get(plain) ?? [];
  const [ratio] = ratiosOf(shape);
  if (ratio !== undefined) return { ...ratio, alternatives: shape.slice(1) };
  const screen = screens.get(plain.replace(/[ -]/gu, ''));
  if (screen !== undefined) return { kind: 'pixels', widthPx: screen[0], heightPx: screen[1] };
  if (/^\d{3,5} ?(?:px)?$/u.test(plain)) return sizeOf(Number.parseInt(plain, 10), Number.parseInt(plain, 10), 'x');
  const [, across = '', joint = '', down = ''] = pair.exec(plain) ?? [];
  return sizeOf(Number(across.replace(',', '.')), Number(down.replace(',', '.')), joint);
}

/** Reads a size as catalogues write it: `16:9`, `1024x768` or `auto`, and nothing else. */
export function parseListedSize(text: string): AskedSize | null {
  return text === autoRatio || /^[1-9]\d{0,4}[:x*][1-9]\d{0,4}$/u.test(text) ? parseSize(text) : null;
}

/** Two sides, once they are numbers above 0. */
function sizeOf(first: number, second: number, joint: string): AskedSize | null {
  if (!(first > 0 && second > 0)) return null;
  const isRatio = joint === ':' || joint === '/' || (first < leastPixels && second < leastPixels);
  if (isRatio) return { kind: 'ratio', across: first, down: second };
  return Number.isInteger(first) && Number.isInteger(second)
    ? { kind: 'pixels', widthPx: first, heightPx: second }
    : null;
}

/** One spelling of what looks alike: width, case, spaces, colons, slashes and crosses. */
function plainSize(text: string): string {
  return text
    .slice(0, 100)
    .normalize('NFKC')
    .replace(/[\p{Cf}\p{Default_Ignorable_Code_Point}]/gu, '')
    .toLowerCase()
    .replace(/[:\u2236\u02d0\ua789\u05c3\u0589\ufe55\u2982]/gu, ':')
    .replace(/[\u2044\u2215\u29f8÷]/gu, '/')
    .replace(/[x×*✕✖✗✘╳⨯⨉хχ⁎∗]/gu, 'x')
    .replace(/\s+/gu, ' ')
    .replace(/ ?([:/x]) ?/gu, '$1')
    .trim();
}

/** The asked size as this endpoint takes it, or null when it does not. */
export function fitSize(rule: SizeRule, asked: AskedSize): Size | null {
  if (asked.kind === 'auto') return takesAuto(rule) ? { kind: 'ratio', ratio: autoRatio } : null;
  return fitNamed(rule, asked) ?? firstOf(alternativesOf(asked), (other) => fitNamed(rule, other));
}

/** The size of the same shape that is nearest to the pixels that were asked for; null where there is none of that shape. */
export function fitNearest(rule: SizeRule, asked: AskedSize): Size | null {
  const exact = fitSize(rule, asked);
  if (exact !== null || asked.kind !== 'pixels') return exact;
  const { widthPx, heightPx } = asked;
  const [ratio, pixels] = [widthPx / heightPx, widthPx * heightPx];
  switch (rule.kind) {
    case 'pixels':
      return pixelsOfRatio(rule.range, ratio, pixels);
    case 'list':
      return nearest(pixelsIn(rule.sizes), ratio, pixels);
    case 'ratios':
      return rule.custom === null ? nearestRatio(rule.ratios, ratio) : pixelsOfRatio(rule.custom, ratio, pixels);
  }
}

function nearestRatio(ratios: readonly string[], ratio: number): Size | null {
  const shaped = ratios.flatMap((text) =>
    ratiosOf([text]).map(({ across, down }) => ({ text, error: Math.abs(across / down / ratio - 1) })),
  );
  const [best] = shaped.toSorted((one, other) => one.error - other.error);
  return best !== undefined && best.error <= maxRatioError ? { kind: 'ratio', ratio: best.text } : null;
}

function alternativesOf(asked: NamedSize): readonly AskedRatio[] {
  return asked.kind === 'ratio' ? ratiosOf(asked.alternatives ?? []) : [];
}

/** Those of the listed sizes that are ratios. */
function ratiosOf(listed: readonly string[]): readonly AskedRatio[] {
  return listed.flatMap((text) => {
    const asked = parseListedSize(text);
    return asked?.kind === 'ratio' ? [asked] : [];
  });
}

function firstOf<T, R>(all: readonly T[], find: (each: T) => R | null): R | null {
  for (const each of all) {
    const found = find(each);
    if (found !== null) return found;
  }
  return null;
}

function fitNamed(rule: SizeRule, asked: NamedSize): Size | null {
  if (rule.kind === 'list') return fitList(rule.sizes, asked);
  const range = rangeOf(rule);
  if (asked.kind === 'pixels') return range && fitsRange(range, asked) ? asked : null;
  return namedRatio(rule, asked) ?? (range && pixelsOfRatio(range, asked.across / asked.down));
}

function namedRatio(rule: SizeRule, asked: AskedRatio): Size | null {
  if (rule.kind !== 'ratios') return null;
  const ratio = rule.ratios.find((named) => sameRatio(named, asked));
  return ratio === undefined ? null : { kind: 'ratio', ratio };
}

/** True where a picture can have the shape of the one that is changed without its being named. */
export function takesAuto(rule: SizeRule): boolean {
  return rule.kind === 'ratios' && rule.ratios.includes(autoRatio);
}

/** The free pixels of an endpoint, null where it has none. */
export function rangeOf(rule: SizeRule): PixelRange | null {
  switch (rule.kind) {
    case 'pixels':
      return rule.range;
    case 'ratios':
      return rule.custom;
    case 'list':
      return null;
  }
}

/** The size that is taken when the member names none. */
export function defaultSize(rule: SizeRule): Size {
  const asked = parseListedSize(rule.defaultRatio);
  const size = asked ? fitSize(rule, asked) : null;
  if (size === null) throw new RangeError(`default ratio ${rule.defaultRatio} does not fit its own rule`);
  return size;
}

/** `16:9`, or `1280x720`. */
export function sizeLabel(size: Size): string {
  return size.kind === 'ratio' ? size.ratio : `${size.widthPx}x${size.heightPx}`;
}

function sameRatio(named: string, asked: AskedRatio): boolean {
  const ratio = parseListedSize(named);
  return ratio?.kind === 'ratio' && ratio.across * asked.down === asked.across * ratio.down;
}

function fitsRange(range: PixelRange, { widthPx, heightPx }: { widthPx: number; heightPx: number }): boolean {
  return fitsSide(range, widthPx) && fitsSide(range.height ?? range, heightPx);
}

function fitsSide({ minPx, maxPx, stepPx }: SideRange, sidePx: number): boolean {
  return sidePx >= minPx && sidePx <= maxPx && (sidePx - minPx) % stepPx === 0;
}

/** The listed size that was asked for; of a ratio, the one that is nearest to it first and to one megapixel second. */
function fitList(sizes: readonly string[], asked: NamedSize): Size | null {
  const listed = pixelsIn(sizes);
  if (asked.kind === 'ratio') return nearest(listed, asked.across / asked.down, megapixel);
  return listed.find((size) => sizeLabel(size) === sizeLabel(asked)) ?? null;
}

function pixelsIn(sizes: readonly string[]): readonly PixelPair[] {
  return sizes.flatMap((text) => {
    const size = parseListedSize(text);
    return size?.kind === 'pixels' ? [size] : [];
  });
}

/** The pair of sides that is nearest to the ratio first and to the pixels that the range aims at second. */
function pixelsOfRatio(range: PixelRange, ratio: number, targetPixels = range.targetPixels ?? megapixel): Size | null {
  const heights = range.height ?? range;
  const smallestPx = Math.ceil(heights.minPx / ratioStepPx) * ratioStepPx;
  const pairs: PixelPair[] = [];
  for (let heightPx = smallestPx; heightPx <= heights.maxPx; heightPx += ratioStepPx) {
    const widthPx = Math.round((heightPx * ratio) / ratioStepPx) * ratioStepPx;
    if (fitsRange(range, { widthPx, heightPx })) pairs.push({ kind: 'pixels', widthPx, heightPx });
  }
  return nearest(pairs, ratio, targetPixels);
}

type PixelPair = Extract<Size, { kind: 'pixels' }>;

/** Null when none is of that ratio. */
function nearest(pairs: readonly PixelPair[], ratio: number, targetPixels: number): PixelPair | null {
  let best: { pair: PixelPair; cost: number } | null = null;
  for (const pair of pairs) {
    const { widthPx, heightPx } = pair;
    const ratioError = Math.abs(widthPx / heightPx / ratio - 1);
    const cost = 100 * ratioError + Math.abs(Math.log((widthPx * heightPx) / targetPixels));
    if (ratioError <= maxRatioError && (best === null || cost < best.cost)) best = { pair, cost };
  }
  return best?.pair ?? null;
}

/** Width and height of a picture. */
export interface Sides {
  readonly widthPx: number;
  readonly heightPx: number;
}

/**
 * The size of a changed picture when the member names none: the endpoint's own `auto`, else what it takes that is nearestText to
 * the shape of the picture.
 */
export function sizeLike(rule: SizeRule, picture: Sides): Size {
  if (takesAuto(rule)) return { kind: 'ratio', ratio: autoRatio };
  switch (rule.kind) {
    case 'pixels':
      return ofShape(rule, picture);
    case 'ratios':
      return { kind: 'ratio', ratio: nearestText(rule.ratios, picture).text };
    case 'list':
      return ofShape(rule, nearestText(rule.sizes, picture));
  }
}

/** The size that is nearestText to what was asked for, whatever its shape: what a member is told instead. */
export function nearestSize(rule: SizeRule, asked: NamedSize): Size {
  const sides = asked.kind === 'pixels' ? asked : { widthPx: asked.across, heightPx: asked.down };
  const near = fitNearest(rule, asked);
  if (near !== null) return near;
  switch (rule.kind) {
    case 'pixels':
      return clamped(rule.range, sides);
    case 'list':
      return parsedPixels(nearestText(rule.sizes, sides));
    case 'ratios':
      return rule.custom === null
        ? { kind: 'ratio', ratio: nearestText(rule.ratios, sides).text }
        : clamped(rule.custom, sides);
  }
}

function parsedPixels({ widthPx, heightPx }: Sides): Size {
  return { kind: 'pixels', widthPx, heightPx };
}

/** The shape is made less extreme until both sides fit. */
function clamped(range: PixelRange, { widthPx, heightPx }: Sides): Size {
  const heights = range.height ?? range;
  const isWide = widthPx > heightPx;
  return {
    kind: 'pixels',
    widthPx: isWide ? lastStep(range) : range.minPx,
    heightPx: isWide ? heights.minPx : lastStep(heights),
  };
}

function lastStep({ minPx, maxPx, stepPx }: SideRange): number {
  return maxPx - ((maxPx - minPx) % stepPx);
}

function ofShape(rule: SizeRule, { widthPx, heightPx }: Sides): Size {
  return fitSize(rule, { kind: 'ratio', across: widthPx, down: heightPx }) ?? defaultSize(rule);
}

/** The ratio or size whose shape is least far off; as far off is twice as wide as twice as high. */
function nearestText(texts: readonly string[], { widthPx, heightPx }: Sides): Sides & { readonly text: string } {
  const shapes = texts.flatMap((text) => shapeOf(text));
  const errorOf = (shape: Sides) => Math.abs(Math.log((shape.widthPx * heightPx) / (shape.heightPx * widthPx)));
  return shapes.reduce((best, shape) => (errorOf(shape) < errorOf(best) ? shape : best));
}

function shapeOf(text: string): (Sides & { readonly text: string })[] {
  const asked = parseListedSize(text);
  if (asked?.kind === 'pixels') return [{ ...asked, text }];
  return asked?.kind === 'ratio' ? [{ widthPx: asked.across, heightPx: asked.down, text }] : [];
}
