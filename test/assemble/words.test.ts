import { describe, expect, it } from 'vitest';
import { createWordsOf } from '../../src/assemble/words.ts';
import { guildId } from '../../src/domain/ids.ts';
import { settingsOf } from '../support/community.ts';
import { guild } from '../support/requests.ts';

const other = guildId('900000000000000002');
const settings = settingsOf({ words: { blocked: ['pineapple'] } });

describe('the word filter of a guild', () => {
  it('is kept as long as its words stay the same', () => {
    const wordsOf = createWordsOf();
    const filter = wordsOf(guild, settings);
    expect(wordsOf(guild, settings)).toBe(filter);
    expect(wordsOf(guild, { ...settings, confirmPercent: 50 })).toBe(filter);
  });

  it('knows new words from the next prompt on', () => {
    const wordsOf = createWordsOf();
    expect(wordsOf(guild, settings).check('pineapple pizza')).toMatchObject({ list: 'guild', matched: 'pineapple' });
    expect(wordsOf(guild, settingsOf()).check('pineapple pizza')).toBeNull();
    expect(wordsOf(guild, settings).check('pineapple pizza')).not.toBeNull();
  });

  it("is never another guild's", () => {
    const wordsOf = createWordsOf();
    wordsOf(guild, settings);
    expect(wordsOf(other, settingsOf()).check('pineapple pizza')).toBeNull();
    expect(wordsOf(guild, settings).check('pineapple pizza')).not.toBeNull();
  });

  it('makes room for the next one when 500 are kept, the longest unused first', () => {
    const wordsOf = createWordsOf();
    const first = wordsOf(guild, settings);
    const second = wordsOf(other, settings);
    for (let number = 0; number < 498; number += 1) wordsOf(guildId(`91${number}`), settingsOf());
    expect(wordsOf(guild, settings)).toBe(first);
    wordsOf(guildId('92'), settingsOf());
    expect(wordsOf(guild, settings)).toBe(first);
    expect(wordsOf(other, settings)).not.toBe(second);
  });
});
