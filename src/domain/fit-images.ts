import type { ImageRule } from './image-rule.ts';
import { defaultInputLimits } from './input.ts';
import { noPictures, type Phrase } from './phrase.ts';
import type { SourceImage } from './request.ts';

/** Pictures to change, and what would be allowed in their place; null where they are right. */
export interface ImageCheck {
  readonly value: string;
  /** In place of the value, where too many are what is wrong. */
  readonly brought?: Phrase;
  readonly allowed: Phrase | null;
}

const right: ImageCheck = { value: '', allowed: null };
const mediaTypes = ['image/png', 'image/jpeg', 'image/webp'];

/** Does the route take pictures where there are some, and do without where there are none? */
export function checkHasImages(rule: ImageRule | undefined, images: readonly SourceImage[]): ImageCheck {
  if (images.length === 0) {
    return rule?.isRequired === true ? { value: '', allowed: { kind: 'plain', what: 'needsPicture' } } : right;
  }
  return rule === undefined ? { ...these(images), allowed: noPictures } : right;
}

/** Are they few enough, and is each of them, as far as Discord tells, what the route takes? */
export function checkImages(rule: ImageRule | undefined, images: readonly SourceImage[]): ImageCheck {
  if (rule === undefined) return right;
  const { most } = rule;
  if (images.length > most) return { ...these(images), allowed: { kind: 'atMost', of: 'pictures', most } };
  return images.map((image) => checkImage(rule, image)).find(({ allowed }) => allowed !== null) ?? right;
}

/** Only what Discord declares; the bytes are looked at when they are fetched. */
function checkImage({ maxBytes }: ImageRule, { bytes, mediaType, widthPx, heightPx }: SourceImage): ImageCheck {
  const type = mediaType?.split(';')[0]?.trim().toLowerCase();
  if (type !== undefined && !mediaTypes.includes(type)) {
    return { value: type, allowed: { kind: 'plain', what: 'pictureTypes' } };
  }
  if (bytes !== null && bytes > maxBytes) {
    return {
      value: `${megabytes(bytes, Math.ceil)} MB`,
      allowed: { kind: 'atMost', of: 'megabytes', most: megabytes(maxBytes, Math.floor) },
    };
  }
  if (widthPx === null || heightPx === null) return right;
  const { maxPixels, maxSidePx } = defaultInputLimits;
  const fits = widthPx * heightPx <= maxPixels && Math.max(widthPx, heightPx) <= maxSidePx;
  if (fits) return right;
  const allowed: Phrase = { kind: 'pictureSize', maxMegapixels: maxPixels / 1_000_000, maxSidePx };
  return { value: `${widthPx}x${heightPx}`, allowed };
}

function these(images: readonly SourceImage[]): Pick<ImageCheck, 'value' | 'brought'> {
  return { value: '', brought: { kind: 'pictures', count: images.length } };
}

/** To a tenth; rounded so that what is refused never reads as what is allowed. */
function megabytes(bytes: number, round: (value: number) => number): number {
  return round((bytes / 1_048_576) * 10) / 10;
}
