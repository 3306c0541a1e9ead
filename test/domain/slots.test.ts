import { describe, expect, it } from 'vitest';
import { createSlots } from '../../src/domain/slots.ts';
import { settle } from '../discord/support/clock.ts';

describe('slots', () => {
  it('run so many at once and the others in order, also after a failure', async () => {
    const slots = createSlots(2);
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
});
