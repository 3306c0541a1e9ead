import { createLoraUploads, type LoraUploads } from '../flow/upload-lora.ts';
import { createFetchLora } from '../http/fetch-lora.ts';
import { createPutLora } from '../http/put-lora.ts';
import { createSend } from '../http/send.ts';
import { mayUploadTo } from '../http/trusted-hosts.ts';
import { createAskUploadTicket } from '../providers/runninghub-lora-ticket.ts';
import type { Materials } from './materials.ts';

/** Uploads to RunningHub; null without its key. */
export function makeLoraUploads({
  config,
  dispatcher,
  addressRules,
  clock,
  log,
}: Pick<Materials, 'config' | 'dispatcher' | 'addressRules' | 'clock' | 'log'>): LoraUploads | null {
  const { runninghub } = config;
  if (runninghub === null) return null;
  return createLoraUploads({
    fetch: createFetchLora({ rules: addressRules }),
    ask: createAskUploadTicket(runninghub, { send: createSend({ dispatcher }) }),
    put: createPutLora({ dispatcher, mayPut: (url) => mayUploadTo(url, runninghub.baseUrl) }),
    clock,
    log,
  });
}
