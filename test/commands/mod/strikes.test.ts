import { beforeEach, describe, expect, it } from 'vitest';
import { blankMemberRecord, type MemberRecord } from '#guilds/guild-settings.ts';
import { foreverAtMs } from '#i18n/time.ts';
import { createScriptedBot, type ScriptedBot } from '../../discord/support/scripted-bot.ts';
import { actOf, bob, moderator, textOf } from './support.ts';

const nowMs = 1_700_000_000_000;
let bot: ScriptedBot;
let asked: unknown[];
beforeEach(() => {
  bot = createScriptedBot();
  asked = [];
  bot.moderation.forgive = (...input) => {
    asked.push(input);
    return Promise.resolve(2);
  };
});

function strikes(count: number, reason = 'a [word](x)'): MemberRecord['strikes'] {
  return Array.from({ length: count }, (_, index) => ({
    id: `strike:${index}`,
    atMs: nowMs + index * 1000,
    reason,
    byUserId: index % 2 === 0 ? null : moderator.userId,
    isForgiven: index === 0,
  }));
}
const holding = (change: Partial<MemberRecord>) => {
  bot.memberRecord = () => Promise.resolve({ ...blankMemberRecord, ...change });
};

describe('/mod strikes', () => {
  it('says so when there are none', async () => {
    expect(await textOf(bot, 'strikes', { member: bob })).toBe(`<@${bob}> has no strikes.`);
  });

  it('lists them with time, reason and who, the newest first', async () => {
    holding({ strikes: strikes(2) });
    expect((await textOf(bot, 'strikes', { member: bob })).split('\n')).toEqual([
      `<@${bob}> has 1 active strike and 1 forgiven.`,
      `- <t:1700000001:f> · a \\[word\\]\\(x\\) · by <@${moderator.userId}>`,
      '- <t:1700000000:f> · a \\[word\\]\\(x\\) · by Easel · forgiven',
    ]);
    expect(asked).toEqual([]);
  });

  it('shows no date that a clock far ahead has given, nor a suspension of that clock as one that goes on', async () => {
    // A clock before 2026 has not been set, and calls no moment wrong.
    const setMs = Date.UTC(2026, 10, 28);
    bot.now = () => setMs;
    const ahead = strikes(2).map((each) => ({ ...each, atMs: setMs + 9e10, isForgiven: false }));
    holding({ strikes: ahead, suspendedUntilMs: setMs + 9.1e10, suspensionReason: 'easel.strikes:2' });
    expect((await textOf(bot, 'strikes', { member: bob })).split('\n')).toEqual([
      `<@${bob}> has 2 strikes.`,
      `- date unknown · a \\[word\\]\\(x\\) · by <@${moderator.userId}>`,
      '- date unknown · a \\[word\\]\\(x\\) · by Easel',
    ]);
  });

  it('tells of a suspension that goes on, and not of one that is over', async () => {
    holding({ suspendedUntilMs: nowMs + 1, suspensionReason: '3 strikes' });
    expect(await textOf(bot, 'strikes', { member: bob })).toContain('by Easel: 3 strikes.');
    holding({ suspendedUntilMs: foreverAtMs, suspendedBy: moderator.userId });
    expect(await textOf(bot, 'strikes', { member: bob })).toContain(
      `Suspended until a moderator ends it by <@${moderator.userId}>: no reason.`,
    );
    holding({ suspendedUntilMs: nowMs, suspensionReason: '3 strikes' });
    expect(await textOf(bot, 'strikes', { member: bob })).not.toContain('Suspended');
  });

  it('fits a message whatever there is', async () => {
    const long = '*'.repeat(500);
    holding({
      strikes: strikes(40, long),
      suspendedUntilMs: nowMs + 1,
      suspensionReason: long,
      suspendedBy: moderator.userId,
    });
    const text = await textOf(bot, 'strikes', { member: bob, forgive: 'newest', reason: 'a mistake' });
    expect(text.length).toBeLessThanOrEqual(2000);
    expect(text).toContain('and 32 older');
  });

  it.each(['newest', 'all'])('forgives %s with a reason', async (forgive) => {
    holding({ strikes: strikes(3, '') });
    const text = await textOf(bot, 'strikes', { member: bob, forgive, reason: 'a mistake' });
    expect(asked).toEqual([[actOf('a mistake'), bob, forgive]]);
    expect(text).toContain('Forgave 2 strikes.');
    expect(text).toContain('has 2 active strikes and 1 forgiven');
    expect(text).toContain('no reason');
  });

  it('forgives nothing without a reason, and says when there was nothing', async () => {
    expect(await textOf(bot, 'strikes', { member: bob, forgive: 'all' })).toContain('a reason');
    expect(asked).toEqual([]);
    bot.moderation.forgive = () => Promise.resolve(0);
    expect(await textOf(bot, 'strikes', { member: bob, forgive: 'all', reason: 'a mistake' })).toContain(
      'There were no strikes to forgive.',
    );
  });
});
