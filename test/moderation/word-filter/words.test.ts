import { describe, expect, it } from 'vitest';
import { createWordsOf } from '#moderation/word-filter/word-filter.ts';
import { settingsOf } from '../../support/community.ts';

const settings = settingsOf({ words: { blocked: ['pineapple'] } });

describe('the word filter of a guild', () => {
  it('is kept as long as its words stay the same', () => {
    const wordsOf = createWordsOf();
    const filter = wordsOf(settings);
    expect(wordsOf(settings)).toBe(filter);
    expect(wordsOf({ ...settings, confirmPercent: 50 })).toBe(filter);
  });

  it('knows new words from the next prompt on', () => {
    const wordsOf = createWordsOf();
    expect(wordsOf(settings).check('pineapple pizza')).toMatchObject({ list: 'guild', matched: 'pineapple' });
    expect(wordsOf(settingsOf()).check('pineapple pizza')).toBeNull();
    expect(wordsOf(settings).check('pineapple pizza')).not.toBeNull();
  });

  it("is never another guild's", () => {
    const wordsOf = createWordsOf();
    wordsOf(settings);
    expect(wordsOf(settingsOf()).check('pineapple pizza')).toBeNull();
    expect(wordsOf(settings).check('pineapple pizza')).not.toBeNull();
  });
});
