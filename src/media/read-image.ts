import type { Metadata, Sharp } from 'sharp';
import sharp from 'sharp';
import type { FileKind } from './input.ts';
import type { StillImage } from './media.ts';
import { readHeader } from './picture-headers.ts';

/** 100 megapixels: a picture that claims more is not decoded. */
const maxPixels = 100_000_000;

interface DecodeLimits {
  readonly maxPixels: number;
  /** Whole seconds; 0 for no limit. */
  readonly maxSeconds: number;
}

/** A picture that was decoded to its last row. */
export interface Decoded {
  /** As its rows are stored. */
  readonly widthPx: number;
  readonly heightPx: number;
  /** 1 to 8 as EXIF counts: how it has to be turned to be displayed; 1 is upright. */
  readonly orientation: number;
  /** True for 8 bits per channel in grey or sRGB, by the file's own word: what every service reads alike. */
  readonly isPlain: boolean;
}

/**
 * Reads a picture's type and size from its bytes and decodes it to the last row, so that neither a page of HTML nor half
 * a picture passes. Null where it is not a whole, still PNG, JPEG or WebP.
 */
export async function readImage(bytes: Uint8Array): Promise<StillImage | null> {
  const format = formatOf(bytes);
  if (format === null || readHeader(bytes, format)?.isAnimated) return null;
  const decoded = await decode(bytes, { maxPixels, maxSeconds: 0 });
  return decoded && { bytes, format, widthPx: decoded.widthPx, heightPx: decoded.heightPx };
}

/** By signature, so that only these three decoders ever see the bytes. */
export function formatOf(bytes: Uint8Array): StillImage['format'] | null {
  const kind = fileKindOf(bytes);
  return kind === 'png' || kind === 'jpeg' || kind === 'webp' ? kind : null;
}

/**
 * Decodes a still picture, keeping next to nothing of it. Null where it cannot be, or not within the limits.
 *
 * @param moving what is done with one that moves: null, or its first picture is decoded
 */
export async function decode(
  bytes: Uint8Array,
  limits: DecodeLimits,
  moving: 'none' | 'first' = 'none',
): Promise<Decoded | null> {
  try {
    const metadata = await openPicture(bytes, limits).metadata();
    const { width, height, pages = 1, orientation = 1 } = metadata;
    if (pages > 1 && moving === 'none') return null;
    // Decoders work from top to bottom: the last row comes after all the others.
    await openPicture(bytes, limits)
      .extract({ left: 0, top: height - 1, width, height: 1 })
      .raw()
      .toBuffer();
    return { widthPx: width, heightPx: height, orientation, isPlain: isPlain(metadata) };
  } catch {
    // sharp throws for whatever it cannot decode; to the caller that is an answer, not a failure.
    return null;
  }
}

const plainSpaces: ReadonlySet<string> = new Set(['srgb', 'b-w']);

/** A profile of another colour space (Adobe RGB, Display P3) is overlooked by services, and the colours come out wrong. */
function isPlain({ space, depth, icc }: Metadata): boolean {
  return plainSpaces.has(space) && depth === 'uchar' && (icc === undefined || isSrgbProfile(icc));
}

const srgbName = 'sRGB';

/** By its description, which is Latin-1 in old profiles and UTF-16 in new ones; a grey profile says how bright, not which colour. */
function isSrgbProfile(icc: Buffer): boolean {
  const isGrey = icc.toString('latin1', 16, 20) === 'GRAY';
  return isGrey || icc.includes(srgbName, 0, 'latin1') || icc.includes(Buffer.from(srgbName, 'utf16le').swap16());
}

/** A picture for sharp, which refuses what is broken or beyond the limits. */
export function openPicture(bytes: Uint8Array, { maxPixels: limitInputPixels, maxSeconds }: DecodeLimits): Sharp {
  return sharp(bytes, { failOn: 'error', limitInputPixels }).timeout({ seconds: maxSeconds });
}

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
