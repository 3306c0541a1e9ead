import type { RunTimes } from './run-times.ts';
import { type Durations, kindKey, type RunKind } from './schedule.ts';
import { chanceOfEnd, type WatchState } from './watch.ts';

/**
 * One turn in so many goes to the job whose look has been due the longest, whatever its chance: of `n` jobs whose look is due each
 * is asked for after `n` such turns at the latest.
 */
export const turnsPerOldest = 10;

/** The jobs that are followed with one API key, and whose turn it is to be asked for. */
export interface Turns<State extends WatchState> {
  add(state: State): void;
  remove(state: State): void;
  size(): number;
  /** @param nowMs monotonic */
  next(nowMs: number): Turn<State>;
}

/** Whose turn it is, null where no look is due; and when the next look is due of the others, infinite for none. */
export interface Turn<State> {
  readonly state: State | null;
  readonly nextDueAtMs: number;
}

type Crowds = readonly [guild: Crowd, member: Crowd];

/** How many jobs a server, or a member of it, has in flight. */
interface Crowd {
  readonly key: string;
  inFlight: number;
}

interface Entry<State> {
  readonly state: State;
  readonly crowds: Crowds;
}

/** Jobs whose times are the same. */
interface Group<State> {
  readonly kind: RunKind;
  readonly entries: Map<State, Entry<State>>;
}

/** What one look through all jobs has found so far. */
interface Found<State> {
  due: number;
  nextDueAtMs: number;
  best: State | null;
  rank: number;
  worth: number;
  oldest: State | null;
}

/**
 * Looks at every job at each turn, which takes less than the gap to the next one by far, so that no job needs a timer.
 *
 * First those that were woken, then those whose look is due, then those that will be called about. Among these the one that has
 * most likely ended, divided by the crowd: a server with a hundred jobs in flight counts a tenth, and likewise a member of it.
 */
export function createTurns<State extends WatchState>(durations: Pick<Durations, 'of'>): Turns<State> {
  const groups = new Map<string, Group<State>>();
  const crowds = new Map<string, Crowd>();
  let turns = 0;
  let count = 0;

  const next = (nowMs: number): Turn<State> => {
    const found: Found<State> = {
      due: 0,
      nextDueAtMs: Number.POSITIVE_INFINITY,
      best: null,
      rank: 0,
      worth: 0,
      oldest: null,
    };
    for (const { kind, entries } of groups.values()) {
      const times = durations.of(kind);
      for (const entry of entries.values()) consider(found, entry, times, nowMs);
    }
    if (found.best !== null) turns += 1;
    return turnOf(found, turns % turnsPerOldest === 0, nowMs);
  };

  const enter = (key: string): Crowd => {
    const crowd = crowds.get(key) ?? { key, inFlight: 0 };
    crowds.set(key, crowd);
    crowd.inFlight += 1;
    return crowd;
  };
  const leave = (crowd: Crowd): void => {
    crowd.inFlight -= 1;
    if (crowd.inFlight === 0) crowds.delete(crowd.key);
  };

  return {
    add(state) {
      const { kind, owner } = state.watch;
      const { guildId, userId } = owner;
      const group = groups.get(kindKey(kind)) ?? { kind, entries: new Map() };
      groups.set(kindKey(kind), group);
      count += 1;
      group.entries.set(state, { state, crowds: [enter(guildId), enter(`${guildId} ${userId}`)] });
    },
    remove(state) {
      const { kind } = state.watch;
      const group = groups.get(kindKey(kind));
      const entry = group?.entries.get(state);
      if (group === undefined || entry === undefined) return;
      group.entries.delete(state);
      if (group.entries.size === 0) groups.delete(kindKey(kind));
      count -= 1;
      entry.crowds.forEach(leave);
    },
    size: () => count,
    next,
  };
}

function turnOf<State>(
  { due, best, oldest, nextDueAtMs }: Found<State>,
  isForOldest: boolean,
  nowMs: number,
): Turn<State> {
  const state = isForOldest ? (oldest ?? best) : best;
  return { state, nextDueAtMs: due > 1 ? nowMs : nextDueAtMs };
}

function consider<State extends WatchState>(
  found: Found<State>,
  { state, crowds }: Entry<State>,
  times: RunTimes | null,
  nowMs: number,
): void {
  if (state.isBusy) return;
  if (state.dueAtMs > nowMs) {
    found.nextDueAtMs = Math.min(found.nextDueAtMs, state.dueAtMs);
    return;
  }
  found.due += 1;
  const rank = rankOf(state, nowMs);
  if (rank > 0 && (found.oldest === null || state.dueAtMs < found.oldest.dueAtMs)) found.oldest = state;
  if (rank < found.rank) return;
  const worth = scoreOf(state, rank, times, nowMs) / Math.sqrt(crowds[0].inFlight * crowds[1].inFlight);
  if (rank === found.rank && !isBefore(state, worth, found)) return;
  found.best = state;
  found.rank = rank;
  found.worth = worth;
}

function rankOf({ isWoken, neededAtMs }: WatchState, nowMs: number): number {
  if (isWoken) return 2;
  return neededAtMs <= nowMs ? 1 : 0;
}

/** A second more is less to a member who has waited for minutes. */
const hardlyWaitedMs = 30_000;

function scoreOf(state: WatchState, rank: number, times: RunTimes | null, nowMs: number): number {
  if (rank === 2) return 1;
  // Its call will come: what is still unseen of a job that has just been submitted is of more use.
  if (rank === 0) return 1 / (1 + nowMs - state.dueAtMs);
  const waitedMs = nowMs - state.submittedAtMs;
  return chanceOfEnd(state, times, nowMs) / Math.sqrt(hardlyWaitedMs + waitedMs);
}

function isBefore(state: WatchState, worth: number, { best, worth: bestWorth }: Found<WatchState>): boolean {
  if (best === null || worth > bestWorth) return true;
  return worth === bestWorth && state.dueAtMs < best.dueAtMs;
}
