import { open } from 'node:fs/promises';
import type { Sink } from './exchange.ts';

/** A file that is being written. */
export interface NewFile {
  appendFile(piece: Uint8Array): Promise<unknown>;
  close(): Promise<void>;
}

/** Makes a file that is not there yet. @throws what the disk says */
export type CreateFile = (path: string) => Promise<NewFile>;

/** On this machine's disk, for the bot's own user alone. */
export const createFileOnDisk: CreateFile = (path) => open(path, 'wx', 0o600);

/** Opens a new file for a body that is not kept in memory: every piece is on its way to the disk before the next one is taken. */
export async function intoFile<T>(
  path: string,
  fetch: (sink: Sink) => Promise<T>,
  create: CreateFile = createFileOnDisk,
): Promise<T> {
  const file = await create(path);
  try {
    return await fetch((piece) => file.appendFile(piece));
  } finally {
    await file.close();
  }
}
