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

/** A photo with all that a camera writes has some hundred; a progressive one a dozen scans, each decoded over the whole picture. */
const mostSegments = 5_000;
const mostScans = 100;

/**
 * The segments of a JPEG in their order, the end of the picture being the last; ends early where the file does. Goes from
 * marker to marker, so that a thumbnail inside a segment is not taken for the picture. Ends without an end of the picture after
 * {@link mostSegments} or {@link mostScans}.
 *
 * @see https://www.w3.org/Graphics/JPEG/itu-t81.pdf, annex B, read 2026-11
 */
export function* jpegSegments(buffer: Buffer): Generator<JpegSegment, void> {
  let startsAt = nextMarker(buffer, 2);
  let scans = 0;
  for (let count = 0; count < mostSegments && scans <= mostScans && startsAt !== null; count += 1) {
    const marker = buffer[startsAt + 1] ?? 0;
    if (marker === startOfScan) scans += 1;
    const contentAt = startsAt + 2;
    const isLast = marker === endOfImage || contentAt + 2 > buffer.length;
    const endsAt = isLast ? contentAt : contentAt + buffer.readUInt16BE(contentAt);
    yield { marker, startsAt, endsAt };
    startsAt = isLast ? null : nextMarker(buffer, endsAt);
  }
}

/** The next marker that begins a segment or ends the picture; what lies in between is picture data. */
function nextMarker(buffer: Buffer, from: number): number | null {
  // Byte by byte: where every second byte is FF, a search for each of them takes fifty times as long.
  for (let at = from; at + 1 < buffer.length; at += 1) {
    if (buffer[at] === 0xff && isMarker(buffer[at + 1] ?? 0)) return at;
  }
  return null;
}

/** Not stuffing, fill bytes or a restart inside picture data. */
function isMarker(code: number): boolean {
  const isRestart = code >= 0xd0 && code <= 0xd7;
  return code > 0x01 && code !== 0xff && !isRestart;
}
