import { type Clock, endWait } from '#core/clock.ts';
import { createSemaphore } from '#core/lock.ts';
import { pace } from '../messages/limits.ts';
import type { Visibility } from './responder.ts';

/** How many works run at the same time until their first answer, for everyone and for others each: about as many as share a commit. */
const answeringAtOnce = 32;
/** More waiting works for everyone than this are a crowd: the last of their members would wonder whether Easel is there. */
const mostWaiting = 16;
/** All at once would each be so slow that they are given up and sent again. */
const heldBackAtOnce = 32;
/** A deferral that takes longer gives its place to the next one: it waits for Discord, and costs the processor nothing. */
const sendingForMs = 20;
/** A work keeps its place for this long at most, so that slow ones do not hold up all others. */
const placeForMs = 1_200;
/** What others go before waits this long for them, and no longer. */
const courtesyMs = 1_000;
/** The same for a work that can't be held back in public: a form is opened within three seconds or never. */
const shortCourtesyMs = 300;

/** One interaction that is to be answered. */
interface Turn {
  /** Resolves when it is answered with more than that it takes a moment. */
  readonly decided: Promise<void>;
  /** What it leads to is for everyone, unless it is refused. */
  readonly isForEveryone: boolean;
  /** Lets the member read that it takes a moment, where nothing was said yet. Never rejects. */
  holdBack(visibility: Visibility): Promise<void>;
  work(): Promise<void>;
}

/** The order in which a burst of interactions is answered. */
export interface AnswerSlots {
  /**
   * Begins works of a kind in the order of calls, and resolves or rejects as the work does. The next one begins when this one is decided or has
   * ended, or after {@link placeForMs}, so that a burst is answered one by one instead of all together at its end. Works for everyone and
   * others have places of their own: who can be held back in public has a quarter of an hour, and who can't has three seconds.
   *
   * Held back are: in a crowd at once, and in public, everybody without an answer whose work leads to something for everyone; in silence
   * for {@link pace.guardMs}, and in private, the others. No work begins before those have read so, or for {@link courtesyMs}, or where
   * it is not for everyone for {@link shortCourtesyMs}.
   */
  run(turn: Turn): Promise<void>;
  /** Resolves at once where no interaction waits to begin, else when all are decided, or after {@link courtesyMs}. Never rejects. */
  untilOthersAnswered(): Promise<void>;
}

/** Members wait for answers; a service that makes a picture can wait a second. */
export function createAnswerSlots(clock: Pick<Clock, 'wait'>): AnswerSlots {
  const [placesForEveryone, otherPlaces] = [createSemaphore(answeringAtOnce), createSemaphore(answeringAtOnce)];
  const callbacks = createSemaphore(heldBackAtOnce);
  const waiting = new Set<Turn>();
  const waitingForEveryone = new Set<Turn>();
  const heldBack = new WeakSet<Turn>();
  const [undecided, deferrals] = [createCrowd(clock), createCrowd(clock)];

  const holdBack = async (turn: Turn, visibility: Visibility): Promise<void> => {
    if (heldBack.has(turn)) return;
    heldBack.add(turn);
    deferrals.enter(turn);
    const { sent } = await callbacks.run(async () => {
      const sent = turn.holdBack(visibility);
      await within(sendingForMs, sent, clock);
      return { sent };
    });
    await sent;
    deferrals.leave(turn);
  };

  const holdBackLate = async (turn: Turn, ended: AbortSignal): Promise<void> => {
    await clock.wait(pace.guardMs, ended).catch(() => undefined);
    // The end of a slow check is often a refusal.
    if (!ended.aborted) await holdBack(turn, turn.isForEveryone && waiting.has(turn) ? 'public' : 'private');
  };

  const holdBackCrowd = (newest: Turn): void => {
    if (waitingForEveryone.size <= mostWaiting) return;
    // Those before it were held back when the crowd formed.
    const crowd = waitingForEveryone.size === mostWaiting + 1 ? undecided.members : [newest];
    for (const each of crowd) if (each.isForEveryone) void holdBack(each, 'public');
  };

  const begin = async (turn: Turn) => {
    waiting.delete(turn);
    waitingForEveryone.delete(turn);
    await deferrals.untilGone(turn.isForEveryone ? courtesyMs : shortCourtesyMs);
    const working = turn.work();
    await within(placeForMs, Promise.race([turn.decided, working.catch(() => undefined)]), clock);
    undecided.leave(turn);
    return { working };
  };

  return {
    async run(turn) {
      const ended = new AbortController();
      undecided.enter(turn);
      waiting.add(turn);
      if (turn.isForEveryone) waitingForEveryone.add(turn);
      void holdBackLate(turn, ended.signal);
      const begun = (turn.isForEveryone ? placesForEveryone : otherPlaces).run(() => begin(turn));
      holdBackCrowd(turn);
      try {
        const { working } = await begun;
        await working;
      } finally {
        endWait(ended);
      }
    },
    async untilOthersAnswered() {
      if (waiting.size > 0) await undecided.untilGone(courtesyMs);
    },
  };
}

/** Who is there, and when the last of them has left. */
function createCrowd(clock: Pick<Clock, 'wait'>) {
  const listeners = new Set<() => void>();
  const members = new Set<Turn>();
  return {
    /** In the order of their coming. */
    members: members as ReadonlySet<Turn>,
    enter(turn: Turn): void {
      members.add(turn);
    },
    leave(turn: Turn): void {
      members.delete(turn);
      if (members.size === 0) for (const wake of listeners) wake();
    },
    async untilGone(atMostMs: number): Promise<void> {
      if (members.size === 0) return;
      let wake: () => void = () => undefined;
      const gone = new Promise<void>((resolve) => {
        wake = resolve;
      });
      listeners.add(wake);
      await within(atMostMs, gone, clock);
      listeners.delete(wake);
    },
  };
}

/** Resolves with `work`, which never rejects, or after `ms`. */
async function within(ms: number, work: Promise<unknown>, clock: Pick<Clock, 'wait'>): Promise<void> {
  const over = new AbortController();
  await Promise.race([work, clock.wait(ms, over.signal).catch(() => undefined)]);
  endWait(over);
}
