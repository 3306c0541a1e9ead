import { describe, expect, it } from 'vitest';
import type { SizeRule } from '#core/phrase.ts';
import { noPictures, noSuchOption, type Phrase, withWordsCounted } from '#core/phrase.ts';
import { phraseText, sizesText } from '#i18n/phrases.ts';
import { defaultLanguage, withLanguages, withLocale } from '#i18n/t.ts';
import { pseudoLanguage } from '../support/wording/pseudo-language.ts';

const named = (...ratios: string[]): SizeRule => ({ kind: 'ratios', ratios, custom: null, defaultRatio: '1:1' });
const free = (stepPx: number): SizeRule => ({
  kind: 'pixels',
  range: { minPx: 64, maxPx: 2048, stepPx },
  defaultRatio: '1:1',
});
const prompt: Phrase = { kind: 'characters', most: 100, has: 108 };
const inPseudo = <T>(work: () => T) => withLanguages([defaultLanguage, pseudoLanguage], () => withLocale('de', work));

const phrases: readonly (readonly [string, Phrase])[] = [
  ["nothing: this model doesn't have that option", noSuchOption],
  ['no picture: this model makes pictures from words only (use /imagine)', noPictures],
  ['a picture: this model only edits (use /edit)', { kind: 'plain', what: 'needsPicture' }],
  ['PNG, JPEG or WebP pictures', { kind: 'plain', what: 'pictureTypes' }],
  ['each LoRA once', { kind: 'plain', what: 'eachLoraOnce' }],
  ['only together with lora', { kind: 'plain', what: 'onlyWithLora' }],
  ['a whole number from 1 to 4', { kind: 'range', of: 'wholeNumber', min: 1, max: 4 }],
  ['-2 to 2 in steps of 0.01', { kind: 'range', of: 'strength', min: -2, max: 2 }],
  ['0.2 to 1.2 for this LoRA', { kind: 'range', of: 'thisStrength', min: 0.2, max: 1.2 }],
  ['a whole number, 1 or more', { kind: 'wholeNumberFrom', min: 1 }],
  ['one picture', { kind: 'atMost', of: 'pictures', most: 1 }],
  ['1 to 2 pictures', { kind: 'atMost', of: 'pictures', most: 2 }],
  ['pictures of at most 9.5 MB', { kind: 'atMost', of: 'megabytes', most: 9.5 }],
  ['one LoRA', { kind: 'atMost', of: 'loras', most: 1 }],
  ['at most 3 LoRAs', { kind: 'atMost', of: 'loras', most: 3 }],
  ['a LoRA file name of 1–200 characters', { kind: 'atMost', of: 'loraFile', most: 200 }],
  [
    'a repository such as owner/name, or an https address without a user name or #, of at most 500 characters',
    { kind: 'atMost', of: 'loraPath', most: 500 },
  ],
  [
    'pictures of at most 40 million pixels, no side longer than 16384 px',
    { kind: 'pictureSize', maxMegapixels: 40, maxSidePx: 16_384 },
  ],
  ['1 picture', { kind: 'pictures', count: 1 }],
  ['3 pictures', { kind: 'pictures', count: 3 }],
  ['1–100 characters (this one has 108)', prompt],
  [
    "1–100 characters (this one has 108), including the LoRA's trigger words",
    { kind: 'counted', words: 'lora', phrase: prompt },
  ],
  ['a LoRA for FLUX; this one is for ink-1', { kind: 'loraOf', model: 'FLUX', owner: 'ink-1' }],
];

describe('a phrase', () => {
  it.each(phrases)('reads “%s”', (text, phrase) => {
    expect(phraseText(phrase)).toBe(text);
  });

  it.each(phrases)('is said in the language in force: “%s”', (text, phrase) => {
    const names = /\/imagine|\/edit|\blora(?=~*$)|FLUX|ink-1/gu;
    const plain = inPseudo(() => phraseText(phrase)).replaceAll(names, '');
    expect(plain).not.toMatch(/\b[a-z]*[aeiou][a-z]*\b/iu);
    expect(plain.length).toBeGreaterThan(text.replaceAll(names, '').length - 6);
  });

  it('of names alone is the same in every language', () => {
    const names: Phrase = { kind: 'names', names: ['low', 'high'] };
    expect([phraseText(names), inPseudo(() => phraseText(names))]).toEqual(['low, high', 'low, high']);
  });

  it('of several says once what reads the same', () => {
    const [one, same] = [named('1:1', '16:9'), { ...named('1:1', '16:9'), defaultRatio: '16:9' }];
    const rules = [named('1:1'), one, same];
    expect(phraseText({ kind: 'anyOf', phrases: rules.map((rule) => ({ kind: 'sizes', rule }) as const) })).toBe(
      '1:1, or 1:1, 16:9',
    );
  });

  it('may say of a prompt that more was counted than the member typed', () => {
    const facts = { option: 'prompt', allowed: prompt };
    const { allowed } = withWordsCounted(withWordsCounted(facts, 'lora'), 'preset');
    expect(phraseText(allowed)).toBe(
      "1–100 characters (this one has 108), including the LoRA's trigger words, including the preset's style words",
    );
    expect(withWordsCounted({}, 'preset')).toEqual({});
  });
});

describe('what may be typed as a size', () => {
  it('names ratios, pixels and steps as far as there are any', () => {
    expect(sizesText(named('1:1', '16:9'))).toBe('1:1, 16:9');
    expect(sizesText(named('auto', '1:1'))).toBe('auto (the shape of the picture), 1:1');
    expect(sizesText(free(1))).toBe('a ratio such as 16:9 or WIDTHxHEIGHT of 64–2048 px each');
    expect(sizesText(free(8))).toBe('a ratio such as 16:9 or WIDTHxHEIGHT of 64–2048 px each in steps of 8');
    const range = { minPx: 8, maxPx: 64, stepPx: 8, height: { minPx: 16, maxPx: 32, stepPx: 1 } };
    expect(sizesText({ kind: 'pixels', range, defaultRatio: '1:1' })).toBe(
      'a ratio such as 16:9 or WIDTHxHEIGHT of 8–64 px in steps of 8 by 16–32 px',
    );
    expect(sizesText({ kind: 'list', sizes: ['8x8', '8x16'], separator: '*', defaultRatio: '1:1' })).toBe(
      '8x8, 8x16 or a ratio of these',
    );
  });
});
