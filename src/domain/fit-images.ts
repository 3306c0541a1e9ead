import type { ImageRule } from './image-rule.ts';
import { defaultInputLimits } from './input.ts';
import type { SourceImage } from './request.ts';

/** Pictures to change, and what would be allowed in their place; null where they are right. */
export interface ImageCheck {
  readonly value: string;
  readonly allowed: string | null;
}

/** What is told where a route makes pictures from words alone. */
export const noPictures = 'no picture: this model makes pictures from words only (use /imagine)';

const right: ImageCheck = { value: '', allowed: null };
const mediaTypes = ['image/png', 'image/jpeg', 'image/webp'];

/** Does the route take pictures where there are some, and do without where there are none? */
export function checkHasImages(rule: ImageRule | undefined, images: readonly SourceImage[]): ImageCheck {
  if (images.length === 0) {
    return rule?.isRequired === true ? { value: '', allowed: 'a picture: this model edits (use /edit)' } : right;
  }
  return rule === undefined ? { value: countOf(images.length), allowed: noPictures } : right;
}

/** Are they few enough, and is each of them, as far as Discord tells, what the route takes? */
export function checkImages(rule: ImageRule | undefined, images: readonly SourceImage[]): ImageCheck {
  if (rule === undefined) return right;
  const { most } = rule;
  if (images.length > most) {
    return { value: countOf(images.length), allowed: most === 1 ? 'one picture' : `1 to ${most} pictures` };
  }
  return images.map((image) => checkImage(rule, image)).find(({ allowed }) => allowed !== null) ?? right;
}

/** Only what Discord declares; the bytes are looked at when they are fetched. */
function checkImage({ maxBytes }: ImageRule, { bytes, mediaType, widthPx, heightPx }: SourceImage): ImageCheck {
  const type = mediaType?.split(';')[0]?.trim().toLowerCase();
  if (type !== undefined && !mediaTypes.includes(type)) return { value: type, allowed: 'PNG, JPEG or WebP pictures' };
  if (bytes !== null && bytes > maxBytes) {
    return {
      value: `${megabytes(bytes, Math.ceil)} MB`,
      allowed: `pictures of at most ${megabytes(maxBytes, Math.floor)} MB`,
    };
  }
  if (widthPx === null || heightPx === null) return right;
  const { maxPixels, maxSidePx } = defaultInputLimits;
  const allowed = `pictures of at most ${maxPixels / 1_000_000} million pixels, no side longer than ${maxSidePx} px`;
  const fits = widthPx * heightPx <= maxPixels && Math.max(widthPx, heightPx) <= maxSidePx;
  return fits ? right : { value: `${widthPx}x${heightPx}`, allowed };
}

function countOf(count: number): string {
  return count === 1 ? '1 picture' : `${count} pictures`;
}

/** To a tenth; rounded so that what is refused never reads as what is allowed. */
function megabytes(bytes: number, round: (value: number) => number): number {
  return round((bytes / 1_048_576) * 10) / 10;
}
