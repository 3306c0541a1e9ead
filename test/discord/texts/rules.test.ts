import { describe, expect, it } from 'vitest';
import { BotError, type ErrorFacts } from '#core/errors.ts';
import { errorText, errorTexts } from '#discord/texts/errors.ts';

const refused = (facts: ErrorFacts) => errorText(new BotError('refused.rules', 'x', facts), null, 'abc');

describe('a refusal by a rule', () => {
  it.each([
    [{ rule: 'account_age', limit: 1 }, 'must be at least a day old'],
    [{ rule: 'account_age', limit: 30 }, 'must be at least 30 days old'],
    [{ rule: 'member_age' }, "haven't been on this server long enough"],
    [{ rule: 'role', roleIds: ['1', '2'] }, 'You need <@&1> or <@&2> to make pictures here.'],
    [{ rule: 'channel', channelIds: ['3'] }, "You can't make anything here. Try <#3>."],
    [{ rule: 'model_role', model: 'Klein', roleIds: ['1'] }, 'You need <@&1> to use Klein here.'],
    [{ rule: 'adult_model', model: 'Klein', channelIds: ['3', '4'] }, 'channels only. Try <#3> or <#4>.'],
    [{ rule: 'role' }, 'You need a certain role'],
    [{ rule: 'channel' }, "can't make pictures in this channel"],
    [{ rule: 'model', model: 'a*b' }, "a\\*b isn't available on this server"],
    [{ rule: 'model' }, "This model isn't available on this server"],
    [{ rule: 'model_role', model: 'Klein' }, 'You need a certain role to use Klein here.'],
    [{ rule: 'adult_model', model: 'Klein' }, 'Klein runs in age-restricted channels only.'],
    [{ rule: 'adult_lora' }, 'for age-restricted channels only'],
    [{ rule: 'lora_words' }, "doesn't allow the trigger words of this LoRA"],
    [{ rule: 'adult_prompt' }, 'belongs in an age-restricted channel'],
    [{ rule: 'blocklist', list: 'guild', matched: 'b`ad' }, "doesn't allow `b'ad` in prompts"],
    [{ rule: 'blocklist', list: 'profanity', matched: 'damn' }, "doesn't allow `damn` in prompts"],
    [{ rule: 'blocklist' }, "has a word that this server doesn't allow"],
    [{ rule: 'approval' }, 'has no approvers to ask'],
    [{ rule: 'of a later version' }, "This server's rules don't allow that."],
    [{}, "This server's rules don't allow that."],
  ])('%j says what to do', (facts, expected) => {
    expect(refused(facts)).toContain(expected);
    expect(refused(facts)).toContain("You weren't charged.");
  });

  it('never repeats what the list that is always on has found', () => {
    const text = refused({ rule: 'blocklist', list: 'always', matched: 'unspeakable' });
    expect(text).toContain('Easel never makes what this prompt asks for');
    expect(text).not.toContain('unspeakable');
  });

  it('says what it means for the member', () => {
    expect(refused({ rule: 'blocklist', strikes: 2 })).toContain(
      "This counts as a strike; you have 2 now. You weren't charged.",
    );
    const suspended = refused({ rule: 'blocklist', strikes: 3, suspendedUntilMs: 1_700_000_000_000 });
    expect(suspended).toContain("a strike; you have 3 now. You're suspended until <t:1700000000:f>.");
  });
});

describe('other refusals', () => {
  it('tell a suspended member until when, and why', () => {
    const text = errorTexts['refused.suspended']({ untilMs: 1_700_000_000_000, reason: '3 strikes' });
    expect(text).toBe("You're suspended and can't make anything here until <t:1700000000:f>. Reason: 3 strikes.");
  });

  it.each([
    [
      { rule: 'guild', limit: 20 },
      'This server has 20 requests in the making; it can have 20 requests at once. Wait for one',
    ],
    [{ rule: 'guild' }, 'This server has too many requests in the making.'],
    [
      { rule: 'member', limit: 2, pictures: 5 },
      'You have 5 requests in the making; this server allows 2 requests at once.',
    ],
    [{ rule: 'member', limit: 2 }, 'You have 2 requests in the making;'],
    [
      { rule: 'paused', reason: 'back at **nine**' },
      'The person who runs this bot has paused it: back at \\*\\*nine\\*\\*',
    ],
    [{ rule: 'service', model: 'Wan' }, 'has paused the service that runs Wan. Try another model'],
    [{ rule: 'member' }, 'You have too many requests in the making.'],
  ])('tell whose limit was met: %j', (facts, expected) => {
    expect(errorTexts['refused.busy'](facts)).toContain(expected);
  });

  it('tell an approval that cannot be asked for from a picture that cannot be posted', () => {
    for (const code of ['delivery.expired', 'delivery.forbidden'] as const) {
      expect(errorTexts[code]({ rule: 'approval' })).toContain("Easel couldn't ask the approvers");
      expect(errorTexts[code]({})).toMatch(
        /^The result was made,? but (?:couldn't be posted\.|Easel isn't allowed to post it)/,
      );
    }
  });

  it('claim no result where nothing was begun', () => {
    const text = errorTexts['delivery.expired']({ nothingStarted: true });
    expect(text).toBe("Discord didn't take Easel's answer in time, so nothing was begun. Ask again.");
  });
});
