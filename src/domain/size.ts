import type { PixelRange, SideRange, Size, SizeRule } from './model.ts';

/** A size as typed: a ratio `16:9`, pixels `1024x768`, or {@link autoRatio}. */
export type AskedSize =
  | { readonly kind: 'ratio'; readonly across: number; readonly down: number }
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

/** Reads `16:9`, `1024x768` (also with `×` or `*`) or `auto`; null when it is none of them. */
export function parseSize(text: string): AskedSize | null {
  if (text.trim().toLowerCase() === autoRatio) return { kind: 'auto' };
  const match = /^\s*(\d{1,5})\s*([:x×*])\s*(\d{1,5})\s*$/iu.exec(text);
  if (!match) return null;
  const [first, second] = [Number(match[1]), Number(match[3])];
  if (first === 0 || second === 0) return null;
  return match[2] === ':'
    ? { kind: 'ratio', across: first, down: second }
    : { kind: 'pixels', widthPx: first, heightPx: second };
}

/** The asked size as this endpoint takes it, or null when it does not. */
export function fitSize(rule: SizeRule, asked: AskedSize): Size | null {
  if (asked.kind === 'auto') return takesAuto(rule) ? { kind: 'ratio', ratio: autoRatio } : null;
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
  const asked = parseSize(rule.defaultRatio);
  const size = asked ? fitSize(rule, asked) : null;
  if (size === null) throw new RangeError(`default ratio ${rule.defaultRatio} does not fit its own rule`);
  return size;
}

/** `16:9`, or `1280x720`. */
export function sizeLabel(size: Size): string {
  return size.kind === 'ratio' ? size.ratio : `${size.widthPx}x${size.heightPx}`;
}

function sameRatio(named: string, asked: AskedRatio): boolean {
  const ratio = parseSize(named);
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
  const listed = sizes.flatMap((text) => {
    const size = parseSize(text);
    return size?.kind === 'pixels' ? [size] : [];
  });
  if (asked.kind === 'ratio') return nearest(listed, asked.across / asked.down, megapixel);
  return listed.find((size) => sizeLabel(size) === sizeLabel(asked)) ?? null;
}

/** The pair of sides that is nearest to the ratio first and to the pixels that the range aims at second. */
function pixelsOfRatio(range: PixelRange, ratio: number): Size | null {
  const heights = range.height ?? range;
  const smallestPx = Math.ceil(heights.minPx / ratioStepPx) * ratioStepPx;
  const pairs: PixelPair[] = [];
  for (let heightPx = smallestPx; heightPx <= heights.maxPx; heightPx += ratioStepPx) {
    const widthPx = Math.round((heightPx * ratio) / ratioStepPx) * ratioStepPx;
    if (fitsRange(range, { widthPx, heightPx })) pairs.push({ kind: 'pixels', widthPx, heightPx });
  }
  return nearest(pairs, ratio, range.targetPixels ?? megapixel);
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
