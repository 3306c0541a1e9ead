import { describe, expect, it } from 'vitest';
import { createWordFilter } from '../../../src/domain/word-filter/word-filter.ts';
import evasions from '../../fixtures/prompts/evasions.json' with { type: 'json' };
import innocent from '../../fixtures/prompts/innocent.json' with { type: 'json' };
import refusedInnocent from '../../fixtures/prompts/refused-innocent.json' with { type: 'json' };

const filter = createWordFilter({
  profanity: true,
  blocked: [
    'casino',
    'free nitro',
    'hot dog',
    'bad word',
    'god',
    'coon',
    '18',
    '赌博',
    'кролик',
    'κουνέλι',
    '🍆',
    '4chan',
  ],
  allowed: ['maine coon'],
});

describe('innocent prompts', () => {
  it.each(innocent)('passes: %s', (prompt) => {
    expect(filter.check(prompt)).toBeNull();
  });

  it('are a hundred and more, each once', () => {
    expect(innocent.length).toBeGreaterThanOrEqual(100);
    expect(new Set(innocent).size).toBe(innocent.length);
  });
});

describe('prompts that are refused although they may be innocent', () => {
  it.each(refusedInnocent)('deserve no strike: %s', (prompt) => {
    expect(filter.check(prompt)).toMatchObject({ list: 'always', isClear: false });
  });
});

describe('evasions', () => {
  it.each(evasions)('$technique is refused: $prompt', ({ list, category, isClear, prompt, matched, start }) => {
    expect(filter.check(prompt)).toEqual({ list, category, isClear, matched, start, end: start + matched.length });
  });

  it.each(evasions.filter(({ list }) => list === 'always'))('$technique is adult too: $prompt', ({ prompt }) => {
    expect(filter.isAdult(prompt)).toBe(true);
  });

  it('are a hundred and more', () => {
    expect(evasions.length).toBeGreaterThanOrEqual(100);
  });
});
