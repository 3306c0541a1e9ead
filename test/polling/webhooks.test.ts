import { describe, expect, it } from 'vitest';
import { createWebhooks } from '#polling/webhooks.ts';
import type { JobUpdate } from '#providers/provider.ts';
import { snowflakeAt, startMs } from '../support/requests.ts';
import { finished, queued, running, throws } from '../support/scripted-provider.ts';
import { createRecordingLog } from '../support/store/recording-log.ts';
import { createWatchedJob, watchedKind } from '../support/watched-job.ts';

const route = 'runninghub/route';

interface Life {
  readonly runMs?: number;
  /** How long after the end the call comes, or before it where that is negative; null for never. */
  readonly callMs?: number | null;
  readonly onOverdue?: () => Promise<void>;
}

/** Jobs of a route whose runs take 10 s as was learnt, one after the other; each is promised a call. */
function setUp({
  learntMs = 10_000,
  queueMs = 0,
}: {
  readonly learntMs?: number | null;
  readonly queueMs?: number;
} = {}) {
  let [fromMs, endsAtMs] = [0, 0];
  const watched = createWatchedJob(
    (at) => [
      () => {
        if (at.monotonic() >= endsAtMs) return finished();
        return at.monotonic() < fromMs + queueMs ? queued() : running();
      },
    ],
    learntMs,
  );
  const { clock, poller, provider, follow } = watched;
  let number = 0;
  /** One job. Resolves with how often it was asked for, and how long after its end that was seen. */
  const live = async ({ runMs = 10_000, callMs = 200, onOverdue = async () => undefined }: Life = {}) => {
    const id = snowflakeAt(startMs, number++);
    const readsBefore = provider.checks.length;
    fromMs = clock.monotonic();
    endsAtMs = fromMs + runMs;
    const done = follow({ id, isCalledBack: true, submittedAtMs: clock.now(), onOverdue });
    if (callMs !== null) {
      await clock.advance(runMs + callMs);
      poller.called(id);
    }
    await clock.advanceUntil(done);
    return { id, reads: provider.checks.length - readsBefore, lagMs: clock.monotonic() - endsAtMs };
  };
  const told = () => watched.log.lines.map(({ level, message }) => [level, message]);
  return { ...watched, live, told };
}

describe('a job whose provider calls when it ends', () => {
  it('is asked for like any other until a call has come, then once early and once to confirm', async () => {
    const { live } = setUp();
    expect((await live()).reads).toBeGreaterThan(2);
    expect(await live()).toMatchObject({ reads: 2, lagMs: 200 });
  });

  it('is believed to be called about also when the call comes after its end was seen', async () => {
    const { live, poller } = setUp();
    const { id } = await live({ callMs: null });
    poller.called(id);
    expect((await live()).reads).toBe(2);
  });

  it('that waits in the queue is looked at, ever more seldom, until it runs', async () => {
    const { live } = setUp({ queueMs: 20_000 });
    const { reads } = await live({ runMs: 60_000 });
    expect((await live({ runMs: 60_000 })).reads).toBeLessThan(reads / 2);
  });

  it('whose call is lost is found some seconds after its usual time', async () => {
    const { live, told } = setUp();
    await live();
    const { reads, lagMs } = await live({ callMs: null });
    expect(reads).toBe(2);
    expect(lagMs).toBeGreaterThan(10_000);
    expect(lagMs).toBeLessThan(30_000);
    expect((await live()).reads).toBe(2);
    expect(told()).toEqual([]);
  });

  it('whose call is lost on a route of which no run is known is found within two minutes', async () => {
    const { live, poller, clock, durations, follow } = setUp({ learntMs: null });
    await clock.advanceUntil(follow({ isCalledBack: true, submittedAtMs: startMs - 3 * 3_600_000 }));
    poller.called(snowflakeAt(startMs));
    expect(durations.of(watchedKind)).toBeNull();
    expect((await live({ callMs: null })).lagMs).toBeLessThan(120_000);
  });

  it('that is called about too early is asked for like any other from then on', async () => {
    const { live, clock, poller, provider, follow } = setUp();
    await live();
    const readsBefore = provider.checks.length;
    const id = snowflakeAt(startMs, 99);
    const done = follow({ id, isCalledBack: true, submittedAtMs: clock.now() - 8_000 });
    poller.called(id);
    await clock.advanceUntil(done);
    expect(provider.checks.length).toBeGreaterThan(readsBefore);
  });

  it('is asked to stop after half an hour like any other', async () => {
    const { live, clock } = setUp();
    await live();
    const fromMs = clock.monotonic();
    let overdueAtMs = 0;
    const onOverdue = async () => {
      overdueAtMs = clock.monotonic() - fromMs;
    };
    await live({ runMs: 40 * 60_000, onOverdue });
    expect(Math.round(overdueAtMs / 1_000)).toBe(30 * 60);
  });
});

describe('what is learnt from a job whose provider calls', () => {
  it('is its time, though nobody looked before the call', async () => {
    const { live, durations } = setUp();
    for (let count = 0; count < 40; count += 1) await live({ runMs: 60_000 });
    expect(durations.of(watchedKind)?.medianMs).toBeCloseTo(60_000, -4);
  });

  it('is its own end, when it went on after the call', async () => {
    const { live, durations } = setUp({ learntMs: null });
    await live({ runMs: 9_000, callMs: -5_000 });
    expect(durations.of(watchedKind)?.medianMs).toBeGreaterThan(8_000);
  });

  it('is nothing where it was last seen in the queue', async () => {
    const { live, durations } = setUp({ queueMs: 20_000, learntMs: null });
    await live({ runMs: 25_000 });
    const learnt = durations.of(watchedKind);
    await live({ runMs: 23_500, callMs: 0 });
    expect(durations.of(watchedKind)).toBe(learnt);
  });
});

describe('calls that do not come', () => {
  it('from the start on: nothing is left to them, and the operator is told once', async () => {
    const { live, told } = setUp();
    for (let count = 0; count < 12; count += 1) expect((await live({ callMs: null })).lagMs).toBeLessThan(2_000);
    expect(told()).toEqual([['warn', 'webhooks do not come: its jobs are asked for as if there were none']]);
  });

  it('any more: after a few that were lost the route is asked for as before, until a call comes again', async () => {
    const { live, told, log } = setUp();
    await live();
    const lags: number[] = [];
    for (let count = 0; count < 8; count += 1) lags.push((await live({ callMs: null })).lagMs);
    expect(lags.filter((ms) => ms > 5_000)).toHaveLength(3);
    expect(log.lines).toMatchObject([{ facts: { provider: 'runninghub', route } }]);
    await live();
    expect(told()).toEqual([
      ['warn', 'webhooks do not come: its jobs are asked for as if there were none'],
      ['info', 'webhooks come again'],
    ]);
    expect((await live()).reads).toBe(2);
  });

  it('are no matter where the provider does not promise any', async () => {
    const { clock, follow, poller, log, provider } = setUp();
    const done = follow({ isCalledBack: false });
    poller.called(snowflakeAt(startMs));
    await clock.advanceUntil(done);
    expect(provider.checks).toHaveLength(1);
    expect(log.lines).toEqual([]);
  });
});

describe('calls that did not come for jobs', () => {
  const told = ['warn', 'webhooks do not come: its jobs are asked for as if there were none'];
  it.each<readonly [string, readonly string[][], Parameters<ReturnType<typeof setUp>['follow']>[0], () => JobUpdate]>([
    ['that have failed are missed', [told], {}, throws('provider.failed')],
    ['that were given up are not', [], { onOverdue: () => Promise.reject(new Error('given up')) }, running],
  ])('%s', async (_name, lines, changes, check) => {
    const { clock, follow, log } = createWatchedJob(() => [check]);
    for (let number = 0; number < 3; number += 1) {
      const submittedAtMs = clock.now() - 3_600_000;
      const done = follow({ id: snowflakeAt(startMs, number), isCalledBack: true, submittedAtMs, ...changes });
      await clock.advanceUntil(done.catch(() => null));
      await clock.advance(20_000);
    }
    expect(log.lines.map(({ level, message }) => [level, message])).toEqual(lines);
  });
});

describe('a route whose calls begin or end', () => {
  /** A long job beside others, of which it is known when each was asked for. */
  function beside() {
    const watched = createWatchedJob(() => [
      () => (provider.checks.at(-1)?.ticket.remoteId === 'short' ? finished() : running()),
    ]);
    const { clock, provider, follow } = watched;
    const long = (remoteId: string, changes = {}) => {
      const id = snowflakeAt(startMs, 1_000 + remoteId.length);
      void follow({ id, ticket: { provider: 'runninghub', remoteId }, isCalledBack: true, ...changes });
    };
    const end = async (number: number) => {
      const id = snowflakeAt(startMs, number);
      const ticket = { provider: 'runninghub', remoteId: 'short' } as const;
      await clock.advanceUntil(follow({ id, ticket, isCalledBack: true, submittedAtMs: clock.now() - 60_000 }));
      return id;
    };
    const asked = (remoteId: string) =>
      provider.checks.filter(({ ticket }) => ticket.remoteId === remoteId).map(({ atMs }) => atMs - startMs);
    return { ...watched, long, end, asked };
  }

  it('leaves its other jobs to them from that moment on, and those of other routes to their own time', async () => {
    const { clock, poller, long, end, asked } = beside();
    const elsewhere = { kind: { route: 'runninghub/elsewhere', options: '' } };
    long('own');
    long('other', elsewhere);
    await clock.advance(2_500);
    poller.called(await end(1));
    await clock.advance(7_500);
    expect(asked('own')).toEqual([1_000, 2_000]);
    expect(asked('other').map((ms) => Math.round(ms / 100))).toEqual([11, 21, 31, 41, 51, 61, 71, 81, 91]);
  });

  it('has its other jobs asked for again from the moment on when they are missed', async () => {
    const { clock, poller, long, end, asked } = beside();
    poller.called(await end(1));
    await clock.advance(10_000);
    long('own', { submittedAtMs: startMs });
    await clock.advance(300_000);
    for (const number of [2, 3]) await end(number);
    await clock.advance(40_000);
    const before = asked('own').length;
    await end(4);
    await clock.advance(6_000);
    expect(asked('own').length).toBeGreaterThan(before);
  });

  it('begins with no call that was not promised', async () => {
    const { clock, poller, long, asked } = beside();
    long('not promised', { isCalledBack: false });
    poller.called(snowflakeAt(startMs, 1_000 + 'not promised'.length));
    long('own');
    await clock.advance(5_500);
    expect(asked('own')).toHaveLength(5);
  });
});

describe('the trust in the calls of a route', () => {
  const of = { provider: 'runninghub', route };

  function trusting() {
    let [nowMs, jobs] = [100_000, 0];
    const changes: boolean[] = [];
    const onChange = (name: string) => void changes.push(webhooks.isTrusted(name));
    const webhooks = createWebhooks({ now: () => nowMs, log: createRecordingLog(), onChange });
    /** A job that ends without its call, so long after the one before. */
    const miss = (afterMs = 0) => {
      nowMs += afterMs;
      jobs += 1;
      const id = snowflakeAt(startMs, jobs);
      webhooks.missed(id, of);
      return id;
    };
    return { webhooks, changes, miss, isTrusted: () => webhooks.isTrusted(route) };
  }

  it('begins with the first call, and is told when it changes', () => {
    const { webhooks, changes, isTrusted } = trusting();
    expect(isTrusted()).toBe(false);
    webhooks.came(of);
    webhooks.came(of);
    expect([isTrusted(), changes]).toEqual([true, [true]]);
  });

  it('ends with three jobs in a row that half a minute lies between', () => {
    const { webhooks, changes, miss, isTrusted } = trusting();
    webhooks.came(of);
    miss();
    miss(60_000);
    expect(isTrusted()).toBe(true);
    miss();
    expect([isTrusted(), changes]).toEqual([false, [true, false]]);
  });

  it('outlives any number within less, as where the provider is away for a moment', () => {
    const { webhooks, miss, isTrusted } = trusting();
    webhooks.came(of);
    for (const afterMs of [0, 10_000, 10_000, 9_999]) miss(afterMs);
    expect(isTrusted()).toBe(true);
    miss(1);
    expect(isTrusted()).toBe(false);
  });

  it('is as good as new after a call', () => {
    const { webhooks, miss, isTrusted } = trusting();
    webhooks.came(of);
    for (const afterMs of [0, 20_000]) miss(afterMs);
    webhooks.came(of);
    for (const afterMs of [20_000, 1, 1]) miss(afterMs);
    expect(isTrusted()).toBe(true);
  });

  it('comes back with a late call, of which a copy says nothing', () => {
    const { webhooks, miss, isTrusted } = trusting();
    const id = miss();
    webhooks.cameLate(id);
    expect(isTrusted()).toBe(true);
    for (const afterMs of [0, 20_000, 20_000]) miss(afterMs);
    webhooks.cameLate(id);
    expect(isTrusted()).toBe(false);
  });
});

it('a call that comes after the end of its job is noticed for the last 500 of them', () => {
  const webhooks = createWebhooks({ now: () => 0, log: createRecordingLog(), onChange: () => undefined });
  const of = { provider: 'runninghub', route };
  for (let count = 0; count <= 500; count += 1) webhooks.missed(snowflakeAt(startMs, count), of);
  webhooks.cameLate(snowflakeAt(startMs, 0));
  expect(webhooks.isTrusted(route)).toBe(false);
  webhooks.cameLate(snowflakeAt(startMs, 1));
  expect(webhooks.isTrusted(route)).toBe(true);
});
