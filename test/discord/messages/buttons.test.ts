import { describe, expect, it } from 'vitest';
import { BotError, type ErrorCode, type ErrorFacts } from '#core/errors.ts';
import { failureButtons, refusalButtons } from '#discord/messages/buttons.ts';

const untilMs = 2_000_000_000_000;
const free = { charged: 0, returned: 7, held: 0, heldUntilMs: null };
const errorOf = (code: ErrorCode, facts: ErrorFacts = {}) => new BotError(code, 'x', { ...facts, isDrafted: true });
const labels = (buttons: ReturnType<typeof refusalButtons>) => buttons.map(({ label }) => label);

describe('a refusal', () => {
  it('offers what was typed in a form, where other words or options can help', () => {
    for (const error of [errorOf('refused.options'), errorOf('refused.rules', { rule: 'blocklist' })]) {
      expect(labels(refusalButtons('1', error))).toEqual(['Edit and try again']);
    }
  });

  it.each([
    errorOf('refused.suspended', { untilMs }),
    errorOf('refused.rules', { rule: 'blocklist', suspendedUntilMs: untilMs }),
    errorOf('refused.rules', { rule: 'account_age' }),
    errorOf('refused.rules', { rule: 'member_age' }),
    errorOf('refused.rules', { rule: 'role' }),
    errorOf('refused.rules', { rule: 'channel' }),
  ])('of the member offers nothing, since no words can help ($code, $facts.rule)', (error) => {
    expect(refusalButtons('1', error)).toEqual([]);
  });
});

describe('a failure', () => {
  it('offers another try, or other words', () => {
    expect(labels(failureButtons('1', errorOf('provider.failed'), free))).toEqual(['Retry']);
    expect(labels(failureButtons('1', errorOf('provider.failed', { contentFilter: true }), free))).toEqual(['Change']);
  });

  it('offers nothing to a member who is suspended', () => {
    expect(failureButtons('1', errorOf('refused.suspended', { untilMs }), free)).toEqual([]);
    const strikeTarget = errorOf('provider.failed', { contentFilter: true, strikes: 3, suspendedUntilMs: untilMs });
    expect(failureButtons('1', strikeTarget, free)).toEqual([]);
  });
});
