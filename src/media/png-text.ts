import { crc32 } from 'node:zlib';
import { type Chunk, isWordy, pngChunks } from './chunks.ts';

/** Under this name the field's tools look for a picture's settings. */
const keyword = 'parameters';
const software = 'Easel';

/**
 * The PNG with these settings in it, in place of every text that was there. Its pixels stay as they are; what is no whole
 * PNG stays altogether as it is.
 *
 * @see https://www.w3.org/TR/png-3/#11iTXt, read 2026-11
 */
export function writeSettings(png: Uint8Array, text: string): Uint8Array {
  // Keyword, not compressed, no language, no translated keyword.
  const settings = Buffer.from(`${keyword}\0\0\0\0\0${text.replaceAll('\0', '')}`, 'utf8');
  return withText(png, [chunk('tEXt', Buffer.from(`Software\0${software}`, 'latin1')), chunk('iTXt', settings)]);
}

/** The PNG without a word in it. Its pixels stay as they are; what is no whole PNG stays altogether as it is. */
export function stripText(png: Uint8Array): Uint8Array {
  return withText(png, []);
}

function withText(png: Uint8Array, texts: readonly Uint8Array[]): Uint8Array {
  const [header, ...rest] = pngChunks(png);
  if (header?.type !== 'IHDR' || rest.at(-1)?.type !== 'IEND') return png;
  const kept = rest.filter(({ type }) => !isWordy(type)).map(({ startsAt, endsAt }) => png.subarray(startsAt, endsAt));
  return Buffer.concat([png.subarray(0, header.endsAt), ...texts, ...kept]);
}

function chunk(type: Chunk['type'], data: Uint8Array): Uint8Array {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const whole = Buffer.alloc(body.byteLength + 8);
  whole.writeUInt32BE(data.byteLength, 0);
  whole.set(body, 4);
  whole.writeUInt32BE(crc32(body), body.byteLength + 4);
  return whole;
}
