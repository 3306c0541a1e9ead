import { describe, expect, it } from 'vitest';
import { BotError } from '#core/errors.ts';
import { cancel } from '#generation/cancel.ts';
import { resume } from '#generation/resume.ts';
import type { Download } from '#media/media.ts';
import type { ActualCost, JobUpdate } from '#providers/provider.ts';
import { guild, jobOf, member, offerOf, planOf, requestOf, routeOf, settings } from '../support/requests.ts';
import { type Script, takesAs, throws } from '../support/scripted-provider.ts';
import { madeBy } from '../support/several.ts';
import { createWorld, type WorldOptions } from '../support/world.ts';

const owner = { guildId: guild, userId: member, isModerator: false };
const { id } = requestOf();
const cost: ActualCost = { currency: 'CNY', amount: 0.05 };
const failed = throws('provider.failed', { providerCode: 'CANCEL' });
const running: JobUpdate = { kind: 'running', fraction: null };
/** Two pictures of 7 credits each. */
const plan = planOf(offerOf({ route: routeOf(), settings: { ...settings, count: 2 }, credits: 14 }));
const gone = new BotError('media.unfetchable', 'gone');
const unlessGone: Download = ({ url }) =>
  url.includes('gone') ? Promise.reject(gone) : Promise.reject(new TypeError(`${url} is not expected`));
const billedFor =
  (...remoteIds: readonly string[]): NonNullable<Script['costsOf']> =>
  (remoteId) =>
    remoteIds.includes(remoteId) ? [cost] : [];

/** Two remote jobs by these names; the member asks to stop both after a second and a half. */
async function stop(names: readonly [string, string], script: Script, options: WorldOptions = {}) {
  const submit = names.map((name) => takesAs('runninghub', name));
  const runninghub = { submit, cancelOf: () => 'unknown' as const, ...script };
  const world = createWorld({ plan, download: unlessGone, ...options, runninghub });
  const done = world.begin();
  await world.clock.advance(1_500);
  await cancel(id, owner, world.flow);
  await world.clock.advanceUntil(done);
  return world;
}

/** `gone` ends with a picture that cannot be fetched, `stopped` as stopped; both run until they were asked to stop. */
function untilStopped(): Script {
  let isAsked = false;
  return {
    cancelOf: () => {
      isAsked = true;
      return 'unknown';
    },
    checkOf: (remoteId) => {
      if (!isAsked) return running;
      return remoteId === 'gone' ? madeBy('gone') : failed();
    },
  };
}

describe('a stopped job without a picture, of which one remote job is billed for the stop', () => {
  const bothOrders = [
    ['before', ['gone', 'stopped']],
    ['after', ['stopped', 'gone']],
  ] as const;

  it.each(bothOrders)('is charged for it where a picture %s it could not be fetched', async (_where, names) => {
    const world = await stop(names, { ...untilStopped(), costsOf: billedFor('stopped') });
    expect(world.reply.failed).toMatchObject([
      { error: { code: 'cancelled.user', facts: { isBilled: true } }, money: { charged: 7, returned: 7 } },
    ]);
    expect(await world.stored()).toMatchObject({ state: 'cancelled', charged: 7 });
    expect(world.strikes).toEqual([]);
    expect(await world.totals()).toMatchObject({ held: 0, spent: 7 });
  });

  it.each([2, 1])('is charged a credit for it where both cost %i', async (credits) => {
    const cheap = planOf(offerOf({ route: routeOf(), settings: { ...settings, count: 2 }, credits }));
    const world = await stop(
      ['gone', 'stopped'],
      { ...untilStopped(), costsOf: billedFor('stopped') },
      { plan: cheap },
    );
    expect(world.reply.failed).toMatchObject([{ error: { facts: { isBilled: true } }, money: { charged: 1 } }]);
    expect(await world.totals()).toMatchObject({ held: 0, spent: 1 });
  });

  it.each(bothOrders)('is not charged for the picture %s it that was billed and lost', async (_where, names) => {
    const world = await stop(names, { ...untilStopped(), costsOf: billedFor('stopped', 'gone') });
    expect(await world.totals()).toMatchObject({ held: 0, spent: 7 });
  });

  it.each(bothOrders)('costs nothing where only the picture %s it was billed', async (_where, names) => {
    const world = await stop(names, { ...untilStopped(), costsOf: billedFor('gone') });
    expect(world.reply.failed).toMatchObject([{ money: { charged: 0, returned: 14 } }]);
    expect(await world.totals()).toMatchObject({ held: 0, spent: 0 });
  });

  it('is not charged for what failed by itself before', async () => {
    const world = await stop(['early', 'late'], {
      checkOf: (remoteId) => (remoteId === 'early' ? failed() : running),
      cancelOf: (remoteId) => (remoteId === 'late' ? 'cancelled' : 'unknown'),
      costsOf: billedFor('early'),
    });
    expect(world.reply.failed).toMatchObject([
      { error: { code: 'cancelled.user' }, money: { charged: 0, returned: 14 } },
    ]);
    expect(await world.totals()).toMatchObject({ held: 0, spent: 0 });
  });

  it('is charged where the filter refused the other picture, which counts as a strike', async () => {
    const world = await stop(['stopped', 'refused'], {
      ...untilStopped(),
      submit: [takesAs('runninghub', 'stopped'), throws('provider.rejected', { contentFilter: true })],
      costsOf: billedFor('stopped'),
    });
    expect(world.strikes).toHaveLength(1);
    expect(world.reply.failed).toMatchObject([
      { error: { code: 'cancelled.user', facts: { isBilled: true, strikes: 1 } }, money: { charged: 7, returned: 7 } },
    ]);
    expect(await world.totals()).toMatchObject({ held: 0, spent: 7 });
  });

  it('is charged after a restart whose post had been paid, and gets back what the picture that is gone has cost', async () => {
    const world = createWorld({ plan });
    await world.generate();
    expect(await world.totals()).toMatchObject({ spent: 14 });
    const tickets = ['gone', 'stopped'].map((remoteId) => ({ provider: 'runninghub' as const, remoteId }));
    const stored = { state: 'delivering', cancelledBy: 'user', came: 1, charged: 14, tickets } as const;
    await world.rewrite(jobOf({ ...(await world.stored()), ...stored, endedAtMs: null }));
    const after = createWorld({
      rows: world.rows,
      clock: world.clock,
      download: unlessGone,
      runninghub: {
        checkOf: (remoteId) => (remoteId === 'gone' ? madeBy('gone') : failed()),
        costsOf: billedFor('stopped'),
      },
    });
    await after.clock.advanceUntil((await resume(after.flow)).settled);
    expect(after.reply.failed).toMatchObject([
      { error: { code: 'cancelled.user', facts: { isBilled: true } }, money: { charged: 7, returned: 7 } },
    ]);
    expect(await after.stored()).toMatchObject({ state: 'cancelled', charged: 7 });
    expect(await after.totals()).toMatchObject({ held: 0, spent: 7 });
  });
});
