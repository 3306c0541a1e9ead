import { describe, expect, it } from 'vitest';
import { createWordFilter } from '#moderation/word-filter/word-filter.ts';

const plain = createWordFilter({ profanity: false, blocked: [], allowed: [] });

describe('a prompt for adults', () => {
  it.each([
    'a nude woman on a sofa',
    'NUDES, oil on canvas',
    'n u d e portrait',
    'a n4ked man in the sea',
    'hentai',
    'please nudify this',
    'nakedchild',
    'sexygirl',
    'lolicon',
    'a lighthouse, naked mole rat, and a naked man',
  ])('is %j', (prompt) => {
    expect(plain.isAdult(prompt)).toBe(true);
  });

  it.each(['', 'a lighthouse in the rain', 'a portrait of a girl', 'a naked mole rat', 'a damn fine cup of coffee'])(
    'is not %j',
    (prompt) => {
      expect(plain.isAdult(prompt)).toBe(false);
    },
  );

  it("is one whatever the guild's own words are", () => {
    const lenient = createWordFilter({ profanity: true, blocked: ['lighthouse'], allowed: ['nude', 'hentai'] });
    expect(lenient.isAdult('a nude woman')).toBe(true);
    expect(lenient.isAdult('a lighthouse')).toBe(false);
  });
});
