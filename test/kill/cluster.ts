import { setTimeout as wait } from 'node:timers/promises';
import { type BotProcess, startBotProcess } from './bot-process.ts';
import { complain, isUp, type Run } from './run.ts';
import type { Seat, Seats } from './seats.ts';

/** A process that sits in a place. */
export interface Seated {
  readonly seat: Seat;
  readonly child: BotProcess;
}

/** The processes of a run. */
export interface Cluster {
  /** Those that are up. */
  up(): readonly Seated[];
  /** Starts those of these places; resolves when they are up. */
  start(seats: readonly Seat[]): Promise<void>;
  /** Starts one a while later, in the background. */
  startLater(seat: Seat, afterMs: number): void;
  /** Kills one, and resolves when it is gone. */
  kill(seated: Seated, how: string): Promise<void>;
  /** Stops one in the midst of everything, and lets it go on after a while, in the background: by then the others have its jobs. */
  freeze(seated: Seated, forMs: number): void;
  /** Stops all that are up or on their way, one after the other begins; each has to end cleanly. */
  stop(how: string): Promise<void>;
  /** Kills all at once. */
  cut(how: string): Promise<void>;
}

/** A lease has to end, and a worker looks every three seconds; the others follow no jobs. */
const findsAfterMs = { gateway: Number.POSITIVE_INFINITY, http: Number.POSITIVE_INFINITY, worker: 20_000 } as const;
/** What a process has to catch up with. */
const thawMs = 1_500;

/** No process is there yet. */
export function openCluster(run: Run, { all }: Seats): Cluster {
  const up = new Map<Seat, Seated & { readonly upAtMs: number }>();
  const starting = new Map<Seat, Promise<void>>();
  const due = new Set<Promise<void>>();
  /** Those that are about to end because the run wants it. */
  const doomed = new Set<BotProcess>();

  const start = async (seat: Seat): Promise<void> => {
    const { environment, name } = seat;
    const child = startBotProcess({ environment, folder: run.stage.folder, name, aheadMs: run.clock.aheadMs });
    void child.ended.then((code) => {
      up.delete(seat);
      if (!doomed.has(child)) complain(run, `${name} ended by itself with ${code}: ${child.tail()}`);
    });
    if (await isUp(run, child)) up.set(seat, { seat, child, upAtMs: run.now() });
    else doomed.add(child);
  };
  const begin = (seat: Seat): Promise<void> => {
    const begun = starting.get(seat) ?? start(seat).finally(() => starting.delete(seat));
    starting.set(seat, begun);
    return begun;
  };
  const end = async ({ seat, child }: Seated, signal: 'SIGTERM' | 'SIGKILL', how: string): Promise<void> => {
    const upAtMs = up.get(seat)?.upAtMs ?? run.now();
    up.delete(seat);
    doomed.add(child);
    child.kill(signal);
    if (signal === 'SIGKILL') run.witness.killed(seat.name);
    const code = await child.ended;
    run.lives.push({ name: seat.name, findsAfterMs: findsAfterMs[seat.role], upAtMs, endedAtMs: run.now(), how });
    if (signal === 'SIGTERM' && code !== 0) complain(run, `${seat.name} stopped with ${code}: ${child.tail()}`);
  };
  const freeze = async ({ seat, child }: Seated, forMs: number): Promise<void> => {
    const upAtMs = up.get(seat)?.upAtMs ?? run.now();
    up.delete(seat);
    child.kill('SIGSTOP');
    run.witness.killed(seat.name);
    run.lives.push({
      name: seat.name,
      findsAfterMs: findsAfterMs[seat.role],
      upAtMs,
      endedAtMs: run.now(),
      how: 'frozen',
    });
    await wait(forMs);
    child.kill('SIGCONT');
    await wait(thawMs);
    up.set(seat, { seat, child, upAtMs: run.now() });
  };
  const goOn = (work: Promise<void>): void => {
    const later = work.finally(() => due.delete(later));
    due.add(later);
  };
  const settled = async (): Promise<void> => {
    while (due.size + starting.size > 0) await Promise.all([...due, ...starting.values()]);
  };

  return {
    up: () => [...up.values()],
    async start(seats) {
      await settled();
      await Promise.all(seats.filter((seat) => !up.has(seat)).map(begin));
    },
    startLater(seat, afterMs) {
      goOn(wait(afterMs).then(() => begin(seat)));
    },
    freeze: (seated, forMs) => goOn(freeze(seated, forMs)),
    kill: (seated, how) => end(seated, 'SIGKILL', how),
    async stop(how) {
      await settled();
      await Promise.all(all.flatMap((seat) => up.get(seat) ?? []).map((seated) => end(seated, 'SIGTERM', how)));
    },
    async cut(how) {
      await settled();
      await Promise.all([...up.values()].map((seated) => end(seated, 'SIGKILL', how)));
    },
  };
}
