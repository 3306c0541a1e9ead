import { describe, expect, it } from 'vitest';
import { asBotError, BotError, errorCodes, errorRules, moneyAfter } from '#core/errors.ts';

describe('the error table', () => {
  it('has a row for every code and no other', () => {
    expect(Object.keys(errorRules).sort()).toEqual([...errorCodes].sort());
  });

  it('no code is there twice', () => {
    expect(new Set(errorCodes).size).toBe(errorCodes.length);
  });

  it('what is refused before anything is held costs nothing', () => {
    for (const code of errorCodes) expect(errorRules[code].money === 'none').toBe(code.startsWith('refused.'));
  });

  it('only what could not be posted is charged', () => {
    for (const code of errorCodes) expect(errorRules[code].money === 'charge').toBe(code.startsWith('delivery.'));
  });

  it('what leaves a doubt is never tried again by Easel', () => {
    expect(errorRules['provider.unsure'].retry).toBe('never');
    expect(errorRules['store.unavailable'].retry).toBe('never');
    expect(errorRules.bug.retry).toBe('never');
  });
});

describe('the money after an error', () => {
  it.each(errorCodes)('%s is as the table says', (code) => {
    expect(moneyAfter(new BotError(code, ''))).toBe(errorRules[code].money);
  });

  it.each(['nothingStarted', 'endKnown'] as const)('nothing stays held where %s', (fact) => {
    for (const code of errorCodes) {
      const expected = errorRules[code].money === 'hold' ? 'refund' : errorRules[code].money;
      expect(moneyAfter(new BotError(code, '', { [fact]: true }))).toBe(expected);
      expect(moneyAfter(new BotError(code, '', { [fact]: false }))).toBe(errorRules[code].money);
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
