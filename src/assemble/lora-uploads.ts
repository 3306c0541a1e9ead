import type { UploadBook } from '../domain/lora-upload.ts';
import { createLoraUploads, type LoraUploads } from '../flow/upload-lora.ts';
import { createFetchLora } from '../http/fetch-lora.ts';
import { createPutLora } from '../http/put-lora.ts';
import { createSend } from '../http/send.ts';
import type { Funding } from '../operations/funding.ts';
import { createAskUploadTicket } from '../providers/runninghub-lora-ticket.ts';
import type { Materials } from './materials.ts';
import { makeReach } from './providers.ts';

/** Uploads to RunningHub; null without its key. */
export function makeLoraUploads(
  materials: Pick<Materials, 'config' | 'dispatcher' | 'proxy' | 'addressRules' | 'clock' | 'log'> & {
    readonly funding: Pick<Funding, 'watchCall'>;
  },
  book: UploadBook,
): LoraUploads | null {
  const { config, dispatcher, proxy, addressRules, clock, log, funding } = materials;
  const { runninghub } = config;
  if (runninghub === null) return null;
  const ask = createAskUploadTicket(runninghub, { send: createSend({ dispatcher }) });
  return createLoraUploads({
    fetch: createFetchLora({ rules: addressRules, proxy, now: clock.monotonic }),
    ask: (wanted, signal) => funding.watchCall('runninghub', 'lora', ask(wanted, signal)),
    put: createPutLora({ dispatcher, reachOf: makeReach(config), proxy }),
    book,
    clock,
    log,
  });
}
