import { describe, expect, it } from 'vitest';
import type { Model } from '#catalog/model.ts';
import { modelsOf, parseForm, parsePrice } from '#catalog/models/form-row.ts';
import { amountFor, creditsPerSecond, fromPrice } from '#catalog/price.ts';

function rowOf(inputs: string, price = 'run: 1'): Model {
  const [model] = modelsOf({ task: 'video' }, [{ title: 'X', price, endpoints: { 'x/y': inputs } }]);
  if (model === undefined) throw new Error('no model');
  return model;
}

const nothing = { quality: null, resolution: null };

describe('a row of a form', () => {
  it.each(['prompt', 'smell <9', 'image* 10', 'duration* long', 'prompt 500', ''])('%j cannot be read', (text) => {
    expect(() => parseForm(text)).toThrow(TypeError);
  });

  it('describes itself', () => {
    expect(rowOf('lyrics* <9').description).toBe('From words.');
    expect(rowOf('prompt* <9; duration <9').description).toBe('From words.');
    expect(rowOf('prompt* <9; image @1; duration 2..9; sound flag').description).toBe(
      'From words or pictures; 2–9 s; with sound.',
    );
  });
});

describe('a table of rows', () => {
  it('has one model per title, with what the table says of all its rows', () => {
    const price = 'run: 1';
    const [one, other] = modelsOf({ task: 'music', isNamedByContent: true, constants: { a: 1 } }, [
      { title: 'One 1.5', price, output: 'text', endpoints: { 'x/1': 'prompt* <9' } },
      { title: 'Other', price, constants: { b: 2 }, endpoints: { 'x/2': 'prompt* <9' } },
      { title: 'One 1.5', price, endpoints: { 'x/3': 'image* @1', 'x/4': 'video* @1' } },
    ]);
    expect(one).toMatchObject({ id: 'one-1.5', title: 'One 1.5', task: 'music', output: 'text' });
    expect(one?.routes.map(({ endpoint, constants }) => ({ endpoint, constants }))).toEqual([
      { endpoint: 'x/1', constants: { a: 1 } },
      { endpoint: 'x/3', constants: { a: 1 } },
      { endpoint: 'x/4', constants: { a: 1 } },
    ]);
    expect(other).toMatchObject({ id: 'other', routes: [{ constants: { b: 2 }, confidence: 'M' }] });
    expect(other).not.toHaveProperty('output');
  });
});

describe('a metered price', () => {
  it('is read from text, over several lines too', () => {
    expect(parsePrice('estimated thousandCharacters: 7.0')).toEqual({
      ...{ currency: 'CNY', amount: 7, grid: null, estimated: true },
      meter: { unit: 'thousandCharacters', by: [], amounts: {} },
    });
    expect(
      parsePrice(`second by resolution sound: 720p true=1.2,
        720p false=0.8`),
    ).toEqual({
      ...{ currency: 'CNY', amount: 1.2, grid: null, estimated: false },
      meter: { unit: 'second', by: ['resolution', 'sound'], amounts: { '720p true': 1.2, '720p false': 0.8 } },
    });
  });

  it.each([
    ['', 'nothing'],
    ['0.72', 'no unit'],
    ['minute: 1', 'an unknown unit'],
    ['guessed run: 1', 'an unknown grade'],
    ['run:', 'no amount'],
    ['run: free', 'an amount that is no number'],
    ['run: -1', 'an amount below nothing'],
    ['run: 1.', 'half an amount'],
    ['run: =1', 'a value that is empty'],
    ['run: 1, 2', 'two amounts for everything'],
    ['run: 720p=1', 'values of no word'],
    ['run by smell: x=1', 'an unknown word'],
    ['run by resolution: 1', 'no value of the word'],
    ['run by resolution: 720p true=1', 'more values than words'],
    ['run by resolution sound: 720p=1', 'fewer values than words'],
    ['run by resolution: 720p=1, 720p=2', 'the same value twice'],
    ['run by resolution: 720p=1; 1080p=2', 'another divider'],
  ])('is not %j: %s', (text) => {
    expect(() => parsePrice(text)).toThrow(TypeError);
  });

  it('is by the values of its words, else the dearest', () => {
    const price = parsePrice('second by resolution: 720p=1, 1080p=2');
    expect(amountFor(price, { ...nothing, form: { resolution: '720p', duration: '5' } })).toBe(5);
    expect(amountFor(price, { ...nothing, form: { duration: '5' } })).toBe(10);
    expect(amountFor(price, nothing)).toBe(60);
  });

  it('says what a second comes to, in either currency', () => {
    const price = parsePrice('second: 1');
    expect(creditsPerSecond(price, nothing)).toBe(140);
    expect(creditsPerSecond({ ...price, currency: 'USD' }, nothing)).toBe(1000);
    expect(creditsPerSecond(price, { ...nothing, form: { duration: '5' } })).toBeNull();
    expect(creditsPerSecond(parsePrice('run: 1'), nothing)).toBeNull();
  });

  it('begins at its lowest amount', () => {
    expect(fromPrice(rowOf('prompt* <9', 'run by resolution: 720p=1, 1080p=2'))).toBe(140);
    expect(fromPrice(rowOf('prompt* <9', 'run: 3'))).toBe(420);
  });
});
