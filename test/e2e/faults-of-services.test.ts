import { test } from 'vitest';
import { expectAsRecorded } from '../faults/sample.ts';

/** A part of `npm run faults`, held against docs/faults.md. The other part is in faults-of-discord.test.ts, so that both run at once. */
test.each([
  'submit-submitting-refused',
  'submit-submitting-reset_after',
  'submit-submitting-hang',
  'submit-submitting-429',
  'submit-submitting-html',
  'submit-submitting-wrong_types',
  'submit-submitted-store_failing',
  'follow-checking-truncated',
  'follow-checking-500',
  'follow-downloading-wrong_types',
  'follow-disk_full',
])('%s', expectAsRecorded, 60_000);
