import { describe, expect, it } from 'vitest';
import type { Progress } from '#jobs/job.ts';
import { createRunTimes, type RunTimes, type SeenRun } from '#polling/run-times.ts';
import { safetyLookInMs } from '#polling/schedule.ts';
import { chanceOfEnd, learnRun, openWatch, planLook, tellProgress, type WatchState } from '#polling/watch.ts';
import { createFakeClock } from '../support/fake-clock.ts';
import { guild, member, snowflakeAt, startMs } from '../support/requests.ts';
import { watchedKind } from '../support/watched-job.ts';

/** It is 100 s on the monotonic clock, and the job was submitted 90 s ago. */
const nowMs = 100_000;
const submittedAtMs = 10_000;

async function watched(changes: Partial<WatchState> = {}, known: RunTimes | null = null) {
  const clock = createFakeClock(startMs);
  await clock.advance(nowMs);
  const shown: Progress[] = [];
  const learnt: SeenRun[] = [];
  const watch = {
    id: snowflakeAt(startMs),
    owner: { guildId: guild, userId: member },
    ticket: { provider: 'runninghub', remoteId: 'remote' },
    kind: watchedKind,
    isCalledBack: true,
    submittedAtMs: startMs + submittedAtMs,
    onProgress: (progress: Progress) => void shown.push(progress),
    onOverdue: async () => undefined,
  };
  let times = known;
  const durations = { of: () => times, learn: (_: unknown, run: SeenRun) => void learnt.push(run) };
  return {
    clock,
    shown,
    learnt,
    durations,
    state: Object.assign(openWatch(watch, clock), changes),
    learnOther: (other: RunTimes) => {
      times = other;
    },
  };
}

const timesOf = (ms: number) => createRunTimes([{ fromMs: ms, toMs: ms }]);

describe('the next look at a job that is left to the call of its provider', () => {
  it('is due at once where it was submitted long ago and nobody has looked, and is needed when the call is late', async () => {
    const { state } = await watched();
    planLook(state, timesOf(150_000), true, nowMs);
    const lateMs = safetyLookInMs({ waitedMs: 90_000, ageMs: 90_000, times: timesOf(150_000) });
    expect([state.dueAtMs, state.neededAtMs]).toEqual([nowMs, nowMs + lateMs]);
  });

  it('is due only when the call is late, where it is known since when it runs', async () => {
    const { state } = await watched({ hasAnswered: true, runningSinceMs: 40_000, answeredAtMs: 80_000 });
    planLook(state, timesOf(70_000), true, nowMs);
    const lateMs = safetyLookInMs({ waitedMs: 90_000, ageMs: 60_000, times: timesOf(70_000) });
    expect([state.dueAtMs, state.neededAtMs]).toEqual([nowMs + lateMs, nowMs + lateMs]);
  });

  it.each([
    ['at once where it was woken', { isWoken: true }, 0],
    ['after a second where a look has failed', { failures: 1 }, 1_000],
  ])('is due and needed %s', async (_name, changes, inMs) => {
    const { state } = await watched({ hasAnswered: true, ...changes });
    planLook(state, null, true, nowMs);
    expect([state.dueAtMs, state.neededAtMs]).toEqual([nowMs + inMs, nowMs + inMs]);
  });
});

describe('the chance that a job has ended since it was last seen', () => {
  const seen = { runningSinceMs: 90_000, answeredAtMs: 94_000 };

  it('is that of its kind at its age', async () => {
    const { state } = await watched(seen);
    const times = timesOf(8_000);
    expect(chanceOfEnd(state, times, nowMs)).toBe(times.chanceBy(10_000, 4_000));
  });

  it('is guessed from its age where no run is known: half of those left have ended when they are twice as old', async () => {
    expect(chanceOfEnd((await watched(seen)).state, null, nowMs)).toBeCloseTo(0.5);
  });

  it('of one that was last seen in the queue is that of a run which has begun right afterwards', async () => {
    expect(chanceOfEnd((await watched({ answeredAtMs: 94_000 })).state, null, nowMs)).toBeCloseTo(0.75);
  });
});

describe('a run is learnt', () => {
  const called = { runningSinceMs: 40_000, answeredAtMs: 50_000, calledAtMs: 98_000 };
  it.each<readonly [string, Partial<WatchState>, SeenRun]>([
    ['from its call, which came within a second of the end', called, { fromMs: 57_000, toMs: 58_000 }],
    ['from its call after a queue', { ...called, wasQueued: true }, { fromMs: 57_000, toMs: 58_000 }],
    [
      'from a call at the moment of the last look',
      { ...called, answeredAtMs: 98_000 },
      { fromMs: 58_000, toMs: 58_000 },
    ],
    [
      'whose end was seen within 10 s',
      { runningSinceMs: 85_000, answeredAtMs: 90_000 },
      { fromMs: 5_000, toMs: 15_000 },
    ],
    [
      'whose end was seen within half of its time',
      { runningSinceMs: 40_000, answeredAtMs: 70_000 },
      { fromMs: 30_000, toMs: 60_000 },
    ],
  ])('%s', async (_name, changes, run) => {
    const { state, durations, learnt } = await watched(changes);
    learnRun(state, durations, nowMs);
    expect(learnt).toEqual([run]);
  });

  it.each([
    ['whose end was not seen, where such runs were believed to take longer', 70_000, 1],
    ['not at all where its end was not seen and such runs are known to be as short', 50_000, 0],
  ])('%s', async (_name, believedMs, count) => {
    const { state, durations, learnt } = await watched(
      { runningSinceMs: 40_000, answeredAtMs: 60_000 },
      timesOf(believedMs),
    );
    learnRun(state, durations, nowMs);
    expect(learnt).toHaveLength(count);
  });
});

describe('what is told of a job', () => {
  const queued = { kind: 'queued', ahead: null } as const;
  const running = { kind: 'running', fraction: null } as const;
  const ends = (shown: readonly Progress[]) => shown.map((each) => 'expectedAtMs' in each && each.expectedAtMs);

  it('is no end while it is in the queue, also where it has run before', async () => {
    const { state, shown, ...deps } = await watched({ runningSinceMs: 95_000 }, timesOf(10_000));
    tellProgress(state, queued, deps);
    expect(ends(shown)).toEqual([null]);
  });

  it('is nothing more once its member was told that it takes long', async () => {
    const { state, shown, ...deps } = await watched({ toldOverdue: true });
    tellProgress(state, running, deps);
    expect(shown).toEqual([]);
    expect(state.hasAnswered).toBe(true);
  });

  it('is one end until it has passed, whatever is learnt from other jobs meanwhile; then when nine of ten have ended', async () => {
    const { state, shown, clock, learnOther, ...rest } = await watched({ runningSinceMs: nowMs }, timesOf(10_000));
    const tell = () => tellProgress(state, running, { clock, ...rest });
    tell();
    learnOther(timesOf(20_000));
    await clock.advance(9_000);
    tell();
    await clock.advance(1_001);
    learnOther(timesOf(10_000));
    tell();
    const nowWallMs = startMs + nowMs;
    const lateMs = Math.round(timesOf(10_000).whenBy(0.9, 0));
    expect(ends(shown)).toEqual([nowWallMs + 10_000, nowWallMs + 10_000, nowWallMs + lateMs]);
  });
});
