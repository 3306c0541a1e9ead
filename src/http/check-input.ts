import type { InputFile, InputLimits, InputProblem } from '../domain/input.ts';
import type { ImageFile } from '../domain/job.ts';
import { fileKindOf } from './file-kind.ts';
import { type PictureHeader, readHeader } from './picture-headers.ts';
import { decode, formatOf, openPicture } from './read-image.ts';
import { refusedInput } from './refuse-input.ts';
import { stripPicture } from './strip-picture.ts';

/** A picture within the limits decodes in a second or two; one that takes longer was made to. */
const maxSeconds = 10;
/** For JPEG and WebP that have to be written anew, in the order in which they are tried. */
const qualities = [95, 85, 75] as const;

/**
 * Checks a picture that a member wants edited, so that what is handed on is what a service can read: first by its header
 * alone, so that a picture of a billion pixels is never decoded, then to its last row. A picture that is stored lying or
 * mirrored, with a note how to display it, is written anew as it is displayed, since services overlook the note. What it tells
 * besides, such as where it was taken, is taken out.
 *
 * @throws {@link BotError} `refused.image`, and nothing else
 */
export async function checkInput(bytes: Uint8Array, limits: InputLimits): Promise<InputFile> {
  const file = checkHeader(bytes, limits);
  const decodeLimits = { maxPixels: limits.maxPixels, maxSeconds };
  const decoded = await decode(bytes, decodeLimits);
  if (decoded === null || decoded.widthPx !== file.widthPx || decoded.heightPx !== file.heightPx) {
    throw refusedInput('broken', limits, {}, 'cannot be decoded');
  }
  if (decoded.orientation !== 1) return { ...(await upright(file, limits)), isOriginal: false };
  const stripped = stripPicture(file);
  return { ...file, bytes: stripped, isOriginal: stripped.byteLength === bytes.byteLength };
}

/**
 * What can be said of a picture to edit without decoding it. Width and height are as stored.
 *
 * @throws {@link BotError} `refused.image`, and nothing else
 */
export function checkHeader(bytes: Uint8Array, limits: InputLimits): ImageFile {
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

async function upright(file: ImageFile, limits: InputLimits): Promise<ImageFile> {
  for (const quality of qualities) {
    const turned = await turn(file, quality, limits);
    if (turned.bytes.byteLength <= limits.maxBytes) return turned;
  }
  throw refusedInput('too_many_bytes', limits, { limit: limits.maxBytes }, 'too large when upright');
}

async function turn(file: ImageFile, quality: number, limits: InputLimits): Promise<ImageFile> {
  const options = file.format === 'jpeg' ? { quality, chromaSubsampling: '4:4:4' } : { quality };
  try {
    const picture = openPicture(file.bytes, { maxPixels: limits.maxPixels, maxSeconds }).autoOrient().keepIccProfile();
    // A quality would make sharp reduce a PNG to few colours.
    const written = file.format === 'png' ? picture.png() : picture.toFormat(file.format, options);
    const { data, info } = await written.toBuffer({ resolveWithObject: true });
    return { bytes: data, format: file.format, widthPx: info.width, heightPx: info.height };
  } catch (cause) {
    throw refusedInput('broken', limits, {}, `cannot be turned: ${String(cause)}`);
  }
}
