import type { FileKind } from '../domain/input.ts';

/** How much of a file is looked at to tell a drawing or a page from other text. */
const headBytes = 1024;

/** `at` is where the rest of the signature stands, in bytes from the file's begin; `begin` stands before it. */
interface Signature {
  readonly kind: FileKind;
  readonly begin?: string;
  readonly at?: number;
  /** In Latin-1; one of them. */
  readonly marks: readonly string[];
}

const heicBrands = ['heic', 'heix', 'heim', 'heis', 'hevc', 'hevx', 'hevm', 'hevs', 'mif1', 'msf1'] as const;

/** In this order: the general ones last. */
const signatures: readonly Signature[] = [
  { kind: 'png', marks: ['\x89PNG\r\n\x1a\n'] },
  { kind: 'jpeg', marks: ['\xff\xd8\xff'] },
  { kind: 'webp', begin: 'RIFF', at: 8, marks: ['WEBP'] },
  { kind: 'gif', marks: ['GIF87a', 'GIF89a'] },
  { kind: 'heic', at: 4, marks: heicBrands.map((brand) => `ftyp${brand}`) },
  { kind: 'avif', at: 4, marks: ['ftypavif', 'ftypavis'] },
  { kind: 'jxl', marks: ['\xff\x0a', '\0\0\0\x0cJXL '] },
  { kind: 'bmp', begin: 'BM', at: 6, marks: ['\0\0\0\0'] },
  { kind: 'tiff', marks: ['II*\0', 'MM\0*'] },
  { kind: 'icon', marks: ['\0\0\x01\0', '\0\0\x02\0'] },
  { kind: 'psd', marks: ['8BPS'] },
  { kind: 'pdf', marks: ['%PDF-'] },
  { kind: 'video', at: 4, marks: ['ftyp'] },
  { kind: 'video', marks: ['\x1aE\xdf\xa3'] },
  { kind: 'video', begin: 'RIFF', at: 8, marks: ['AVI '] },
  { kind: 'archive', marks: ['PK\x03\x04', 'Rar!', '7z\xbc\xaf', '\x1f\x8b'] },
];

/** What a file is by its bytes alone, whatever it is called and declared to be. */
export function fileKindOf(bytes: Uint8Array): FileKind {
  if (bytes.byteLength === 0) return 'empty';
  const head = Buffer.from(bytes.subarray(0, headBytes));
  const latin = head.toString('latin1');
  const signed = signatures.find((signature) => bears(latin, signature));
  return signed?.kind ?? textKindOf(head.toString('utf8'));
}

function bears(latin: string, { begin = '', at = 0, marks }: Signature): boolean {
  return latin.startsWith(begin) && marks.some((mark) => latin.startsWith(mark, at));
}

/** By its first tag; comments and declarations may come before it. */
function textKindOf(head: string): FileKind {
  const text = head.replace(/^\uFEFF/, '').trimStart();
  if (!isText(text)) return 'unknown';
  const [tag = ''] = /<(?:svg|html|head|body|!doctype html)(?=[\s>/])/i.exec(text) ?? [];
  if (!text.startsWith('<') || tag === '') return 'text';
  return tag.toLowerCase() === '<svg' ? 'svg' : 'html';
}

/** No control characters but white space, and nothing that is no character, save a last one that was cut in two. */
function isText(text: string): boolean {
  return !/[^\P{Cc}\s]|\uFFFD(?!\uFFFD*$)/u.test(text);
}
