import { openStore } from '../../src/db/open-store.ts';
import type { JobId } from '../../src/domain/ids.ts';
import { guildId, jobId, userId } from '../../src/domain/ids.ts';
import type { Job } from '../../src/domain/job.ts';
import type { ParkedRequest } from '../../src/domain/moderation.ts';
import type { Log } from '../../src/domain/ports.ts';
import { openGuilds } from '../../src/store/guilds.ts';
import { createJobs } from '../../src/store/jobs.ts';
import { createParkedRequests } from '../../src/store/parked-requests.ts';
import type { Evidence, GuildBooks } from './evidence.ts';

/** What to look for in a store that no process uses any more. */
export interface StoreQuestion {
  readonly url: string;
  readonly now: () => number;
  readonly guildIds: readonly string[];
  readonly userIds: readonly string[];
  readonly requestIds: readonly string[];
}

type Stored = Pick<Evidence, 'books' | 'jobs' | 'openJobIds' | 'parked'>;

const quiet: Log = { debug() {}, info() {}, warn() {}, error() {} };

/** Reads what the bot has kept, with its own modules. */
export async function readStore({ url, now, guildIds, userIds, requestIds }: StoreQuestion): Promise<Stored> {
  const log = quiet;
  const store = await openStore({ url, log });
  try {
    const jobs = createJobs({ store, log });
    const parked = createParkedRequests({ store, now, log });
    const guilds = openGuilds({ store, now, views: [] });
    const ids = requestIds.map(jobId);
    return {
      books: await Promise.all(guildIds.map((id) => readBooks(guilds, id, userIds))),
      jobs: await findAll<Job>(ids, (id) => jobs.find(id)),
      openJobIds: (await jobs.listOpen()).map(({ id }) => id),
      parked: await findAll<ParkedRequest>(ids, (id) => parked.find(id)),
    };
  } finally {
    await store.close();
  }
}

function readBooks(guilds: ReturnType<typeof openGuilds>, id: string, userIds: readonly string[]): Promise<GuildBooks> {
  return guilds.visit(guildId(id), async ({ head, entries, account }) => {
    const seqs = Array.from({ length: head.seq }, (_, index) => index + 1);
    const accounts = await Promise.all(userIds.map((each) => account(userId(each))));
    const { added, pool, bonuses, held, spent } = head.books;
    return {
      guildId: id,
      totals: { added, pool, bonuses, held, spent },
      entries: await inParts(seqs, entries),
      openHolds: Object.keys(head.holds),
      bonuses: new Map(accounts.map((each) => [each.userId, each.bonus])),
    };
  });
}

const keysAtOnce = 200;

async function inParts<Value>(
  seqs: readonly number[],
  read: (seqs: readonly number[]) => Promise<readonly Value[]>,
): Promise<Value[]> {
  const all: Value[] = [];
  for (let start = 0; start < seqs.length; start += keysAtOnce) {
    all.push(...(await read(seqs.slice(start, start + keysAtOnce))));
  }
  return all;
}

async function findAll<Value>(
  ids: readonly JobId[],
  find: (id: JobId) => Promise<Value | null>,
): Promise<Map<string, Value>> {
  const found = new Map<string, Value>();
  for (const id of ids) {
    const value = await find(id);
    if (value !== null) found.set(id, value);
  }
  return found;
}
