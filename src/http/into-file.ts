import { open } from 'node:fs/promises';
import type { Sink } from './exchange.ts';

/** Opens a new file for a body that is not kept in memory: every piece is on its way to the disk before the next one is taken. */
export async function intoFile<T>(path: string, fetch: (sink: Sink) => Promise<T>): Promise<T> {
  const file = await open(path, 'wx', 0o600);
  try {
    return await fetch((piece) => file.appendFile(piece));
  } finally {
    await file.close();
  }
}
