import { describe, expect, it } from 'vitest';
import { BotError } from '#core/errors.ts';
import { resume, sweepHolds } from '#generation/resume.ts';
import { createFakeClock, type FakeClock } from '../support/fake-clock.ts';
import { startMs } from '../support/requests.ts';
import { finished, running, type Script, throws } from '../support/scripted-provider.ts';
import { type Break, BreakingRows, breaksOf, noBreak } from '../support/store/breaking-rows.ts';
import { isSound } from '../support/store/money.ts';
import { createWorld, type World } from '../support/world.ts';

const stories: readonly [string, Script][] = [
  ['succeeds', { check: [running, finished] }],
  ['fails at the provider', { check: [running, throws('provider.failed')] }],
  ['is refused', { submit: [throws('provider.rejected')] }],
  ['loses the answer to its submit', { submit: [throws('provider.unsure')] }],
];

interface Outcome {
  readonly first: World;
  readonly second: World;
  readonly writes: number;
  readonly thrown: BotError | null;
}

/** Runs a story on a disk that breaks, ends that process, and lets the next one clean up for a day on what is left. */
async function live(script: Script, at: Break): Promise<Outcome> {
  const clock = createFakeClock(startMs);
  const rows = new Map<string, string>();
  const breaking = new BreakingRows(rows, at);
  const first = createWorld({ clock, rows: breaking, runninghub: script });
  const thrown = await first.generateUntilStopped().then(
    () => null,
    (error: unknown) => error,
  );
  if (thrown !== null && !(thrown instanceof BotError)) throw thrown;
  const second = createWorld({ clock, rows, runninghub: script });
  await cleanUp(second, clock);
  return { first, second, writes: breaking.writes, thrown };
}

/** What the composition root does at start and every ten minutes. */
async function cleanUp(world: World, clock: FakeClock): Promise<void> {
  for (let hour = 0; hour < 3; hour += 1) {
    const { settled } = await resume(world.flow);
    await clock.advanceUntil(settled);
    await sweepHolds(world.flow);
    await clock.advance(3_600_000);
  }
}

describe.each(stories)('a story that %s, on a disk that breaks', (_name, script) => {
  it('leaves nothing held, nothing paid twice and no job open, whichever write it was', async () => {
    const whole = await live(script, noBreak);
    expect(whole.writes).toBeGreaterThanOrEqual(5);
    for (const at of breaksOf(whole.writes)) {
      const { first, second, thrown } = await live(script, at);
      const label = JSON.stringify(at);
      const totals = await second.totals();
      expect(isSound(totals), label).toBe(true);
      expect(totals.held, label).toBe(0);
      expect(await second.jobs.listOpen(), label).toEqual([]);
      expect([0, 7], label).toContain(totals.spent);
      // One job at the provider at most, however often Easel starts.
      expect(first.runninghub.submits.length + second.runninghub.submits.length, label).toBeLessThanOrEqual(1);
      checkFairness(first, second, { spent: totals.spent, thrown, label });
    }
  });
});

/** Paid means delivered and delivered means paid; who was not delivered to has been told. */
function checkFairness(
  first: World,
  second: World,
  end: { spent: number; thrown: BotError | null; label: string },
): void {
  const { spent, thrown, label } = end;
  const delivered = first.reply.delivered.length + second.reply.delivered.length;
  expect(delivered > 0, label).toBe(spent === 7);
  const wasTold = thrown !== null || first.reply.failed.length + second.reply.failed.length > 0;
  expect(delivered > 0 || wasTold, label).toBe(true);
}

describe('a process that is killed', () => {
  it('at any write, with all work going on in the next one, never pays for nothing', async () => {
    const script: Script = { check: [running, finished] };
    const { writes } = await live(script, noBreak);
    const outcomes: string[] = [];
    for (let write = 1; write <= writes; write += 1) {
      const { first, second } = await live(script, { write, landed: true, lasts: true });
      const { spent } = await second.totals();
      const delivered = first.reply.delivered.length + second.reply.delivered.length;
      outcomes.push(
        `${first.runninghub.submits.length} submitted, ${Math.min(1, delivered)} delivered, ${spent} spent`,
      );
    }
    const allowed = ['0 submitted, 0 delivered, 0 spent', '1 submitted, 1 delivered, 7 spent'];
    const lostTicket = '1 submitted, 0 delivered, 0 spent';
    expect(outcomes.filter((outcome) => ![...allowed, lostTicket].includes(outcome))).toEqual([]);
    expect(new Set(outcomes)).toContain(allowed[0]);
    expect(new Set(outcomes)).toContain(allowed[1]);
  });
});
