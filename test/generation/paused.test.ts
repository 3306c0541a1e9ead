import { describe, expect, it } from 'vitest';
import { BotError } from '#core/errors.ts';
import { createBudget } from '#polling/budget.ts';
import { createCircuits } from '#polling/circuit.ts';
import { createCommunity, twoRoutes } from '../support/community.ts';
import { createFakeClock } from '../support/fake-clock.ts';
import { comfyOfferOf, offerOf, planOf, requestOf, startMs } from '../support/requests.ts';
import { throws } from '../support/scripted-provider.ts';
import { fourPictures, madeBy } from '../support/several.ts';
import { approveIn, requestId, waitingCommunity } from '../support/waiting.ts';
import { createWorld } from '../support/world.ts';

/** What the operator has paused, by subject. */
function pausesOf(...subjects: string[]) {
  const now = new Set(subjects);
  const paused = {
    notice: () => (now.has('bot') ? 'Back at nine.' : null),
    isService: (name: string) => now.has(name),
  };
  return { now, paused };
}

describe('a paused service', () => {
  it('gets no requests: the next route takes them, for its own price', async () => {
    const { flow } = await createCommunity(pausesOf('runninghub'));
    const { plan, dearer } = await flow.admit(requestOf());
    expect(plan.quotes.map(({ route }) => route.provider)).toEqual(['runcomfy']);
    expect([plan.credits, dearer?.reason]).toEqual([15, 'route']);
  });

  it('is told to the member where no other one has the model, and nothing is held', async () => {
    const { flow, totals } = await createCommunity(pausesOf('runninghub', 'runcomfy'));
    await expect(flow.admit(requestOf())).rejects.toMatchObject({
      code: 'refused.busy',
      facts: { rule: 'service', model: twoRoutes.title },
    });
    expect(await totals()).toMatchObject({ held: 0, spent: 0 });
  });

  it('that was paused after the admission is handed nothing: the next route is', async () => {
    const plan = planOf(offerOf(), comfyOfferOf(7));
    const world = createWorld({ plan, flow: { paused: pausesOf('runninghub').paused } });
    await world.generate();
    expect([world.runninghub.submits.length, world.runcomfy.submits.length]).toEqual([0, 1]);
    expect(world.flow.circuits.troubled()).toEqual([]);
  });

  it('that was paused after the admission gives the credits back where it is the only one', async () => {
    const world = createWorld({ flow: { paused: pausesOf('runninghub').paused } });
    await world.generate();
    expect(world.reply.failed).toMatchObject([
      { error: { code: 'provider.unavailable', facts: { reason: 'paused' } } },
    ]);
    expect(await world.totals()).toMatchObject({ held: 0, spent: 0 });
    expect(world.runninghub.submits).toEqual([]);
  });

  it('is handed no more of several pictures, and the ones that it has are delivered', async () => {
    const { now, paused } = pausesOf();
    const world = createWorld({
      plan: fourPictures(),
      flow: { paused },
      runninghub: {
        checkOf: (remoteId) => madeBy(remoteId),
        submit: [
          () => {
            now.add('runninghub');
            return { provider: 'runninghub', remoteId: 'runninghub-1' };
          },
        ],
      },
    });
    await world.generate();
    expect(world.runninghub.submits).toHaveLength(1);
    expect(await world.stored()).toMatchObject({ state: 'delivered', came: 1, charged: 7 });
    expect(world.reply.delivered[0]?.missed).toMatchObject({ facts: { reason: 'paused' } });
  });
});

describe('a paused bot', () => {
  it('answers with the notice in place of an admission', async () => {
    const { now, paused } = pausesOf('bot');
    const { flow } = await createCommunity({ paused });
    await expect(flow.admit(requestOf())).rejects.toMatchObject({
      code: 'refused.busy',
      facts: { rule: 'paused', reason: 'Back at nine.' },
    });
    now.clear();
    expect((await flow.admit(requestOf())).plan.credits).toBe(7);
  });

  it('keeps approvals: an approved request begins once the pause is over', async () => {
    const { now, paused } = pausesOf();
    const community = await waitingCommunity({ price: 130, reason: 'short', paused });
    now.add('bot');
    await approveIn(community);
    expect(community.reply.delivered).toEqual([]);
    expect(await community.pending.find(requestId)).toMatchObject({ state: 'approved', todo: ['run'] });
    now.clear();
    expect(await community.clock.advanceUntil(community.approvals.finishAll())).toBe(1);
    await community.clock.advance(60_000);
    await community.approvals.idle();
    expect(community.reply.delivered).toHaveLength(1);
  });
});

describe('what an operator reads of the services', () => {
  it('is which routes failed, how often and when, and whether they are offered last', () => {
    let nowMs = 0;
    const circuits = createCircuits(() => nowMs);
    const [{ route }, { route: other }] = [offerOf(), comfyOfferOf(7)];
    for (let count = 0; count < 3; count += 1) circuits.failed(route);
    circuits.failed(other);
    nowMs = 59_000;
    expect(circuits.troubled()).toEqual([
      { route: `runninghub/${route.endpoint}`, failures: 3, agoMs: 59_000, isOpen: true },
      { route: `runcomfy/${other.endpoint}`, failures: 1, agoMs: 59_000, isOpen: false },
    ]);
    nowMs = 60_000;
    expect(circuits.troubled()[0]?.isOpen).toBe(false);
    circuits.worked(route);
    circuits.worked(other);
    expect(circuits.troubled()).toEqual([]);
  });

  it('is how long a key rests after too many requests', async () => {
    const clock = createFakeClock(startMs);
    const budget = createBudget(clock);
    expect(budget.pausedForMs()).toBe(0);
    const full = throws('provider.unavailable', { httpStatus: 429 });
    await expect(budget.send(async () => full())).rejects.toBeInstanceOf(BotError);
    expect(budget.pausedForMs()).toBe(2_000);
    await clock.advance(500);
    expect(budget.pausedForMs()).toBe(1_500);
  });
});
