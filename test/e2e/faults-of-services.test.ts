import { test } from 'vitest';
import { expectAsRecorded } from '../faults/sample.ts';

/** A part of `npm run faults`, held against docs/faults.md. The other part is in faults-of-discord.test.ts, so that both run at once. */
test.each(['submit-submitting-reset_after', 'submit-submitted-store_failing', 'follow-checking-truncated'])(
  '%s',
  expectAsRecorded,
  60_000,
);
