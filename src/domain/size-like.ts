import type { PixelRange, SideRange, Size, SizeRule } from './model.ts';
import { autoRatio, defaultSize, fitNearest, fitSize, type NamedSize, parseListedSize, takesAuto } from './size.ts';

/** Width and height of a picture. */
export interface Sides {
  readonly widthPx: number;
  readonly heightPx: number;
}

/**
 * The size of a changed picture when the member names none: the endpoint's own `auto`, else what it takes that is nearest to
 * the shape of the picture.
 */
export function sizeLike(rule: SizeRule, picture: Sides): Size {
  if (takesAuto(rule)) return { kind: 'ratio', ratio: autoRatio };
  switch (rule.kind) {
    case 'pixels':
      return ofShape(rule, picture);
    case 'ratios':
      return { kind: 'ratio', ratio: nearest(rule.ratios, picture).text };
    case 'list':
      return ofShape(rule, nearest(rule.sizes, picture));
  }
}

/** The size that is nearest to what was asked for, whatever its shape: what a member is told instead. */
export function nearestSize(rule: SizeRule, asked: NamedSize): Size {
  const sides = asked.kind === 'pixels' ? asked : { widthPx: asked.across, heightPx: asked.down };
  const near = fitNearest(rule, asked);
  if (near !== null) return near;
  switch (rule.kind) {
    case 'pixels':
      return clamped(rule.range, sides);
    case 'list':
      return parsedPixels(nearest(rule.sizes, sides));
    case 'ratios':
      return rule.custom === null
        ? { kind: 'ratio', ratio: nearest(rule.ratios, sides).text }
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
function nearest(texts: readonly string[], { widthPx, heightPx }: Sides): Sides & { readonly text: string } {
  const shapes = texts.flatMap((text) => shapeOf(text));
  const errorOf = (shape: Sides) => Math.abs(Math.log((shape.widthPx * heightPx) / (shape.heightPx * widthPx)));
  return shapes.reduce((best, shape) => (errorOf(shape) < errorOf(best) ? shape : best));
}

function shapeOf(text: string): (Sides & { readonly text: string })[] {
  const asked = parseListedSize(text);
  if (asked?.kind === 'pixels') return [{ ...asked, text }];
  return asked?.kind === 'ratio' ? [{ widthPx: asked.across, heightPx: asked.down, text }] : [];
}
