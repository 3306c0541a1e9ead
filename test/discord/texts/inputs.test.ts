import { describe, expect, it } from 'vitest';
import { BotError } from '#core/errors.ts';
import { errorText, inputText } from '#discord/texts/errors.ts';
import { fileKinds, inputProblems } from '#media/input.ts';

describe('why a picture cannot be edited', () => {
  it.each([
    [
      { picture: 2, file: 'fox.png', reason: 'not_a_picture', value: 'svg' },
      'The second picture (`fox.png`) is an SVG drawing. Easel can edit PNG, JPEG and WebP pictures. Save it as one of these and attach that.',
    ],
    [
      { reason: 'too_many_bytes', limit: 10 * 1_048_576 },
      'The picture is too large a file. The limit is 10 MB. Attach a smaller one.',
    ],
    [
      { reason: 'too_many_bytes_together', limit: 22 * 1_048_576 },
      "The pictures' files are too large together. The limit is 22 MB. Attach smaller ones, or fewer.",
    ],
    [
      { picture: 1, reason: 'too_many_pixels', value: '16000×16000', limit: 50_000_000 },
      'The first picture is too large (`16000×16000`). The limit is 50 million pixels. Make it smaller and attach that.',
    ],
    [
      { picture: 3, reason: 'side_too_short', value: '8×8', limit: 16 },
      'The third picture is too small (`8×8`). Each side needs at least 16 px. Attach a larger one.',
    ],
    [{ picture: 4, reason: 'gone' }, "The 4th picture isn't there any more. Attach it again with `/edit`."],
    [{ reason: 'not_a_picture', value: 'empty' }, /^The picture is empty\./],
    [{ reason: 'not_a_picture', value: 'something new' }, /^The picture isn't a picture\./],
    [{}, "The picture can't be edited. Try another one."],
  ])('%j', (facts, expected) => {
    if (typeof expected === 'string') expect(inputText(facts)).toBe(expected);
    else expect(inputText(facts)).toMatch(expected);
  });

  it.each(inputProblems)('%s says what to do, with facts and without', (reason) => {
    for (const facts of [{ reason }, { reason, value: '8×8', limit: 7_654_321, picture: 2 }]) {
      expect(inputText(facts)).toMatch(/(Attach|attach|Try again)[^.]*\.$/);
      expect(errorText(new BotError('refused.image', '', facts), null, 'abc')).toMatch(/You weren't charged\.$/);
    }
  });

  it.each(fileKinds)('a file that is %s is told in words', (value) => {
    expect(inputText({ reason: 'not_a_picture', value })).toMatch(
      /^The picture is (an? [A-Z\w]|empty)|^The picture isn't a picture/,
    );
  });

  it('does not let a file’s name out of its quotes', () => {
    expect(inputText({ reason: 'gone', file: '`@everyone` **x**.png' })).toContain("(`'@everyone' **x**.png`)");
  });
});
