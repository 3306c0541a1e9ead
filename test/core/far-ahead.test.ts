import { expect, it } from 'vitest';
import { farAheadFromMs, hasPassed, isFarAhead } from '#core/clock.ts';

const dayMs = 24 * 60 * 60_000;
const nowMs = Date.UTC(2026, 10, 4);

it('a stored moment more than a day ahead was written by a wrong clock', () => {
  expect([dayMs, dayMs + 1].map((ms) => isFarAhead(nowMs + ms, nowMs))).toEqual([false, true]);
  expect(farAheadFromMs(nowMs)).toBe(nowMs + dayMs);
  expect([10 * 60_000, dayMs + 1].map((ms) => hasPassed(nowMs + ms, dayMs, nowMs))).toEqual([false, true]);
});

it('a clock that has not been set yet finds no stored moment wrong, and ends nothing', () => {
  for (const unset of [0, 1_000, Date.UTC(2026, 0, 1) - 1]) {
    expect([isFarAhead(nowMs, unset), hasPassed(nowMs, 0, unset)]).toEqual([false, false]);
  }
  expect(isFarAhead(nowMs, Date.UTC(2026, 0, 1))).toBe(true);
});
