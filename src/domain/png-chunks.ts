/** A whole chunk of a PNG file; places are bytes from the file's begin. */
export interface PngChunk {
  /** Four letters: `IHDR`, `tEXt`, … */
  readonly type: string;
  /** Of its length field. */
  readonly startsAt: number;
  readonly dataAt: number;
  readonly dataBytes: number;
  /** Behind its checksum. */
  readonly endsAt: number;
}

/** What a PNG file begins with, in bytes. @see https://www.w3.org/TR/png-3/#5PNG-file-signature, read 2026-11 */
export const pngSignature: readonly number[] = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];

/** The largest length that the format allows. */
const maxDataBytes = 0x7fff_ffff;
const typeAfter = 4;
const dataAfter = 8;
const checksumBytes = 4;
/** More than any encoder writes. A file of empty chunks would keep the one thread busy for seconds. */
const mostChunks = 50_000;

/** Chunks that hold words: also where a camera writes the place, and a service how its whole machinery was set up. */
const wordyTypes: ReadonlySet<string> = new Set(['tEXt', 'zTXt', 'iTXt', 'eXIf']);

/** True for a chunk that holds words, and is of no use for decoding. */
export function isWordy(type: PngChunk['type']): boolean {
  return wordyTypes.has(type);
}

/**
 * The chunks of a PNG in their order, `IEND` being the last; ends before one that is not whole, and after {@link mostChunks}.
 * Nothing for what is no PNG.
 * Checksums are not looked at.
 */
export function* pngChunks(bytes: Uint8Array): Generator<PngChunk, void> {
  if (pngSignature.some((byte, at) => bytes[at] !== byte)) return;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let startsAt = pngSignature.length;
  for (let count = 0; count < mostChunks && startsAt + dataAfter + checksumBytes <= bytes.byteLength; count += 1) {
    const dataBytes = view.getUint32(startsAt);
    const dataAt = startsAt + dataAfter;
    const endsAt = dataAt + dataBytes + checksumBytes;
    if (dataBytes > maxDataBytes || endsAt > bytes.byteLength) return;
    const type = String.fromCharCode(...bytes.subarray(startsAt + typeAfter, dataAt));
    yield { type, startsAt, dataAt, dataBytes, endsAt };
    if (type === 'IEND') return;
    startsAt = endsAt;
  }
}
