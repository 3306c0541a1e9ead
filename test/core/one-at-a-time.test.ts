import { describe, expect, it } from 'vitest';
import { createKeyedMutex } from '#core/lock.ts';

function createGate() {
  let open = () => {};
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { opened, open };
}

describe('one at a time', () => {
  it('keeps the order in which it was asked', async () => {
    const inTurn = createKeyedMutex();
    const gate = createGate();
    const seen: number[] = [];
    const first = inTurn('key', async () => {
      await gate.opened;
      seen.push(1);
    });
    const second = inTurn('key', async () => {
      seen.push(2);
    });
    gate.open();
    await Promise.all([second, first]);
    expect(seen).toEqual([1, 2]);
  });

  it('does not let other keys wait', async () => {
    const inTurn = createKeyedMutex();
    const gate = createGate();
    const slow = inTurn('slow', () => gate.opened);
    expect(await inTurn('quick', async () => 'done')).toBe('done');
    gate.open();
    await slow;
  });

  it('goes on after a failure, which reaches only the one who asked', async () => {
    const inTurn = createKeyedMutex();
    const failing = inTurn('key', () => Promise.reject(new Error('SIMULATED')));
    const next = inTurn('key', async () => 'done');
    await expect(failing).rejects.toThrow('SIMULATED');
    expect(await next).toBe('done');
  });

  it('keeps nothing of a key that is idle', async () => {
    const inTurn = createKeyedMutex();
    const all = Promise.all(Array.from({ length: 10 }, (_, index) => inTurn(`key${index % 3}`, async () => index)));
    expect(inTurn.size()).toBe(3);
    await all;
    expect(inTurn.size()).toBe(0);
  });

  it('never loses an increment', async () => {
    const inTurn = createKeyedMutex();
    let count = 0;
    const increment = async () => {
      const read = count;
      await Promise.resolve();
      count = read + 1;
    };
    await Promise.all(Array.from({ length: 200 }, () => inTurn('key', increment)));
    expect(count).toBe(200);
  });
});
