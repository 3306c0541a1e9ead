import { z } from 'zod';
import type { ProviderName } from '#core/ids.ts';

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

/** A picture at the provider, not fetched yet. */
export interface RemoteImage {
  readonly url: string;
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

/** A picture of a kind that services take to be edited; it does not move. */
export interface StillImage extends ImageFile {
  readonly format: 'png' | 'jpeg' | 'webp';
}

/** Fetches a result from the address that the provider names. @throws {@link BotError} `media.unfetchable` */
export type Download = (image: RemoteImage, provider: ProviderName, signal: AbortSignal) => Promise<ImageFile>;

/** What a file of a finished job most likely is; only its bytes are certain. */
export type RemoteKind = 'picture' | 'preview' | 'other';

/** How services and their addresses name kinds of files that are no pictures. */
const otherNames: ReadonlySet<string> = new Set([
  ...['txt', 'text', 'string', 'json', 'xml', 'csv', 'md', 'html', 'srt', 'log', 'yaml', 'pdf'],
  ...['video', 'mp4', 'webm', 'mov', 'mkv', 'avi', 'm4v'],
  ...['audio', 'mp3', 'wav', 'flac', 'ogg', 'm4a', 'aac'],
  ...['3d', 'model', 'model3d', 'glb', 'gltf', 'obj', 'fbx', 'ply', 'stl', 'usdz'],
  ...['zip', 'tar', 'gz', '7z', 'safetensors', 'latent', 'pt', 'bin', 'file'],
]);
const pictureNames: ReadonlySet<string> = new Set([
  ...['image', 'images', 'picture', 'png', 'jpg', 'jpeg', 'webp', 'gif', 'avif', 'apng', 'tif', 'tiff'],
]);
const previewWords = /(?:^|[^a-z0-9])(?:preview|thumb|thumbnail|temp|tmp)(?:[^a-z0-9]|$)/i;

/** By what the provider calls it and by the name in its address; one that speaks for a picture is enough. */
export function remoteKindOf({ url, kind = '' }: RemoteImage): RemoteKind {
  const path = URL.canParse(url) ? new URL(url).pathname : '';
  const file = path.slice(path.lastIndexOf('/') + 1);
  if (previewWords.test(kind) || previewWords.test(file)) return 'preview';
  const names = [kind.toLowerCase(), (/\.([a-z0-9]+)$/i.exec(file)?.[1] ?? '').toLowerCase()];
  if (names.some((name) => pictureNames.has(name))) return 'picture';
  return names.some((name) => otherNames.has(name)) ? 'other' : 'picture';
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
