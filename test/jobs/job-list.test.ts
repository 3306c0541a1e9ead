import { describe, expect, it } from 'vitest';
import { jobId, userId } from '#core/ids.ts';
import { createLedger } from '#credits/ledger.ts';
import type { Job } from '#jobs/job.ts';
import { createJobList, type JobFilter } from '#jobs/job-list.ts';
import { createJobs } from '#jobs/job-store.ts';
import { engines } from '../support/store/engines.ts';
import { jobOf } from '../support/store/jobs.ts';
import { ada, bob, dayMs, guild, guildOf, holdOf, termsOf, wednesdayMs } from '../support/store/money.ts';
import { storesOn } from '../support/store/on-engine.ts';
import { createRecordingLog } from '../support/store/recording-log.ts';

const any: JobFilter = { phase: 'ended', guildId: null, userId: null, state: null, model: null, kind: null };
const hourMs = 3_600_000;

/** A job that ended so many minutes after Wednesday noon. */
const endedAt = (id: string, minutes: number, changes: Partial<Job> = {}) =>
  jobOf(id, { state: 'delivered', endedAtMs: wednesdayMs + minutes * 60_000, came: 1, charged: 7, ...changes });

describe.each(engines)('the list of jobs on $name', (engine) => {
  const stores = storesOn(engine);
  const open = (window?: number) => {
    const log = createRecordingLog();
    const { database } = stores.store;
    const list = createJobList({ database, log, ...(window !== undefined && { window }) });
    const save = async (...jobs: Job[]) => {
      for (const job of jobs) await createJobs({ store: stores.store, log }).save(job);
    };
    const ids = async (filter: Partial<JobFilter>, limit = 10) =>
      (await list.page({ ...any, ...filter }, null, limit)).jobs.map(({ job }) => job.id);
    return { list, save, ids, log, database };
  };

  it('goes through all ended jobs page by page, the newest first, each of them once', async () => {
    const { list, save } = open();
    // Two in the same moment are told apart by their ids.
    await save(endedAt('a', 1), endedAt('b', 2), endedAt('c', 2), endedAt('d', 3), jobOf('open'));
    const seen: string[] = [];
    let before = null;
    for (let pages = 1; pages <= 3; pages += 1) {
      const page = await list.page(any, before, 2);
      seen.push(...page.jobs.map(({ job }) => job.id));
      before = page.next;
      if (before === null) break;
    }
    expect(seen).toEqual(['d', 'c', 'b', 'a']);
    expect(before).toBeNull();
  });

  it('filters ended jobs by each of their traits', async () => {
    const { save, ids } = open();
    await save(
      endedAt('a', 1),
      endedAt('b', 2, { userId: bob }),
      endedAt('c', 3, { guildId: guildOf(2) }),
      endedAt('d', 4, { state: 'failed', error: 'provider.failed', charged: 0 }),
      endedAt('e', 5, { modelId: 'wan', output: 'video' }),
    );
    expect(await ids({ userId: bob })).toEqual(['b']);
    expect(await ids({ guildId: guildOf(2) })).toEqual(['c']);
    expect(await ids({ guildId: guild, userId: ada })).toEqual(['e', 'd', 'a']);
    expect(await ids({ state: 'failed' })).toEqual(['d']);
    expect(await ids({ model: 'wan' })).toEqual(['e']);
    expect(await ids({ kind: 'video', guildId: guild })).toEqual(['e']);
    expect(await ids({ model: 'wan', state: 'failed' })).toEqual([]);
  });

  it('looks through a part of them at a time, and says where it stopped', async () => {
    const { list, save } = open(3);
    await save(
      ...Array.from({ length: 7 }, (_, index) => endedAt(`j${index}`, index, index === 0 ? { modelId: 'rare' } : {})),
    );
    const first = await list.page({ ...any, model: 'rare' }, null, 5);
    expect(first).toEqual({ jobs: [], next: { atMs: wednesdayMs + 4 * 60_000, id: 'j4' } });
    const second = await list.page({ ...any, model: 'rare' }, first.next, 5);
    expect(second.jobs).toEqual([]);
    const third = await list.page({ ...any, model: 'rare' }, second.next, 5);
    expect(third).toMatchObject({ jobs: [{ job: { id: 'j0' } }], next: null });
  });

  it('lists the jobs that are open, the newest first, with the same filters', async () => {
    const { list, save } = open();
    const at = (minutes: number) => ({ openedAtMs: wednesdayMs + minutes });
    await save(
      jobOf('a', at(1)),
      jobOf('b', { ...at(2), state: 'submitted' }),
      jobOf('c', { ...at(3), userId: bob }),
      endedAt('d', 1),
    );
    const page = await list.page({ ...any, phase: 'open' }, null, 2);
    expect(page).toMatchObject({ jobs: [{ job: { id: 'c' } }, { job: { id: 'b' } }], next: { id: 'b' } });
    const rest = await list.page({ ...any, phase: 'open' }, page.next, 2);
    expect(rest).toMatchObject({ jobs: [{ job: { id: 'a' } }], next: null });
    const filtered = await list.page({ ...any, phase: 'open', state: 'submitted', guildId: guild }, null, 2);
    expect(filtered.jobs.map(({ job }) => job.id)).toEqual(['b']);
  });

  it('shows beside a job what was charged, when, and what was given back', async () => {
    const { list, save, log } = open();
    let nowMs = wednesdayMs;
    const ledger = createLedger({ store: stores.store, now: () => nowMs, log });
    await ledger.reserve(holdOf('paid', 7, termsOf(100)));
    nowMs += 4_000;
    await ledger.settle(guild, jobId('paid'));
    await save(endedAt('paid', 1), endedAt('free', 2));
    expect(await list.find(jobId('paid'))).toMatchObject({ refunded: 0, settledAtMs: wednesdayMs + 4_000 });
    await ledger.refund({ guildId: guild, jobId: jobId('paid'), byUserId: userId('operator'), reason: 'sorry' });
    expect(await list.find(jobId('paid'))).toMatchObject({ job: { id: 'paid' }, refunded: 7 });
    expect(await list.find(jobId('free'))).toMatchObject({ refunded: 0, settledAtMs: null });
    expect(await list.find(jobId('none'))).toBeNull();
  });

  it('leaves out a row that cannot be read, and says so in the log', async () => {
    const { save, ids, log, database } = open();
    await save(endedAt('a', 1), endedAt('b', 2));
    await database.query(`UPDATE jobs SET doc = '{}' WHERE job_id = 'b'`);
    expect(await ids({})).toEqual(['a']);
    expect(log.lines.map(({ message }) => message)).toEqual(['a job cannot be read']);
  });

  it('counts how jobs ended, hour by hour', async () => {
    const { list, save } = open();
    const failed = { state: 'failed', error: 'provider.failed', charged: 0 } as const;
    await save(endedAt('a', 1), endedAt('b', 2), endedAt('c', 61), endedAt('d', 62, failed), endedAt('old', -61));
    const ends = await list.ends(wednesdayMs);
    const sorted = ends.toSorted((one, other) => one.hourMs - other.hourMs || one.jobs - other.jobs);
    expect(sorted.map(({ error, ...rest }) => ({ ...rest, error })).slice(0, 1)).toEqual([
      { hourMs: wednesdayMs, error: null, jobs: 2 },
    ]);
    expect(sorted.slice(1)).toEqual(
      expect.arrayContaining([
        { hourMs: wednesdayMs + hourMs, error: null, jobs: 1 },
        { hourMs: wednesdayMs + hourMs, error: 'provider.failed', jobs: 1 },
      ]),
    );
    expect(sorted).toHaveLength(3);
  });

  it('adds up what was charged beside what the services say that they took', async () => {
    const { list, save } = open();
    await save(
      endedAt('a', 1, { costs: [{ currency: 'USD', amount: 0.0065 }] }),
      endedAt('b', 2, {
        costs: [
          { currency: 'CNY', amount: 0.05 },
          { currency: 'coins', amount: 9 },
        ],
        userId: bob,
      }),
      endedAt('c', 3, { costs: [{ currency: 'coins', amount: 12 }] }),
      endedAt('d', 4, { guildId: guildOf(2), charged: 20, modelId: 'wan', output: 'video' }),
      endedAt('later', 24 * 60),
    );
    const today = { fromMs: wednesdayMs - dayMs / 2, toMs: wednesdayMs + dayMs / 2 };
    expect(await list.costs('day', today, null, 9)).toEqual([
      { key: String(wednesdayMs - dayMs / 2), jobs: 4, charged: 41, took: 13.5, chargedOfTold: 14 },
    ]);
    const keysBy = async (by: 'guild' | 'member' | 'model' | 'kind', limit = 9) =>
      (await list.costs(by, today, null, limit)).map(({ key, charged }) => `${key} ${charged}`);
    expect(await keysBy('guild')).toEqual([`${guild} 21`, `${guildOf(2)} 20`]);
    expect(await keysBy('member')).toEqual([`${ada} 34`, `${bob} 7`]);
    expect(await keysBy('model', 1)).toEqual(['flux-2-klein-9b 21']);
    expect(await keysBy('kind')).toEqual(['image 21', 'video 20']);
    const ofGuild = await list.costs('model', today, guildOf(2), 9);
    expect(ofGuild).toEqual([{ key: 'wan', jobs: 1, charged: 20, took: 0, chargedOfTold: 0 }]);
  });

  it('reads an index for every question', async () => {
    const { database } = open();
    if (database.engine !== 'sqlite') return;
    const asked: string[] = [];
    const watching = {
      query: async (sql: string, parameters: readonly (string | number | null)[] = []) => {
        const plan = await database.query(`EXPLAIN QUERY PLAN ${sql}`, parameters);
        asked.push(...plan.map(({ detail }) => String(detail)));
        return [];
      },
    };
    const list = createJobList({ database: watching, log: createRecordingLog() });
    const before = { atMs: wednesdayMs, id: jobId('a') };
    await list.page(any, before, 5);
    await list.page({ ...any, guildId: guild, model: 'wan' }, before, 5);
    await list.page({ ...any, userId: ada }, before, 5);
    await list.page({ ...any, phase: 'open' }, null, 5);
    await list.ends(wednesdayMs);
    await list.costs('member', { fromMs: 0, toMs: wednesdayMs }, null, 5);
    const tables = asked.filter((detail) => /^(SCAN|SEARCH) (jobs|j|h)\b/u.test(detail));
    expect(tables.filter((detail) => !/USING .*INDEX/u.test(detail))).toEqual([]);
    expect(asked.join('\n')).toContain('jobs_closed_of_guild (guild_id=? AND closed_at_ms');
    expect(asked.join('\n')).toContain('jobs_closed_of_member (user_id=? AND closed_at_ms');
    expect(asked.filter((detail) => detail.includes('COVERING INDEX jobs_closed '))).toHaveLength(3);
  });
});
