import { describe, expect, it } from 'vitest';
import { BotError, type ErrorFacts, errorCodes } from '#core/errors.ts';
import { errorText, errorTexts, referenceOf } from '#discord/texts/errors.ts';
import type { MoneyOutcome } from '#jobs/job.ts';

const outcomes: readonly (readonly [string, MoneyOutcome | null, RegExp])[] = [
  ['nothing known', null, /You weren't charged\./],
  ['nothing held', { charged: 0, returned: 0, held: 0, heldUntilMs: null }, /You weren't charged\.(?: If|$)/],
  [
    'refunded',
    { charged: 0, returned: 7, held: 0, heldUntilMs: null },
    /You weren't charged: your 7 credits are available again\./,
  ],
  ['charged', { charged: 7, returned: 0, held: 0, heldUntilMs: null }, /You were charged 7 credits\./],
  [
    'charged in part',
    { charged: 1, returned: 6, held: 0, heldUntilMs: null },
    /charged 1 credit\. 6 credits are available again\./,
  ],
  [
    'on hold',
    { charged: 0, returned: 0, held: 7, heldUntilMs: 1_700_000_000_000 },
    /stay on hold until <t:1700000000:f>/,
  ],
  [
    'on hold for who knows how long',
    { charged: 0, returned: 0, held: 7, heldUntilMs: null },
    /stay on hold until it's known how this ended\./,
  ],
];

const fullFacts: ErrorFacts = {
  option: 'steps',
  value: '`@everyone` '.repeat(500),
  brought: { kind: 'pictures', count: 99 },
  allowed: { kind: 'names', names: ['a*'.repeat(2000)] },
  model: 'm'.repeat(1000),
  rule: 'channel',
  price: 7,
  left: 3,
  renewsAtMs: 1_700_000_000_000,
  limit: 2,
  untilMs: 1_700_000_000_000,
  reason: 'r'.repeat(3000),
  contentFilter: true,
};

describe('the text of an error', () => {
  for (const code of errorCodes) {
    it.each(outcomes)(`${code} says what happened to the credits and fits a message: %s`, (_name, money, expected) => {
      for (const facts of [{}, fullFacts]) {
        const text = errorText(new BotError(code, 'for the log only', facts), money, 'abc123');
        expect(text).toMatch(expected);
        expect(text.length).toBeLessThanOrEqual(2000);
        expect(text).not.toContain('for the log only');
        expect(text).not.toContain('undefined');
      }
    });
  }

  it('names the option, the value and what is allowed', () => {
    const steps = { kind: 'range', of: 'wholeNumber', min: 1, max: 100 } as const;
    const facts = { option: 'steps', value: '500', allowed: steps, model: 'FLUX' };
    expect(errorTexts['refused.options'](facts)).toBe(
      "`steps` can't be `500` with FLUX. Allowed: a whole number from 1 to 100.",
    );
  });

  it('says of pictures how many there are, and nothing of what is allowed where that is nothing', () => {
    const allowed = { kind: 'atMost', of: 'pictures', most: 2 } as const;
    const facts = { option: 'image', value: '', brought: { kind: 'pictures', count: 3 }, allowed } as const;
    expect(errorTexts['refused.options'](facts)).toBe("`image` can't be `3 pictures`. Allowed: 1 to 2 pictures.");
    expect(errorTexts['refused.model']({ value: 'brush', nearest: [] })).toBe(
      "There's no model `brush` here. `/models` lists what you can use.",
    );
  });

  it('says the price, what is left and when more comes', () => {
    const text = errorTexts['refused.quota']({ price: 7, left: 3, renewsAtMs: 1_700_000_000_000 });
    expect(text).toBe('This costs 7 credits, and you have 3 left. Your allowance renews <t:1700000000:R>.');
  });

  it('tells a model that has left from one that never was', () => {
    const gone = errorTexts['refused.model']({
      value: 'brush',
      isGone: true,
      nearest: ['a', 'b'],
    });
    expect(gone).toBe(
      "The model `brush` isn't in RunComfy's catalogue any more, or can't be run right now. Did you mean `a`, `b`? `/models` lists what you can use.",
    );
    expect(errorTexts['refused.model']({ isGone: true })).toContain('The model `');
  });

  it('does not let a typed value out of its quotes', () => {
    expect(errorTexts['refused.model']({ value: '`@everyone` [x](https://x.y)' })).toContain(
      "`'@everyone' [x](https://x.y)`",
    );
  });

  it('holds a reference only where an operator has something to look up', () => {
    const textOf = (code: 'bug' | 'refused.busy') => errorText(new BotError(code, ''), null, 'abc123');
    expect(textOf('bug')).toContain('`abc123`');
    expect(textOf('refused.busy')).not.toContain('abc123');
  });

  it('gives short references for ids, whatever they look like', () => {
    expect(referenceOf('1200000000000000001')).toMatch(/^[0-9a-z]{10,13}$/);
    expect(referenceOf('not a number, and long')).toHaveLength(16);
  });
});
