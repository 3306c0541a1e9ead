import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { asBotError } from '#core/errors.ts';
import type { Ledger } from '#credits/credits.ts';
import { createLedger } from '#credits/ledger.ts';
import { openStore } from '#db/open-store.ts';
import { guild, holdOf, isSound, termsOf, wednesdayMs } from '../support/store/money.ts';
import { createRecordingLog } from '../support/store/recording-log.ts';

const script = fileURLToPath(new URL('../support/store/reserve-for-ever.ts', import.meta.url));
const policy = termsOf(1_000_000, 1_000_000);
let folder = '';

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'easel-'));
});
afterAll(() => rm(folder, { recursive: true }));

/** Lets the process hold `count` times, then ends it as a power cut would. Resolves with what it said it holds. */
async function holdUntilKilled(url: string, prefix: string, count: number): Promise<string[]> {
  const child = spawn(process.execPath, ['--import', 'tsx', script, url, prefix], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const exited = once(child, 'exit');
  const ids: string[] = [];
  for await (const id of createInterface({ input: child.stdout })) {
    ids.push(id);
    if (ids.length === count) child.kill('SIGKILL');
  }
  await exited;
  return ids;
}

/** What holds the credits of a job whose hold is asked for again: itself, or its charge. */
async function repeated(ledger: Ledger, id: string): Promise<string> {
  try {
    return (await ledger.reserve(holdOf(id, 3, policy))).id;
  } catch (error) {
    return asBotError(error).message.replace(' was paid before', '');
  }
}

describe('a process that is killed in mid-operation', () => {
  it('leaves books that add up and has lost nothing that it reported', async () => {
    const url = `sqlite://${join(folder, 'easel.sqlite')}`;
    for (const [prefix, count] of [
      ['a', 11],
      ['b', 24],
      ['c', 37],
    ] as const) {
      const ids = await holdUntilKilled(url, prefix, count);
      const log = createRecordingLog();
      const store = await openStore({ url, log });
      const ledger = createLedger({ store, now: () => wednesdayMs, log });
      const totals = await ledger.totals(guild);
      expect(ids.length).toBeGreaterThanOrEqual(count);
      expect(isSound(totals)).toBe(true);
      expect(totals.added).toBe(1_000_000);
      for (const id of ids) expect(await repeated(ledger, id)).toBe(id);
      expect(await ledger.totals(guild)).toEqual(totals);
      const open = await ledger.holds();
      expect(open.reduce((sum, { credits }) => sum + credits, 0)).toBe(totals.held);
      for (const { id } of open) await ledger.release(guild, id);
      expect(await ledger.totals(guild)).toMatchObject({ held: 0, spent: totals.spent });
      await store.close();
    }
  });
});
