import { describe, expect, it } from 'vitest';
import { createSemaphore } from '#core/lock.ts';
import { settle } from '../discord/support/clock.ts';

describe('slots', () => {
  it('run so many at once and the others in order, also after a failure', async () => {
    const slots = createSemaphore(2);
    const begun: number[] = [];
    const finish: (() => void)[] = [];
    const work = (name: number) => () =>
      new Promise<void>((resolve) => {
        begun.push(name);
        finish.push(resolve);
      });
    const failing = slots.run(() => Promise.reject(new Error('no')));
    await expect(failing).rejects.toThrow('no');
    const all = [1, 2, 3].map((name) => slots.run(work(name)));
    await settle();
    expect(begun).toEqual([1, 2]);
    finish[0]?.();
    await settle();
    expect(begun).toEqual([1, 2, 3]);
    for (const end of finish) end();
    await Promise.all(all);
  });

  it('let go of a work whose signal ends while it waits; the others keep their order', async () => {
    const slots = createSemaphore(1);
    const begun: string[] = [];
    const first = new Promise<void>((resolve) => void slots.run(async () => resolve()));
    const stop = new AbortController();
    const work = (name: string) => async () => void begun.push(name);
    const stopped = slots.run(work('stopped'), stop.signal);
    const next = slots.run(work('next'), new AbortController().signal);
    stop.abort(new Error('cancelled'));
    await expect(stopped).rejects.toThrow('cancelled');
    await Promise.all([first, next]);
    await expect(slots.run(work('too late'), stop.signal)).rejects.toThrow('cancelled');
    await slots.run(work('last'));
    expect(begun).toEqual(['next', 'last']);
  });
});
