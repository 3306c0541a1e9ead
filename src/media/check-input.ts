import { type InputFile, type InputLimits, type InputProblem, refusedInput } from './input.ts';
import type { StillImage } from './media.ts';
import { type PictureHeader, readHeader } from './picture-headers.ts';
import { decode, fileKindOf, formatOf } from './read-image.ts';
import { rewrite } from './rewrite-picture.ts';
import { stripPicture } from './strip-picture.ts';

/** A picture within the limits decodes in a second or two; one that takes longer was made to. */
const maxSeconds = 10;
/**
 * Checks a picture that a member wants edited, so that what is handed on is what a service can read: first by its header
 * alone, so that a picture of a billion pixels is never decoded, then to its last row. Services overlook notes on how to display
 * a picture: one that is stored lying, in CMYK, with 16 bits or in another colour space is written upright, in 8-bit sRGB.
 * What it tells besides, such as where it was taken, is taken out.
 *
 * @throws {@link BotError} `refused.image`, and nothing else
 */
export async function checkInput(bytes: Uint8Array, limits: InputLimits): Promise<InputFile> {
  return checkPixels(checkHeader(bytes, limits), limits);
}

/**
 * The second half of {@link checkInput}: decodes what has passed {@link checkHeader}.
 *
 * @throws {@link BotError} `refused.image`, and nothing else
 */
export async function checkPixels(file: StillImage, limits: InputLimits): Promise<InputFile> {
  const { bytes } = file;
  const decoded = await decode(bytes, { maxPixels: limits.maxPixels, maxSeconds });
  if (decoded === null || decoded.widthPx !== file.widthPx || decoded.heightPx !== file.heightPx) {
    throw refusedInput('broken', limits, {}, 'cannot be decoded');
  }
  if (decoded.orientation !== 1 || !decoded.isPlain) {
    return rewrite(file, { formats: [file.format], maxBytes: limits.maxBytes, maxPixels: limits.maxPixels }, limits);
  }
  const stripped = stripPicture(file);
  return { ...file, bytes: stripped, isOriginal: stripped.byteLength === bytes.byteLength };
}

/**
 * What can be said of a picture to edit without decoding it. Width and height are as stored.
 *
 * @throws {@link BotError} `refused.image`, and nothing else
 */
export function checkHeader(bytes: Uint8Array, limits: InputLimits): StillImage {
  if (bytes.byteLength > limits.maxBytes) throw refusedInput('too_many_bytes', limits, { limit: limits.maxBytes });
  const format = formatOf(bytes);
  if (format === null) throw refusedInput('not_a_picture', limits, { value: fileKindOf(bytes) });
  const header = readHeader(bytes, format);
  if (header === null) throw refusedInput('broken', limits, {}, 'no header');
  checkSize(header, limits);
  if (header.isAnimated) throw refusedInput('animated', limits);
  if (!header.isWhole) throw refusedInput('broken', limits, {}, 'not whole');
  return { bytes, format, widthPx: header.widthPx, heightPx: header.heightPx };
}

function checkSize({ widthPx, heightPx }: PictureHeader, limits: InputLimits): void {
  const sides = [widthPx, heightPx];
  if (Math.min(...sides) === 0) throw refusedInput('broken', limits, {}, 'no size');
  const bounds: readonly (readonly [boolean, InputProblem, number])[] = [
    [Math.max(...sides) > limits.maxSidePx, 'side_too_long', limits.maxSidePx],
    [widthPx * heightPx > limits.maxPixels, 'too_many_pixels', limits.maxPixels],
    [Math.min(...sides) < limits.minSidePx, 'side_too_short', limits.minSidePx],
  ];
  const broken = bounds.find(([isBroken]) => isBroken);
  if (broken) throw refusedInput(broken[1], limits, { limit: broken[2], value: `${widthPx}×${heightPx}` });
}
