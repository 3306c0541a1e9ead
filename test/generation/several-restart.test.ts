import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BotError } from '#core/errors.ts';
import { cancel } from '#generation/cancel.ts';
import { resume, sweepHolds } from '#generation/resume.ts';
import type { Job } from '#jobs/job.ts';
import type { JobUpdate, Ticket } from '#providers/provider.ts';
import { createFakeClock, type FakeClock } from '../support/fake-clock.ts';
import { guild, jobOf, member, policy, requestOf, settings, startMs } from '../support/requests.ts';
import { running, type Script, type Step, throws } from '../support/scripted-provider.ts';
import { fourPictures, madeBy, ticketsOf } from '../support/several.ts';
import { type Break, BreakingRows, breaksOf, noBreak } from '../support/store/breaking-rows.ts';
import { isSound } from '../support/store/money.ts';
import { createWorld, picture, type World, type WorldOptions } from '../support/world.ts';

const plan = fourPictures();
const { id } = requestOf();
const stored: Partial<Job> = { settings: { ...settings, count: 4 }, credits: 28, submittedAtMs: startMs };
const made: Script = { checkOf: (remoteId) => madeBy(remoteId) };

/** A job in the store with its hold, and a process that takes it up. */
async function takenUp(job: Partial<Job>, script: Script = made): Promise<World> {
  const world = createWorld({ plan, runninghub: script });
  const expiresAtMs = startMs + 86_400_000;
  await world.ledger.reserve({
    id,
    guildId: guild,
    userId: member,
    credits: 28,
    model: 'some-model',
    policy,
    expiresAtMs,
  });
  if (job.charged) await world.ledger.settle(guild, id, job.charged, job.came ?? 1);
  await world.jobs.save(jobOf({ ...stored, ...job }));
  await world.clock.advanceUntil((await resume(world.flow)).settled);
  return world;
}

describe('a stored job of four pictures', () => {
  it.each([1, 2, 3])('that was sending with %i tickets goes on with those, and charges what comes', async (known) => {
    const world = await takenUp({ state: 'sending', tickets: ticketsOf(known) });
    expect(world.runninghub.submits).toEqual([]);
    expect(world.reply.delivered).toMatchObject([{ media: { length: known }, missed: null }]);
    expect(await world.stored()).toMatchObject({ state: 'delivered', came: known, charged: known * 7 });
    expect(await world.totals()).toMatchObject({ held: 0, spent: known * 7 });
  });

  it('that was sending without a ticket is unsure, and its credits come back', async () => {
    const world = await takenUp({ state: 'sending' });
    expect(await world.stored()).toMatchObject({ state: 'unsure' });
    await world.clock.advance(3_700_000);
    await world.clock.advanceUntil((await resume(world.flow)).settled);
    expect(await world.totals()).toMatchObject({ held: 0, spent: 0 });
  });

  it('of which some are gone after the settlement delivers the rest and gives their part back', async () => {
    const checkOf = (remoteId: string) => (remoteId.endsWith('4') ? throws('provider.failed')() : madeBy(remoteId));
    const world = await takenUp({ state: 'delivering', came: 4, charged: 28, tickets: ticketsOf(4) }, { checkOf });
    expect(await world.stored()).toMatchObject({ state: 'delivered', came: 3, charged: 21 });
    expect(await world.totals()).toEqual({ added: 1_000, pool: 972, bonuses: 7, held: 0, spent: 21 });
  });

  it('of which one more is there than was settled delivers those that are paid', async () => {
    const clock = createFakeClock(startMs);
    const rows = new Map<string, string>();
    const oneLess = (remoteId: string) => (remoteId.endsWith('4') ? throws('provider.failed')() : madeBy(remoteId));
    const first = createWorld({
      plan,
      clock,
      rows,
      runninghub: { checkOf: oneLess },
      reply: { deliver: () => new Promise<never>(() => undefined) },
    });
    void first.begin();
    await clock.advance(60_000);
    for (const { stop } of first.flow.active.all()) stop.abort(new BotError('cancelled.shutdown', 'stops'));
    await first.jobs.save({ ...jobOf(), ...(await first.stored()), state: 'submitted', came: null, charged: null });
    const second = createWorld({ plan, clock, rows, runninghub: made });
    await clock.advanceUntil((await resume(second.flow)).settled);
    expect(second.reply.delivered).toMatchObject([{ job: { came: 3, charged: 21 }, media: { length: 3 } }]);
    expect(await second.totals()).toMatchObject({ held: 0, spent: 21, bonuses: 0 });
  });

  it('that came in part is delivered in part again, for the same price', async () => {
    const checkOf = (remoteId: string) => (remoteId.endsWith('4') ? throws('provider.failed')() : madeBy(remoteId));
    const world = await takenUp({ state: 'delivering', came: 3, charged: 21, tickets: ticketsOf(4) }, { checkOf });
    expect(world.reply.delivered[0]).toMatchObject({ job: { came: 3, charged: 21 }, media: { length: 3 } });
    expect(await world.totals()).toMatchObject({ held: 0, spent: 21, bonuses: 0 });
  });

  it('of which all are gone after the settlement gives everything back', async () => {
    const script = { checkOf: throws('provider.failed') };
    const world = await takenUp({ state: 'delivering', came: 3, charged: 21, tickets: ticketsOf(4) }, script);
    expect(world.reply.failed).toMatchObject([{ money: { charged: 0, returned: 28 } }]);
  });

  it('that waited for more than half an hour loses none to a check that fails', async () => {
    let isDown = true;
    const checkOf = (remoteId: string) => {
      if (!remoteId.endsWith('4') || !isDown) return madeBy(remoteId);
      isDown = false;
      return throws('provider.unavailable')();
    };
    const submittedAtMs = startMs - 40 * 60_000;
    const world = await takenUp({ state: 'submitted', submittedAtMs, tickets: ticketsOf(4) }, { checkOf });
    expect(world.reply.delivered).toMatchObject([{ job: { came: 4, charged: 28 } }]);
    expect(world.runninghub.cancels).toEqual([]);
  });

  it('that somebody asked to stop is asked to stop, ticket by ticket', async () => {
    const cancelOf = (remoteId: string) => (remoteId.endsWith('1') ? ('too_late' as const) : ('cancelled' as const));
    const world = await takenUp(
      { state: 'submitted', cancelledBy: 'moderator', tickets: ticketsOf(4) },
      { ...made, cancelOf },
    );
    expect(world.runninghub.cancels).toHaveLength(4);
    expect(await world.stored()).toMatchObject({ state: 'delivered', came: 1, charged: 7 });
  });
});

/** What the composition root does at start and every ten minutes. */
async function cleanUp(world: World, clock: FakeClock): Promise<void> {
  for (let hour = 0; hour < 3; hour += 1) {
    const { settled } = await resume(world.flow);
    await clock.advanceUntil(settled);
    await sweepHolds(world.flow);
    await clock.advance(3_600_000);
  }
}

/** Runs a story on a disk that breaks, ends that process, and lets the next one clean up on what is left. */
async function live(options: WorldOptions, at: Break, during: (world: World) => void = () => undefined) {
  const clock = createFakeClock(startMs);
  const rows = new Map<string, string>();
  const breaking = new BreakingRows(rows, at);
  const first = createWorld({ plan, ...options, clock, rows: breaking });
  during(first);
  const thrown = await first.generateUntilStopped().then(
    () => null,
    (error: unknown) => error,
  );
  if (thrown !== null && !(thrown instanceof BotError)) throw thrown;
  const second = createWorld({ plan, ...options, clock, rows });
  await cleanUp(second, clock);
  return { first, second, writes: breaking.writes, wasTold: thrown !== null };
}

/** Nothing is held, the books add up, nobody paid for what was not delivered, and nothing was sent twice. */
async function checkFair({ first, second, wasTold }: Awaited<ReturnType<typeof live>>, label: string) {
  const totals = await second.totals();
  expect(isSound(totals), label).toBe(true);
  expect(totals.held, label).toBe(0);
  expect(await second.jobs.listOpen(), label).toEqual([]);
  const deliveries = [...first.reply.delivered, ...second.reply.delivered];
  const came = Math.max(0, ...deliveries.map(({ job }) => job.came ?? 0));
  expect(totals.spent, label).toBeLessThanOrEqual(7 * came);
  expect(totals.spent % 7, label).toBe(0);
  expect(second.runninghub.submits, label).toEqual([]);
  const job = await second.stored();
  if (job?.state === 'delivered') expect(job.charged, label).toBe(totals.spent);
  const failures = first.reply.failed.length + second.reply.failed.length;
  expect(wasTold || deliveries.length + failures > 0, label).toBe(true);
}

const oneFails = (remoteId: string) => (remoteId.endsWith('3') ? throws('provider.failed')() : madeBy(remoteId));

describe.each<[string, Script]>([
  ['come', made],
  ['come in part', { checkOf: oneFails }],
  ['are handed over in part', { ...made, submit: [1, 2, 3].map(stepOf) }],
])('four pictures that %s, on a disk that breaks', (_name, runninghub) => {
  it('are never paid without being delivered, whichever write it was', async () => {
    const { writes } = await live({ runninghub }, noBreak);
    for (const at of breaksOf(writes)) await checkFair(await live({ runninghub }, at), JSON.stringify(at));
  });
});

/** The first two are taken, then there is a doubt. */
function stepOf(number: number): Step<Ticket> {
  return number === 3
    ? throws('provider.unsure')
    : () => ({ provider: 'runninghub', remoteId: `runninghub-${number}` });
}

const submitEnds = ['taken', 'taken', 'taken', 'down', 'full', 'rejected', 'unsure', 'bug'] as const;
const checkEnds = ['made', 'made', 'made', 'failed', 'filtered', 'running', 'grid'] as const;

const storyOf = fc.record({
  submits: fc.array(fc.constantFrom(...submitEnds), { minLength: 4, maxLength: 8 }),
  checks: fc.array(fc.constantFrom(...checkEnds), { minLength: 4, maxLength: 4 }),
  cancels: fc.array(fc.constantFrom('cancelled', 'too_late', 'unknown'), { minLength: 4, maxLength: 4 }),
  cancelAfterMs: fc.option(fc.integer({ min: 0, max: 40_000 })),
  broken: fc.option(fc.integer({ min: 1, max: 4 })),
  crash: fc.option(fc.record({ write: fc.integer({ min: 1, max: 60 }), landed: fc.boolean(), lasts: fc.boolean() })),
});
type Story = typeof storyOf extends fc.Arbitrary<infer T> ? T : never;

const submitSteps: Record<(typeof submitEnds)[number], (number: number) => Step<Ticket>> = {
  taken: (number) => () => ({ provider: 'runninghub', remoteId: `runninghub-${number}` }),
  down: () => throws('provider.unavailable', { nothingStarted: true }),
  full: () => throws('provider.unavailable', { nothingStarted: true, httpStatus: 429 }),
  rejected: () => throws('provider.rejected', { contentFilter: true }),
  unsure: () => throws('provider.unsure'),
  bug: () => () => {
    throw new TypeError('no such thing');
  },
};

const checkSteps: Record<(typeof checkEnds)[number], (remoteId: string) => JobUpdate> = {
  made: (remoteId) => madeBy(remoteId),
  grid: (remoteId) => madeBy(remoteId, 4),
  running: () => running(),
  failed: () => throws('provider.failed')(),
  filtered: () => throws('provider.failed', { contentFilter: true })(),
};

async function play({ submits, checks, cancels, cancelAfterMs, broken, crash }: Story): Promise<void> {
  const at = (remoteId: string) => (Number(remoteId.split('-')[1]) - 1) % 4;
  const runninghub: Script = {
    submit: submits.map((end, index) => submitSteps[end](index + 1)),
    checkOf: (remoteId) => checkSteps[checks[at(remoteId)] ?? 'made'](remoteId),
    cancelOf: (remoteId) => cancels[at(remoteId)] ?? 'unknown',
  };
  const download: WorldOptions['download'] = ({ url }) =>
    url.includes(`hub-${broken}-`)
      ? Promise.reject(new BotError('media.unfetchable', 'gone'))
      : Promise.resolve(picture);
  const stop = (world: World) => {
    if (cancelAfterMs === null) return;
    const owner = { guildId: guild, userId: member, isModerator: false };
    const asked = world.clock
      .wait(cancelAfterMs, new AbortController().signal)
      .then(() => cancel(id, owner, world.flow));
    asked.catch(() => undefined);
  };
  await checkFair(await live({ runninghub, download }, crash ?? noBreak, stop), JSON.stringify(crash));
}

describe('four pictures that meet anything at all', () => {
  it.each([20_261_121, 20_261_122])(
    'are never paid without being delivered (seed %i)',
    async (seed) => {
      await fc.assert(fc.asyncProperty(storyOf, play), { seed, numRuns: 150 });
    },
    60_000,
  );
});
