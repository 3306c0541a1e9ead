import { describe, expect, it } from 'vitest';
import { BotError } from '#core/errors.ts';
import type { JobUpdate } from '#providers/provider.ts';
import { createGate } from '../support/gate.ts';
import { snowflakeAt, startMs } from '../support/requests.ts';
import { finished, running, throws } from '../support/scripted-provider.ts';
import { createWatchedJob as setUp } from '../support/watched-job.ts';

describe('a check that fails', () => {
  it.each(['provider.unavailable', 'provider.malformed'] as const)(
    'with %s is repeated later and later, and does not end the job',
    async (code) => {
      const failing = Array.from({ length: 7 }, () => throws(code));
      const { clock, log, follow, seconds } = setUp(() => [...failing, finished]);
      await clock.advanceUntil(follow());
      expect(seconds()).toEqual([1, 2, 4, 8, 16, 32, 62, 92]);
      expect(log.lines).toHaveLength(7);
      expect(log.lines[6]).toMatchObject({ level: 'warn', facts: { code, failures: 7 } });
    },
  );

  it('starts with a short wait again after one that worked', async () => {
    const failed = throws('provider.unavailable');
    const { clock, follow, seconds } = setUp(() => [failed, failed, running, failed, finished]);
    await clock.advanceUntil(follow());
    expect(seconds()).toEqual([1, 2, 4, 5, 6]);
  });

  it('because the job has failed ends the watch', async () => {
    const { clock, provider, follow } = setUp(() => [running, throws('provider.failed')]);
    await expect(clock.advanceUntil(follow())).rejects.toMatchObject({ code: 'provider.failed' });
    expect(provider.checks).toHaveLength(2);
  });

  it.each([{ retryAfterMs: 10_000 }, { httpStatus: 429 }])(
    'for too many requests (%o) pushes back every job of the key',
    async (facts) => {
      const { clock, provider, follow } = setUp(() => [throws('provider.unavailable', facts), running]);
      const pauseMs = facts.retryAfterMs ?? 2_000;
      void follow();
      void follow({ id: snowflakeAt(startMs, 1), submittedAtMs: startMs + 500 });
      await clock.advance(1_000 + pauseMs - 1);
      expect(provider.checks).toHaveLength(1);
      await clock.advance(100);
      expect(provider.checks).toHaveLength(3);
    },
  );
});

describe('a wake', () => {
  it('of another job leaves this one to its own time', async () => {
    const { clock, poller, follow, seconds, stop } = setUp(() => [running]);
    void follow();
    await clock.advance(500);
    poller.wake(snowflakeAt(startMs + 60_000));
    await clock.advance(600);
    expect(seconds()).toEqual([1]);
    stop.abort();
  });

  it('asks for the job at once', async () => {
    const { clock, poller, follow, seconds } = setUp(() => [running, running, running, finished], 60_000);
    const done = follow();
    await clock.advance(20_000);
    poller.wake(snowflakeAt(startMs));
    await clock.advanceUntil(done);
    expect(seconds()).toEqual([3, 6, 12, 20]);
  });

  it('that comes during a check is not lost', async () => {
    const gate = createGate<JobUpdate>();
    const { clock, poller, follow, seconds } = setUp(() => [() => gate.promise, finished], 60_000);
    const done = follow();
    await clock.advance(4_000);
    poller.wake(snowflakeAt(startMs));
    gate.resolve(running());
    await clock.advanceUntil(done);
    expect(seconds()).toEqual([3, 4]);
  });

  it('asks for the remote job that is left, where the other one of its job has ended', async () => {
    const { clock, poller, provider, follow } = setUp(() => [
      () => (provider.checks.at(-1)?.ticket.remoteId === 'short' ? finished() : running()),
    ]);
    void follow({ ticket: { provider: 'runninghub', remoteId: 'long' } });
    await clock.advanceUntil(follow({ ticket: { provider: 'runninghub', remoteId: 'short' } }));
    await clock.advance(300);
    const before = provider.checks.length;
    poller.wake(snowflakeAt(startMs));
    await clock.advance(100);
    expect(provider.checks.slice(before)).toMatchObject([{ ticket: { remoteId: 'long' } }]);
  });

  it('of a job that nobody watches, or that is done, does nothing', async () => {
    const { clock, poller, provider, follow } = setUp(() => [finished]);
    poller.wake(snowflakeAt(startMs));
    await clock.advanceUntil(follow());
    poller.wake(snowflakeAt(startMs));
    expect(provider.checks).toHaveLength(1);
  });
});

describe('a check that is slow', () => {
  it('is waited for: its job is not asked for again meanwhile, the others are', async () => {
    const gate = createGate<JobUpdate>();
    const { clock, provider, follow } = setUp(() => [() => gate.promise, running]);
    const slow = follow({ ticket: { provider: 'runninghub', remoteId: 'slow' } });
    void follow({ id: snowflakeAt(startMs, 1) });
    await clock.advance(5_000);
    expect(provider.checks.filter(({ ticket }) => ticket.remoteId === 'slow')).toHaveLength(1);
    expect(provider.checks.length).toBeGreaterThan(4);
    gate.resolve(finished());
    await clock.advanceUntil(slow);
  });

  it('does not begin early where a timer ends a little early', async () => {
    const { clock, follow, seconds } = setUp(() => [running, running, finished]);
    const { wait } = clock;
    clock.wait = (ms, signal) => wait(ms > 1 ? ms - 0.5 : ms, signal);
    await clock.advanceUntil(follow());
    expect(seconds()).toEqual([1, 2, 3]);
  });
});

describe('a watch that is stopped', () => {
  const reason = new BotError('cancelled.shutdown', 'stop');

  it('before it begins asks for nothing', async () => {
    const { clock, provider, follow } = setUp(() => [running]);
    await expect(follow({}, AbortSignal.abort(reason))).rejects.toBe(reason);
    await clock.advance(10_000);
    expect(provider.checks).toEqual([]);
  });

  it('while it waits ends with the reason and waits for nothing more', async () => {
    const { clock, stop, follow } = setUp(() => [running]);
    const done = follow();
    await clock.advance(1_500);
    stop.abort(reason);
    await expect(done).rejects.toBe(reason);
    expect(clock.waiting()).toBe(0);
  });

  it('leaves the others to their own time', async () => {
    const { clock, follow, seconds } = setUp(() => [finished]);
    const one = new AbortController();
    void follow({}, one.signal);
    await clock.advance(500);
    const other = follow({ id: snowflakeAt(startMs, 1), submittedAtMs: clock.now() });
    one.abort(reason);
    await clock.advanceUntil(other);
    expect(seconds()).toEqual([1.5]);
  });

  it('during a check that then fails ends with the reason, not with the failure', async () => {
    const gate = createGate<JobUpdate>();
    const { clock, log, stop, follow } = setUp(() => [() => gate.promise]);
    const done = follow();
    await clock.advance(1_500);
    stop.abort(reason);
    gate.reject(new BotError('provider.unavailable', 'aborted'));
    await expect(done).rejects.toBe(reason);
    await clock.settle();
    expect(log.lines).toEqual([]);
  });

  it('by a clock that breaks ends with what it said', async () => {
    const { clock, follow } = setUp(() => [running]);
    const broken = new Error('no time');
    clock.wait = () => Promise.reject(broken);
    await expect(follow()).rejects.toBe(broken);
  });
});

describe('a job that was submitted long ago, as after a restart', () => {
  it('is asked for before it is given up or cancelled', async () => {
    const { clock, follow } = setUp(() => [finished]);
    const onOverdue = () => Promise.reject(new Error('asked to stop'));
    expect(await clock.advanceUntil(follow({ submittedAtMs: startMs - 25 * 3_600_000, onOverdue }))).toHaveLength(1);
  });

  it('is not given up for a check that failed', async () => {
    const { clock, follow } = setUp(() => [throws('provider.unavailable'), throws('provider.malformed'), finished]);
    const onOverdue = () => Promise.reject(new Error('asked to stop'));
    expect(await clock.advanceUntil(follow({ submittedAtMs: startMs - 3_600_000, onOverdue }))).toHaveLength(1);
  });

  it('is given up after a day, also when no check says anything', async () => {
    const { clock, follow } = setUp(() => [throws('provider.unavailable')]);
    const late = follow({ submittedAtMs: startMs - 25 * 3_600_000 });
    await expect(clock.advanceUntil(late)).rejects.toMatchObject({ code: 'provider.timeout' });
  });

  it('is given up with the first look after a day, and nothing is left to find out', async () => {
    const { clock, follow } = setUp(() => [running]);
    const late = follow({ submittedAtMs: startMs - 23 * 3_600_000 });
    const facts = { endKnown: true, provider: 'runninghub' };
    await expect(clock.advanceUntil(late)).rejects.toMatchObject({ code: 'provider.timeout', facts });
    expect(clock.monotonic()).toBe(3_600_000 + 60_000);
  });

  it('is followed for five minutes, however long the process has been running', async () => {
    const { clock, follow } = setUp(() => [running]);
    await clock.advance(600_000);
    const late = follow({ submittedAtMs: startMs - 40 * 3_600_000 });
    await expect(clock.advanceUntil(late)).rejects.toMatchObject({ code: 'provider.timeout' });
    expect(clock.monotonic()).toBe(600_000 + 360_000);
  });

  it('ends with what its overdue call throws', async () => {
    const { clock, follow } = setUp(() => [running]);
    const stopped = new BotError('provider.timeout', 'stopped');
    await expect(
      clock.advanceUntil(follow({ submittedAtMs: startMs - 3_600_000, onOverdue: () => Promise.reject(stopped) })),
    ).rejects.toBe(stopped);
  });
});
