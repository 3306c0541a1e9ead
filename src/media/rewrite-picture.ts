import { createSemaphore } from '#core/lock.ts';
import { type FitInput, type InputFile, type InputLimits, type InputTarget, refusedInput } from './input.ts';
import type { StillImage } from './media.ts';
import { openPicture } from './read-image.ts';

/** A picture within the limits is written in a second or two. */
const maxSeconds = 10;

/** One way of writing a picture; `scale` is what is left of its sides. */
interface Way {
  readonly format: StillImage['format'];
  readonly quality: number;
  readonly scale: number;
}

/** What is given up in turn until the picture is light enough: a little quality, then its kind, then size. */
const steps = [
  { quality: 95, scale: 1 },
  { quality: 85, scale: 1 },
  { quality: 75, scale: 1 },
  { quality: 80, scale: 0.75 },
  { quality: 80, scale: 0.5 },
  { quality: 80, scale: 0.25 },
] as const;

/** Writing a large picture takes some hundred megabytes: one after the other. */
const writtenAtOnce = 1;

/** @see FitInput */
export function createFitInput(): FitInput {
  const slots = createSemaphore(writtenAtOnce);
  return (file, target, limits) => slots.run(() => fitInput(file, target, limits));
}

/** @see FitInput */
export const fitInput: FitInput = async (file, target, limits) => {
  const fits =
    target.formats.includes(file.format) &&
    file.bytes.byteLength <= target.maxBytes &&
    file.widthPx * file.heightPx <= target.maxPixels;
  return fits ? file : rewrite(file, target, limits);
};

/**
 * Writes a picture upright, in 8-bit sRGB, without a word in it, as one of the target's kinds and within its bounds.
 *
 * @throws {@link BotError} `refused.image`
 */
export async function rewrite(
  file: StillImage,
  target: InputTarget,
  limits: Pick<InputLimits, 'picture'>,
): Promise<InputFile> {
  const { hasAlpha } = await orBroken(open(file).metadata(), limits);
  const fit = Math.min(1, Math.sqrt(target.maxPixels / (file.widthPx * file.heightPx)));
  for (const way of waysOf(file, target, hasAlpha)) {
    const written = await write(file, { ...way, scale: way.scale * fit }, limits);
    if (written.bytes.byteLength <= target.maxBytes) return written;
  }
  throw refusedInput('too_many_bytes', limits, { limit: target.maxBytes }, 'too large when written as it has to be');
}

/** Its own kind first, a lossless one before a lossy one; transparency goes last. */
function waysOf(file: StillImage, { formats }: InputTarget, hasAlpha: boolean): readonly Way[] {
  const among = (...wanted: readonly StillImage['format'][]) => wanted.filter((format) => formats.includes(format));
  const lossless = file.format === 'jpeg' ? [] : among('png');
  const lossy = hasAlpha ? among('webp', 'jpeg') : among('jpeg', 'webp');
  const order = [...new Set([...among(file.format), ...lossless, ...lossy])];
  const ways = steps.flatMap(({ quality, scale }) =>
    (order.length > 0 ? order : formats).map((format) => ({ format, quality, scale })),
  );
  // Without a loss there is no quality to give up: once per size.
  return ways.filter(({ format, quality, scale }) => format !== 'png' || scale < 1 || quality === steps[0].quality);
}

function open({ bytes, widthPx, heightPx }: StillImage) {
  return openPicture(bytes, { maxPixels: widthPx * heightPx, maxSeconds });
}

async function write(file: StillImage, way: Way, limits: Pick<InputLimits, 'picture'>): Promise<InputFile> {
  const { format, quality, scale } = way;
  const upright = open(file).autoOrient().toColourspace('srgb');
  const { autoOrient } = await orBroken(upright.clone().metadata(), limits);
  const width = Math.max(1, Math.floor(autoOrient.width * scale));
  const sized = scale < 1 ? upright.resize({ width, withoutEnlargement: true }) : upright;
  const { data, info } = await orBroken(encoded(sized, format, quality).toBuffer({ resolveWithObject: true }), limits);
  return { bytes: data, format, widthPx: info.width, heightPx: info.height, isOriginal: false };
}

async function orBroken<T>(work: Promise<T>, limits: Pick<InputLimits, 'picture'>): Promise<T> {
  return work.catch((cause: unknown) => {
    throw refusedInput('broken', limits, {}, `cannot be written: ${String(cause)}`);
  });
}

/** JPEG has no transparency: what is seen through is white. A quality would make sharp reduce a PNG to few colours. */
function encoded(picture: ReturnType<typeof openPicture>, format: StillImage['format'], quality: number) {
  switch (format) {
    case 'png':
      return picture.png();
    case 'jpeg':
      return picture.flatten({ background: '#ffffff' }).jpeg({ quality, chromaSubsampling: '4:4:4' });
    case 'webp':
      return picture.webp({ quality });
  }
}
