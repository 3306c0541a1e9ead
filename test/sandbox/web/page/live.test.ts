import { describe, expect, it } from 'vitest';
import { type Connection, type EventStream, followEvents } from '../../../../sandbox/web/page/state/live.ts';
import type { FeedEvent } from '../../../../sandbox/web/protocol.ts';

type Told = { readonly data?: string };

class ScriptedStream implements EventStream {
  isClosed = false;
  private readonly listeners = new Map<string, (event: Told) => void>();

  addEventListener(kind: string, listener: (event: Told) => void): void {
    this.listeners.set(kind, listener);
  }

  close(): void {
    this.isClosed = true;
  }

  say(kind: string, data?: string): void {
    this.listeners.get(kind)?.(data === undefined ? {} : { data });
  }
}

function start() {
  const streams: ScriptedStream[] = [];
  const timers: { readonly delayMs: number; readonly run: () => void; isStopped: boolean }[] = [];
  const events: FeedEvent[] = [];
  const connections: Connection[] = [];
  let gone = 0;
  const stop = followEvents({
    open: () => {
      const stream = new ScriptedStream();
      streams.push(stream);
      return stream;
    },
    setTimer: (delayMs, run) => {
      const timer = { delayMs, run, isStopped: false };
      timers.push(timer);
      return () => {
        timer.isStopped = true;
      };
    },
    onEvent: (event) => void events.push(event),
    onConnection: (connection) => void connections.push(connection),
    onGone: () => {
      gone += 1;
    },
  });
  const newest = () => streams.at(-1) ?? new ScriptedStream();
  /** The only timer that still runs. */
  const timer = () => {
    const running = timers.filter(({ isStopped }) => !isStopped);
    expect(running).toHaveLength(1);
    const [found] = running;
    if (found === undefined) throw new Error('no timer runs');
    found.isStopped = true;
    return found;
  };
  return { streams, events, connections, newest, timer, stop, timers, gone: () => gone };
}

const event = (seq: number) => JSON.stringify({ kind: 'faults', pending: 0, seq, atMs: 0 });

describe('following events', () => {
  it('hands them on in their order and shows that it is alive', () => {
    const { newest, events, connections } = start();
    newest().say('beat');
    newest().say('happened', event(1));
    newest().say('happened', event(2));
    expect(events.map(({ seq }) => seq)).toEqual([1, 2]);
    expect(new Set(connections)).toEqual(new Set(['connecting', 'live']));
  });

  it('opens a broken stream again, ever later, and at once after it was alive', () => {
    const { newest, connections, streams, timer } = start();
    const pauses = [1, 2, 3, 4, 5, 6].map(() => {
      newest().say('error');
      const { delayMs, run } = timer();
      run();
      return delayMs;
    });
    expect(pauses).toEqual([400, 800, 1600, 3200, 5000, 5000]);
    expect(connections.at(-1)).toBe('lost');
    newest().say('beat');
    newest().say('error');
    expect(timer().delayMs).toBe(400);
    expect(streams.slice(0, -1).every(({ isClosed }) => isClosed)).toBe(true);
  });

  it('takes silence for a loss', () => {
    const { newest, streams, timer, connections } = start();
    newest().say('beat');
    const silence = timer();
    expect(silence.delayMs).toBe(25_000);
    silence.run();
    expect(connections.at(-1)).toBe('lost');
    timer().run();
    expect(streams).toHaveLength(2);
  });

  it('does not hear what an old stream still says', () => {
    const { streams, newest, timer, events } = start();
    newest().say('error');
    timer().run();
    streams[0]?.say('happened', event(9));
    expect(events).toEqual([]);
  });

  it('gives up where what was missed is gone, and when it is stopped', () => {
    const lost = start();
    lost.newest().say('lost');
    expect([lost.gone(), lost.newest().isClosed]).toEqual([1, true]);
    const stopped = start();
    stopped.stop();
    expect(stopped.newest().isClosed).toBe(true);
    expect(stopped.timers.every(({ isStopped }) => isStopped)).toBe(true);
  });
});
