import type { PixelRange, Size, SizeRule } from './model.ts';

/** A size as typed: a ratio `16:9` or pixels `1024x768`. */
export type AskedSize =
  | { readonly kind: 'ratio'; readonly across: number; readonly down: number }
  | { readonly kind: 'pixels'; readonly widthPx: number; readonly heightPx: number };

/** A ratio becomes about this many pixels where an endpoint takes free width and height. */
const targetPixels = 1024 * 1024;
/** Width and height made from a ratio are multiples of this, as latent-space models want. */
const ratioStepPx = 16;
/** A pair of sides further off the asked ratio than this is not that ratio. */
const maxRatioError = 0.02;

/** Reads `16:9` or `1024x768` (also with `×` or `*`); null when it is neither. */
export function parseSize(text: string): AskedSize | null {
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
  const range = rule.kind === 'pixels' ? rule.range : rule.custom;
  if (asked.kind === 'pixels') return range && fitsRange(range, asked) ? asked : null;
  if (rule.kind === 'ratios') {
    const named = rule.ratios.find((ratio) => sameRatio(ratio, asked));
    if (named !== undefined) return { kind: 'ratio', ratio: named };
  }
  return range ? pixelsOfRatio(range, asked.across / asked.down) : null;
}

/** The size that is taken when the member names none. */
export function defaultSize(rule: SizeRule): Size {
  const asked = parseSize(rule.defaultRatio);
  const size = asked ? fitSize(rule, asked) : null;
  if (size === null) throw new RangeError(`default ratio ${rule.defaultRatio} does not fit its own rule`);
  return size;
}

/** What may be typed, ready to read: `1:1, 16:9 or WIDTHxHEIGHT of 256–1536 px each`. */
export function describeSizes(rule: SizeRule): string {
  const range = rule.kind === 'pixels' ? rule.range : rule.custom;
  const pixels = range ? `WIDTHxHEIGHT of ${range.minPx}–${range.maxPx} px each` : null;
  const step = range && range.stepPx > 1 ? ` in steps of ${range.stepPx}` : '';
  const ratios = rule.kind === 'ratios' ? rule.ratios.join(', ') : 'a ratio such as 16:9';
  return pixels ? `${ratios} or ${pixels}${step}` : ratios;
}

/** `16:9`, or `1280x720`. */
export function sizeLabel(size: Size): string {
  return size.kind === 'ratio' ? size.ratio : `${size.widthPx}x${size.heightPx}`;
}

function sameRatio(named: string, asked: { across: number; down: number }): boolean {
  const ratio = parseSize(named);
  return ratio?.kind === 'ratio' && ratio.across * asked.down === asked.across * ratio.down;
}

function fitsRange(range: PixelRange, { widthPx, heightPx }: { widthPx: number; heightPx: number }): boolean {
  return [widthPx, heightPx].every(
    (side) => side >= range.minPx && side <= range.maxPx && (side - range.minPx) % range.stepPx === 0,
  );
}

/** The pair of sides that is nearest to the ratio first and to one megapixel second. */
function pixelsOfRatio(range: PixelRange, ratio: number): Size | null {
  let best: { widthPx: number; heightPx: number; cost: number } | null = null;
  const smallestPx = Math.ceil(range.minPx / ratioStepPx) * ratioStepPx;
  for (let heightPx = smallestPx; heightPx <= range.maxPx; heightPx += ratioStepPx) {
    const widthPx = Math.round((heightPx * ratio) / ratioStepPx) * ratioStepPx;
    const ratioError = Math.abs(widthPx / heightPx / ratio - 1);
    if (ratioError > maxRatioError || !fitsRange(range, { widthPx, heightPx })) continue;
    const cost = 100 * ratioError + Math.abs(Math.log((widthPx * heightPx) / targetPixels));
    if (best === null || cost < best.cost) best = { widthPx, heightPx, cost };
  }
  return best && { kind: 'pixels', widthPx: best.widthPx, heightPx: best.heightPx };
}
