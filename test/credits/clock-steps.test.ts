import { describe, expect, it } from 'vitest';
import { createLedger } from '#credits/ledger.ts';
import { createUploadBook } from '#lora-upload/upload-book.ts';
import { createMemoryStore } from '../support/store/memory-store.ts';
import { actOf, ada, dayMs, guild, holdOf, refillTermsOf, termsOf, wednesdayMs } from '../support/store/money.ts';
import { createRecordingLog } from '../support/store/recording-log.ts';

const yearMs = 365 * dayMs;

function openOn(rows: Map<string, string> = new Map()) {
  const clock = { nowMs: wednesdayMs };
  const store = createMemoryStore(rows);
  const now = () => clock.nowMs;
  const ledger = createLedger({ store, now, log: createRecordingLog() });
  return { clock, ledger, uploads: createUploadBook({ store, now }) };
}

describe('a clock that was far ahead once', () => {
  it.each(['day', 'week', 'month'] as const)('does not cost the allowances of years (per %s)', async (period) => {
    const { clock, ledger } = openOn();
    const policy = termsOf(10, 'unlimited', period);
    clock.nowMs += 10 * yearMs;
    const { id } = await ledger.reserve(holdOf('j1', 10, policy));
    clock.nowMs = wednesdayMs;
    expect(await ledger.balance(guild, ada, policy)).toMatchObject({ allowanceLeft: 10 });
    await ledger.reserve(holdOf('j2', 4, policy));
    await ledger.release(guild, id);
    expect(await ledger.balance(guild, ada, policy)).toMatchObject({ allowanceLeft: 6 });
  });

  it('and back by an hour renews nothing early', async () => {
    const { clock, ledger } = openOn();
    const midnightMs = Math.ceil(wednesdayMs / dayMs) * dayMs;
    clock.nowMs = midnightMs + 60_000;
    await ledger.reserve(holdOf('j1', 10, termsOf(10)));
    clock.nowMs -= 3_600_000;
    expect(await ledger.balance(guild, ada, termsOf(10))).toMatchObject({ allowanceLeft: 0 });
  });

  it('does not stop the refills of the pool, nor the uploads', async () => {
    const { clock, ledger, uploads } = openOn();
    const policy = refillTermsOf(100, 50, 'day');
    clock.nowMs += 10 * yearMs;
    await ledger.balance(guild, ada, policy);
    await ledger.addToPool(actOf('a', 1, policy));
    for (let times = 0; times < 30; times += 1) await uploads.note(guild, 'uploaded');
    clock.nowMs = wednesdayMs;
    await ledger.removeFromPool(actOf('r', 30, policy));
    clock.nowMs += dayMs;
    await ledger.balance(guild, ada, policy);
    expect((await ledger.totals(guild)).pool).toBeGreaterThanOrEqual(50);
    expect(await uploads.refusal(guild)).toBeNull();
  });
});
