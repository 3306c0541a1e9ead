import { open } from 'node:fs/promises';

/** A file or a buffer that is looked into without being read whole. */
export interface FileBytes {
  readonly size: number;
  /** At most `length` bytes from `at`; fewer where the file ends, none behind its end. */
  read(at: number, length: number): Promise<Buffer>;
}

/** Looks into bytes in memory. */
export function bytesIn(bytes: Uint8Array): FileBytes {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return {
    size: buffer.length,
    read: async (at, length) => buffer.subarray(Math.min(at, buffer.length), Math.min(at + length, buffer.length)),
  };
}

/** Looks into a file, which is closed when `work` has ended. @throws what the disk says, and what `work` throws */
export async function withFile<T>(path: string, work: (file: FileBytes) => Promise<T>): Promise<T> {
  const handle = await open(path, 'r');
  try {
    const { size } = await handle.stat();
    return await work({
      size,
      async read(at, length) {
        const wanted = Math.max(0, Math.min(length, size - at));
        const { buffer, bytesRead } = await handle.read(Buffer.alloc(wanted), 0, wanted, at);
        return buffer.subarray(0, bytesRead);
      },
    });
  } finally {
    await handle.close();
  }
}
