import { randomUUID } from 'node:crypto';
import { mkdir, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { JobId } from '#core/ids.ts';
import type { MediaFormat } from './media.ts';

/** Where results lie between their download and their post: a folder for each job. */
export interface Scratch {
  /** A path of its own for one more file of a job. Its folder exists, the file doesn't. */
  pathFor(job: JobId, format: MediaFormat | 'part'): Promise<string>;
  /** Deletes all files of a job. Never rejects: what is left goes when the folder is opened again. */
  discard(job: JobId): Promise<void>;
  /** Deletes all files. */
  close(): Promise<void>;
}

const prefix = 'incoming-';

/**
 * Opens a folder of this process within `parent`, which others may share, and deletes those of processes that are gone: one that
 * was killed leaves its files. Only the bot's own user can read it.
 */
export async function openScratch(parent: string): Promise<Scratch> {
  const folder = join(parent, `${prefix}${process.pid}`);
  const remove = (path: string) => rm(path, { recursive: true, force: true });
  const left = (await readdir(parent).catch(() => [])).filter((name) => name.startsWith(prefix));
  for (const name of left) if (!isOther(Number(name.slice(prefix.length)))) await remove(join(parent, name));
  return {
    async pathFor(job, format) {
      const own = join(folder, job);
      await mkdir(own, { recursive: true, mode: 0o700 });
      return join(own, `${randomUUID()}.${format}`);
    },
    async discard(job) {
      await remove(join(folder, job)).catch(() => undefined);
    },
    close: () => remove(folder),
  };
}

/** Whether another process of that number is alive. */
function isOther(pid: number): boolean {
  if (pid === process.pid || !Number.isInteger(pid)) return false;
  try {
    // Signal 0 sends nothing.
    return process.kill(pid, 0);
  } catch (error) {
    return Reflect.get(Object(error), 'code') === 'EPERM';
  }
}
