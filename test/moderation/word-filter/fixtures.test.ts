import { describe, expect, it } from 'vitest';
import { createWordFilter } from '#moderation/word-filter/word-filter.ts';
import evasions from '../../fixtures/prompts/evasions.json' with { type: 'json' };
import innocentByLanguage from '../../fixtures/prompts/innocent.json' with { type: 'json' };
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
    'gift card',
    'scam link',
    'apuestas',
    'sorteo gratis',
    'pari sportif',
    'crédit rapide',
    'Glücksspiel',
    'heiße Ware',
    'Wettbuero',
    'aposta grátis',
    'promoção',
    'ставки',
    'быстрый кредит',
    'zakłady',
    'ガチャ',
    '도박',
  ],
  allowed: ['maine coon'],
});

const sixLanguages = ['de', 'en', 'es', 'fr', 'pt', 'ru'];
const innocent = Object.values(innocentByLanguage).flat();

/** The languages that have at least 30 of the prompts. */
const languagesOf = (countByLanguage: ReadonlyMap<string, number>) =>
  [...countByLanguage].filter(([, count]) => count >= 30).map(([language]) => language);

describe('innocent prompts', () => {
  it.each(innocent)('passes: %s', (prompt) => {
    expect(filter.check(prompt)).toBeNull();
  });

  it('are two hundred and more in six languages, each once', () => {
    const counts = Object.entries(innocentByLanguage).map(([language, prompts]) => [language, prompts.length] as const);
    expect(innocent.length).toBeGreaterThanOrEqual(200);
    expect(new Set(innocent).size).toBe(innocent.length);
    expect(languagesOf(new Map(counts))).toEqual(expect.arrayContaining(sixLanguages));
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

  it('are two hundred and more in six languages', () => {
    const counts = new Map<string, number>();
    for (const { language } of evasions) {
      counts.set(language, (counts.get(language) ?? 0) + 1);
    }
    expect(evasions.length).toBeGreaterThanOrEqual(200);
    expect(languagesOf(counts)).toEqual(expect.arrayContaining(sixLanguages));
  });
});
