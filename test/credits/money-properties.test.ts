import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { asBotError } from '#core/errors.ts';
import { type Bank, createPseudonyms, openBank } from '../support/store/bank.ts';
import { type BankStep, type Burst, burstsOf, journalOf, runStep } from '../support/store/bank-steps.ts';
import { BreakingRows } from '../support/store/breaking-rows.ts';
import { databaseOf } from '../support/store/memory-store.ts';
import { dayMs, guild, isSound, wednesdayMs } from '../support/store/money.ts';

const runsPerSeed = 100;
const timeoutMs = 120_000;
/** Also of a job that was paid before. */
const expectedCodes = ['refused.quota', 'store.unavailable', 'bug'];

const sum = (amounts: readonly number[]) => amounts.reduce((total, amount) => total + amount, 0);

/** All at once; what fails was refused, or the disk was gone. */
async function runAtOnce(bank: Bank, steps: readonly BankStep[]): Promise<void> {
  const outcomes = await Promise.allSettled(steps.map((step) => runStep(bank, step)));
  for (const outcome of outcomes) {
    if (outcome.status === 'rejected') {
      const { code, message } = asBotError(outcome.reason);
      expect(expectedCodes).toContain(code);
      if (code === 'bug') expect(message).toMatch(/was paid before/u);
    }
  }
}

/** The sums of the guild are those of its members, and of its journal. */
async function expectConserved(bank: Bank, rows: Map<string, string>): Promise<void> {
  const totals = await bank.ledger.totals(guild);
  expect(isSound(totals)).toBe(true);
  const members = await databaseOf(rows).query('SELECT bonus, held FROM members WHERE guild_id = $1', [guild]);
  expect(sum(members.map(({ bonus }) => Number(bonus)))).toBe(totals.bonuses);
  expect(sum(members.map(({ held }) => Number(held)))).toBe(totals.held);
  expect(sum((await bank.ledger.holds()).map(({ credits }) => credits))).toBe(totals.held);

  const lines = await journalOf(bank);
  expect(lines.map(({ seq }) => seq)).toEqual(lines.map((_, index) => index + 1));
  const creditsOf = (kind: string) => sum(lines.filter((line) => line.kind === kind).map(({ credits }) => credits));
  const spent = creditsOf('settle') - creditsOf('refund');
  expect(totals.spent).toBe(spent);
  // Every burst lies in the first days of one month.
  const usage = await bank.usage.ofPeriod(guild, 'month', wednesdayMs);
  expect(sum(usage.map(({ credits }) => credits))).toBe(spent);
  const settled = lines.filter(({ kind }) => kind === 'settle');
  expect(sum(usage.map(({ pictures }) => pictures))).toBe(sum(settled.map(({ pictures = 1 }) => pictures)));
  expect(Math.min(0, ...usage.map(({ credits }) => credits))).toBe(0);
  const daily = await bank.usage.ofDays(guild, wednesdayMs, wednesdayMs + 8 * dayMs);
  expect(sum(daily.map(({ credits }) => credits))).toBe(spent);
}

async function play(bursts: readonly Burst[]): Promise<void> {
  const rows = new Map<string, string>();
  const clock = { nowMs: wednesdayMs };
  const options = { now: () => clock.nowMs, newPseudonym: createPseudonyms() };
  for (const { steps, crashAt, hasLanded, isLaterDay } of bursts) {
    if (isLaterDay) clock.nowMs += dayMs;
    await runAtOnce(
      openBank(new BreakingRows(rows, { write: crashAt, landed: hasLanded, lasts: true }), options),
      steps,
    );
    const next = openBank(rows, options);
    expect(isSound(await next.ledger.totals(guild))).toBe(true);
    await next.privacy.resumeErasures();
  }
  const last = openBank(rows, options);
  await expectConserved(last, rows);
  expect(await databaseOf(rows).query('SELECT * FROM erasures WHERE pseudonym IS NOT NULL')).toEqual([]);
  // Whoever repeats everything, because no answer came, does it once.
  await runAtOnce(
    last,
    bursts.flatMap(({ steps }) => steps),
  );
  await expectConserved(last, rows);
}

describe('a thousand interleavings of twenty members, with a crash after any write', () => {
  it.each([20_261_104, 20_261_105, 20_261_106, 20_261_107])(
    'conserve every credit (seed %i)',
    async (seed) => {
      await fc.assert(fc.asyncProperty(burstsOf, play), { seed, numRuns: runsPerSeed });
    },
    timeoutMs,
  );
});
