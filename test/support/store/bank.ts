import type { Database } from '../../../src/db/database.ts';
import { type UserId, userId } from '../../../src/domain/ids.ts';
import { createFavourites } from '../../../src/store/favourites.ts';
import { createJobs } from '../../../src/store/jobs.ts';
import { createLastChoices } from '../../../src/store/last-choices.ts';
import { createLedger } from '../../../src/store/ledger.ts';
import { createMemberRecords } from '../../../src/store/member-records.ts';
import { createParkedRequests } from '../../../src/store/parked-requests.ts';
import { createPresets } from '../../../src/store/presets.ts';
import { createPrivacy } from '../../../src/store/privacy.ts';
import { createUsage } from '../../../src/store/usage.ts';
import { createMemoryStore } from './memory-store.ts';
import { wednesdayMs } from './money.ts';
import { createRecordingLog } from './recording-log.ts';

/** What a bank is opened with besides its rows. */
export interface BankOptions {
  readonly now?: () => number;
  readonly newPseudonym?: () => UserId;
  /** How the write-ahead file is emptied. */
  readonly forgetOverwritten?: () => Promise<void>;
  /** In place of the tables that belong to the rows. */
  readonly database?: Database;
}

/** Pseudonyms that count from 1; hand the same to every bank on the same rows. */
export function createPseudonyms(): () => UserId {
  let count = 0;
  return () => userId(`erased-${++count}`);
}

/** Everything of the store that knows members, put together as it is in the bot, on a map. The same map is the same file. */
export function openBank(
  rows: Map<string, string>,
  { now = () => wednesdayMs, newPseudonym = createPseudonyms(), ...changes }: BankOptions = {},
) {
  const log = createRecordingLog();
  const store = { ...createMemoryStore(rows, log), ...changes };
  const usage = createUsage(store);
  const ledger = createLedger({ store, now, log });
  const jobs = createJobs({ store, log });
  const records = createMemberRecords(store);
  const parked = createParkedRequests({ store, now, log });
  const presets = createPresets(store);
  const favourites = createFavourites(store);
  const choices = createLastChoices(store);
  const documents = [records, parked, presets, favourites, choices];
  const privacy = createPrivacy({ store, jobs, documents, now, newPseudonym, log });
  return { log, usage, ledger, jobs, records, parked, presets, favourites, choices, privacy };
}

/** @see openBank */
export type Bank = ReturnType<typeof openBank>;
