import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Log } from '#core/log.ts';
import { createReports } from '#credits/reports.ts';
import { openStore } from '#db/open-store.ts';
import { createGuildSettings } from '#guilds/settings-store.ts';
import { createJobList } from '#jobs/job-list.ts';
import { filledJobId, fillStore } from '../test/support/operator/fill.ts';
import { openStage, type Stage } from '../test/support/operator/stage.ts';
import { quantile } from './quantile.ts';

const quiet: Log = { debug() {}, info() {}, warn() {}, error() {} };
const size = { jobs: 10_000, guilds: 1_000, nowMs: Date.UTC(2026, 10, 28, 12) };
const rounds = 100;
const guild = '900000000000000037';
const member = '100000000000000013';

const questions: Readonly<Record<string, string>> = {
  overview: '/overview',
  'jobs in flight': '/jobs?phase=open',
  'ended jobs': '/jobs?phase=ended',
  'ended jobs, far back': `/jobs?phase=ended&before=${size.nowMs - 25 * 86_400_000}.0`,
  'ended jobs of a member': `/jobs?phase=ended&member=${member}`,
  'ended jobs of a server': `/jobs?phase=ended&guild=${guild}`,
  'ended jobs by model': '/jobs?phase=ended&model=gpt-image-2',
  'ended jobs, none fits': '/jobs?phase=ended&state=cancelled',
  'one job': `/jobs/${filledJobId(5_000)}`,
  'spending of 31 days by model': '/spend?days=31&by=model',
  'spending of 31 days by member': '/spend?days=31&by=member',
  'spending of 31 days by server': '/spend?days=31&by=guild',
  servers: '/guilds',
  'one server': `/guilds/${guild}`,
  'its journal, searched': `/guilds/${guild}/journal?text=nothing`,
};

/** Prints how long the operator's page waits for each answer, with 10,000 jobs of 1,000 servers in SQLite. Takes about a minute. */
export async function benchOperator(): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'easel-bench-'));
  const store = await openStore({ url: `sqlite://${join(folder, 'operator.sqlite')}`, log: quiet });
  try {
    await fillStore(store, size);
    const stage = await openStage({
      deps: {
        jobs: createJobList({ database: store.database, log: quiet }),
        reports: createReports(store),
        settings: createGuildSettings(store).get,
        clock: { now: () => size.nowMs, monotonic: () => performance.now() },
      },
    });
    await stage.login();
    console.log(
      `operator: SQLite in ${tmpdir()}, ${size.jobs} jobs of ${size.guilds} servers; ${rounds} answers each, over HTTP`,
    );
    for (const [name, path] of Object.entries(questions)) await time(stage, name, path);
    await stage.close();
  } finally {
    await store.close();
    await rm(folder, { recursive: true });
  }
}

async function time(stage: Stage, name: string, path: string): Promise<void> {
  const took: number[] = [];
  let bytes = 0;
  for (let round = 0; round < rounds; round += 1) {
    const from = performance.now();
    const response = await stage.ask(`/api${path}`);
    bytes = (await response.arrayBuffer()).byteLength;
    took.push(performance.now() - from);
    if (!response.ok) throw new Error(`${name}: ${response.status}`);
  }
  const [p50, p99] = [quantile(took, 0.5).toFixed(1), quantile(took, 0.99).toFixed(1)];
  console.log(`  ${name}: p50 ${p50} ms, p99 ${p99} ms, ${(bytes / 1024).toFixed(0)} KiB`);
}
