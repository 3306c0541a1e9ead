import { readHeader } from '#media/picture-headers.ts';
import type { PixelSize } from './picture-size.ts';

/** What a picture input takes, as the reference has it. */
export interface PictureBounds {
  /** Of one picture, after its base64 is undone. */
  readonly maxBytes: number;
}

/** Looks an address up among what was uploaded: its bytes, gone, or undefined where it is none of ours. */
export type FindUpload = (address: string) => Uint8Array | 'gone' | undefined;

const dataUri = /^data:image\/(png|jpeg|webp);base64,([A-Za-z0-9+/]+={0,2})$/;
const loopbackHosts: ReadonlySet<string> = new Set(['127.0.0.1', 'localhost']);

/** Null for a picture that the service could read: one of its own uploads, a public address or a data URI; otherwise what is wrong. */
export function problemOfPicture(address: unknown, bounds: PictureBounds, findUpload: FindUpload): string | null {
  if (typeof address !== 'string' || address === '') return 'must be the address of a picture';
  if (address.startsWith('data:')) return problemOfDataUri(address, bounds);
  const upload = findUpload(address);
  if (upload !== undefined) return upload === 'gone' ? 'is not there any more' : null;
  return isPublic(address) ? null : 'must be a public https address or a data URI';
}

/** By signature: what else is in a file does not matter to a stand-in that draws anew. */
export function pictureFormatOf(bytes: Uint8Array): 'png' | 'jpeg' | 'webp' | null {
  const head = Buffer.from(bytes.subarray(0, 12)).toString('latin1');
  if (head.startsWith('\x89PNG\r\n\x1a\n')) return 'png';
  if (head.startsWith('\xff\xd8\xff')) return 'jpeg';
  return head.startsWith('RIFF') && head.endsWith('WEBP') ? 'webp' : null;
}

/** Width and height of a picture that is told in its address or was uploaded; null for one that lies elsewhere. */
export function sizeOfPicture(address: unknown, findUpload: FindUpload): PixelSize | null {
  if (typeof address !== 'string') return null;
  const [, , text] = dataUri.exec(address) ?? [];
  const bytes = text === undefined ? findUpload(address) : Buffer.from(text, 'base64');
  if (bytes === undefined || bytes === 'gone') return null;
  const format = pictureFormatOf(bytes);
  const header = format && readHeader(bytes, format);
  return header && { widthPx: header.widthPx, heightPx: header.heightPx };
}

function problemOfDataUri(address: string, { maxBytes }: PictureBounds): string | null {
  const [, format, text] = dataUri.exec(address) ?? [];
  if (text === undefined) return 'is no data URI of a picture';
  const bytes = Buffer.from(text, 'base64');
  if (bytes.length > maxBytes) return `is larger than ${maxBytes} bytes`;
  return pictureFormatOf(bytes) === format ? null : 'is not what its type says';
}

/** A private address is refused, as the services do; the loopback Discord has no other. */
function isPublic(address: string): boolean {
  if (!URL.canParse(address)) return false;
  const { protocol, hostname } = new URL(address);
  return protocol === 'https:' && !loopbackHosts.has(hostname);
}
