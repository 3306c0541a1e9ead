import { jobId } from '#core/ids.ts';
import { createLedger } from '#credits/ledger.ts';
import { openStore } from '#db/open-store.ts';
import { guild, holdOf, termsOf, wednesdayMs } from './money.ts';
import { createRecordingLog } from './recording-log.ts';

/** A process to be killed: `tsx reserve-for-ever.ts <url> <prefix>`. Prints each job's id once its credits are held for certain. */
const [, , url = '', prefix = ''] = process.argv;
const log = createRecordingLog();
const ledger = createLedger({ store: await openStore({ url, log }), now: () => wednesdayMs, log });
const policy = termsOf(1_000_000, 1_000_000);

for (let number = 0; ; number += 1) {
  const held = await ledger.reserve(holdOf(`${prefix}${number}`, 3, policy));
  process.stdout.write(`${held.id}\n`);
  if (number > 0) await ledger.settle(guild, jobId(`${prefix}${number - 1}`), 2);
}
