import { expect, it } from 'vitest';
import { isBlank } from '#core/text.ts';

it.each([
  ...['', ' \n\t', '\u200b\u200d\ufeff', '\u3164', '\u115f\u1160\uffa0', '\u2800\u2800', '\ufe0f\ufe00'],
  ...[
    '\u{e0041}\u{e007f}',
    '\u{e0100}',
    '\u00ad',
    '\u2060\u2064',
    '\ufffc',
    '\u0000\u001b',
    '\u{1d159}',
    '\u034f',
    '\u{1bca0}',
  ],
  ...['\u0301', '\ue000', '\u180e', '\u2003\u3000'],
])('%j shows nothing', (text) => {
  expect(isBlank(text)).toBe(true);
});

it.each(['a', '.', '\u{1f98a}', '1\ufe0f\u20e3', '\u200bx', 'é', '水', '\u2801', '$', '\u{1f1e9}\u{1f1ea}'])(
  '%j shows something',
  (text) => {
    expect(isBlank(text)).toBe(false);
  },
);
