import { fileKindOf } from '../../src/http/file-kind.ts';
import { readHeader } from '../../src/http/picture-headers.ts';
import type { PixelSize } from './picture-size.ts';

const dataUri = /^data:image\/(png|jpeg|webp);base64,([A-Za-z0-9+/]+={0,2})$/;

/** Null for where a picture can lie: a public https address, or a data URI of a picture of at most `maxBytes`; otherwise what is wrong. */
export function problemOfAddress(address: unknown, maxBytes: number): string | null {
  if (typeof address !== 'string') return 'must be the address of a picture';
  if (isPublic(address)) return null;
  const bytes = bytesIn(address);
  if (bytes === null) return 'must be a public https address or a data URI of a PNG, JPEG or WebP picture';
  if (bytes.byteLength > maxBytes) return `is larger than ${maxBytes} bytes`;
  return sizeOfAddress(address) === null ? 'is not what its type says' : null;
}

/** Width and height of a picture that is told in its address; null for one that lies elsewhere. */
export function sizeOfAddress(address: string): PixelSize | null {
  const bytes = bytesIn(address);
  const type = dataUri.exec(address)?.[1];
  if (bytes === null || (type !== 'png' && type !== 'jpeg' && type !== 'webp')) return null;
  const header = fileKindOf(bytes) === type ? readHeader(bytes, type) : null;
  return header && { widthPx: header.widthPx, heightPx: header.heightPx };
}

/** A service cannot reach what is on this machine. */
function isPublic(address: string): boolean {
  if (!URL.canParse(address)) return false;
  const { protocol, hostname } = new URL(address);
  return protocol === 'https:' && hostname !== 'localhost' && hostname !== '127.0.0.1';
}

function bytesIn(address: string): Buffer | null {
  const text = dataUri.exec(address)?.[2];
  return text === undefined ? null : Buffer.from(text, 'base64');
}
