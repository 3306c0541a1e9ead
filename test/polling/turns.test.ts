import { describe, expect, it } from 'vitest';
import { guildId, userId } from '#core/ids.ts';
import { createDurations } from '#polling/schedule.ts';
import { createTurns, turnsPerOldest } from '#polling/turns.ts';
import { openWatch, type Watch, type WatchState } from '#polling/watch.ts';
import { createFakeClock } from '../support/fake-clock.ts';
import { guild, member, snowflakeAt, startMs } from '../support/requests.ts';

const learntMs = 10_000;
const durations = createDurations();
for (let run = 0; run < 20; run += 1)
  durations.learn({ route: 'learnt', options: '' }, { fromMs: learntMs, toMs: learntMs });

/** A job that was submitted so long ago and has not been seen since; its look is due. */
function stateOf(
  number: number,
  submittedMs: number,
  route = 'learnt',
  owner: Watch['owner'] = { guildId: guild, userId: member },
): WatchState {
  const watch = {
    id: snowflakeAt(startMs, number),
    owner,
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

describe('of two jobs that are due', () => {
  /** Both orders: whose turn it is does not depend on who came first. */
  const firstOf = (nowMs: number, ...states: readonly [WatchState, ...WatchState[]]) => {
    const [one, other] = [turnsOf(...states), turnsOf(...states.toReversed())];
    const firsts = [one.next(nowMs).state, other.next(nowMs).state];
    expect(firsts[0]).toBe(firsts[1]);
    return firsts[0];
  };

  it('the likelier is first, though the other has been due for longer', () => {
    const [ended, early] = [stateOf(1, 12_000), stateOf(2, 2_000)];
    early.dueAtMs = -900;
    expect(firstOf(100, ended, early)).toBe(ended);
  });

  it('and as likely the one is first that has been due for longer', () => {
    const [older, younger] = [stateOf(1, 12_000), stateOf(2, 12_000)];
    older.dueAtMs = -900;
    expect(firstOf(100, older, younger)).toBe(older);
  });

  it('and as likely the one is first whose member has waited less', () => {
    const [patient, young] = [stateOf(1, 900_000), stateOf(2, 12_000)];
    for (const state of [patient, young]) Object.assign(state, { runningSinceMs: -12_000, answeredAtMs: -3_000 });
    patient.dueAtMs = -900;
    expect(firstOf(100, patient, young)).toBe(young);
  });

  it('the one that was woken is first, and of these the one that was due first, however likely', () => {
    const [woken, likelier, ended] = [stateOf(1, 1_000), stateOf(2, 12_000), stateOf(3, 12_000)];
    Object.assign(woken, { isWoken: true, dueAtMs: -10 });
    expect(firstOf(100, woken, ended)).toBe(woken);
    likelier.isWoken = true;
    expect(firstOf(100, woken, likelier, ended)).toBe(woken);
  });

  it('and both left to a call the younger is first, at any time', () => {
    const [old, young] = [stateOf(1, 12_000), stateOf(2, 3_000)];
    for (const left of [old, young]) left.neededAtMs = 60_000;
    [old.dueAtMs, young.dueAtMs] = [1_000, 9_990];
    expect(firstOf(10_000, old, young)).toBe(young);
  });

  it('the next look is due at once; where there is only one, when the next of the others is', () => {
    const [one, other, later] = [stateOf(1, 12_000), stateOf(2, 12_000), stateOf(3, 1_000)];
    later.dueAtMs = 500;
    expect(turnsOf(one, later).next(100)).toEqual({ state: one, nextDueAtMs: 500 });
    expect(turnsOf(one, other, later).next(100).nextDueAtMs).toBe(100);
  });
});

describe('a server with several jobs in flight', () => {
  const [large, small] = [guildId('900000000000000007'), guildId('900000000000000008')];
  const members = ['1', '2', '3', '4', '5'].map((end) => userId(`10000000000000000${end}`));
  /** Its look is due for longer than that of the jobs of others. */
  const crowdOf = (owners: readonly (typeof members)[number][], isWoken = false) =>
    owners.map((owner, index) => {
      const state = stateOf(index, 12_000, 'learnt', { guildId: large, userId: owner });
      return Object.assign(state, { isWoken, dueAtMs: -100 - index });
    });

  it.each([false, true])('waits for the only job of another, as long as it has several (woken: %s)', (isWoken) => {
    const crowd = crowdOf(members.slice(0, 4), isWoken);
    const single = Object.assign(stateOf(9, 12_000, 'learnt', { guildId: small, userId: member }), { isWoken });
    const turns = turnsOf(...crowd, single);
    expect(turns.next(0).state).toBe(single);
    for (const ended of crowd.slice(0, 3)) turns.remove(ended);
    expect(turns.next(0).state).toBe(crowd[3]);
    turns.add(Object.assign(crowdOf([members[4] ?? member], isWoken)[0] ?? single, { dueAtMs: -900 }));
    expect(turns.next(0).state).toBe(single);
  });

  it('has the only job of a member go before the many of another', () => {
    const [one = member, other = member] = members;
    const crowd = crowdOf([one, one, one, one]);
    const single = stateOf(9, 12_000, 'learnt', { guildId: large, userId: other });
    expect(turnsOf(...crowd, single).next(0).state).toBe(single);
  });
});

it('one turn in ten goes to the job that has been due the longest, but for those that are left to a call', () => {
  const [oldest, left, likely] = [stateOf(1, 10), stateOf(2, 10), stateOf(3, 12_000)];
  oldest.dueAtMs = -5_000;
  Object.assign(left, { dueAtMs: -9_000, neededAtMs: 60_000 });
  const turns = turnsOf(left, oldest, likely);
  expect(turnsOf().next(0).state).toBeNull();
  for (const state of [left, oldest, likely]) state.isBusy = true;
  expect(turns.next(0).state).toBeNull();
  for (const state of [left, oldest, likely]) state.isBusy = false;
  const taken = Array.from({ length: 20 }, () => turns.next(0).state);
  const [tenth, ninth] = [taken[9], taken[8]];
  expect([taken.filter((state) => state === oldest).length, tenth, ninth, taken[19]]).toEqual([
    2,
    oldest,
    likely,
    oldest,
  ]);
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
