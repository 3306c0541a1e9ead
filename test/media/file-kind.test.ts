import { describe, expect, it } from 'vitest';
import type { FileKind } from '#media/input.ts';
import { fileKindOf } from '#media/read-image.ts';
import { picture } from '../support/http/pictures.ts';

const latin = (text: string) => Buffer.from(text, 'latin1');

describe('a file is told by its bytes', () => {
  it.each(['png', 'jpeg', 'webp', 'gif', 'tiff'] as const)('a %s', async (format) => {
    expect(fileKindOf(await picture(format))).toBe(format);
  });

  it.each<[FileKind, string, string]>([
    ['heic', 'a photo of a phone', '\0\0\0\x18ftypheic\0\0\0\0'],
    ['heic', 'a photo of another phone', '\0\0\0\x18ftypmif1\0\0\0\0'],
    ['avif', 'an AVIF', '\0\0\0\x18ftypavif\0\0\0\0'],
    ['video', 'an MP4', '\0\0\0\x18ftypisom\0\0\0\0'],
    ['video', 'a WebM', '\x1aE\xdf\xa3\0'],
    ['video', 'an AVI', 'RIFF\0\0\0\0AVI LIST'],
    ['jxl', 'a JPEG XL', '\xff\x0a\0'],
    ['jxl', 'a JPEG XL in a box', '\0\0\0\x0cJXL \r\n'],
    ['bmp', 'a BMP', 'BM\x10\0\0\0\0\0\0\0'],
    ['icon', 'an icon', '\0\0\x01\0\x01\0'],
    ['psd', 'a Photoshop file', '8BPS\0\x01'],
    ['pdf', 'a PDF', '%PDF-1.7\n'],
    ['archive', 'a ZIP', 'PK\x03\x04\x14'],
    ['archive', 'an SVG that is packed', '\x1f\x8b\x08'],
    ['unknown', 'a sound', 'RIFF\0\0\0\0WAVEfmt '],
    ['unknown', 'half a signature', '\x89PN'],
    ['unknown', 'anything', '\x01\x02\x03'],
    ['empty', 'nothing', ''],
  ])('%s: %s', (kind, _name, bytes) => {
    expect(fileKindOf(latin(bytes))).toBe(kind);
  });

  it.each<[FileKind, string]>([
    ['svg', '<svg xmlns="http://www.w3.org/2000/svg"/>'],
    [
      'svg',
      '\uFEFF\n<?xml version="1.0"?>\n<!-- drawn by hand -->\n<!DOCTYPE svg>\n<svg width="9"><html></html></svg>',
    ],
    ['html', '<!doctype html><title>gone</title><svg></svg>'],
    ['html', '\n<!-- gone --><HTML lang="en">'],
    ['text', 'BMW and other words: <svg is not a tag here'],
    ['text', '{"code":404}'],
    ['text', '<error>no</error>'],
    ['unknown', 'words\0and more'],
  ])('%s: %j', (kind, text) => {
    expect(fileKindOf(Buffer.from(text))).toBe(kind);
  });

  it('a long text, whose head ends within a character', () => {
    expect(fileKindOf(Buffer.from(`${'a'.repeat(1023)}ä`))).toBe('text');
  });
});
