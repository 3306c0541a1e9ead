import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Log } from '#core/log.ts';
import { openStore, type Store } from '#db/open-store.ts';
import type { Job } from '#jobs/job.ts';
import { createJobs, type StoredJobs } from '#jobs/job-store.ts';
import { jobOf } from '../test/support/store/jobs.ts';
import { quantile } from './quantile.ts';

const quiet: Log = { debug() {}, info() {}, warn() {}, error() {} };
const endedJobs = 1_000_000;
const rounds = 1_000;
const dayMs = 86_400_000;
const nowMs = Date.UTC(2026, 10, 28, 12);

/** Prints what the life of a job costs in an empty file, and in one with a million jobs that ended today. Takes about a minute. */
export async function benchJobs(): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'easel-bench-'));
  try {
    const empty = await openStore({ url: `sqlite://${join(folder, 'empty.sqlite')}`, log: quiet });
    const full = await openStore({ url: `sqlite://${join(folder, 'full.sqlite')}`, log: quiet });
    await createJobs({ store: full, log: quiet }).save(endedJob(0));
    await fill(full);
    const [inEmpty, inFull] = [createJobs({ store: empty, log: quiet }), createJobs({ store: full, log: quiet })];
    console.log(`jobs: SQLite in ${tmpdir()}, empty and with ${endedJobs} jobs that ended today`);
    await benchLives(inEmpty, inFull);
    await time('what today has cost', () => inFull.costsSince(nowMs - dayMs));
    await time('open jobs', () => inFull.listOpen());
    await time('a sweep of 5,000 prompts', () =>
      inFull.sweepPrompts({ endedBeforeMs: nowMs - endedJobs + 5_000, nowMs }),
    );
    await empty.close();
    await full.close();
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** One after the other in turns, so that what else the machine does meets both. */
async function benchLives(inEmpty: StoredJobs, inFull: StoredJobs): Promise<void> {
  const times = new Map([inEmpty, inFull].map((jobs) => [jobs, { ms: [] as number[], cpuMs: 0 }]));
  for (let round = 1; round <= rounds; round += 1) {
    for (const [jobs, { ms }] of times) {
      const [from, cpu] = [performance.now(), process.cpuUsage()];
      await live(jobs, endedJobs + round);
      ms.push(performance.now() - from);
      const { user, system } = process.cpuUsage(cpu);
      const time = times.get(jobs);
      if (time !== undefined) time.cpuMs += (user + system) / 1_000;
    }
  }
  for (const [jobs, { ms, cpuMs }] of times) {
    const name = jobs === inEmpty ? 'a life of four saves, empty' : 'a life of four saves, full';
    const cpu = (cpuMs / rounds).toFixed(2);
    console.log(
      `  ${name}: p50 ${quantile(ms, 0.5).toFixed(2)} ms, p99 ${quantile(ms, 0.99).toFixed(2)} ms, CPU ${cpu} ms`,
    );
  }
}

async function live(jobs: StoredJobs, number: number): Promise<void> {
  const ended = endedJob(number);
  for (const state of ['opened', 'sending', 'submitted'] as const)
    await jobs.save({ ...ended, state, endedAtMs: null });
  await jobs.save(ended);
}

async function time(name: string, work: () => Promise<unknown>): Promise<void> {
  const from = performance.now();
  await work();
  console.log(`  ${name}: ${(performance.now() - from).toFixed(1)} ms`);
}

/** Copies of the first job, one of each millisecond before now. */
async function fill({ database }: Store): Promise<void> {
  const parts = 20;
  for (let part = 0; part < parts; part += 1) {
    const from = (part * endedJobs) / parts + 1;
    await database.query(
      `INSERT INTO jobs (job_id, guild_id, user_id, state, opened_at_ms, closed_at_ms, cost_credits, cancelled_by,
        is_removed, is_retried, sealed_token, typed, doc)
      SELECT CAST(1000000000000000000 + n AS TEXT), CAST(n % 1000 AS TEXT), user_id, state, opened_at_ms,
        $1 - ${endedJobs} + n, cost_credits, cancelled_by, is_removed, is_retried, sealed_token, typed, doc
      FROM jobs, (WITH RECURSIVE counted(n) AS (
        SELECT ${from} UNION ALL SELECT n + 1 FROM counted WHERE n < ${from + endedJobs / parts - 1}
      ) SELECT n FROM counted) AS numbers WHERE job_id = $2`,
      [nowMs, endedJob(0).id],
    );
  }
}

function endedJob(number: number): Job {
  return jobOf(`${1_000_000_000_000_000_000n + BigInt(number)}`, {
    listCredits: 7,
    tickets: [{ provider: 'runninghub', remoteId: '1990000000000000001' }],
    state: 'delivered',
    openedAtMs: nowMs - dayMs / 2,
    submittedAtMs: nowMs - dayMs / 2,
    endedAtMs: nowMs,
    came: 1,
    charged: 7,
  });
}
