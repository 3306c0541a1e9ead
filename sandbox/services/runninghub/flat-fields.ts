import type { Field, FieldRule, FieldWord } from './fields.ts';

const anyLength = 100_000;

/** What one constructor of this file makes, without the key. */
type Rest = Omit<Field, 'flat' | 'node'>;

/** A prompt; every endpoint wants one. */
export const prompt = (maxCharacters = anyLength): Field => at('prompt', promptRule(maxCharacters));

/** A text or a picture's address that is never asked for. */
export const note = (flat: string, maxCharacters = anyLength): Field =>
  at(flat, { word: 'other', rule: { kind: 'text', maxCharacters }, isRequired: false });

/** One of a few words, written with spaces between them. */
export const words = (word: FieldWord, flat: string, values: string): Field =>
  at(flat, { word, rule: { kind: 'choice', values: values.split(' ') }, isRequired: false });

/** A whole number, both ends included. */
export const whole = (word: FieldWord, flat: string, min: number, max: number): Field =>
  at(flat, { word, rule: { kind: 'number', min, max, isInteger: true }, isRequired: false });

/** True or false. */
export const flag = (flat: string): Field => at(flat, { word: 'other', rule: { kind: 'flag' }, isRequired: false });

const mebibyte = 1024 * 1024;

/** One picture to edit, each of its maximum size in MB. */
export const picture = (flat: string, maxMegabytes = 10): Field =>
  at(flat, { word: 'images', rule: { kind: 'picture', maxBytes: maxMegabytes * mebibyte }, isRequired: false });

/** A list of pictures to edit. */
export const pictures = (flat: string, most: number, maxMegabytes = 10): Field =>
  at(flat, { word: 'images', rule: { kind: 'pictures', most, maxBytes: maxMegabytes * mebibyte }, isRequired: false });

/** The same field, but it may not be left out. */
export const required = (field: Field): Field => ({ ...field, isRequired: true });

/** The same number in steps, counted from its smallest value. */
export const stepped = (field: Field, step: number): Field =>
  field.rule.kind === 'number' ? { ...field, rule: { ...field.rule, step } } : field;

function at(flat: string, rest: Rest): Field {
  return { ...rest, flat, node: null };
}

function promptRule(maxCharacters: number): Rest {
  const rule: FieldRule = { kind: 'text', maxCharacters };
  return { word: 'prompt', rule, isRequired: true };
}
