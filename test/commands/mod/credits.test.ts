import { beforeEach, describe, expect, it } from 'vitest';
import { BotError } from '#core/errors.ts';
import { balance, createScriptedBot, type ScriptedBot } from '../../discord/support/scripted-bot.ts';
import { actOf, bob, textOf, use } from './support.ts';

let bot: ScriptedBot;
let asked: unknown[];
beforeEach(() => {
  bot = createScriptedBot();
  asked = [];
});

describe('/mod grant', () => {
  it('grants in the moderator’s name, and says what is there now', async () => {
    bot.moderation.grant = (...input) => {
      asked.push(input);
      return Promise.resolve({ ...balance, bonus: 55, pool: 850 });
    };
    const text = await textOf(bot, 'grant', { member: bob, credits: 50, reason: '  for the raffle ' });
    expect(asked).toEqual([[actOf('for the raffle'), bob, 50]]);
    expect(text).toContain(`Granted 50 credits to <@${bob}>, who now has a bonus of 55 credits.`);
    expect(text).toContain('The pool has 850 credits left.');
  });

  it('says that an unlimited pool has no bottom', async () => {
    expect(await textOf(bot, 'grant', { member: bob, credits: 1, reason: 'raffle' })).toContain(
      'The pool is unlimited.',
    );
  });

  it('says how much the pool has where that is too little', async () => {
    bot.moderation.grant = () => Promise.reject(new BotError('refused.quota', 'x', { left: 3 }));
    expect(await textOf(bot, 'grant', { member: bob, credits: 50, reason: 'raffle' })).toBe(
      'The pool has only 3 credits. Nothing changed. `/setup pool` adds to it.',
    );
    bot.moderation.grant = () => Promise.reject(new BotError('refused.quota', 'x'));
    expect(await textOf(bot, 'grant', { member: bob, credits: 50, reason: 'raffle' })).toContain('too few credits');
  });

  it('passes on every other failure', async () => {
    bot.moderation.grant = () => Promise.reject(new BotError('store.unavailable', 'x'));
    await expect(use(bot, 'grant', { member: bob, credits: 50, reason: 'raffle' })).rejects.toMatchObject({
      code: 'store.unavailable',
    });
  });
});

describe('/mod revoke', () => {
  it('says what was taken, and what is left', async () => {
    bot.moderation.revoke = (...input) => {
      asked.push(input);
      return Promise.resolve(10);
    };
    const text = await textOf(bot, 'revoke', { member: bob, credits: 10, reason: 'by mistake' });
    expect(asked).toEqual([[actOf('by mistake'), bob, 10]]);
    expect(text).toContain(`Took 10 credits from the bonus of <@${bob}>, who has 5 credits of it left.`);
  });

  it('says when less than that was there, or nothing', async () => {
    bot.moderation.revoke = () => Promise.resolve(4);
    bot.balance = () => Promise.resolve({ ...balance, bonus: 0 });
    expect(await textOf(bot, 'revoke', { member: bob, credits: 10, reason: 'by mistake' })).toContain(
      `<@${bob}> had only 4 credits of bonus, so that was taken. None are left.`,
    );
    bot.moderation.revoke = () => Promise.resolve(0);
    expect(await textOf(bot, 'revoke', { member: bob, credits: 10, reason: 'by mistake' })).toBe(
      `<@${bob}> has no bonus to take. Nothing changed.`,
    );
  });
});

describe('both', () => {
  beforeEach(() => {
    bot.moderation.grant = () => Promise.reject(new Error('must not be asked'));
    bot.moderation.revoke = () => Promise.reject(new Error('must not be asked'));
  });

  it.each(['grant', 'revoke'])('%s takes whole credits from 1 to 1,000,000 only', async (name) => {
    for (const credits of [0, -1, 1.5, 1_000_001]) {
      await expect(use(bot, name, { member: bob, credits, reason: 'raffle' })).rejects.toMatchObject({
        code: 'refused.options',
        facts: { option: 'credits', allowed: { min: 1, max: 1_000_000 } },
      });
    }
    expect(await textOf(bot, name, { member: bob, reason: 'raffle' })).toContain('from 1 to 1,000,000');
  });

  it.each(['grant', 'revoke'])('%s needs a reason of 3 to 300 characters', async (name) => {
    for (const reason of ['', '   ', '\u200b\u3164\u2800\u00ad', ' a ', 'x'.repeat(301)]) {
      expect(await textOf(bot, name, { member: bob, credits: 5, reason })).toContain('a reason of 3 to 300 characters');
    }
  });

  it.each(['grant', 'revoke'])('%s needs a member', async (name) => {
    await expect(async () => use(bot, name, { credits: 5, reason: 'raffle' })).rejects.toMatchObject({
      code: 'refused.options',
    });
  });
});
