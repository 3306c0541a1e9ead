import type { UploadBook } from '../domain/lora-upload.ts';
import { createLoraUploads, type LoraUploads } from '../flow/upload-lora.ts';
import { createFetchLora } from '../http/fetch-lora.ts';
import { createPutLora } from '../http/put-lora.ts';
import { createSend } from '../http/send.ts';
import { createAskUploadTicket } from '../providers/runninghub-lora-ticket.ts';
import type { Materials } from './materials.ts';
import { makeReach } from './providers.ts';

/** Uploads to RunningHub; null without its key. */
export function makeLoraUploads(
  materials: Pick<Materials, 'config' | 'dispatcher' | 'proxy' | 'addressRules' | 'clock' | 'log'>,
  book: UploadBook,
): LoraUploads | null {
  const { config, dispatcher, proxy, addressRules, clock, log } = materials;
  const { runninghub } = config;
  if (runninghub === null) return null;
  return createLoraUploads({
    fetch: createFetchLora({ rules: addressRules, proxy, now: clock.now }),
    ask: createAskUploadTicket(runninghub, { send: createSend({ dispatcher }) }),
    put: createPutLora({ dispatcher, reachOf: makeReach(config) }),
    book,
    clock,
    log,
  });
}
