import { beforeEach, describe, expect, it } from 'vitest';
import { foreverAtMs } from '#i18n/time.ts';
import { createScriptedBot, type ScriptedBot } from '../../discord/support/scripted-bot.ts';
import { actOf, bob, textOf } from './support.ts';

const nowMs = 1_700_000_000_000;
let bot: ScriptedBot;
let asked: unknown[];
beforeEach(() => {
  bot = createScriptedBot();
  asked = [];
  const { suspend } = bot.moderation;
  bot.moderation.suspend = (...input) => {
    asked.push(input);
    return suspend(...input);
  };
});

describe('/mod suspend', () => {
  it('suspends until the end of the duration, and says when that is', async () => {
    const text = await textOf(bot, 'suspend', { member: bob, duration: '3d', reason: 'spam' });
    expect(asked).toEqual([[actOf('spam'), bob, nowMs + 3 * 86_400_000]]);
    expect(text).toContain(`<@${bob}> can't make anything until <t:1700259200:f> (<t:1700259200:R>).`);
  });

  it('suspends for ever', async () => {
    const text = await textOf(bot, 'suspend', { member: bob, duration: 'Forever', reason: 'spam' });
    expect(asked).toEqual([[actOf('spam'), bob, foreverAtMs]]);
    expect(text).toContain('until a moderator ends it');
  });

  it('does nothing for a duration that it cannot read, nor without a reason', async () => {
    expect(await textOf(bot, 'suspend', { member: bob, duration: 'a while', reason: 'spam' })).toContain('`30m`, `2h`');
    expect(await textOf(bot, 'suspend', { member: bob, duration: '1h', reason: 'x' })).toContain('a reason');
    expect(asked).toEqual([]);
  });
});

describe('/mod unsuspend', () => {
  it('lifts a suspension, and says so where there was none', async () => {
    bot.moderation.unsuspend = (...input) => {
      asked.push(input);
      return Promise.resolve(asked.length === 1);
    };
    expect(await textOf(bot, 'unsuspend', { member: bob, reason: 'talked it over' })).toContain(
      'can make things again',
    );
    expect(await textOf(bot, 'unsuspend', { member: bob, reason: 'talked it over' })).toBe(
      `<@${bob}> isn't suspended. Nothing changed.`,
    );
    expect(asked).toEqual([
      [actOf('talked it over'), bob],
      [actOf('talked it over'), bob],
    ]);
  });
});
