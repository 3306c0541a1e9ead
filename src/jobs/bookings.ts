import { reserveIn, settleIn } from '#credits/ledger.ts';
import type { Store } from '#db/open-store.ts';
import type { Bookings } from './job.ts';
import { saveJobIn } from './job-store.ts';

/** What bookings are made of. */
export interface BookingsOptions {
  readonly store: Pick<Store, 'database'>;
  /** Unix milliseconds. */
  readonly now: () => number;
}

/** @see Bookings */
export function createBookings({ store: { database }, now }: BookingsOptions): Bookings {
  return {
    open: (hold, jobOf) =>
      database.transaction(async (transaction) => {
        const job = jobOf(await reserveIn(transaction, hold, now));
        await saveJobIn(transaction, job);
        return job;
      }),
    settle: (order, jobOf) =>
      database.transaction(async (transaction) => {
        const settlement = await settleIn(transaction, order, now);
        const job = jobOf(settlement);
        if (job !== null) await saveJobIn(transaction, job);
        return { settlement, job };
      }),
  };
}
