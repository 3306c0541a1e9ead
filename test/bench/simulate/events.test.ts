import { expect, it } from 'vitest';
import { createSimulation } from '../../../bench/simulate/events.ts';
import { createRandom } from '../../../sandbox/services/random.ts';

it('events happen in the order of their times, those of one moment in the order in which they were planned', async () => {
  const { at, clock, run, happened } = createSimulation();
  const random = createRandom(1);
  const planned = Array.from({ length: 500 }, (_, index) => ({ index, atMs: Math.floor(50 * random()) }));
  const seen: { index: number; atMs: number }[] = [];
  for (const event of planned) at(event.atMs, () => seen.push({ index: event.index, atMs: clock.now() }));
  await run(49);
  expect(seen).toEqual(planned.toSorted((one, other) => one.atMs - other.atMs || one.index - other.index));
  expect(happened()).toBe(500);
});

it('what follows from an event happens before the next one, and what is planned for the past happens now', async () => {
  const { at, clock, run } = createSimulation();
  const seen: string[] = [];
  const { signal } = new AbortController();
  at(10, () => {
    seen.push('first');
    at(0, () => seen.push(`late at ${clock.now()}`));
    void clock.wait(5, signal).then(() => seen.push(`waited until ${clock.now()}`));
  });
  at(16, () => seen.push('last'));
  await run(16);
  expect(seen).toEqual(['first', 'late at 10', 'waited until 15', 'last']);
});

it('nothing after the end happens, and the next run goes on from there', async () => {
  const { at, clock, run } = createSimulation();
  const seen: number[] = [];
  at(5, () => seen.push(5));
  at(20, () => seen.push(20));
  await run(10);
  expect([clock.now(), ...seen]).toEqual([10, 5]);
  await run(20);
  expect(seen).toEqual([5, 20]);
});

it('a wait ends with the reason of its signal', async () => {
  const { clock, run } = createSimulation();
  const stop = new AbortController();
  const waited = clock.wait(1_000, stop.signal).catch((reason: unknown) => reason);
  stop.abort('enough');
  await run(10);
  expect(await waited).toBe('enough');
  await expect(clock.wait(1, stop.signal)).rejects.toBe('enough');
});
