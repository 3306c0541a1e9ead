import { describe, expect, it } from 'vitest';
import { type UserId, userId } from '#core/ids.ts';
import { eraseMemberIn } from '#credits/erase.ts';
import { readAccount } from '#credits/guilds.ts';
import { createLedger } from '#credits/ledger.ts';
import { createMemoryStore } from '../support/store/memory-store.ts';
import { actOf, ada, guild, holdOf, termsOf, wednesdayMs } from '../support/store/money.ts';
import { createRecordingLog } from '../support/store/recording-log.ts';

const terms = termsOf(10, 100);
const [first, second] = [userId('erased-1'), userId('erased-2')];

function open() {
  const store = createMemoryStore();
  const now = () => wednesdayMs;
  const ledger = createLedger({ store, now, log: createRecordingLog() });
  return {
    ledger,
    erase: (pseudonym = first) =>
      store.database.transaction((transaction) =>
        eraseMemberIn(transaction, { guildId: guild, userId: ada, pseudonym }, now),
      ),
    accountOf: (of: UserId) => readAccount(store.database, guild, of),
    erasures: async () => {
      const lines = await ledger.history(guild, null, { beforeSeq: null, limit: 100 });
      return lines.filter(({ kind }) => kind === 'erase').length;
    },
  };
}

describe('the erasure of a member', () => {
  it('waits for a hold, be it of a single credit', async () => {
    const { ledger, erase, erasures } = open();
    const { id } = await ledger.reserve(holdOf('j1', 1, terms));
    expect([await erase(), await erasures()]).toEqual([false, 0]);
    await ledger.release(guild, id);
    expect([await erase(), await erasures()]).toEqual([true, 1]);
  });

  it('leaves the pseudonym no bonus, and nothing of a member who has drawn nothing', async () => {
    const { ledger, erase, accountOf } = open();
    await ledger.grant(actOf('g1', 5, terms));
    expect(await erase()).toBe(true);
    expect(await accountOf(first)).toMatchObject({ bonus: 0, held: 0 });
    expect((await accountOf(ada)).number).toBeNull();
    expect(await ledger.totals(guild)).toMatchObject({ pool: 100, bonuses: 0 });
  });

  it('that is repeated leaves alone what the member has done since', async () => {
    const { ledger, erase, accountOf, erasures } = open();
    await ledger.grant(actOf('g1', 5, terms));
    await erase();
    await ledger.grant(actOf('g2', 7, terms));
    expect([await erase(), await erasures()]).toEqual([true, 1]);
    expect((await accountOf(ada)).bonus).toBe(7);
  });

  it('of whom only the used allowance is kept writes no entry', async () => {
    const { ledger, erase, accountOf, erasures } = open();
    const { id } = await ledger.reserve(holdOf('j1', 4, terms));
    await ledger.settle(guild, id);
    await erase();
    expect([await erase(second), await erasures()]).toEqual([true, 1]);
    expect((await accountOf(ada)).allowanceUsage.day.used).toBe(4);
  });
});
