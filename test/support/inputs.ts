import type { CheckedInput } from '../../src/domain/ports.ts';
import type { SourceImage } from '../../src/domain/request.ts';

/** The first bytes of a PNG, and as many more as are asked for. */
export function pngBytes(length = 16): Uint8Array {
  const bytes = new Uint8Array(length);
  bytes.set([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  return bytes;
}

/** A picture at Discord's CDN. */
export function sourceOf(changes: Partial<SourceImage> = {}): SourceImage {
  return {
    url: 'https://cdn.discordapp.com/attachments/1/2/cat.png?ex=1&is=2&hm=3&',
    name: 'cat.png',
    bytes: 16,
    mediaType: 'image/png',
    widthPx: 64,
    heightPx: 64,
    ...changes,
  };
}

/** The same picture, fetched and checked. */
export function inputOf(bytes = pngBytes(), changes: Partial<SourceImage> = {}): CheckedInput {
  const file = { bytes, format: 'png', widthPx: 64, heightPx: 64 } as const;
  return { file, source: sourceOf({ bytes: bytes.byteLength, ...changes }) };
}
