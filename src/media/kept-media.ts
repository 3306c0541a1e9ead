import { createHmac, randomUUID, timingSafeEqual } from 'node:crypto';
import { copyFile, mkdir, readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { JobId } from '#core/ids.ts';
import { type MediaFormat, mediaFormats, type StoredMedia } from './media.ts';

/** Where a file can be fetched, and until when. */
export interface MediaLink {
  readonly url: string;
  /** Unix milliseconds. */
  readonly untilMs: number;
}

/** Files that are too large for Discord, behind signed links. */
export interface KeptMedia {
  /** @throws what the disk says */
  keep(file: StoredMedia, job: JobId): Promise<MediaLink>;
  /** The file of a link's path and query; null for one that was not given out, or has ended. */
  find(path: string, query: URLSearchParams): FoundMedia | null;
  /** Deletes what is kept of a job; its links lead nowhere then. @throws what the disk says */
  forget(job: JobId): Promise<void>;
  /** Deletes what has ended. */
  sweep(): Promise<void>;
}

/** @see KeptMedia.find */
export interface FoundMedia {
  readonly path: string;
  readonly mediaType: string;
}

/** @see createKeptMedia */
export interface KeptMediaDeps {
  /** Of this bot alone. */
  readonly folder: string;
  /** How members reach the operations server. */
  readonly publicUrl: string;
  readonly botToken: string;
  readonly keptForMs: number;
  readonly now: () => number;
}

const pathPattern = /^\/media\/(\d{1,20})\/([0-9a-f-]{36})\.([a-z0-9]{2,5})$/u;
const isFormat = (name: string): name is MediaFormat => Object.hasOwn(mediaFormats, name);

/** A link has its own end in it, signed with a key made from the bot token: nothing is stored but the file. */
export function createKeptMedia({ folder, publicUrl, botToken, keptForMs, now }: KeptMediaDeps): KeptMedia {
  const key = createHmac('sha256', botToken).update('easel media links, version 1').digest();
  const signatureOf = (path: string, until: string) => createHmac('sha256', key).update(`${path} ${until}`).digest();
  return {
    async keep(file, job) {
      const name = `${randomUUID()}.${file.format}`;
      await mkdir(join(folder, job), { recursive: true, mode: 0o700 });
      await copyFile(file.path, join(folder, job, name));
      const untilMs = now() + keptForMs;
      const path = `/media/${job}/${name}`;
      const sign = signatureOf(path, String(untilMs)).toString('base64url');
      return { url: `${publicUrl}${path}?until=${untilMs}&sign=${sign}`, untilMs };
    },
    find(path, query) {
      const [, job = '', name = '', format = ''] = pathPattern.exec(path) ?? [];
      const until = query.get('until') ?? '';
      if (!isFormat(format) || !/^\d{1,15}$/u.test(until) || Number(until) < now()) return null;
      const given = Buffer.from(query.get('sign') ?? '', 'base64url');
      const own = signatureOf(path, until);
      const isOwn = given.length === own.length && timingSafeEqual(given, own);
      return isOwn ? { path: join(folder, job, `${name}.${format}`), mediaType: mediaFormats[format].mediaType } : null;
    },
    forget: (job) => rm(join(folder, job), { recursive: true, force: true }),
    async sweep() {
      const jobs = await readdir(folder).catch(() => []);
      for (const job of jobs) {
        const { mtimeMs } = await stat(join(folder, job)).catch(() => ({ mtimeMs: Number.POSITIVE_INFINITY }));
        if (now() - mtimeMs > keptForMs) await rm(join(folder, job), { recursive: true, force: true });
      }
    },
  };
}
