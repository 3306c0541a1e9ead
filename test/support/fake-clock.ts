import type { Clock } from '#core/clock.ts';
import { workHasSettled } from './store/outstanding.ts';

/** A clock that stands still until it is told to move. */
export interface FakeClock extends Clock {
  /** Moves on by `ms`; waits that fall due are ended in order of their time, and what follows from each runs before the next. */
  advance(ms: number): Promise<void>;
  /** Moves on, from one wait to the next, until `promise` has settled. @throws when nothing is left that could settle it */
  advanceUntil<T>(promise: Promise<T>): Promise<T>;
  /** Lets everything run that does not need time. */
  settle(): Promise<void>;
  /** Sets the wall time forward or back by `ms`, as a person or a time server does; no wait ends sooner or later for it. */
  step(ms: number): void;
  /** How many waits are under way. */
  waiting(): number;
}

interface Wait {
  readonly dueAtMs: number;
  readonly end: () => void;
}

/** More waits than any story has: a loop that never ends is a failure, not a hang. */
const mostWaits = 50_000;

/** @param settle lets everything run that is ready; {@link settleQuickly} where nothing but promises is waited for */
export function createFakeClock(startMs: number, settle = settleAll): FakeClock {
  let nowMs = 0;
  let wallAtZeroMs = startMs;
  const waits = new Set<Wait>();

  const wait = (ms: number, signal: AbortSignal) =>
    new Promise<void>((resolve, reject) => {
      if (signal.aborted) return reject(signal.reason);
      const onAbort = () => {
        waits.delete(entry);
        reject(signal.reason);
      };
      const end = () => {
        waits.delete(entry);
        signal.removeEventListener('abort', onAbort);
        resolve();
      };
      const entry: Wait = { dueAtMs: nowMs + ms, end };
      signal.addEventListener('abort', onAbort, { once: true });
      waits.add(entry);
    });

  /** Of several at the same time the one that began first. */
  const next = (): Wait | undefined => {
    let first: Wait | undefined;
    for (const each of waits) if (first === undefined || each.dueAtMs < first.dueAtMs) first = each;
    return first;
  };

  const endNext = async (due: Wait): Promise<void> => {
    nowMs = Math.max(nowMs, due.dueAtMs);
    due.end();
    await settle();
  };

  const advance = async (ms: number): Promise<void> => {
    const untilMs = nowMs + ms;
    await settle();
    for (let due = next(); due !== undefined && due.dueAtMs <= untilMs; due = next()) await endNext(due);
    nowMs = untilMs;
  };

  const advanceUntil = async <T>(promise: Promise<T>): Promise<T> => {
    let isSettled = false;
    const mark = () => {
      isSettled = true;
    };
    promise.then(mark, mark);
    for (let count = 0; count < mostWaits; count += 1) {
      await settle();
      if (isSettled) return promise;
      const due = next();
      if (due === undefined) throw new Error('nothing is left to wait for, and the promise has not settled');
      await endNext(due);
    }
    throw new Error(`the promise has not settled after ${mostWaits} waits`);
  };

  const step = (ms: number) => {
    wallAtZeroMs += ms;
  };
  const waiting = () => waits.size;
  return {
    now: () => wallAtZeroMs + nowMs,
    monotonic: () => nowMs,
    wait,
    advance,
    advanceUntil,
    settle,
    step,
    waiting,
  };
}

/** Every promise that is ready has run when the event loop comes round, and the stores have nothing left to answer. */
async function settleAll(): Promise<void> {
  do await new Promise(setImmediate);
  while (await workHasSettled());
}

/** More promises than any of our functions waits for one after the other. */
const longestChain = 50;

/** The same for a simulation of many thousand steps, which the event loop's round would make slow. */
export async function settleQuickly(): Promise<void> {
  for (let link = 0; link < longestChain; link += 1) await null;
}
