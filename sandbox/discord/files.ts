import { createHmac } from 'node:crypto';
import sharp from 'sharp';
import type { UploadedFile } from './multipart.ts';
import type { StoredFile } from './records.ts';
import type { Attachment } from './wire.ts';
import type { World } from './world.ts';

/** A file that a person attaches to a command. */
export interface PersonFile {
  readonly name: string;
  readonly bytes: Uint8Array;
  /** As Discord reports it, whatever the bytes are; by the name's ending when left out. */
  readonly mediaType?: string;
}

const mediaTypes: Readonly<Record<string, string>> = {
  png: 'image/png',
  jpg: 'image/jpeg',
  jpeg: 'image/jpeg',
  webp: 'image/webp',
  gif: 'image/gif',
  txt: 'text/plain; charset=utf-8',
};

/** What Discord says that the file is. */
export function mediaTypeOf({ name, mediaType }: PersonFile): string {
  return mediaType ?? mediaTypes[name.split('.').at(-1)?.toLowerCase() ?? ''] ?? 'application/octet-stream';
}

/** Puts a file that goes with a command on the CDN. The size in pixels is told for PNG alone; Discord leaves it out as well where it does not know. */
export function keepAttached(world: World, file: PersonFile, channelId: string): StoredFile {
  const { name, bytes } = file;
  const contentType = mediaTypeOf(file);
  const size = contentType.startsWith('image/') ? pngSize(bytes) : null;
  const about = { folder: 'ephemeral-attachments', channelId, description: null } as const;
  const pixels = { widthPx: size?.widthPx ?? null, heightPx: size?.heightPx ?? null };
  return keepFile(world, { filename: name, contentType, bytes }, { ...about, ...pixels });
}

/** Puts an uploaded file on the CDN; the size in pixels is read from the bytes where they are a picture. */
export async function storeFile(
  world: World,
  file: UploadedFile,
  place: Pick<StoredFile, 'channelId' | 'folder'>,
): Promise<StoredFile> {
  const size = file.contentType.startsWith('image/') ? await pixelSize(file.bytes) : null;
  return keepFile(world, file, {
    ...place,
    description: null,
    widthPx: size?.widthPx ?? null,
    heightPx: size?.heightPx ?? null,
  });
}

/** Puts a file on the CDN without looking into it. */
export function keepFile(
  world: World,
  file: Omit<UploadedFile, 'field'>,
  about: Pick<StoredFile, 'channelId' | 'folder' | 'description' | 'widthPx' | 'heightPx'>,
): StoredFile {
  const { filename, contentType, bytes } = file;
  const stored: StoredFile = { ...about, id: world.ids.next(), filename: safeName(filename), contentType, bytes };
  world.files.set(stored.id, stored);
  return stored;
}

/** The attachment as Discord answers it, with an address that is valid for a day from now. */
export function renderAttachment(world: World, file: StoredFile): Attachment {
  const url = signedUrl(world, file);
  return {
    id: file.id,
    filename: file.filename,
    size: file.bytes.byteLength,
    url,
    proxy_url: url,
    content_type: file.contentType,
    ...(file.description === null ? {} : { description: file.description }),
    ...(file.widthPx === null ? {} : { width: file.widthPx }),
    ...(file.heightPx === null ? {} : { height: file.heightPx }),
    ...(file.folder === 'ephemeral-attachments' ? { ephemeral: true } : {}),
  };
}

/** The file behind an address of the CDN, or null when it is unknown, deleted, expired or the signature does not fit. */
export function openSignedUrl(world: World, url: URL): StoredFile | null {
  const file = world.files.get(url.pathname.split('/')[3] ?? '');
  if (file === undefined || url.pathname !== pathOf(world, file)) return null;
  const expiry = url.searchParams.get('ex') ?? '';
  const issued = url.searchParams.get('is') ?? '';
  if (url.searchParams.get('hm') !== signature(world, url.pathname, expiry, issued)) return null;
  return Number.parseInt(expiry, 16) * 1000 > world.settings.now() ? file : null;
}

function signedUrl(world: World, file: StoredFile): string {
  const path = pathOf(world, file);
  const issuedAt = Math.floor(world.settings.now() / 1000);
  const issued = issuedAt.toString(16);
  const expiry = (issuedAt + Math.ceil(world.settings.attachmentUrlLifeMs / 1000)).toString(16);
  return `${world.origin}${path}?ex=${expiry}&is=${issued}&hm=${signature(world, path, expiry, issued)}&`;
}

function pathOf(world: World, file: StoredFile): string {
  const owner = file.folder === 'attachments' ? file.channelId : world.settings.applicationId;
  return `/${file.folder}/${owner}/${file.id}/${file.filename}`;
}

function signature(world: World, path: string, expiry: string, issued: string): string {
  return createHmac('sha256', `cdn of ${world.settings.token}`).update(`${path}?${expiry}&${issued}`).digest('hex');
}

function safeName(filename: string): string {
  return filename.replaceAll(/[^A-Za-z0-9._-]/g, '_') || 'unknown';
}

/** From the header, so that a command is sent at once. */
function pngSize(bytes: Uint8Array): { widthPx: number; heightPx: number } | null {
  const head = Buffer.from(bytes.subarray(0, 24));
  if (head.length < 24 || head.toString('latin1', 1, 4) !== 'PNG') return null;
  return { widthPx: head.readUInt32BE(16), heightPx: head.readUInt32BE(20) };
}

async function pixelSize(bytes: Uint8Array): Promise<{ widthPx: number; heightPx: number } | null> {
  try {
    const { width, height } = await sharp(bytes).metadata();
    return { widthPx: width, heightPx: height };
  } catch {
    return null;
  }
}
