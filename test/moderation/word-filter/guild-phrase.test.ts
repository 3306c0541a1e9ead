import { describe, expect, it } from 'vitest';
import { maxPhraseCharacters, parseGuildPhrase } from '#moderation/word-filter/word-filter.ts';

describe('parseGuildPhrase', () => {
  it.each([
    ['casino', 'casino'],
    ['  free \t nitro\n', 'free nitro'],
    ['ca\u200bsino', 'casino'],
    ['cafe\u0301', 'café'],
    ['赌', '赌'],
    ['🍆', '🍆'],
    ['👩\u200d🚀', '👩\u200d🚀'],
    ['18+', '18+'],
    ['a$$', 'a$$'],
    ['[a-z]+(.*)?|\\', '[a-z]+(.*)?|\\'],
    ['x'.repeat(maxPhraseCharacters), 'x'.repeat(maxPhraseCharacters)],
  ])('keeps %j as %j', (text, phrase) => {
    expect(parseGuildPhrase(text)).toEqual({ ok: true, phrase });
  });

  it.each([
    ['', 'empty'],
    [' \t\n', 'empty'],
    ['\u200b\u2060', 'empty'],
    ['x'.repeat(maxPhraseCharacters + 1), 'too_long'],
    ['...', 'only_punctuation'],
    ['.*', 'only_punctuation'],
    ['$@$', 'only_punctuation'],
    ['| !', 'only_punctuation'],
    ['\u0301', 'only_punctuation'],
    ['a', 'too_short'],
    ['C++', 'too_short'],
    ['7', 'too_short'],
  ])('refuses %j as %s', (text, reason) => {
    expect(parseGuildPhrase(text)).toEqual({ ok: false, reason });
  });
});
