import type { FeedEvent } from '../../protocol.ts';

/** How the page hears of what happens. */
export type Connection = 'connecting' | 'live' | 'lost';

/** A stream of events, as browsers have it. */
export interface EventStream {
  addEventListener(kind: string, listener: (event: { readonly data?: string }) => void): void;
  close(): void;
}

/** What {@link followEvents} works with. */
export interface Following {
  /** Opens the stream after the last event that is known. */
  readonly open: () => EventStream;
  /** Starts a timer and returns what stops it. */
  readonly setTimer: (delayMs: number, run: () => void) => () => void;
  readonly onEvent: (event: FeedEvent) => void;
  readonly onConnection: (connection: Connection) => void;
  /** What was missed is not kept any more: everything has to be read again. */
  readonly onGone: () => void;
}

const firstPauseMs = 400;
const longestPauseMs = 5000;
/** A stream beats every ten seconds. */
const silenceMs = 25_000;

/** Follows the stream until it is stopped; one that breaks or falls silent is opened again after what is known by then. */
export function followEvents(following: Following): () => void {
  const { open, setTimer, onEvent, onConnection, onGone } = following;
  let stream: EventStream | null = null;
  let stopTimer = () => {};
  let pauseMs = firstPauseMs;
  const wait = (delayMs: number, run: () => void) => {
    stopTimer();
    stopTimer = setTimer(delayMs, run);
  };
  const close = () => {
    stopTimer();
    stream?.close();
    stream = null;
  };
  const lose = () => {
    close();
    onConnection('lost');
    wait(pauseMs, connect);
    pauseMs = Math.min(longestPauseMs, pauseMs * 2);
  };
  const connect = () => {
    const opened = open();
    stream = opened;
    // What an old stream still says does not count.
    const on = (kind: string, run: (data: string) => void) =>
      opened.addEventListener(kind, ({ data = '' }) => {
        if (stream === opened) run(data);
      });
    const alive = () => {
      pauseMs = firstPauseMs;
      onConnection('live');
      wait(silenceMs, lose);
    };
    on('beat', alive);
    on('happened', (data) => {
      alive();
      onEvent(JSON.parse(data));
    });
    on('lost', () => {
      close();
      onGone();
    });
    on('error', lose);
    wait(silenceMs, lose);
  };
  onConnection('connecting');
  connect();
  return close;
}
