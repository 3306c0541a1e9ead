import { describe, expect, it } from 'vitest';
import { jobId } from '#core/ids.ts';
import { createLedger } from '#credits/ledger.ts';
import { createBookings, createJobs } from '#jobs/job-store.ts';
import { BreakingRows, breaksOf, noBreak } from '../support/store/breaking-rows.ts';
import { engines } from '../support/store/engines.ts';
import { jobOf } from '../support/store/jobs.ts';
import { createMemoryStore } from '../support/store/memory-store.ts';
import { guild, holdOf, termsOf, wednesdayMs } from '../support/store/money.ts';
import { createRecordingLog } from '../support/store/recording-log.ts';

const now = () => wednesdayMs;
const log = createRecordingLog();
const policy = termsOf(10);
const id = jobId('j1');

function openOn(store: Parameters<typeof createBookings>[0]['store']) {
  const bookings = createBookings({ store, now });
  const ledger = createLedger({ store, now, log });
  const jobs = createJobs({ store, log });
  const begin = () =>
    bookings.open(holdOf('j1', 7, policy), ({ credits }) => jobOf('j1', { credits, guildId: guild }), null);
  const finish = () =>
    bookings.settle({ guildId: guild, id, credits: 5, pictures: 1 }, ({ charged }) =>
      jobOf('j1', { state: 'delivering', charged, guildId: guild }),
    );
  const look = async () => ({
    held: (await ledger.totals(guild)).held,
    spent: (await ledger.totals(guild)).spent,
    state: (await jobs.find(id))?.state ?? null,
  });
  return { bookings, begin, finish, look };
}

describe.each(engines)('bookings on $name', ({ create }) => {
  it('hold the price and write the job down together, and settle it together, once', async () => {
    const server = await create();
    const { begin, finish, look } = openOn(await server.open());
    expect([await begin(), await begin()]).toMatchObject([{ credits: 7 }, { credits: 7 }]);
    expect(await look()).toEqual({ held: 7, spent: 0, state: 'opened' });
    expect([await finish(), await finish()]).toMatchObject(Array(2).fill({ settlement: { charged: 5, returned: 2 } }));
    expect(await look()).toEqual({ held: 0, spent: 5, state: 'delivering' });
    await server.end();
  });
});

describe('bookings', () => {
  it('that are refused for want of credits write no job', async () => {
    const { bookings, look } = openOn(createMemoryStore());
    const refused = bookings.open(holdOf('j1', 11, policy), () => jobOf('j1'), null);
    await expect(refused).rejects.toMatchObject({ code: 'refused.quota' });
    expect(await look()).toEqual({ held: 0, spent: 0, state: null });
  });

  it('leave the job alone where the settlement asks for that', async () => {
    const { bookings, begin, look } = openOn(createMemoryStore());
    await begin();
    const settled = await bookings.settle({ guildId: guild, id }, () => null);
    expect(settled).toEqual({ settlement: { charged: 7, returned: 0 }, job: null });
    expect(await look()).toEqual({ held: 0, spent: 7, state: 'opened' });
  });

  it('are one commit each: a crash leaves both or neither', async () => {
    const counted = new BreakingRows(new Map(), noBreak);
    const story = async ({ begin, finish }: ReturnType<typeof openOn>) => {
      await begin();
      await finish();
    };
    await story(openOn(createMemoryStore(counted)));
    expect(counted.writes).toBe(2);
    for (const at of breaksOf(counted.writes)) {
      const rows = new Map<string, string>();
      await expect(story(openOn(createMemoryStore(new BreakingRows(rows, at))))).rejects.toMatchObject({
        code: 'store.unavailable',
      });
      const { look } = openOn(createMemoryStore(rows));
      expect([
        { held: 0, spent: 0, state: null },
        { held: 7, spent: 0, state: 'opened' },
        { held: 0, spent: 5, state: 'delivering' },
      ]).toContainEqual(await look());
    }
  });
});
