import { type JobId, type UserId, userId } from '#core/ids.ts';
import { createLedger } from '#credits/ledger.ts';
import { createUsage } from '#credits/usage.ts';
import type { Database } from '#db/database.ts';
import type { Store } from '#db/open-store.ts';
import { createJobs } from '#jobs/job-store.ts';
import { createFavourites } from '#members/favourites.ts';
import { createLastChoices } from '#members/last-choices.ts';
import { createPresets } from '#members/presets.ts';
import { createPrivacy } from '#members/privacy.ts';
import { createMemberRecords } from '#moderation/member-records.ts';
import { createPendingRequests } from '#moderation/pending-requests.ts';
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
  /** In place of the documents that belong to the rows. */
  readonly namespace?: Store['namespace'];
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
  const pending = createPendingRequests({ store, now, log });
  const presets = createPresets(store);
  const favourites = createFavourites(store);
  const choices = createLastChoices(store);
  const documents = [records, pending, presets, favourites, choices];
  const forgotten: JobId[] = [];
  const forgetFiles = async (id: JobId) => void forgotten.push(id);
  const privacy = createPrivacy({ store, jobs, documents, forgetFiles, now, newPseudonym, log });
  return { forgotten, log, usage, ledger, jobs, records, pending, presets, favourites, choices, privacy };
}

/** @see openBank */
export type Bank = ReturnType<typeof openBank>;
