import fc from 'fast-check';
import { describe, expect, it, onTestFinished } from 'vitest';
import { asBotError } from '#core/errors.ts';
import { jobId, userId } from '#core/ids.ts';
import type { Ledger } from '#credits/credits.ts';
import { createLedger } from '#credits/ledger.ts';
import { engines, type TestEngine } from '../support/store/engines.ts';
import { actOf, dayMs, guild, holdOf, isSound, moderator, termsOf, wednesdayMs } from '../support/store/money.ts';
import { createRecordingLog } from '../support/store/recording-log.ts';

const seed = 20_261_104;
const members = [1, 2, 3].map((number) => userId(`20000000000000000${number}`));
const policy = termsOf(20, 200, 'day');

interface Step {
  readonly kind: 'reserve' | 'settle' | 'release' | 'refund' | 'grant' | 'revoke' | 'give' | 'add' | 'remove' | 'mode';
  readonly name: number;
  readonly member: number;
  readonly credits: number;
  readonly isLaterDay: boolean;
}

const ends: ReadonlySet<string> = new Set(['settle', 'release', 'refund']);

const stepOf: fc.Arbitrary<Step> = fc.record({
  kind: fc.constantFrom(
    ...(['reserve', 'reserve', 'reserve', 'settle', 'release', 'refund'] as const),
    ...(['grant', 'revoke', 'give', 'add', 'remove', 'mode'] as const),
  ),
  // Few names, so that steps meet: the same job settled and released at once, the same act twice.
  name: fc.integer({ min: 1, max: 12 }),
  member: fc.integer({ min: 0, max: 2 }),
  credits: fc.integer({ min: 1, max: 40 }),
  isLaterDay: fc.boolean(),
});

function memberAt(index: number) {
  return members[index % members.length] ?? moderator;
}

function run(ledger: Ledger, { kind, name, member, credits }: Step): Promise<unknown> {
  const act = actOf(`${kind}${name}`, credits, policy, memberAt(member));
  const job = jobId(`j${name}`);
  switch (kind) {
    case 'reserve':
      return ledger.reserve(holdOf(job, credits, policy, memberAt(member)));
    case 'settle':
      return ledger.settle(guild, job, credits);
    case 'release':
      return ledger.release(guild, job);
    case 'refund':
      return ledger.refund({ guildId: guild, jobId: job, byUserId: moderator, reason: '' });
    case 'grant':
      return ledger.grant(act);
    case 'revoke':
      return ledger.revoke(act);
    case 'give':
      return ledger.give({ ...act, byUserId: memberAt(member + 1) });
    case 'add':
      return ledger.addToPool(act);
    case 'remove':
      return ledger.removeFromPool(act);
    case 'mode':
      return ledger.setPoolMode(act, credits % 2 === 0 ? 'limited' : 'unlimited');
  }
}

async function expectSound(ledger: Ledger): Promise<void> {
  const totals = await ledger.totals(guild);
  const balances = await Promise.all(members.map((member) => ledger.balance(guild, member, policy)));
  const sum = (amounts: readonly number[]) => amounts.reduce((total, amount) => total + amount, 0);
  expect(isSound(totals)).toBe(true);
  expect(sum(balances.map(({ bonus }) => bonus))).toBe(totals.bonuses);
  expect(sum(balances.map(({ held }) => held))).toBe(totals.held);
  for (const { bonus, allowanceLeft } of balances) expect(Math.min(bonus, allowanceLeft)).toBeGreaterThanOrEqual(0);
}

function ledgerAt(ledgers: readonly Ledger[], index: number): Ledger {
  const ledger = ledgers[index % ledgers.length];
  if (ledger === undefined) throw new RangeError('no process');
  return ledger;
}

/** Runs all steps at once, each at the next process; resolves with those that were not refused. */
async function runAtOnce(ledgers: readonly Ledger[], steps: readonly Step[]): Promise<Step[]> {
  const outcomes = await Promise.allSettled(steps.map((step, index) => run(ledgerAt(ledgers, index), step)));
  for (const outcome of outcomes) {
    if (outcome.status === 'rejected')
      expect(asBotError(outcome.reason).message).toMatch(/credits asked|was paid before/u);
  }
  return steps.filter((_, index) => outcomes[index]?.status === 'fulfilled');
}

/** Two processes on a database that is emptied for each plan; on PostgreSQL each step meets one of them. */
async function openProcesses(engine: TestEngine) {
  const server = await engine.create();
  onTestFinished(() => server.end());
  const stores = [await server.open(), await server.open()];
  return async (now: () => number): Promise<readonly Ledger[]> => {
    for (const table of ['entries', 'holds', 'usage', 'members', 'guilds']) {
      await stores[0]?.database.query(`DELETE FROM ${table}`);
    }
    return stores.map((store) => createLedger({ store, now, log: createRecordingLog() }));
  };
}

describe.each(engines)('under any interleaving on $name', (engine) => {
  /** A statement on a server takes as long as a whole plan in memory. */
  const runsOf = (many: number, few: number) => ({
    seed,
    numRuns: engine.name === 'postgres' ? few : many,
    endOnFailure: true,
  });

  it('the books add up, nothing is below zero, and a repetition changes nothing', async () => {
    const open = await openProcesses(engine);
    const bursts = fc.array(fc.array(stepOf, { maxLength: 12, size: 'max' }), { maxLength: 8, size: 'max' });
    await fc.assert(
      fc.asyncProperty(bursts, async (plan) => {
        let nowMs = wednesdayMs;
        const ledgers = await open(() => nowMs);
        const [ledger] = ledgers;
        if (ledger === undefined) throw new RangeError('no process');
        for (const burst of plan) {
          if (burst[0]?.isLaterDay) nowMs += dayMs;
          const done = await runAtOnce(ledgers, burst);
          await expectSound(ledger);
          const totals = await ledger.totals(guild);
          // An end of a job that came too early does something the second time, and may.
          const held = new Set<string>((await ledger.holds()).map(({ id }) => id));
          const isRepeatable = ({ kind, name }: Step) => (kind === 'reserve' ? held.has(`j${name}`) : !ends.has(kind));
          await runAtOnce(ledgers.toReversed(), done.filter(isRepeatable));
          expect(await ledger.totals(guild)).toEqual(totals);
        }
      }),
      runsOf(200, 3),
    );
  }, 60_000);

  it('two ends of one job move its credits once', async () => {
    const open = await openProcesses(engine);
    await fc.assert(
      fc.asyncProperty(fc.array(fc.boolean(), { minLength: 2, maxLength: 6 }), async (ends) => {
        const ledgers = await open(() => wednesdayMs);
        const at = (index: number) => ledgerAt(ledgers, index);
        const { id } = await at(0).reserve(holdOf('j1', 12, policy));
        const outcomes = await Promise.all(
          ends.map((isSettle, index) => (isSettle ? at(index).settle(guild, id, 5) : at(index).release(guild, id))),
        );
        expect(new Set(outcomes.map((outcome) => JSON.stringify(outcome))).size).toBe(1);
        expect(await at(0).totals(guild)).toMatchObject({ held: 0, spent: outcomes[0]?.charged });
      }),
      runsOf(100, 10),
    );
  }, 60_000);
});
