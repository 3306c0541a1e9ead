import { z } from 'zod';
import type { JobId, ProviderName } from '#core/ids.ts';

/** File formats a member can ask for. `webp` is asked of a provider in its lossless form where it knows two. */
export const imageFormats = ['png', 'jpeg', 'webp'] as const;
/** @see imageFormats */
export type ImageFormat = (typeof imageFormats)[number];

/** A picture of a member's as Discord tells of it; nothing here is certain before its bytes were read. */
export interface SourceImage {
  /** At Discord's CDN, signed: it ends after a while. */
  readonly url: string;
  readonly name: string;
  readonly bytes: number | null;
  readonly mediaType: string | null;
  readonly widthPx: number | null;
  readonly heightPx: number | null;
}

/** What a file shows, plays or holds. */
export const mediaKinds = ['image', 'video', 'audio', 'model3d', 'text'] as const;
/** @see mediaKinds */
export type MediaKind = (typeof mediaKinds)[number];

/** Every format of a result that Easel hands on, with its kind and its media type. @see https://www.iana.org/assignments/media-types, read 2026-11-28 */
export const mediaFormats = {
  png: { kind: 'image', mediaType: 'image/png' },
  jpeg: { kind: 'image', mediaType: 'image/jpeg' },
  webp: { kind: 'image', mediaType: 'image/webp' },
  gif: { kind: 'image', mediaType: 'image/gif' },
  mp4: { kind: 'video', mediaType: 'video/mp4' },
  mov: { kind: 'video', mediaType: 'video/quicktime' },
  webm: { kind: 'video', mediaType: 'video/webm' },
  mp3: { kind: 'audio', mediaType: 'audio/mpeg' },
  wav: { kind: 'audio', mediaType: 'audio/wav' },
  flac: { kind: 'audio', mediaType: 'audio/flac' },
  ogg: { kind: 'audio', mediaType: 'audio/ogg' },
  m4a: { kind: 'audio', mediaType: 'audio/mp4' },
  glb: { kind: 'model3d', mediaType: 'model/gltf-binary' },
  obj: { kind: 'model3d', mediaType: 'model/obj' },
  fbx: { kind: 'model3d', mediaType: 'application/octet-stream' },
  stl: { kind: 'model3d', mediaType: 'model/stl' },
  ply: { kind: 'model3d', mediaType: 'application/octet-stream' },
  zip: { kind: 'model3d', mediaType: 'application/zip' },
  txt: { kind: 'text', mediaType: 'text/plain; charset=utf-8' },
} as const satisfies Readonly<Record<string, { readonly kind: MediaKind; readonly mediaType: string }>>;
/** @see mediaFormats */
export type MediaFormat = keyof typeof mediaFormats;

/** A file at the provider, not fetched yet. */
export interface RemoteMedia {
  /** Empty where the answer holds the text itself. */
  readonly url: string;
  readonly text?: string | undefined;
  /** What the provider calls the file: an extension (`png`, `txt`) or a kind (`image`), in lower case; left out where it does not say. A hint only. */
  readonly kind?: string | undefined;
}

/** A picture in memory whose type was read from its bytes. */
export interface ImageFile {
  readonly bytes: Uint8Array;
  /** PNG, WebP and GIF may move. */
  readonly format: 'png' | 'jpeg' | 'webp' | 'gif';
  readonly widthPx: number;
  readonly heightPx: number;
  /** True for the first frame of an animation that did not fit. */
  readonly isFirstFrame?: boolean;
}

/** A file of a result on the disk, where it waits to be posted. Its format was read from its bytes. */
export interface StoredMedia {
  readonly format: MediaFormat;
  readonly path: string;
  readonly byteLength: number;
  /** Of a picture or a video; null where the file doesn't say. */
  readonly widthPx: number | null;
  readonly heightPx: number | null;
  /** Of a video or a sound; null where the file doesn't say. */
  readonly durationMs: number | null;
  /** Where the service keeps it for a day; left out where it is on no public address. */
  readonly address?: string | undefined;
}

/** A file of a result: on the disk, or a picture in memory. */
export type MediaFile = StoredMedia | ImageFile;

/** A picture of a kind that services take to be edited; it does not move. */
export interface StillImage extends ImageFile {
  readonly format: 'png' | 'jpeg' | 'webp';
}

/** What is fetched, and for which job: its files are deleted with it. */
export interface Wanted {
  readonly job: JobId;
  readonly provider: ProviderName;
  readonly output: MediaKind;
}

/** Fetches a result from the address that the provider names. @throws {@link BotError} `media.unfetchable` */
export type Download = (media: RemoteMedia, wanted: Wanted, signal: AbortSignal) => Promise<MediaFile>;

/** What a file of a result shows, plays or holds. */
export function kindOf({ format }: Pick<MediaFile, 'format'>): MediaKind {
  return mediaFormats[format].kind;
}

/** What a file of a result weighs, in bytes. */
export function byteLengthOf(file: MediaFile): number {
  return 'path' in file ? file.byteLength : file.bytes.byteLength;
}

/** What a file of a finished job most likely is; only its bytes are certain. */
export type RemoteKind = 'wanted' | 'preview' | 'other';

/** How services and their addresses name kinds of files. */
const namesOfKinds: Readonly<Record<MediaKind, ReadonlySet<string>>> = {
  image: new Set(['image', 'images', 'picture', 'png', 'jpg', 'jpeg', 'webp', 'gif', 'avif', 'apng', 'tif', 'tiff']),
  video: new Set(['video', 'videos', 'mp4', 'webm', 'mov', 'mkv', 'avi', 'm4v']),
  audio: new Set(['audio', 'audios', 'mp3', 'wav', 'flac', 'ogg', 'm4a', 'aac']),
  model3d: new Set(['3d', 'model', 'model3d', 'glb', 'gltf', 'obj', 'fbx', 'ply', 'stl', 'usdz', 'zip']),
  text: new Set(['txt', 'text', 'string', 'json', 'xml', 'csv', 'md', 'html', 'srt', 'log', 'yaml', 'pdf']),
};
const otherNames: ReadonlySet<string> = new Set(['tar', 'gz', '7z', 'safetensors', 'latent', 'pt', 'bin', 'file']);
const previewWords = /(?:^|[^a-z0-9])(?:preview|thumb|thumbnail|temp|tmp)(?:[^a-z0-9]|$)/i;

/** By what the provider calls it and by the name in its address; one that speaks for the wanted kind is enough. */
export function remoteKindOf({ url, text, kind = '' }: RemoteMedia, output: MediaKind = 'image'): RemoteKind {
  if (text !== undefined) return output === 'text' ? 'wanted' : 'other';
  const path = URL.canParse(url) ? new URL(url).pathname : '';
  const file = path.slice(path.lastIndexOf('/') + 1);
  if (previewWords.test(kind) || previewWords.test(file)) return 'preview';
  const names = [kind.toLowerCase(), (/\.([a-z0-9]+)$/i.exec(file)?.[1] ?? '').toLowerCase()];
  if (names.some((name) => namesOfKinds[output].has(name))) return 'wanted';
  const isKnown = (name: string) => otherNames.has(name) || mediaKinds.some((each) => namesOfKinds[each].has(name));
  return names.some(isKnown) ? 'other' : 'wanted';
}

/** A picture beside a result of another kind, by its names: what the result looks like. */
export function isStill({ url, text, kind = '' }: RemoteMedia): boolean {
  const path = URL.canParse(url) ? new URL(url).pathname : '';
  const names = [kind.toLowerCase(), (/\.([a-z0-9]+)$/i.exec(path)?.[1] ?? '').toLowerCase()];
  return text === undefined && names.some((name) => namesOfKinds.image.has(name));
}

/** A member's picture as it is kept with a request or a job: where it is, never its bytes. */
export const sourceImageSchema: z.ZodType<SourceImage> = z.object({
  url: z.string(),
  name: z.string(),
  bytes: z.number().nullable(),
  mediaType: z.string().nullable(),
  widthPx: z.number().nullable(),
  heightPx: z.number().nullable(),
});
