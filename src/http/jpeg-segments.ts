/** A piece of a JPEG; places are bytes from the file's begin. */
export interface JpegSegment {
  /** The byte that follows the `FF`. */
  readonly marker: number;
  /** Of the `FF`. */
  readonly startsAt: number;
  /** Behind its own content; picture data may follow up to the next segment. May lie beyond the file's end. */
  readonly endsAt: number;
}

/** The marker at the end of the picture. */
export const endOfImage = 0xd9;
/** The marker before picture data. */
export const startOfScan = 0xda;

/**
 * The segments of a JPEG in their order, the end of the picture being the last; ends early where the file does. Goes from
 * marker to marker, so that a thumbnail inside a segment is not taken for the picture.
 *
 * @see https://www.w3.org/Graphics/JPEG/itu-t81.pdf, annex B, read 2026-11
 */
export function* jpegSegments(buffer: Buffer): Generator<JpegSegment, void> {
  let startsAt = nextMarker(buffer, 2);
  while (startsAt !== null) {
    const marker = buffer[startsAt + 1] ?? 0;
    const contentAt = startsAt + 2;
    const isLast = marker === endOfImage || contentAt + 2 > buffer.length;
    const endsAt = isLast ? contentAt : contentAt + buffer.readUInt16BE(contentAt);
    yield { marker, startsAt, endsAt };
    startsAt = isLast ? null : nextMarker(buffer, endsAt);
  }
}

/** The next marker that begins a segment or ends the picture; what lies in between is picture data. */
function nextMarker(buffer: Buffer, from: number): number | null {
  let at = buffer.indexOf(0xff, from);
  while (at >= 0 && at + 1 < buffer.length) {
    const marker = buffer[at + 1] ?? 0;
    const isRestart = marker >= 0xd0 && marker <= 0xd7;
    if (marker > 0x01 && marker !== 0xff && !isRestart) return at;
    at = buffer.indexOf(0xff, at + 1);
  }
  return null;
}
