import { describe, expect, it } from 'vitest';
import { ownReason, ownReasons } from '#core/system-reason.ts';
import { reasonText } from '#i18n/reasons.ts';
import { knowing, speak, usualLanguage } from '#i18n/t.ts';
import { pseudoLanguage } from '../support/wording/pseudo-language.ts';

describe('a stored reason', () => {
  it.each([
    [ownReason('pictureGone'), 'the picture was gone before it could be posted'],
    [ownReason('somePictureGone'), 'a picture was gone before it could be posted'],
    [ownReason('contentFilter'), "the image service's content filter refused it"],
    [ownReason('wordList', 'guild'), "the prompt has words of this server's word list"],
    [ownReason('wordList', 'profanity'), 'the prompt has words of the profanity list'],
    [ownReason('wordList', 'always'), 'the prompt has words that are refused on every server'],
    [ownReason('wordList', 'of tomorrow'), 'the prompt has words of the list "of tomorrow"'],
    [ownReason('wordList'), 'the prompt has words of the list ""'],
    [ownReason('strikes', 1), '1 strike'],
    [ownReason('strikes', 3), '3 strikes'],
    [ownReason('approved'), 'approved request'],
    [ownReason('approvedInVain'), 'no picture came of the approved request'],
    [ownReason('approvedForLess'), 'the approved request cost less'],
    [ownReason('poolTooSmall'), 'the pool has too few credits'],
    [ownReason('refusedNow'), "this server's rules no longer allow it"],
    [ownReason('notStarted'), "it couldn't be started"],
    [ownReason('notAsked'), "the moderators couldn't be asked"],
    [ownReason('dayLimit'), "this bot has reached its operator's spending limit for today"],
    [ownReason('dayLimitServer'), "this server has reached the spending limit that the bot's operator set for today"],
  ])('of Easel’s own is a sentence: %s', (stored, text) => {
    expect(reasonText(stored)).toBe(text);
  });

  it.each(ownReasons)('of Easel’s own is said in the language in force: %s', (what) => {
    const text = knowing([usualLanguage, pseudoLanguage], () => speak('de', () => reasonText(ownReason(what, 7))));
    expect(text).not.toMatch(/\b[a-z]*[aeiou][a-z]*\b/iu);
    expect(text).toMatch(/[áéíóú]/u);
  });

  it.each(['spam', '3 strikes', 'the prompt hit the word list "guild"', ''])('stays as it was typed: %j', (stored) => {
    expect(reasonText(stored)).toBe(stored);
  });
});
