import { readFile, writeFile } from 'node:fs/promises';
import { type FileBytes, withFile } from './file-bytes.ts';
import {
  byteLengthOf,
  type ImageFile,
  kindOf,
  type MediaFile,
  type MediaFormat,
  type MediaKind,
  type StoredMedia,
} from './media.ts';
import { probeFlac, probeMp3, probeOgg, probeWav } from './probe-audio.ts';
import { probeModel } from './probe-model.ts';
import { type Probe, probeMp4 } from './probe-mp4.ts';
import { probeWebm } from './probe-webm.ts';
import { readResult } from './read-result.ts';

/** What one file of each kind may weigh. A lossless 4K picture with room to spare; a few minutes of video. */
export const mostBytesOf: Readonly<Record<MediaKind, number>> = {
  image: 64 * 1_048_576,
  video: 512 * 1_048_576,
  audio: 128 * 1_048_576,
  model3d: 256 * 1_048_576,
  text: 1_048_576,
};

/**
 * Reads what a service has made, by its bytes. Null where it is not a whole file of the wanted kind.
 *
 * @param pathFor where a picture goes that has to be written in another format
 */
export async function readMedia(
  path: string,
  output: MediaKind,
  pathFor: (format: MediaFormat) => Promise<string>,
): Promise<StoredMedia | null> {
  if (output === 'image') return readPicture(path, pathFor);
  return withFile(path, async (file) => {
    const probe = await probeAs(output, file);
    if (probe === null || kindOf(probe) !== output) return null;
    return { ...probe, path, byteLength: file.size };
  });
}

/** Width, height and duration by the file's own word; null where it is not a whole file of the kind. */
export async function probeAs(output: Exclude<MediaKind, 'image'>, file: FileBytes): Promise<Probe | null> {
  switch (output) {
    case 'video':
      return (await probeMp4(file)) ?? probeWebm(file);
    case 'audio':
      return (
        (await probeWav(file)) ??
        (await probeFlac(file)) ??
        (await probeOgg(file)) ??
        (await probeMp4(file)) ??
        probeMp3(file)
      );
    case 'model3d':
      return withoutSize(await probeModel(file));
    case 'text':
      return withoutSize((await isText(file)) ? 'txt' : null);
  }
}

function withoutSize(format: MediaFormat | null): Probe | null {
  return format && { format, widthPx: null, heightPx: null, durationMs: null };
}

/** UTF-8 without control characters but white space. */
async function isText(file: FileBytes): Promise<boolean> {
  if (file.size === 0 || file.size > mostBytesOf.text) return false;
  const text = (await file.read(0, file.size)).toString('utf8');
  return !/[^\P{Cc}\s]|\uFFFD/u.test(text);
}

/** A picture is checked in memory, and leaves it again. */
async function readPicture(
  path: string,
  pathFor: (format: MediaFormat) => Promise<string>,
): Promise<StoredMedia | null> {
  const bytes = await readFile(path);
  const picture = await readResult(bytes);
  if (picture === null) return null;
  const { format, widthPx, heightPx } = picture;
  const isSame = picture.bytes === bytes;
  const storedAt = isSame ? path : await pathFor(format);
  if (!isSame) await writeFile(storedAt, picture.bytes, { mode: 0o600 });
  return { format, path: storedAt, byteLength: picture.bytes.byteLength, widthPx, heightPx, durationMs: null };
}

/** A picture of a result in memory; what is no picture stays where it is. */
export async function loadPicture(file: MediaFile): Promise<ImageFile | null> {
  if (!('path' in file)) return file;
  const { format, widthPx, heightPx } = file;
  const isPicture = format === 'png' || format === 'jpeg' || format === 'webp' || format === 'gif';
  if (!isPicture || widthPx === null || heightPx === null) return null;
  return { bytes: await readFile(file.path), format, widthPx, heightPx };
}

/** The bytes of a small file. @throws {TypeError} for one above `maxBytes` */
export async function loadBytes(file: MediaFile, maxBytes: number): Promise<Uint8Array> {
  if (byteLengthOf(file) > maxBytes) throw new TypeError(`a file of ${byteLengthOf(file)} bytes is not read whole`);
  return 'path' in file ? readFile(file.path) : file.bytes;
}
