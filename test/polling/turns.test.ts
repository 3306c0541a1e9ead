import { describe, expect, it } from 'vitest';
import { createDurations } from '#polling/schedule.ts';
import { createTurns, turnsPerOldest } from '#polling/turns.ts';
import { openWatch, type WatchState } from '#polling/watch.ts';
import { createFakeClock } from '../support/fake-clock.ts';
import { guild, member, snowflakeAt, startMs } from '../support/requests.ts';

const learntMs = 10_000;
const durations = createDurations();
for (let run = 0; run < 20; run += 1)
  durations.learn({ route: 'learnt', options: '' }, { fromMs: learntMs, toMs: learntMs });

/** A job that was submitted so long ago and has not been seen since; its look is due. */
function stateOf(number: number, submittedMs: number, route = 'learnt'): WatchState {
  const watch = {
    id: snowflakeAt(startMs, number),
    owner: { guildId: guild, userId: member },
    ticket: { provider: 'runninghub', remoteId: `${number}` },
    kind: { route, options: '' },
    isCalledBack: false,
    submittedAtMs: startMs - submittedMs,
    onProgress: () => undefined,
    onOverdue: async () => undefined,
  };
  return openWatch(watch, createFakeClock(startMs));
}

function turnsOf(...states: readonly WatchState[]) {
  const turns = createTurns(durations);
  for (const state of states) turns.add(state);
  return turns;
}

describe('a turn', () => {
  it('goes to the job that has most likely ended', () => {
    const [early, ended, running] = [stateOf(1, 2_000), stateOf(2, 12_000), stateOf(3, 9_800)];
    expect(turnsOf(early, running, ended).next(0).state).toBe(ended);
  });

  it('goes to a job that was woken before all others, and among these to the one that was woken first', () => {
    const [ended, second, first] = [stateOf(1, 12_000), stateOf(2, 1_000), stateOf(3, 1_000)];
    for (const woken of [second, first]) woken.isWoken = true;
    first.dueAtMs = -100;
    expect(turnsOf(ended, second, first).next(0).state).toBe(first);
  });

  it('that is spare goes to the youngest of the jobs that will be called about', () => {
    const [old, young] = [stateOf(1, 12_000), stateOf(2, 3_000)];
    for (const left of [old, young]) left.neededAtMs = 60_000;
    [old.dueAtMs, young.dueAtMs] = [-9_000, -10];
    expect(turnsOf(old, young).next(0).state).toBe(young);
    expect(turnsOf(old, young, stateOf(3, 1_000)).next(0).state?.watch.ticket.remoteId).toBe('3');
  });

  it('goes to nobody before a look is due, and tells when it will be', () => {
    const [later, busy] = [stateOf(1, 1_000), stateOf(2, 1_000)];
    later.dueAtMs = 500;
    busy.isBusy = true;
    const turns = turnsOf(later, busy);
    expect(turns.next(0)).toEqual({ state: null, nextDueAtMs: 500 });
    turns.remove(later);
    turns.remove(later);
    expect(turns.next(1_000)).toEqual({ state: null, nextDueAtMs: Number.POSITIVE_INFINITY });
    expect(turns.size()).toBe(1);
  });
});

it.each(['learnt', 'never seen'])(
  'a job that hardly can have ended, on a route that was %s, is asked for in its time',
  (route) => {
    const others = Array.from({ length: 60 }, (_, index) => stateOf(index, 15_000));
    const unlikely = stateOf(99, 10, route);
    const turns = turnsOf(unlikely, ...others);
    for (const state of others) state.dueAtMs = -1_000;
    let taken = 0;
    for (let nowMs = 0; ; nowMs += 1) {
      const { state } = turns.next(nowMs);
      taken += 1;
      if (state === unlikely || state === null) break;
      state.dueAtMs = nowMs;
    }
    expect(taken).toBeGreaterThan(turnsPerOldest);
    expect(taken).toBeLessThanOrEqual((others.length + 1) * turnsPerOldest);
  },
);
