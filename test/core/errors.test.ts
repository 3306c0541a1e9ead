import { describe, expect, it } from 'vitest';
import { asBotError, BotError, errorCodes, levelOf, moneyAfter, moneyOf, retryOf } from '#core/errors.ts';

describe('the error tables', () => {
  it('every table has a row for every code and no other', () => {
    const codes = [...errorCodes].sort();
    for (const table of [moneyOf, retryOf, levelOf]) expect(Object.keys(table).sort()).toEqual(codes);
  });

  it('no code is there twice', () => {
    expect(new Set(errorCodes).size).toBe(errorCodes.length);
  });

  it('what is refused before anything is held costs nothing', () => {
    for (const code of errorCodes) expect(moneyOf[code] === 'none').toBe(code.startsWith('refused.'));
  });

  it('only what could not be posted is charged', () => {
    for (const code of errorCodes) expect(moneyOf[code] === 'charge').toBe(code.startsWith('delivery.'));
  });

  it('what leaves a doubt is never tried again by Easel', () => {
    expect(retryOf['provider.unsure']).toBe('never');
    expect(retryOf['store.unavailable']).toBe('never');
    expect(retryOf.bug).toBe('never');
  });
});

describe('the money after an error', () => {
  it.each(errorCodes)('%s is as the table says', (code) => {
    expect(moneyAfter(new BotError(code, ''))).toBe(moneyOf[code]);
  });

  it.each(['nothingStarted', 'endKnown'] as const)('nothing stays held where %s', (fact) => {
    for (const code of errorCodes) {
      const expected = moneyOf[code] === 'hold' ? 'refund' : moneyOf[code];
      expect(moneyAfter(new BotError(code, '', { [fact]: true }))).toBe(expected);
      expect(moneyAfter(new BotError(code, '', { [fact]: false }))).toBe(moneyOf[code]);
    }
  });
});

describe('whatever was thrown', () => {
  it('a BotError stays itself', () => {
    const error = new BotError('provider.failed', 'detail', { provider: 'runcomfy' });
    expect(asBotError(error)).toBe(error);
    expect(error).toMatchObject({ name: 'BotError', message: 'detail', facts: { provider: 'runcomfy' } });
    expect('cause' in error).toBe(false);
  });

  it('another error is a bug that keeps its cause', () => {
    const cause = new TypeError('x is not a function');
    expect(asBotError(cause)).toMatchObject({ code: 'bug', message: 'TypeError: x is not a function', cause });
  });

  it.each([
    ['a text', 'a text'],
    [null, 'null'],
    [undefined, 'undefined'],
  ])('%s is a bug too', (thrown, message) => {
    expect(asBotError(thrown)).toMatchObject({ code: 'bug', message });
  });
});
