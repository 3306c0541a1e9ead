import { describe, expect, it } from 'vitest';
import { noOptions } from '#catalog/request.ts';
import {
  isEmptyPreset,
  presetFault,
  presetNamed,
  readPresetName,
  readPresetStyle,
  withPreset,
} from '#members/presets.ts';
import { requestOf } from '../support/requests.ts';
import { presetOf } from '../support/store/presets.ts';

describe("a preset's name", () => {
  it('is read without the white space around it', () => {
    expect(readPresetName('  Ink & Wash ')).toBe('Ink & Wash');
    expect(readPresetName('🎨'.repeat(32))).toBe('🎨'.repeat(32));
  });

  it.each([
    ['nothing', ' '],
    ['33 characters', 'x'.repeat(33)],
    ['two lines', 'a\nb'],
    ['a line separator', 'a\u2028b'],
  ])('is not %s', (_what, typed) => expect(readPresetName(typed)).toBeNull());

  it('finds it in upper and lower case, and however its letters are composed', () => {
    const cafe = presetOf('Café');
    expect(presetNamed(' CAFE\u0301 ', [presetOf('other'), cafe])).toBe(cafe);
    expect(presetNamed('caf', [cafe])).toBeNull();
  });
});

describe("a preset's style", () => {
  it('is one line of at most 500 characters, or nothing', () => {
    expect([' soft light ', '', 'x'.repeat(500)].map(readPresetStyle)).toEqual(['soft light', '', 'x'.repeat(500)]);
    expect(['x'.repeat(501), 'a\nb'].map(readPresetStyle)).toEqual([null, null]);
  });
});

describe('a preset', () => {
  it.each([
    ['nothing', {}, null],
    ['the longest texts', { quality: 'x'.repeat(100), lora: 'x'.repeat(500), size: ' 16:9 ' }, null],
    ['a size of 101 characters', { size: `1:1${' '.repeat(98)}` }, 'badOption'],
    ['a quality of 101 characters', { quality: 'x'.repeat(101) }, 'badOption'],
    ['a resolution of 101 characters', { resolution: 'x'.repeat(101) }, 'badOption'],
    ['a format of 101 characters', { format: 'x'.repeat(101) }, 'badOption'],
    ['a LoRA of 501 characters', { lora: 'x'.repeat(501) }, 'badOption'],
    ['a size that is none', { size: 'large' }, 'badSize'],
  ])('with %s is looked at without its model', (_what, options, fault) => {
    expect(presetFault(presetOf('x', { options: { ...noOptions, ...options } }))).toBe(fault);
  });

  it('puts its style behind the words, and before the flags at their end', () => {
    const styled = (prompt: string) =>
      withPreset({ ...requestOf(), prompt }, presetOf('x', { style: 'ink wash' })).prompt;
    expect(styled('a fox')).toBe('a fox, ink wash');
    expect(styled('a fox --no people')).toBe('a fox, ink wash --no people');
  });

  it('is empty only when nothing was given', () => {
    expect(isEmptyPreset({ model: null, options: noOptions, style: '' })).toBe(true);
    expect(isEmptyPreset({ model: 'm', options: noOptions, style: '' })).toBe(false);
    expect(isEmptyPreset({ model: null, options: noOptions, style: 's' })).toBe(false);
    expect(isEmptyPreset({ model: null, options: { ...noOptions, steps: 4 }, style: '' })).toBe(false);
  });

  it('is what a request is made with, its style behind the prompt', () => {
    const options = { ...noOptions, steps: 4 };
    const { prompt, ...rest } = requestOf();
    const made = withPreset(requestOf(), presetOf('x', { model: 'm', options, style: 'soft light' }));
    expect(made).toEqual({ ...rest, model: 'm', options, prompt: `${prompt}, soft light` });
  });

  it('makes no prompt of its style alone', () => {
    expect(withPreset(requestOf({ prompt: ' ' }), presetOf('x', { style: 'soft light' })).prompt).toBe(' ');
    expect(withPreset(requestOf({ prompt: 'a fox' }), presetOf('x')).prompt).toBe('a fox');
  });
});
