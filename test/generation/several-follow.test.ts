import { describe, expect, it } from 'vitest';
import { BotError } from '#core/errors.ts';
import { cancel } from '#generation/cancel.ts';
import { patienceMs } from '#polling/schedule.ts';
import type { JobUpdate } from '#providers/provider.ts';
import { guild, member, offerOf, planOf, requestOf, routeOf, settings } from '../support/requests.ts';
import { queued, running, type Script, throws } from '../support/scripted-provider.ts';
import { fourPictures, madeBy } from '../support/several.ts';
import { createWorld, picture, type World, type WorldOptions } from '../support/world.ts';

const plan = fourPictures();
const owner = { guildId: guild, userId: member, isModerator: false };
const failed = throws('provider.failed');
const filtered = throws('provider.failed', { contentFilter: true });

/** A world in which the remote jobs go as told, by their number from 1; the others bring a picture. */
function worldOf(ways: Record<number, () => JobUpdate>, options: WorldOptions = {}, script: Script = {}): World {
  const checkOf = (remoteId: string) => ways[Number(remoteId.at(-1))]?.() ?? madeBy(remoteId);
  return createWorld({ plan, runninghub: { checkOf, ...script }, ...options });
}

const outcomeOf = async (world: World) => {
  const stored = await world.stored();
  return [world.reply.delivered[0]?.media.length ?? 0, stored?.came ?? null, stored?.charged];
};

describe('of four pictures', () => {
  it.each([1, 2, 3, 4])('%i that fail are missing from the message and are not charged', async (missing) => {
    const ways = Object.fromEntries(Array.from({ length: missing }, (_, index) => [4 - index, failed]));
    const world = worldOf(ways);
    await world.generate();
    const came = 4 - missing;
    expect(await outcomeOf(world)).toEqual([came, came === 0 ? null : came, came * 7]);
    expect(await world.totals()).toEqual({
      added: 1_000,
      pool: 1_000 - came * 7,
      bonuses: 0,
      held: 0,
      spent: came * 7,
    });
    expect(world.reply.delivered.length + world.reply.failed.length).toBe(1);
    expect(world.ended).toMatchObject([{ error: came === 0 ? { code: 'provider.failed' } : null }]);
  });

  it('three of a price that does not divide cost their part, rounded down', async () => {
    const world = worldOf({ 2: failed }, { plan: { ...plan, credits: 27 } });
    await world.generate();
    expect(await outcomeOf(world)).toEqual([3, 3, 20]);
  });

  it('one whose part of the price is less than a credit costs one', async () => {
    const world = worldOf(
      { 2: failed, 3: failed, 4: failed },
      { plan: { ...plan, quotes: [{ ...plan.quotes[0], credits: 2 }] } },
    );
    await world.generate();
    expect(await outcomeOf(world)).toEqual([1, 1, 1]);
  });

  it('one that cannot be fetched is missing too', async () => {
    const download: WorldOptions['download'] = ({ url }) =>
      url.includes('hub-3') ? Promise.reject(new BotError('media.unfetchable', 'gone')) : Promise.resolve(picture);
    const world = worldOf({}, { download });
    await world.generate();
    expect(await outcomeOf(world)).toEqual([3, 3, 21]);
    expect(world.reply.delivered[0]?.missed).toMatchObject({ code: 'media.unfetchable' });
  });

  it('those that the content filter took are one strike, of which the member reads', async () => {
    const world = worldOf({ 1: failed, 2: filtered, 3: filtered });
    await world.generate();
    expect(await outcomeOf(world)).toEqual([1, 1, 7]);
    expect(world.strikes).toHaveLength(1);
    expect(world.reply.delivered[0]?.missed?.facts).toMatchObject({ contentFilter: true, strikes: 1 });
  });

  it('all gone, one of them by the content filter, are one strike as well', async () => {
    const world = worldOf({ 1: failed, 2: filtered, 3: failed, 4: failed });
    await world.generate();
    expect(world.strikes).toHaveLength(1);
    expect(world.reply.failed).toMatchObject([{ error: { facts: { contentFilter: true } }, money: { returned: 28 } }]);
  });

  it('one whose submit the content filter refused while the others fail is a strike', async () => {
    const submit = [1, 2].map((number) =>
      number === 1
        ? () => ({ provider: 'runninghub' as const, remoteId: 'hub-1' })
        : throws('provider.rejected', { contentFilter: true }),
    );
    const world = worldOf({ 1: failed }, {}, { submit });
    await world.generate();
    expect(world.strikes).toHaveLength(1);
    expect(world.reply.failed).toMatchObject([{ error: { code: 'provider.rejected' }, money: { returned: 28 } }]);
  });

  it('one whose check breaks in an unforeseen way does not take the others along', async () => {
    const world = worldOf({
      4: () => {
        throw new TypeError('no such thing');
      },
    });
    await world.generate();
    expect(await outcomeOf(world)).toEqual([3, 3, 21]);
    expect(world.log.lines).toMatchObject([{ level: 'error', facts: { code: 'bug' } }]);
  });
});

describe('remote jobs that bring more or less than asked', () => {
  it('of one picture each deliver all they bring, as far as a message holds, for the price of one', async () => {
    const world = createWorld({ plan, runninghub: { checkOf: (remoteId) => madeBy(remoteId, 4) } });
    await world.generate();
    expect(await outcomeOf(world)).toEqual([8, 4, 28]);
  });

  it('a single one, asked for one, delivers all it brings', async () => {
    const world = createWorld({ runninghub: { checkOf: (remoteId) => madeBy(remoteId, 12) } });
    await world.generate();
    expect(await outcomeOf(world)).toEqual([10, 1, 7]);
  });

  it('finished without a picture have failed, and nothing is charged', async () => {
    const world = createWorld({ runninghub: { checkOf: (remoteId) => madeBy(remoteId, 0) } });
    await world.generate();
    expect(world.reply.failed).toMatchObject([{ error: { code: 'provider.failed' }, money: { returned: 7 } }]);
  });

  const atOnce = fourPictures({ counts: { min: 1, max: 4, default: 1 } });
  it.each([
    [6, 4, 28],
    [3, 3, 21],
    [1, 1, 7],
  ])('one that was asked for four and brings %i delivers and charges %i', async (brought, came, charged) => {
    const world = createWorld({ plan: atOnce, runninghub: { checkOf: (remoteId) => madeBy(remoteId, brought) } });
    await world.generate();
    expect(await outcomeOf(world)).toEqual([came, came, charged]);
    expect(world.reply.delivered[0]?.missed?.code).toBe(came < 4 ? 'provider.failed' : undefined);
  });

  it.each([
    [1, 3, 21],
    [4, 0, 0],
  ])('one that was asked for four, of which %i cannot be fetched, delivers %i', async (broken, came, charged) => {
    const download: WorldOptions['download'] = ({ url }) =>
      Number(/-(\d)\.png/u.exec(url)?.[1]) <= broken
        ? Promise.reject(new BotError('media.unfetchable', 'gone'))
        : Promise.resolve(picture);
    const world = createWorld({ plan: atOnce, download, runninghub: { checkOf: (remoteId) => madeBy(remoteId, 4) } });
    await world.generate();
    expect(await outcomeOf(world)).toEqual([came, came || null, charged]);
  });
});

it('a remote job that was asked for two and brings three delivers and charges two', async () => {
  const route = routeOf({ counts: { min: 1, max: 4, default: 1 } });
  const two = planOf(offerOf({ route, settings: { ...settings, count: 2 }, credits: 14 }));
  const world = createWorld({ plan: two, runninghub: { checkOf: (remoteId) => madeBy(remoteId, 3) } });
  await world.generate();
  expect(await outcomeOf(world)).toEqual([2, 2, 14]);
  expect(world.downloads).toHaveLength(2);
});

describe('the progress of four pictures', () => {
  it('is one line for all of them', async () => {
    let isOver = false;
    const late = () => (isOver ? madeBy('late') : running());
    const world = worldOf({ 2: queued, 3: late, 4: late });
    const done = world.begin();
    await world.clock.advance(1_500);
    expect(world.flow.active.find(requestOf().id)?.progress).toMatchObject({
      kind: 'running',
      done: { jobs: 1, of: 4 },
    });
    isOver = true;
    await world.clock.advance(5_000);
    expect(world.flow.active.find(requestOf().id)?.progress).toMatchObject({
      kind: 'running',
      done: { jobs: 3, of: 4 },
    });
    expect(await cancel(requestOf().id, owner, world.flow)).toBe('asked');
    await world.clock.advance(2_000);
    expect(world.reply.shown.at(-1)?.progress).toEqual({ kind: 'cancelling' });
    world.flow.active.find(requestOf().id)?.stop.abort(new BotError('cancelled.shutdown', 'stop'));
    await done;
  });

  it('is asked for at once, of all of them, when the provider calls', async () => {
    const world = worldOf({ 1: queued, 2: queued, 3: queued, 4: queued });
    const done = world.begin();
    await world.clock.advance(1_200);
    world.flow.poller.called(requestOf().id);
    await world.clock.advance(250);
    expect(world.runninghub.checks).toHaveLength(8);
    world.flow.active.find(requestOf().id)?.stop.abort(new BotError('cancelled.shutdown', 'stop'));
    await done;
  });
});

it('a shutdown while some of four pictures are there leaves them to the next start', async () => {
  const world = worldOf({ 3: running, 4: running });
  const done = world.begin();
  await world.clock.advance(5_000);
  world.flow.active.find(requestOf().id)?.stop.abort(new BotError('cancelled.shutdown', 'stop'));
  await world.clock.advanceUntil(done);
  expect([world.reply.delivered, world.reply.failed]).toEqual([[], []]);
  expect(await world.stored()).toMatchObject({ state: 'submitted', came: null });
  expect(await world.totals()).toMatchObject({ held: 28, spent: 0 });
});

describe('a cancel of four pictures', () => {
  /** The first two are done, the others run until they are stopped; `answers` by number. */
  async function cancelled(answers: Record<number, 'cancelled' | 'too_late' | 'unknown'>, ways = {}) {
    const cancelOf = (remoteId: string) => answers[Number(remoteId.at(-1))] ?? 'too_late';
    const world = worldOf({ 3: running, 4: running, ...ways }, {}, { cancelOf });
    const done = world.begin();
    await world.clock.advance(2_000);
    const answer = await cancel(requestOf().id, owner, world.flow);
    return { world, done, answer };
  }

  it('delivers and charges those that cannot be stopped', async () => {
    const { world, done, answer } = await cancelled({ 3: 'cancelled', 4: 'cancelled' });
    await world.clock.advanceUntil(done);
    expect(answer).toBe('asked');
    expect(await outcomeOf(world)).toEqual([2, 2, 14]);
    expect(world.reply.delivered[0]?.missed).toMatchObject({ code: 'cancelled.user' });
  });

  it('that stops every one of them charges nothing', async () => {
    const all = { 1: 'cancelled', 2: 'cancelled', 3: 'cancelled', 4: 'cancelled' } as const;
    const { world, done, answer } = await cancelled(all, { 1: running, 2: running });
    await world.clock.advanceUntil(done);
    expect(answer).toBe('cancelled');
    expect(world.reply.failed).toMatchObject([{ error: { code: 'cancelled.user' }, money: { returned: 28 } }]);
    expect(await world.totals()).toMatchObject({ held: 0, spent: 0 });
  });

  it('that comes too late for all of them changes nothing', async () => {
    let isOver = false;
    const soon = () => (isOver ? madeBy('soon') : running());
    const { world, done, answer } = await cancelled({}, { 3: soon, 4: soon });
    isOver = true;
    await world.clock.advanceUntil(done);
    expect(answer).toBe('too_late');
    expect(await outcomeOf(world)).toEqual([4, 4, 28]);
    expect(await world.stored()).toMatchObject({ cancelledBy: null });
  });

  it('asks those that were stopped before no second time', async () => {
    const answers: Record<number, 'cancelled' | 'too_late' | 'unknown'> = { 3: 'cancelled', 4: 'unknown' };
    const { world, done } = await cancelled(answers);
    answers[4] = 'cancelled';
    await cancel(requestOf().id, owner, world.flow);
    await world.clock.advanceUntil(done);
    expect(world.runninghub.cancels.filter(({ ticket }) => ticket.remoteId === 'runninghub-3')).toHaveLength(1);
    expect(await outcomeOf(world)).toEqual([2, 2, 14]);
  });

  it('that the provider carries out as a failure reads as stopped', async () => {
    let isOver = false;
    const ending = () => (isOver ? failed() : running());
    const { world, done } = await cancelled({ 3: 'unknown', 4: 'unknown' }, { 3: ending, 4: ending });
    isOver = true;
    await world.clock.advanceUntil(done);
    expect(world.reply.delivered[0]?.missed).toMatchObject({ code: 'cancelled.user' });
  });
});

describe('pictures that take unusually long', () => {
  it('are not waited for once the others are there', async () => {
    const world = worldOf({ 4: running });
    await world.generate();
    expect(world.clock.now() - requestOf().askedAtMs).toBeLessThan(patienceMs + 120_000);
    expect(world.runninghub.cancels.map(({ ticket }) => ticket.remoteId)).toEqual(['runninghub-4']);
    expect(await outcomeOf(world)).toEqual([3, 3, 21]);
    expect(world.reply.delivered[0]?.missed).toMatchObject({ code: 'provider.timeout' });
  });

  it('are waited for as long as there is none, and then until the first one comes', async () => {
    let isOver = false;
    const empty = () => madeBy('empty', 0);
    const world = worldOf({ 1: () => (isOver ? madeBy('one') : running()), 2: running, 3: empty, 4: failed });
    const done = world.begin();
    await world.clock.advance(patienceMs + 120_000);
    expect(world.reply.shown.at(-1)?.progress).toMatchObject({ kind: 'overdue' });
    isOver = true;
    await world.clock.advanceUntil(done);
    expect(await outcomeOf(world)).toEqual([1, 1, 7]);
    expect(world.clock.monotonic()).toBeLessThan(patienceMs + 5 * 60_000);
  });

  it('and are stopped by the provider cost nothing', async () => {
    const world = worldOf({ 3: running, 4: running }, {}, { cancelOf: () => 'cancelled' });
    await world.generate();
    expect(await outcomeOf(world)).toEqual([2, 2, 14]);
  });
});
