import { getEventListeners } from 'node:events';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createSystemClock, wait } from '#core/clock.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

describe('wait', () => {
  it('resolves after its time and leaves no listener', async () => {
    const { signal } = new AbortController();
    let isOver = false;
    const waiting = wait(1_000, signal).then(() => {
      isOver = true;
    });
    await vi.advanceTimersByTimeAsync(999);
    expect(isOver).toBe(false);
    await vi.advanceTimersByTimeAsync(1);
    await waiting;
    expect(getEventListeners(signal, 'abort')).toHaveLength(0);
  });

  it('rejects with the reason at once and leaves no timer', async () => {
    const controller = new AbortController();
    const reason = new Error('enough');
    const waiting = wait(60_000, controller.signal);
    controller.abort(reason);
    await expect(waiting).rejects.toBe(reason);
    expect(vi.getTimerCount()).toBe(0);
    expect(getEventListeners(controller.signal, 'abort')).toHaveLength(0);
  });

  it('does not begin when the signal has aborted', async () => {
    const reason = new Error('enough');
    await expect(wait(60_000, AbortSignal.abort(reason))).rejects.toBe(reason);
    expect(vi.getTimerCount()).toBe(0);
  });

  it('of many weeks does not fire at once', async () => {
    const controller = new AbortController();
    const waiting = wait(Number.MAX_SAFE_INTEGER, controller.signal);
    await vi.advanceTimersByTimeAsync(1_000_000);
    expect(vi.getTimerCount()).toBe(1);
    controller.abort(new Error('enough'));
    await expect(waiting).rejects.toThrow('enough');
  });
});

describe('the system clock', () => {
  it('that is over already ends in a moment, and Node does not warn of it', async () => {
    const warnings: string[] = [];
    const onWarning = ({ name }: Error) => warnings.push(name);
    vi.useRealTimers();
    process.on('warning', onWarning);
    await wait(-0.04, new AbortController().signal);
    await wait(1, new AbortController().signal);
    process.off('warning', onWarning);
    expect(warnings).toEqual([]);
  });

  it('tells the time that it was given and waits', async () => {
    const clock = createSystemClock({ now: () => 42, monotonic: () => 7 });
    expect([clock.now(), clock.monotonic()]).toEqual([42, 7]);
    const waiting = clock.wait(5, new AbortController().signal);
    await vi.advanceTimersByTimeAsync(5);
    await expect(waiting).resolves.toBeUndefined();
  });
});
