import { describe, expect, it } from 'vitest';
import { createCircuits } from '#polling/circuit.ts';
import { klein9bRunComfy as other, klein9bRunningHub as route } from '../support/http/seeded-routes.ts';

function setUp() {
  let nowMs = 1_000;
  const circuits = createCircuits(() => nowMs);
  return {
    circuits,
    /** One failure after the other, each a moment later. */
    fail(times: number) {
      for (let count = 0; count < times; count += 1) circuits.failed(route);
    },
    pass(ms: number) {
      nowMs += ms;
    },
  };
}

describe('the circuit of a route', () => {
  it('opens after three submits that fail in a row, for a minute, and for no other route', () => {
    const { circuits, fail, pass } = setUp();
    fail(2);
    expect(circuits.isOpen(route)).toBe(false);
    fail(1);
    expect([circuits.isOpen(route), circuits.isOpen(other)]).toEqual([true, false]);
    pass(59_999);
    expect(circuits.isOpen(route)).toBe(true);
    pass(1);
    expect(circuits.isOpen(route)).toBe(false);
  });

  it('opens again at the first failure after that minute', () => {
    const { circuits, fail, pass } = setUp();
    fail(3);
    pass(60_000);
    fail(1);
    expect(circuits.isOpen(route)).toBe(true);
  });

  it('begins anew once a submit has worked', () => {
    const { circuits, fail } = setUp();
    fail(3);
    circuits.worked(route);
    expect(circuits.isOpen(route)).toBe(false);
    fail(2);
    expect(circuits.isOpen(route)).toBe(false);
  });

  it('tells which routes fail, how often, and how long ago', () => {
    const { circuits, fail, pass } = setUp();
    fail(2);
    pass(500);
    const name = `${route.provider}/${route.endpoint}`;
    expect(circuits.troubled()).toEqual([{ route: name, failures: 2, agoMs: 500, isOpen: false }]);
    fail(1);
    pass(60_000);
    expect(circuits.troubled()).toEqual([{ route: name, failures: 3, agoMs: 60_000, isOpen: false }]);
  });
});
