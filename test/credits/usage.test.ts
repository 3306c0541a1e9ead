import { describe, expect, it } from 'vitest';
import { asBotError } from '#core/errors.ts';
import { jobId, type UserId } from '#core/ids.ts';
import type { Period } from '#credits/credits.ts';
import { createLedger } from '#credits/ledger.ts';
import type { UsageRow } from '#credits/usage.ts';
import { createUsage } from '#credits/usage.ts';
import type { Store } from '#db/open-store.ts';
import { BreakingRows, breaksOf, noBreak } from '../support/store/breaking-rows.ts';
import { engines } from '../support/store/engines.ts';
import { createMemoryStore } from '../support/store/memory-store.ts';
import { ada, bob, dayMs, guild, guildOf, holdOf, moderator, termsOf, wednesdayMs } from '../support/store/money.ts';
import { createRecordingLog } from '../support/store/recording-log.ts';

const policy = termsOf(1_000, 'unlimited', 'month');
const klein = 'flux-2-klein-9b';

function openOn(store: Store = createMemoryStore()) {
  const clock = { nowMs: wednesdayMs };
  const usage = createUsage(store);
  const ledger = createLedger({ store, now: () => clock.nowMs, log: createRecordingLog() });
  async function debitPool(id: string, credits: number, by: UserId = ada, model = klein): Promise<void> {
    await ledger.reserve({ ...holdOf(id, credits, policy, by), model }).catch((error: unknown) => {
      if (!/was paid before/u.test(asBotError(error).message)) throw error;
    });
    await ledger.settle(guild, jobId(id));
  }
  const refund = (id: string) => ledger.refund({ guildId: guild, jobId: jobId(id), byUserId: moderator, reason: '' });
  const of = async (period: Period) => byName(await usage.ofPeriod(guild, period, clock.nowMs));
  return { clock, usage, ledger, debitPool, refund, of };
}

function byName<T extends UsageRow>(rows: readonly T[]): T[] {
  return rows.toSorted((one, other) => `${one.userId}${one.model}`.localeCompare(`${other.userId}${other.model}`));
}

describe('usage', () => {
  it('counts every picture of a request that was settled for several, and keeps them when it is refunded', async () => {
    const { ledger, refund, of } = openOn();
    await ledger.reserve({ ...holdOf('j1', 28, policy), model: klein });
    await ledger.settle(guild, jobId('j1'), 21, 3);
    expect(await of('day')).toEqual([{ userId: ada, model: klein, pictures: 3, credits: 21 }]);
    expect(await refund('j1')).toBe(21);
    expect(await of('day')).toEqual([{ userId: ada, model: klein, pictures: 3, credits: 0 }]);
  });

  it.each(["'x'", "'1,2'", "'1,2,1'"])(
    'that holds %s for a number is not read, and not taken for zero',
    async (value) => {
      const store = createMemoryStore();
      const { debitPool, usage } = openOn(store);
      await debitPool('j1', 7);
      await store.database.query('PRAGMA ignore_check_constraints = ON');
      await store.database.query(`UPDATE usage SET pictures = ${value}`);
      const days = usage.ofDays(guild, wednesdayMs - dayMs, wednesdayMs + dayMs);
      await expect(days).rejects.toMatchObject({ code: 'store.unavailable' });
    },
  );

  it('counts pictures and credits per member and model, for the day, the week and the month', async () => {
    const { debitPool, of } = openOn();
    await debitPool('j1', 7);
    await debitPool('j2', 5);
    await debitPool('j3', 40, ada, 'gpt-image-2');
    await debitPool('j4', 3, bob);
    for (const period of ['day', 'week', 'month'] as const) {
      expect(await of(period)).toEqual([
        { userId: ada, model: klein, pictures: 2, credits: 12 },
        { userId: ada, model: 'gpt-image-2', pictures: 1, credits: 40 },
        { userId: bob, model: klein, pictures: 1, credits: 3 },
      ]);
    }
  });

  it('begins anew with each period', async () => {
    const { debitPool, of, clock } = openOn();
    await debitPool('j1', 7);
    clock.nowMs += dayMs;
    expect(await of('day')).toEqual([]);
    await debitPool('j2', 5);
    expect(await of('day')).toMatchObject([{ pictures: 1, credits: 5 }]);
    expect(await of('week')).toMatchObject([{ pictures: 2, credits: 12 }]);
  });

  it('counts neither what is held nor what is released', async () => {
    const { ledger, of } = openOn();
    await ledger.reserve(holdOf('j1', 7, policy));
    await ledger.reserve(holdOf('j2', 7, policy));
    await ledger.release(guild, jobId('j1'));
    expect(await of('month')).toEqual([]);
  });

  it('takes a refund away on the day of the picture', async () => {
    const { debitPool, refund, usage, of, clock } = openOn();
    await debitPool('j1', 7);
    clock.nowMs += dayMs;
    await debitPool('j2', 5);
    await refund('j1');
    await refund('j1');
    expect(await of('day')).toMatchObject([{ pictures: 1, credits: 5 }]);
    expect(await of('week')).toMatchObject([{ pictures: 2, credits: 5 }]);
    expect(await usage.ofPeriod(guild, 'day', wednesdayMs)).toMatchObject([{ pictures: 1, credits: 0 }]);
  });

  it('day by day is at most 31 days, and only the days asked for', async () => {
    const { debitPool, usage, clock } = openOn();
    for (const id of ['j1', 'j2', 'j3']) {
      await debitPool(id, 7);
      clock.nowMs += dayMs;
    }
    const day = Date.UTC(2026, 10, 4);
    expect(await usage.ofDays(guild, wednesdayMs, wednesdayMs + dayMs)).toEqual([
      { userId: ada, model: klein, pictures: 1, credits: 7, dayMs: day },
      { userId: ada, model: klein, pictures: 1, credits: 7, dayMs: day + dayMs },
    ]);
    expect(await usage.ofDays(guild, day - 28 * dayMs, day + 2 * dayMs)).toHaveLength(3);
    expect(await usage.ofDays(guild, day, day - dayMs)).toEqual([]);
    await expect(usage.ofDays(guild, day, day + 31 * dayMs)).rejects.toMatchObject({ code: 'bug' });
  });

  it('of one guild is not that of another', async () => {
    const { debitPool, usage } = openOn();
    await debitPool('j1', 7);
    expect(await usage.ofPeriod(guildOf(2), 'day', wednesdayMs)).toEqual([]);
  });

  it.each(['member = 99', "model = X'00'"])('that cannot be read (%s) is an error, not nothing', async (damage) => {
    const store = createMemoryStore();
    const { debitPool, of } = openOn(store);
    await debitPool('j1', 7);
    await store.database.query(`UPDATE usage SET ${damage}`);
    await expect(of('day')).rejects.toMatchObject({ code: 'store.unavailable' });
  });
});

describe.each(engines)('usage on $name', ({ create }) => {
  it('is summed over the days of a period, and of 31 days read in one go', async () => {
    const server = await create();
    const { debitPool, refund, usage, of, clock } = openOn(await server.open());
    await debitPool('j1', 7);
    clock.nowMs += dayMs;
    await debitPool('j2', 5);
    await refund('j1');
    expect(await of('month')).toEqual([{ userId: ada, model: klein, pictures: 2, credits: 5 }]);
    expect(await usage.ofDays(guild, wednesdayMs - 29 * dayMs, clock.nowMs)).toMatchObject([
      { credits: 0 },
      { credits: 5 },
    ]);
    await server.end();
  });
});

describe('whatever write is the last one before a crash', () => {
  it('a picture and its refund count once, in each of the periods', async () => {
    const work = async ({ debitPool, refund }: ReturnType<typeof openOn>) => {
      await debitPool('j1', 7);
      await debitPool('j2', 4);
      await refund('j1');
    };
    const counted = new BreakingRows(new Map(), noBreak);
    await work(openOn(createMemoryStore(counted)));
    for (const at of breaksOf(counted.writes)) {
      const rows = new Map<string, string>();
      const broken = openOn(createMemoryStore(new BreakingRows(rows, at)));
      await expect(work(broken), JSON.stringify(at)).rejects.toMatchObject({ code: 'store.unavailable' });
      const survivor = at.lasts ? openOn(createMemoryStore(rows)) : broken;
      await work(survivor);
      for (const period of ['day', 'week', 'month'] as const) {
        expect(await survivor.of(period), JSON.stringify(at)).toMatchObject([{ pictures: 2, credits: 4 }]);
      }
    }
  });
});
