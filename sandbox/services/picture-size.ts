/** Width and height in pixels. */
export interface PixelSize {
  readonly widthPx: number;
  readonly heightPx: number;
}

const megapixel = 1024 * 1024;
const stepPx = 16;

/** About one megapixel of the ratio `W:H`, in multiples of 16. */
export function megapixelOf(ratio: string): PixelSize {
  const value = ratioValue(ratio);
  return { widthPx: toStep(Math.sqrt(megapixel * value)), heightPx: toStep(Math.sqrt(megapixel / value)) };
}

/** The ratio `W:H` with its longer side at `longSidePx`, in multiples of 16. */
export function longSideOf(ratio: string, longSidePx: number): PixelSize {
  const value = ratioValue(ratio);
  return {
    widthPx: toStep(value >= 1 ? longSidePx : longSidePx * value),
    heightPx: toStep(value >= 1 ? longSidePx / value : longSidePx),
  };
}

function ratioValue(ratio: string): number {
  const [width, height] = ratio.split(':').map(Number);
  return width !== undefined && height !== undefined && width > 0 && height > 0 ? width / height : 1;
}

function toStep(px: number): number {
  return Math.max(stepPx, Math.round(px / stepPx) * stepPx);
}
