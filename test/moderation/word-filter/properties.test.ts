import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createWordFilter, parseGuildPhrase } from '#moderation/word-filter/word-filter.ts';

const seeded = { seed: 20261121, numRuns: 400 };
const filter = createWordFilter({
  profanity: true,
  blocked: ['casino', 'free nitro', '赌博'],
  allowed: ['casino royale'],
});
/** Half surrogates too. */
const anyUnits = fc.array(fc.integer({ min: 0, max: 0xffff })).map((units) => String.fromCharCode(...units));
const anyText = fc.oneof(fc.string({ unit: 'binary' }), fc.string({ unit: 'grapheme' }), anyUnits);
const invisible = fc.constantFrom(
  '\u200b',
  '\u200c',
  '\u200d',
  '\u2060',
  '\ufeff',
  '\u00ad',
  '\u034f',
  '\ufe0f',
  '\u{e0061}',
);
const refused = fc.constantFrom('casino', 'fuck', 'lolicon', 'nudify', '赌博', 'p0rn');

describe('the word filter', () => {
  it('never throws, and quotes what it points at', () => {
    fc.assert(
      fc.property(anyText, fc.constantFrom('', ' fuck ', ' naked child '), anyText, (before, word, after) => {
        const prompt = before + word + after;
        const match = filter.check(prompt);
        if (match) expect(match.matched).toBe(prompt.slice(match.start, match.end));
        if (match) expect(match.end).toBeGreaterThan(match.start);
      }),
      seeded,
    );
  });

  it('finds a refused word among any ordinary words', () => {
    const words = fc.array(fc.constantFrom('cat', 'lamp', 'by', 'the', 'sea', 'oil', 'mist'), { maxLength: 8 });
    fc.assert(
      fc.property(words, refused, words, (before, word, after) => {
        expect(filter.check([...before, word, ...after].join(' '))?.matched).toBe(word);
      }),
      seeded,
    );
  });

  it('still refuses a word that holds invisible characters anywhere', () => {
    const holes = fc.array(fc.array(invisible, { maxLength: 3 }), { minLength: 8, maxLength: 8 });
    fc.assert(
      fc.property(refused, holes, (word, gaps) => {
        const stuffed = Array.from(word, (letter, at) => letter + (gaps[at] ?? []).join('')).join('');
        expect(filter.check(`a ${stuffed} at night`)).not.toBeNull();
      }),
      seeded,
    );
  });

  it('finds every phrase that was accepted in itself', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const parsed = parseGuildPhrase(text);
        if (!parsed.ok) return;
        const match = createWordFilter({ profanity: false, blocked: [parsed.phrase], allowed: [] }).check(
          parsed.phrase,
        );
        expect(match).not.toBeNull();
      }),
      seeded,
    );
  });
});
