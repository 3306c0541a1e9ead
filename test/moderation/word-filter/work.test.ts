import { afterEach, describe, expect, it, vi } from 'vitest';
import { createWordFilter } from '#moderation/word-filter/word-filter.ts';
import { filterTexts } from '../../../bench/word-filter.ts';

afterEach(() => {
  vi.restoreAllMocks();
});

/** How often a map is asked while a prompt is checked: the filter's own measure of work, the same on every machine. */
function lookUps(blocked: number, prompt: string): number {
  const phrases = Array.from({ length: blocked }, (_, at) => `castle number ${at} of c4stle`);
  const filter = createWordFilter({ profanity: true, blocked: phrases, allowed: phrases });
  const asked = vi.spyOn(Map.prototype, 'get');
  filter.check(prompt);
  const { length } = asked.mock.calls;
  asked.mockRestore();
  return length;
}

const longest = 6_000;
const letters = Array.from({ length: longest }, (_, at) => 'qxwzjkvybmh4170$!'[(at * at * 7 + at) % 17]).join('');

describe('the work of a check', () => {
  it.each([
    ...Object.entries(filterTexts),
    ['leetspeak of rare letters', letters],
    ['leetspeak of rare letters, in words', letters.replace(/(.{6})./g, '$1 ')],
  ])('is bounded by the length, and does not grow with the own phrases: %s', (_title, prompt) => {
    const few = lookUps(1, prompt);
    expect(few).toBeLessThan(5 * longest);
    expect(lookUps(1_000, prompt)).toBe(few);
  });
});
