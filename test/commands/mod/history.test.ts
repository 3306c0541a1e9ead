import { beforeEach, describe, expect, it } from 'vitest';
import { guildId, jobId } from '#core/ids.ts';
import { entryKinds, type LedgerEntry } from '#credits/credits.ts';
import type { Button, OutgoingMessage } from '#discord/messages/message.ts';
import { toBody } from '#discord/messages/message.ts';
import { blankMemberRecord } from '#guilds/guild-settings.ts';
import type { Job } from '#jobs/job.ts';
import { modHistoryPageSize } from '../../../commands/mod/view.ts';
import { job } from '../../discord/support/samples.ts';
import { createScriptedBot, type ScriptedBot } from '../../discord/support/scripted-bot.ts';
import { bob, entry, moderator, press, textOf, use } from './support.ts';

let bot: ScriptedBot;
beforeEach(() => {
  bot = createScriptedBot();
});

/** A journal like the store's: a page that follows no entry of the member is empty. */
function holding(entries: readonly LedgerEntry[]): void {
  const newestFirst = [...entries].reverse();
  bot.history = (guild, member, { beforeSeq, limit }) => {
    const start = beforeSeq === null ? 0 : newestFirst.findIndex(({ seq }) => seq === beforeSeq) + 1;
    const isMeant = guild === moderator.guildId && member === bob && (beforeSeq === null || start > 0);
    return Promise.resolve(isMeant ? newestFirst.slice(start, start + limit) : []);
  };
}
const numbers = ({ content }: OutgoingMessage) =>
  [...content.matchAll(/\*\*#(\d+)\*\*/gu)].map(([, seq]) => Number(seq));
const labels = ({ buttons = [] }: OutgoingMessage) => buttons.map(({ label }) => label);

function buttonOf(page: OutgoingMessage, label: string): Button['id'] {
  const button = page.buttons?.find((each) => each.label === label);
  if (!button) throw new Error(`no button ${label}`);
  return button.id;
}

async function turn(page: OutgoingMessage, label: 'Older' | 'Newer'): Promise<OutgoingMessage> {
  const { updated } = await press(bot, buttonOf(page, label));
  const [next] = updated;
  if (!next) throw new Error('nothing was updated');
  return next;
}

describe('the pages of /mod history', () => {
  const entries = Array.from({ length: 14 }, (_, index) =>
    entry({ seq: 10 * (index + 1), kind: 'strike', credits: 0 }),
  );

  it('go to the oldest entry and back', async () => {
    holding(entries);
    const first = await use(bot, 'history', { member: bob });
    expect(numbers(first)).toEqual([140, 130, 120, 110, 100, 90]);
    expect(labels(first)).toEqual(['Older']);
    const second = await turn(first, 'Older');
    expect(numbers(second)).toEqual([80, 70, 60, 50, 40, 30]);
    expect(labels(second)).toEqual(['Newer', 'Older']);
    const third = await turn(second, 'Older');
    expect(numbers(third)).toEqual([20, 10]);
    expect(labels(third)).toEqual(['Newer']);
    expect(await turn(third, 'Newer')).toEqual(second);
    expect(await turn(await turn(third, 'Newer'), 'Newer')).toEqual(first);
  });

  it('begin below an entry that was asked for', async () => {
    holding(entries);
    const page = await use(bot, 'history', { member: bob, before: 30 });
    expect(numbers(page)).toEqual([20, 10]);
    expect(numbers(await turn(page, 'Newer'))[0]).toBe(140);
    expect(await textOf(bot, 'history', { member: bob, before: 31 })).toContain("#31 isn't about them");
    for (const before of [0, 1.5, 2_000_000_000]) {
      await expect(use(bot, 'history', { member: bob, before })).rejects.toMatchObject({ code: 'refused.options' });
    }
  });

  it('stay within an id on a long way, which is then shorter back', async () => {
    const long = Array.from({ length: 100 }, (_, index) => entry({ seq: 999_999_900 + index }));
    holding(long);
    let page = await use(bot, 'history', { member: bob });
    for (let turns = 0; turns < 12; turns += 1) {
      page = await turn(page, 'Older');
      expect(() => toBody(page)).not.toThrow();
    }
    let turnsBack = 0;
    for (; labels(page).includes('Newer'); turnsBack += 1) page = await turn(page, 'Newer');
    expect(turnsBack).toBe(8);
    expect(numbers(page)[0]).toBe(999_999_999);
  });

  it('take no notice of ids that are not ours', async () => {
    holding(entries);
    for (const extra of ['', '..', 'x'.repeat(40), '0.-1.%', '0']) {
      const { updated } = await press(bot, { action: 'mod_history', subject: bob, extra });
      expect(numbers(updated[0] ?? { content: '', buttons: [] })[0]).toBe(140);
    }
  });

  it('say so when there is nothing', async () => {
    expect(await use(bot, 'history', { member: bob })).toEqual({
      content: `The journal has nothing about <@${bob}>.`,
      buttons: [],
    });
  });
});

describe('a line of /mod history', () => {
  const line = async (change: Partial<LedgerEntry>) => {
    holding([entry({ seq: 12, ...change })]);
    return (await textOf(bot, 'history', { member: bob })).split('\n')[1];
  };
  const finding = (found: Job | null) => {
    bot.findJob = () => Promise.resolve(found);
  };

  it('leads to the picture, and has the id that a refund takes', async () => {
    finding(job);
    const { channelId, replyTo } = job;
    const link = `https://discord.com/channels/${job.guildId}/${channelId}/${replyTo.messageId}`;
    expect(await line({})).toBe(`**#12** <t:1700000000:f> · charged 7 credits · [result](${link}) · job \`${job.id}\``);
    expect(await line({ kind: 'refund', byUserId: moderator.userId, reason: 'it was *bad*' })).toBe(
      `**#12** <t:1700000000:f> · refunded 7 credits · by <@${moderator.userId}> · it was \\*bad\\* · bonus 5 · [result](${link})`,
    );
  });

  it('has no link to what only the member sees, and none where the record is gone or of another server', async () => {
    finding({ ...job, replyTo: { ...job.replyTo, isPrivate: true } });
    expect(await line({ kind: 'reserve' })).toBe('**#12** <t:1700000000:f> · set aside 7 credits');
    finding({ ...job, replyTo: { ...job.replyTo, messageId: null } });
    expect(await line({ kind: 'release' })).toBe('**#12** <t:1700000000:f> · available again 7 credits');
    finding(null);
    expect(await line({})).toBe('**#12** <t:1700000000:f> · charged 7 credits');
    finding({ ...job, guildId: guildId('1200000000000000099') });
    expect(await line({})).not.toContain('picture');
  });

  it('of credits that were not there to take says so, without an amount', async () => {
    expect(await line({ kind: 'revoke', credits: 0, byUserId: moderator.userId, reason: 'spam' })).toBe(
      `**#12** <t:1700000000:f> · no credits taken away: there were none · by <@${moderator.userId}> · spam · bonus 5`,
    );
  });

  it('comes after a suspension that goes on', async () => {
    bot.memberRecord = () => Promise.resolve({ ...blankMemberRecord, suspendedUntilMs: Date.UTC(9999, 0, 1) });
    expect(await line({ kind: 'suspend', credits: 0 })).toBe('-# Suspended until a moderator ends it.');
    bot.memberRecord = () => Promise.resolve({ ...blankMemberRecord, suspendedUntilMs: bot.now() });
    expect(await line({ kind: 'suspend', credits: 0 })).toContain('**#12** <t:1700000000:f> · suspended');
  });

  it('tells a gift from both sides', async () => {
    expect(await line({ kind: 'give', byUserId: bob, userId: moderator.userId })).toBe(
      `**#12** <t:1700000000:f> · gave 7 credits to <@${moderator.userId}> · bonus 5`,
    );
    expect(await line({ kind: 'give', byUserId: moderator.userId, userId: bob, bonusAfter: null })).toBe(
      `**#12** <t:1700000000:f> · got 7 credits from <@${moderator.userId}>`,
    );
  });

  it('does not ask for a job where the id is an act’s', async () => {
    bot.findJob = () => Promise.reject(new Error('must not be asked'));
    expect(await line({ kind: 'suspend', credits: 0, reason: 'spam' })).toBe(
      '**#12** <t:1700000000:f> · suspended · spam',
    );
  });

  it('is there for every kind of entry, and a page of the longest fits a message', async () => {
    const longId = '9'.repeat(20);
    finding({ ...job, id: jobId(longId), guildId: moderator.guildId });
    for (const kind of entryKinds) {
      const longest = {
        kind,
        byUserId: moderator.userId,
        reason: '*'.repeat(500),
        credits: 1_000_000,
        bonusAfter: 1e9,
      };
      expect(await line(longest)).toContain('**#12**');
      holding(Array.from({ length: 9 }, (_, index) => entry({ ...longest, seq: 999_999_990 + index })));
      const page = await use(bot, 'history', { member: bob });
      expect(numbers(page)).toHaveLength(modHistoryPageSize);
      expect(page.content.length).toBeLessThanOrEqual(2000);
    }
  });
});
