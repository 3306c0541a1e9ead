import { createRunTimes, type RunTimes, type SeenRun } from './run-times.ts';

/** What tells runs apart: where they are made, and the options on which their time depends. */
export interface RunKind {
  readonly route: string;
  readonly options: string;
}

/** How long runs take, learnt from the runs seen. In memory only: a restart learns anew what the service is like now. */
export interface Durations {
  /** Of runs of this kind; of all runs of the route while fewer than three of the kind are known; null before the first one. */
  of(kind: RunKind): RunTimes | null;
  learn(kind: RunKind, run: SeenRun): void;
}

/** Runs that are remembered, of a kind and of a route. */
const mostRuns = 40;
/** Fewer say less about a kind than all runs of its route do. */
const fewestOfKind = 3;
/** Kinds and routes that are remembered; the one that was learnt about longest ago is forgotten. */
const mostKeys = 500;

interface Learnt {
  readonly runs: readonly SeenRun[];
  /** Made when it is first asked for. */
  times: RunTimes | null;
}

/** @see Durations */
export function createDurations(): Durations {
  const learnt = new Map<string, Learnt>();

  const add = (key: string, run: SeenRun) => {
    const runs = [...(learnt.get(key)?.runs ?? []), run].slice(-mostRuns);
    learnt.delete(key);
    learnt.set(key, { runs, times: null });
    const [oldest] = learnt.keys();
    if (learnt.size > mostKeys && oldest !== undefined) learnt.delete(oldest);
  };

  const timesOf = (key: string, fewest: number): RunTimes | null => {
    const known = learnt.get(key);
    if (known === undefined || known.runs.length < fewest) return null;
    known.times ??= createRunTimes(known.runs);
    return known.times;
  };

  return {
    of: (kind) => timesOf(keyOf(kind), fewestOfKind) ?? timesOf(kind.route, 1),
    learn(kind, run) {
      add(keyOf(kind), run);
      add(kind.route, run);
    },
  };
}

/** A route's own key has no space. */
function keyOf({ route, options }: RunKind): string {
  return `${route} ${options}`;
}

/** One route's name in {@link Durations} and in the metrics. */
export function routeKey(route: { readonly provider: string; readonly endpoint: string }): string {
  return `${route.provider}/${route.endpoint}`;
}
