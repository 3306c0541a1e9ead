import { createHash } from 'node:crypto';
import { type FileHandle, mkdtemp, open, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { SpooledFile } from '../domain/lora-upload.ts';

/** A file on disk that is being written. */
export interface Spool {
  /** In order. @throws what the disk says */
  write(chunk: Uint8Array): Promise<void>;
  /** No more is written. */
  seal(): SpooledFile;
  /** @see SpooledFile.discard */
  discard(): Promise<void>;
}

const readBytes = 256 * 1024;

/**
 * Opens a file without a name: it is taken out of its folder while it is open, so that not even a crash leaves it behind.
 *
 * @throws what the disk says
 */
export async function openSpool(parent: string = tmpdir()): Promise<Spool> {
  const folder = await mkdtemp(join(parent, 'easel-'));
  const removeFolder = () => rm(folder, { recursive: true, force: true });
  // Where an open file cannot be taken away, it goes with `discard`.
  const handle = await open(join(folder, 'file'), 'wx+', 0o600).finally(() => removeFolder().catch(() => undefined));
  return createSpool(handle, removeFolder);
}

function createSpool(handle: FileHandle, removeFolder: () => Promise<void>): Spool {
  const hash = createHash('md5');
  let sizeBytes = 0;
  let isOpen = true;
  const discard = async () => {
    if (!isOpen) return;
    isOpen = false;
    await handle.close().catch(() => undefined);
    await removeFolder().catch(() => undefined);
  };
  return {
    discard,
    async write(chunk) {
      hash.update(chunk);
      for (let at = 0; at < chunk.byteLength; ) {
        const { bytesWritten } = await handle.write(chunk, at, chunk.byteLength - at, sizeBytes);
        at += bytesWritten;
        sizeBytes += bytesWritten;
      }
    },
    seal: () => ({ sizeBytes, md5Hex: hash.digest('hex'), discard, chunks: () => chunksOf(handle, sizeBytes) }),
  };
}

async function* chunksOf(handle: FileHandle, sizeBytes: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < sizeBytes; ) {
    const { bytesRead, buffer } = await handle.read(Buffer.alloc(readBytes), 0, readBytes, at);
    if (bytesRead === 0) throw new Error(`the file ends after ${at} of ${sizeBytes} bytes`);
    at += bytesRead;
    yield buffer.subarray(0, bytesRead);
  }
}
