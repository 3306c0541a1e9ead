import { describe, expect, it } from 'vitest';
import { systemReason, systemReasons } from '#core/system-reason.ts';
import { reasonText } from '#i18n/reasons.ts';
import { defaultLanguage, withLanguages, withLocale } from '#i18n/t.ts';
import { pseudoLanguage } from '../support/wording/pseudo-language.ts';

describe('a stored reason', () => {
  it.each([
    [systemReason('pictureGone'), 'the result was gone before it could be posted'],
    [systemReason('somePictureGone'), 'a picture was gone before it could be posted'],
    [systemReason('contentFilter'), "the image service's content filter refused it"],
    [systemReason('wordList', 'guild'), "the prompt has words of this server's word list"],
    [systemReason('wordList', 'profanity'), 'the prompt has words of the profanity list'],
    [systemReason('wordList', 'always'), 'the prompt has words that are refused on every server'],
    [systemReason('wordList', 'of tomorrow'), 'the prompt has words of the list "of tomorrow"'],
    [systemReason('wordList'), 'the prompt has words of the list ""'],
    [systemReason('strikes', 1), '1 strike'],
    [systemReason('strikes', 3), '3 strikes'],
    [systemReason('approved'), 'approved request'],
    [systemReason('approvedInVain'), 'nothing came of the approved request'],
    [systemReason('approvedForLess'), 'the approved request cost less'],
    [systemReason('poolTooSmall'), 'the pool has too few credits'],
    [systemReason('refusedNow'), "this server's rules no longer allow it"],
    [systemReason('notStarted'), "it couldn't be started"],
    [systemReason('notAsked'), "the moderators couldn't be asked"],
    [systemReason('dayLimit'), "this bot has reached its operator's spending limit for today"],
    [
      systemReason('dayLimitServer'),
      "this server has reached the spending limit that the bot's operator set for today",
    ],
  ])('of Easel’s own is a sentence: %s', (stored, text) => {
    expect(reasonText(stored)).toBe(text);
  });

  it.each(systemReasons)('of Easel’s own is said in the language in force: %s', (what) => {
    const text = withLanguages([defaultLanguage, pseudoLanguage], () =>
      withLocale('de', () => reasonText(systemReason(what, 7))),
    );
    expect(text).not.toMatch(/\b[a-z]*[aeiou][a-z]*\b/iu);
    expect(text).toMatch(/[áéíóú]/u);
  });

  it.each(['spam', '3 strikes', 'the prompt hit the word list "guild"', ''])('stays as it was typed: %j', (stored) => {
    expect(reasonText(stored)).toBe(stored);
  });
});
