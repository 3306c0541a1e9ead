import { describe, expect, it } from 'vitest';
import { BotError } from '#core/errors.ts';
import { checkPaused, createActiveJobs, jobOf as openJobOf } from '#generation/flow.ts';
import { follow } from '#generation/follow.ts';
import { generate } from '#generation/generate.ts';
import type { Download, Wanted } from '#media/media.ts';
import { abandonAfterMs, type Poller } from '#polling/poller.ts';
import { jobOf, planOf, requestOf, startMs } from '../support/requests.ts';
import { refusedWith } from '../support/said.ts';
import { running, takesAs, throws } from '../support/scripted-provider.ts';
import { fourPictures, madeBy } from '../support/several.ts';
import { createWorld, picture, type World } from '../support/world.ts';

describe('mistakes of the caller', () => {
  it('reading the job of a request that is not written down is a bug', () => {
    const active = createActiveJobs().enter(requestOf(), null);
    expect(() => openJobOf(active)).toThrow(TypeError);
  });

  it('following a job without a ticket is a bug', async () => {
    const world = createWorld();
    const active = world.flow.active.enter(requestOf(), null);
    active.job = jobOf({ state: 'submitted' });
    await expect(follow(active, world.reply, world.flow)).rejects.toThrow('has no ticket to follow');
  });
});

describe('the jobs under way', () => {
  it('are found by id and by member until they leave', () => {
    const jobs = createActiveJobs();
    const { id, guildId, userId } = requestOf();
    expect(jobs.find(id)).toBeNull();
    const active = jobs.enter(requestOf(), null);
    expect([jobs.find(id), jobs.of(guildId, userId), jobs.all()]).toEqual([active, [active], [active]]);
    expect(active).toMatchObject({ job: null, progress: { kind: 'starting' } });
    jobs.leave(id);
    jobs.leave(id);
    expect([jobs.find(id), jobs.of(guildId, userId), jobs.all()]).toEqual([null, [], []]);
  });
});

it('what was fetched for a job is deleted when it has ended', async () => {
  const discarded: unknown[] = [];
  await createWorld({ flow: { discard: async (id) => void discarded.push(id) } }).generate();
  expect(discarded).toEqual([requestOf().id]);
});

it('a request is refused while the bot is paused, with the operator’s reason, for a minute', () => {
  expect(refusedWith(() => checkPaused({ notice: () => 'moving', isService: () => false }))).toMatchObject({
    code: 'refused.busy',
    facts: { rule: 'paused', reason: 'moving', retryAfterMs: 60_000 },
  });
});

describe('what is fetched', () => {
  it.each([undefined, 'video'] as const)('is asked for as what the job makes: %s', async (task) => {
    const base = planOf();
    const plan = task === undefined ? base : { ...base, model: { ...base.model, task } };
    const wanted: Wanted[] = [];
    const download: Download = async (_media, what) => {
      wanted.push(what);
      return picture;
    };
    await createWorld({ plan, download }).generate();
    expect(wanted).toEqual([{ job: requestOf().id, provider: 'runninghub', output: task ?? 'image' }]);
  });

  const stopAll = ({ flow }: World) => {
    for (const { stop } of flow.active.all()) stop.abort(new BotError('cancelled.shutdown', 'stop'));
  };
  const checkLeft = async (world: World) => {
    await world.generate();
    expect([world.reply.delivered, world.reply.failed]).toEqual([[], []]);
    expect(await world.stored()).toMatchObject({ state: 'submitted' });
    expect(await world.totals()).toMatchObject({ held: 7, spent: 0 });
  };

  it('is left to the next start by a shutdown that comes meanwhile', async () => {
    const download: Download = async () => {
      stopAll(world);
      return picture;
    };
    const world: World = createWorld({ download });
    await checkLeft(world);
  });

  it('is left to the next start by a shutdown while the picture of a 3D model comes', async () => {
    const base = planOf();
    const media = [{ url: 'https://images.example/1.glb' }, { url: 'https://images.example/1.png' }];
    const download: Download = async ({ url }) => {
      if (url.endsWith('glb')) return picture;
      stopAll(world);
      throw new BotError('media.unfetchable', 'stopped');
    };
    const world: World = createWorld({
      plan: { ...base, model: { ...base.model, task: 'model3d' } },
      download,
      runninghub: { check: [() => ({ kind: 'finished', media })] },
    });
    await checkLeft(world);
  });
});

describe('a job that is followed', () => {
  const full = throws('provider.unavailable', { nothingStarted: true, httpStatus: 429 });

  it('is given up some time after its submit, not after its begin', async () => {
    const world = createWorld({ runninghub: { submit: [full, takesAs('runninghub', 'late')], check: [running] } });
    await world.generate();
    const overdue = world.reply.shown.find(({ progress }) => progress.kind === 'overdue');
    expect(overdue?.progress).toEqual({ kind: 'overdue', untilMs: startMs + 2_000 + abandonAfterMs });
  });

  it('has taken as long as its last picture', async () => {
    const world: World = createWorld({
      plan: fourPictures(),
      runninghub: {
        checkOf: (remoteId) =>
          remoteId.endsWith('2') && world.clock.now() < startMs + 20_000 ? running() : madeBy(remoteId),
      },
    });
    await world.generate();
    expect(world.reply.delivered[0]?.tookMs).toBeGreaterThanOrEqual(20_000);
  });

  it.each([
    [true, 'https://easel.example/wake', true],
    [true, null, false],
    [false, 'https://easel.example/wake', false],
  ])('is left to a call where its service calls (%s) and has an address to call (%s)', async (calls, url, isLeft) => {
    const world = createWorld({ flow: { wakeUrlOf: () => url } });
    const seen: boolean[] = [];
    const untilFinished: Poller['untilFinished'] = (watch, signal) => {
      seen.push(watch.isCalledBack);
      return world.flow.poller.untilFinished(watch, signal);
    };
    const providerOf = () => ({ ...world.runninghub, callsBack: () => calls });
    const flow = { ...world.flow, providerOf, poller: { ...world.flow.poller, untilFinished } };
    await world.clock.advanceUntil(generate(requestOf(), world.reply, flow));
    expect(seen).toEqual([isLeft]);
  });
});
