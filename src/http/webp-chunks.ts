/** A chunk of a WebP; places are bytes from the file's begin. */
export interface WebpChunk {
  /** Four characters: `VP8X`, `VP8 `, `EXIF`, … */
  readonly type: string;
  /** Of its type. */
  readonly startsAt: number;
  readonly dataAt: number;
  readonly dataBytes: number;
  /** Behind its padding. */
  readonly endsAt: number;
}

/** Where the first chunk of a WebP begins. */
export const webpHeaderBytes = 12;

/** A still picture has half a dozen, an animation one per frame. */
const mostChunks = 5_000;

/** How long a WebP says it is, which may be more than there is. */
export function webpBytes(buffer: Buffer): number {
  return buffer.readUInt32LE(4) + 8;
}

/**
 * The chunks of a WebP in their order; ends before one that is not whole, and after {@link mostChunks}.
 *
 * @see https://developers.google.com/speed/webp/docs/riff_container, read 2026-11
 */
export function* webpChunks(buffer: Buffer): Generator<WebpChunk, void> {
  const length = Math.min(buffer.length, webpBytes(buffer));
  let startsAt = webpHeaderBytes;
  for (let count = 0; count < mostChunks && startsAt + 8 <= length; count += 1) {
    const dataAt = startsAt + 8;
    const dataBytes = buffer.readUInt32LE(startsAt + 4);
    const endsAt = dataAt + dataBytes + (dataBytes % 2);
    if (dataAt + dataBytes > length) return;
    yield { type: buffer.toString('latin1', startsAt, startsAt + 4), startsAt, dataAt, dataBytes, endsAt };
    startsAt = endsAt;
  }
}
