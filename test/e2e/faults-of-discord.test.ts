import { test } from 'vitest';
import { expectAsRecorded } from '../faults/sample.ts';

/** A part of `npm run faults`, held against docs/faults.md: faults-of-services.test.ts is the other one. */
test.each(['admit-store_failing', 'reserve-answering-reset_after', 'reserve-opened-disk_full', 'deliver-sigkill'])(
  '%s',
  expectAsRecorded,
  60_000,
);
