import type { FileBytes } from './file-bytes.ts';
import type { Probe } from './probe-mp4.ts';

/** Everything that is read of a WebM lies at its begin. */
const headBytes = 1_048_576;
/** The elements that are read, by id. @see https://www.matroska.org/technical/elements.html, read 2026-11-28 */
const elements = {
  header: 0x1a45dfa3,
  docType: 0x4282,
  segment: 0x18538067,
  info: 0x1549a966,
  timestampScale: 0x2ad7b1,
  duration: 0x4489,
  tracks: 0x1654ae6b,
  track: 0xae,
  trackType: 0x83,
  video: 0xe0,
  pixelWidth: 0xb0,
  pixelHeight: 0xba,
  cluster: 0x1f43b675,
} as const;
const parents: ReadonlySet<number> = new Set([
  elements.header,
  elements.segment,
  elements.info,
  elements.tracks,
  elements.track,
  elements.video,
]);

/** Reads the head of a WebM. Null where it is none, has no pictures, or ends before its first cluster. */
export async function probeWebm(file: FileBytes): Promise<Probe | null> {
  const found = [...elementsIn(await file.read(0, headBytes))];
  const first = (id: number) => found.find((element) => element.id === id)?.data;
  const hasPictures = found.some(({ id, data }) => id === elements.trackType && unsigned(data) === 1);
  if (first(elements.docType)?.toString('latin1') !== 'webm' || !hasPictures || !first(elements.cluster)) return null;
  const [width, height, scale] = [
    first(elements.pixelWidth),
    first(elements.pixelHeight),
    first(elements.timestampScale),
  ];
  const duration = float(first(elements.duration));
  return {
    format: 'webm',
    widthPx: width === undefined ? null : unsigned(width),
    heightPx: height === undefined ? null : unsigned(height),
    durationMs: duration && Math.round((duration * (scale === undefined ? 1_000_000 : unsigned(scale))) / 1_000_000),
  };
}

interface Element {
  readonly id: number;
  readonly data: Buffer;
}

/** Every element in reading order up to the first cluster, those within a parent after it; a parent's own content is empty here. */
function* elementsIn(buffer: Buffer): Generator<Element> {
  for (let at = 0; at < buffer.length; ) {
    const id = vint(buffer, at, true);
    const length = vint(buffer, id.endsAt, false);
    const endsAt = length.endsAt + length.value;
    if (length.value === 0 && id.value === 0) return;
    const isParent = parents.has(id.value);
    yield { id: id.value, data: isParent ? buffer.subarray(0, 0) : buffer.subarray(length.endsAt, endsAt) };
    if (id.value === elements.cluster) return;
    at = isParent ? length.endsAt : endsAt;
  }
}

/** A number of one to eight bytes that says its own length by its leading zeros; an id keeps the mark. 0 where there is none. */
function vint(buffer: Buffer, at: number, keepsMark: boolean) {
  const first = buffer[at] ?? 0;
  const bytes = Math.clz32(first) - 23;
  if (first === 0 || at + bytes > buffer.length) return { value: 0, endsAt: buffer.length };
  let value = keepsMark ? first : first & (0xff >> bytes);
  for (let index = 1; index < bytes; index += 1) value = value * 256 + (buffer[at + index] ?? 0);
  return { value, endsAt: at + bytes };
}

function unsigned(data: Buffer): number {
  return data.length === 0 || data.length > 6 ? 0 : data.readUIntBE(0, data.length);
}

function float(data: Buffer | undefined): number | null {
  if (data?.length === 8) return data.readDoubleBE(0);
  return data?.length === 4 ? data.readFloatBE(0) : null;
}
