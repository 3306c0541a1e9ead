import type { Dispatcher } from 'undici';
import { leastLoraRate, type SpooledFile, type UploadRefusal, type Watch } from '../domain/lora-upload.ts';
import { isSafetensorsStart, safetensorsHeaderBytes, safetensorsStartBytes } from '../domain/safetensors.ts';
import { openSpool, type Spool } from './spool.ts';

/** Ends a fetch with a reason that the operator reads. */
export class Refused extends Error {
  readonly refusal: UploadRefusal;

  constructor(refusal: UploadRefusal) {
    super(refusal.why);
    this.name = 'Refused';
    this.refusal = refusal;
  }
}

/** What bounds a file that is received. */
export interface ReceiveLimits {
  readonly maxBytes: number;
  /** Where it lies; the system's folder for such files when undefined. */
  readonly folder: string | undefined;
  /** Milliseconds; for {@link leastLoraRate}. */
  readonly now: () => number;
}

/** Reads an answer's body onto the disk as it comes. @throws {@link Refused}, and what the connection says; then nothing is left on the disk */
export async function receiveSafetensors(
  response: Dispatcher.ResponseData,
  watch: Watch,
  { maxBytes, folder, now }: ReceiveLimits,
): Promise<SpooledFile> {
  const announced = Number(response.headers['content-length'] ?? Number.NaN);
  const total = Number.isFinite(announced) ? announced : null;
  const spool = await onDisk(openSpool(folder));
  try {
    return await pour(response.body, spool, { maxBytes, now, onBytes: (done) => watch.onBytes(done, total) });
  } catch (error) {
    await spool.discard();
    throw error;
  }
}

interface Pouring extends Pick<ReceiveLimits, 'maxBytes' | 'now'> {
  readonly onBytes: (done: number) => void;
}

async function pour(body: AsyncIterable<Uint8Array>, spool: Spool, { maxBytes, now, onBytes }: Pouring) {
  const startedAtMs = now();
  let done = 0;
  let start: Uint8Array = new Uint8Array();
  for await (const chunk of body) {
    // Leaving the loop destroys the stream, and with it the connection.
    done += chunk.byteLength;
    if (done > maxBytes) throw new Refused({ why: 'too_large' });
    if (isCrawling(done, now() - startedAtMs)) throw new Refused({ why: 'crawling' });
    if (start.byteLength < safetensorsStartBytes) start = checkedStart(Buffer.concat([start, chunk]));
    await onDisk(spool.write(chunk));
    onBytes(done);
  }
  if (start.byteLength < safetensorsStartBytes || done < 8 + safetensorsHeaderBytes(start)) {
    throw new Refused({ why: 'not_safetensors' });
  }
  return spool.seal();
}

/** Looked at with every piece; between two of them the silence is bounded. */
function isCrawling(bytes: number, tookMs: number): boolean {
  const { bytesPerSecond, afterMs } = leastLoraRate;
  return tookMs > afterMs && bytes < (tookMs / 1000) * bytesPerSecond;
}

/** As soon as there is enough to judge by: nobody waits for gigabytes of something else. */
function checkedStart(start: Uint8Array): Uint8Array {
  if (start.byteLength < safetensorsStartBytes || isSafetensorsStart(start)) return start;
  throw new Refused({ why: 'not_safetensors' });
}

async function onDisk<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch {
    throw new Refused({ why: 'no_room' });
  }
}
