import { expect, it } from 'vitest';
import { createKeyedSemaphore } from '#core/lock.ts';
import { settle } from '../discord/support/clock.ts';
import { createGate } from '../support/gate.ts';

function setUp() {
  const slots = createKeyedSemaphore({ perKey: 2, altogether: 3 });
  const begun: string[] = [];
  const gates = new Map<string, ReturnType<typeof createGate<void>>>();
  const run = (key: string, name: string, signal?: AbortSignal) => {
    const gate = createGate<void>();
    gates.set(name, gate);
    return slots.run(
      key,
      () =>
        gate.promise.then(
          () => void begun.push(`${name} done`),
          () => undefined,
        ),
      signal,
    );
  };
  return { slots, begun, gates, run };
}

it('lets a few works of a key run at once, and a few altogether; the others follow in order', async () => {
  const slots = createKeyedSemaphore({ perKey: 2, altogether: 3 });
  const begun: string[] = [];
  const gates = new Map(['a1', 'a2', 'a3', 'b1', 'c1'].map((name) => [name, createGate<void>()]));
  const all = [...gates].map(([name, { promise }]) =>
    slots.run(name.slice(0, 1), () => {
      begun.push(name);
      return promise;
    }),
  );
  await settle();
  expect(begun).toEqual(['a1', 'a2', 'b1']);
  gates.get('b1')?.resolve();
  await settle();
  expect(begun).toEqual(['a1', 'a2', 'b1', 'c1']);
  for (const { resolve } of gates.values()) resolve();
  await Promise.all(all);
  expect(begun.at(-1)).toBe('a3');
});

it('never begins a work that was given up while it waited', async () => {
  const { run, begun, gates } = setUp();
  const stop = new AbortController();
  const others = [run('a', '1'), run('a', '2')];
  const late = run('a', '3', stop.signal);
  stop.abort(new Error('enough'));
  await expect(late).rejects.toThrow('enough');
  for (const { resolve } of gates.values()) resolve();
  await Promise.all(others);
  expect(begun).toEqual(['1 done', '2 done']);
});
