import { describe, expect, it } from 'vitest';
import { errorText, errorTexts } from '../../../src/discord/wording/errors.ts';
import { BotError, type ErrorFacts } from '../../../src/domain/errors.ts';

const refused = (facts: ErrorFacts) => errorText(new BotError('refused.rules', 'x', facts), null, 'abc');

describe('a refusal by a rule', () => {
  it.each([
    [{ rule: 'account_age', limit: 1 }, 'has to be a day old'],
    [{ rule: 'account_age', limit: 30 }, 'has to be 30 days old'],
    [{ rule: 'member_age' }, 'for some days before'],
    [{ rule: 'role' }, 'None of your roles'],
    [{ rule: 'channel' }, 'not made in this channel'],
    [{ rule: 'model', model: 'a*b' }, 'a\\*b is not open on this server'],
    [{ rule: 'model' }, 'This model is not open on this server'],
    [{ rule: 'model_role', model: 'Klein' }, 'Klein is kept for certain roles'],
    [{ rule: 'adult_model', model: 'Klein' }, 'Klein runs only in age-restricted channels'],
    [{ rule: 'adult_lora' }, 'for age-restricted channels only'],
    [{ rule: 'lora_words' }, 'trigger words of this LoRA are not allowed'],
    [{ rule: 'adult_prompt' }, 'belongs in an age-restricted channel'],
    [{ rule: 'blocklist', list: 'guild', matched: 'b`ad' }, "has `b'ad` in it"],
    [{ rule: 'blocklist', list: 'profanity', matched: 'damn' }, 'has `damn` in it'],
    [{ rule: 'blocklist' }, 'has a word in it'],
    [{ rule: 'approval' }, 'Nobody approves requests'],
    [{ rule: 'of a later version' }, 'The rules of this server do not allow that.'],
    [{}, 'The rules of this server do not allow that.'],
  ])('%j says what to do', (facts, expected) => {
    expect(refused(facts)).toContain(expected);
    expect(refused(facts)).toContain('You were not charged.');
  });

  it('never repeats what the list that is always on has found', () => {
    const text = refused({ rule: 'blocklist', list: 'always', matched: 'unspeakable' });
    expect(text).toContain('never made with Easel, on any server');
    expect(text).not.toContain('unspeakable');
  });

  it('says what it means for the member', () => {
    expect(refused({ rule: 'blocklist', strikes: 2 })).toContain(
      'This counts as a strike: 2 now. You were not charged.',
    );
    const suspended = refused({ rule: 'blocklist', strikes: 3, suspendedUntilMs: 1_700_000_000_000 });
    expect(suspended).toContain('a strike: 3 now. You are suspended until <t:1700000000:f>.');
  });
});

describe('other refusals', () => {
  it('tell a suspended member until when, and why', () => {
    const text = errorTexts['refused.suspended']({ untilMs: 1_700_000_000_000, reason: '3 strikes' });
    expect(text).toBe('You cannot make pictures here until <t:1700000000:f>. Reason: 3 strikes.');
  });

  it.each([
    [{ rule: 'guild', limit: 20 }, '20 pictures at once is the limit of this server. Wait for one to finish.'],
    [{ rule: 'guild' }, 'This server has too many at once. Wait for one to finish.'],
    [{ rule: 'member', limit: 2 }, '2 pictures at once is the limit here. Wait for one to finish, or stop one'],
  ])('tell whose limit was met: %j', (facts, expected) => {
    expect(errorTexts['refused.busy'](facts)).toContain(expected);
  });

  it('tell an approval that cannot be asked for from a picture that cannot be posted', () => {
    for (const code of ['delivery.expired', 'delivery.forbidden'] as const) {
      expect(errorTexts[code]({ rule: 'approval' })).toContain('The approvers could not be asked');
      expect(errorTexts[code]({})).toContain('The picture could not be posted');
    }
  });
});
