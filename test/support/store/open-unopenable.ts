import { openStore } from '#db/open-store.ts';
import { createRecordingLog } from './recording-log.ts';

/** A process that opens a store in vain: `tsx open-unopenable.ts <url>`. Prints the error and ends by itself with code 3. */
const [, , url = ''] = process.argv;
try {
  await openStore({ url, log: createRecordingLog(), lockWaitMs: 50 });
} catch (error) {
  // A later turn of the event loop is reached only by a process that lives.
  setImmediate(() => {
    process.stdout.write(String(error));
    process.exitCode = 3;
  });
}
