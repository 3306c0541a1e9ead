import { describe, expect, it } from 'vitest';
import { noOptions } from '#catalog/request.ts';
import { BotError } from '#core/errors.ts';
import { resume, sweepHolds } from '#generation/resume.ts';
import { type CommunityOptions, createCommunity } from '../support/community.ts';
import { requestOf } from '../support/requests.ts';
import { type Script, throws } from '../support/scripted-provider.ts';
import { madeBy } from '../support/several.ts';
import { type Break, BreakingRows, breaksOf, noBreak } from '../support/store/breaking-rows.ts';
import { isSound } from '../support/store/money.ts';
import { approving, mods, requestId } from '../support/waiting.ts';

type Community = Awaited<ReturnType<typeof createCommunity>>;

const stories: readonly [string, Script][] = [
  ['come', { checkOf: (remoteId) => madeBy(remoteId) }],
  [
    'come in part',
    { checkOf: (remoteId) => (remoteId.endsWith('3') ? throws('provider.failed')() : madeBy(remoteId)) },
  ],
  ['fail', { checkOf: throws('provider.failed') }],
  ['are refused', { submit: [throws('provider.rejected')] }],
];

/** What the composition root does at start and every ten minutes. */
async function cleanUp({ flow, approvals, clock }: Community): Promise<void> {
  for (let hour = 0; hour < 3; hour += 1) {
    const { settled } = await resume(flow, await approvals.unbegun());
    await clock.advanceUntil(settled);
    await clock.advanceUntil(approvals.finishAll());
    await clock.advanceUntil(approvals.idle());
    await sweepHolds(flow);
    await clock.advance(3_600_000);
  }
}

/** Four pictures for 520 credits are approved of a member who has 100; at some write the disk breaks, and the next process goes on. */
async function live(runninghub: Script, at: Break) {
  const options: CommunityOptions = { settings: approving(130), runninghub };
  const before = await createCommunity(options);
  await before.approvals.ask(requestOf({ options: { ...noOptions, count: 4 } }), 'short', 520);
  const { clock, rows } = before;
  const breaking = new BreakingRows(rows, at);
  const first = await createCommunity({ clock, rows: breaking, runninghub });
  const approved = clock.advanceUntil(first.approvals.approve(requestId, mods));
  await approved.catch((error: unknown) => {
    if (!(error instanceof BotError)) throw error;
  });
  await clock.advance(5 * 60_000);
  for (const { stop } of first.flow.active.all()) stop.abort(new BotError('cancelled.shutdown', 'stops'));
  await clock.advanceUntil(first.approvals.idle());
  const second = await createCommunity({ clock, rows, runninghub });
  await cleanUp(second);
  return { second, writes: breaking.writes };
}

describe.each(stories)('approved pictures that %s, on a disk that breaks', (_name, script) => {
  it('leave nothing of what was added with their member, whichever write it was', async () => {
    const { writes } = await live(script, noBreak);
    for (const at of breaksOf(writes)) {
      const { second } = await live(script, at);
      const label = JSON.stringify(at);
      const totals = await second.totals();
      expect(isSound(totals), label).toBe(true);
      expect(totals, label).toMatchObject({ bonuses: 0, held: 0 });
      expect(await second.jobs.listOpen(), label).toEqual([]);
      // A decision that was not written down has not been made.
      const undecided = await second.pending.open();
      expect(
        undecided.map(({ state }) => state).filter((state) => state !== 'waiting'),
        label,
      ).toEqual([]);
    }
  });
});
