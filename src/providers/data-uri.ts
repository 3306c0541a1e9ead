import type { InputFile } from '../domain/input.ts';

/** What a picture is called on the wire, by its bytes. */
export const mediaTypes = {
  png: 'image/png',
  jpeg: 'image/jpeg',
  webp: 'image/webp',
} as const satisfies Record<InputFile['format'], string>;

/** The picture itself as an address; a third longer than its bytes. */
export function dataUriOf({ bytes, format }: InputFile): string {
  const { buffer, byteOffset, byteLength } = bytes;
  return `data:${mediaTypes[format]};base64,${Buffer.from(buffer, byteOffset, byteLength).toString('base64')}`;
}
