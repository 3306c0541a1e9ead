import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { BotError } from '#core/errors.ts';
import { userId } from '#core/ids.ts';
import type { EntryKind, HistoryPage, LedgerEntry } from '#credits/credits.ts';
import type { UsageRow } from '#credits/usage.ts';
import { blankMemberRecord, defaultGuildSettings } from '#guilds/guild-settings.ts';
import { historyAction, turnPage } from '../../../commands/credits/command.ts';
import { isEphemeral, type Message } from '../../../sandbox/discord/wire.ts';
import { caller, job } from '../../discord/support/samples.ts';
import { balance, createScriptedBot, type ScriptedBot } from '../../discord/support/scripted-bot.ts';
import { type Stage, startStage } from '../../discord/support/stage.ts';
import { createReferee } from '../../support/referee.ts';

let stage: Stage;
const bot: ScriptedBot = createScriptedBot();

beforeAll(async () => {
  stage = await startStage(bot);
});
afterAll(() => stage.stop());
beforeEach(() => {
  Object.assign(bot, createScriptedBot());
});

const say = (line: string) => stage.alice.slash(line).until(({ content }) => content !== '');
const labelsOf = ({ components }: Message) => JSON.stringify(components).match(/(?<="label":")[^"]+/g) ?? [];

describe('/credits balance', () => {
  it('says what a picture of the usual model costs here', async () => {
    bot.priceOf = (model, settings) => (settings?.defaults.model === model.id ? 42 : 7);
    expect((await say('/credits balance')).content).toMatch(/- A picture with FLUX.*: 7 credits$/);
    bot.settings = () =>
      Promise.resolve({
        ...defaultGuildSettings,
        defaults: { ...defaultGuildSettings.defaults, model: 'gpt-image-2' },
      });
    expect((await say('/credits balance')).content).toMatch(/- A picture with GPT.*: 42 credits$/i);
  });

  it('tells a suspended member so, until when and why, beside what they have', async () => {
    const suspendedUntil = (suspendedUntilMs: number) => {
      bot.memberRecord = () =>
        Promise.resolve({ ...blankMemberRecord, suspendedUntilMs, suspensionReason: 'not *nice*' });
    };
    suspendedUntil(bot.now() + 1_000);
    const { content } = await say('/credits balance');
    expect(content).toMatch(/^You're suspended and can't make anything here until <t:1700000001:f>\. /u);
    expect(content).toMatch(/\*\*\d+ credits\*\*\. Reason: not \\\*nice\\\*\./u);
    expect(content).not.toContain('You can spend');
    suspendedUntil(Date.UTC(9999, 0, 1));
    expect((await say('/credits balance')).content).toContain("can't make anything here until a moderator ends it.");
    suspendedUntil(bot.now());
    expect((await say('/credits balance')).content).toMatch(/^You can spend/u);
  });

  it('names no reason where none was kept', async () => {
    const suspendedUntilMs = bot.now() + 1_000;
    bot.memberRecord = () => Promise.resolve({ ...blankMemberRecord, suspendedUntilMs });
    expect((await say('/credits balance')).content).not.toContain('Reason');
  });

  it('leaves the price out where there is no model', async () => {
    bot.catalog = { ...bot.catalog, find: () => null };
    expect((await say('/credits balance')).content).not.toContain('A picture with');
  });
});

describe('/credits give', () => {
  it('is read by everyone in the channel, with nobody rung', async () => {
    const bob = stage.server.member({ name: 'Bob' });
    let given: unknown;
    bot.give = (by, to, credits) => {
      given = [by, to, credits];
      return Promise.resolve(balance);
    };
    const exchange = stage.alice.slash(`/credits give member:${bob.mention} amount:20 reason:for *art*`);
    const said = await exchange.until(({ content }) => content !== '');
    expect(isEphemeral(said)).toBe(false);
    expect(said.content).toBe(`${stage.alice.mention} gives ${bob.mention} **20 credits**.\n-# for \\*art\\*`);
    expect(said.mentions).toEqual([]);
    expect(given).toEqual([
      { id: exchange.interactionId, guildId: stage.server.id, userId: stage.alice.userId, reason: 'for *art*' },
      bob.userId,
      20,
    ]);
    expect((await say(`/credits give member:${bob.mention} amount:1`)).content).toContain('**1 credit**.');
    const unseen = stage.alice.slash(`/credits give member:${bob.mention} amount:1 reason:\u3164\u2800\u200b`);
    expect((await unseen.until(({ content }) => content !== '')).content).toMatch(/\*\*1 credit\*\*\.$/u);
    expect(given).toMatchObject([{ reason: '' }, bob.userId, 1]);
  });

  it('is refused to oneself, to bots and to people who are not here, before anything is moved', async () => {
    bot.give = () => Promise.reject(new Error('must not be asked'));
    const stranger = stage.sandbox.addGuild({ name: 'Elsewhere' }).member({ name: 'Zoe' });
    const self = await say(`/credits give member:${stage.alice.mention} amount:1`);
    expect(self.content).toContain('to yourself');
    expect(isEphemeral(self)).toBe(true);
    expect((await say(`/credits give member:<@${stage.sandbox.applicationId}> amount:1`)).content).toContain('Bots');
    expect((await say(`/credits give member:${stranger.mention} amount:1`)).content).toContain(
      "This person isn't on this server.",
    );
  });

  it('is refused beyond the own bonus, with the figure, and other trouble is told as such', async () => {
    const bob = stage.server.member({ name: 'Bob' });
    bot.give = () => Promise.reject(new BotError('refused.quota', 'x', { price: 20, left: 5 }));
    const refused = await say(`/credits give member:${bob.mention} amount:20`);
    expect(refused.content).toContain("you can only give away your bonus, and that's 5 credits");
    expect(isEphemeral(refused)).toBe(true);
    bot.give = () => Promise.reject(new BotError('store.unavailable', 'x'));
    expect((await say(`/credits give member:${bob.mention} amount:20`)).content).toContain(
      "Easel can't reach its records right now.",
    );
  });
});

/** A history that hands out pages as the books do. */
function historyOf(entries: readonly LedgerEntry[]) {
  return (_guild: unknown, _member: unknown, { beforeSeq, limit }: HistoryPage) =>
    Promise.resolve(
      entries
        .toSorted((one, other) => other.seq - one.seq)
        .filter(({ seq }) => beforeSeq === null || seq < beforeSeq)
        .slice(0, limit),
    );
}

function entry(seq: number, kind: EntryKind, changes: Partial<LedgerEntry> = {}): LedgerEntry {
  const rest = { byUserId: null, userId: userId(stage.alice.userId), reason: '', bonusAfter: 0, poolAfter: 0 };
  return { seq, kind, atMs: 1_700_000_000_000 + seq * 1000, id: `act-${seq}`, credits: seq, ...rest, ...changes };
}

describe('/credits history', () => {
  it('says when, what, how much, and links the picture', async () => {
    const mod = userId('1200000000000000044');
    const alice = userId(stage.alice.userId);
    bot.history = historyOf([
      entry(1, 'reserve', { id: job.id }),
      entry(2, 'settle', { id: job.id }),
      entry(3, 'release', { id: 'gone' }),
      entry(4, 'grant', { byUserId: mod, reason: 'for *art*' }),
      entry(5, 'revoke', { byUserId: mod }),
      entry(6, 'give', { byUserId: alice, userId: mod }),
      entry(7, 'give', { byUserId: mod, userId: alice }),
      entry(8, 'refund', { byUserId: mod, id: 'gone', reason: 'broken' }),
      entry(9, 'suspend', { byUserId: mod, reason: 'secret of the moderators' }),
      entry(10, 'report', { byUserId: mod, reason: 'secret of the reporter' }),
    ]);
    bot.findJob = (id) => Promise.resolve(id === job.id ? { ...job, state: 'delivered' } : null);
    const reply = await say('/credits history');
    expect(isEphemeral(reply)).toBe(true);
    expect(labelsOf(reply)).toEqual([]);
    const link = `https://discord.com/channels/${job.guildId}/${job.replyTo.channelId}/${job.replyTo.messageId}`;
    expect(reply.content.split('\n').slice(1)).toEqual([
      `- <t:1700000008:f> · refunded by <@${mod}> · +8 credits · broken`,
      `- <t:1700000007:f> · given by <@${mod}> · +7 credits`,
      `- <t:1700000006:f> · given to <@${mod}> · −6 credits`,
      `- <t:1700000005:f> · taken away by <@${mod}> · −5 credits`,
      `- <t:1700000004:f> · granted by <@${mod}> · +4 credits · for \\*art\\*`,
      '- <t:1700000003:f> · available again · 3 credits',
      `- <t:1700000002:f> · spent on a result · −2 credits · [result](${link})`,
      `- <t:1700000001:f> · set aside for a request · 1 credit · [result](${link})`,
    ]);
  });

  it('has nothing to say of somebody without credits moved', async () => {
    bot.history = historyOf([entry(1, 'strike')]);
    expect((await say('/credits history')).content).toBe('No credit history here yet.');
  });

  it('is turned page by page, there and back, over what is not about credits', async () => {
    const entries = Array.from({ length: 300 }, (_, at) => entry(at + 1, at % 3 === 0 ? 'grant' : 'strike'));
    bot.history = historyOf(entries);
    const grants = entries.filter(({ kind }) => kind === 'grant').map(({ seq }) => seq);
    const newestFirst = grants.toReversed();
    const pageAt = (page: number) =>
      newestFirst.slice(page * 10, page * 10 + 10).map((seq) => `${seq} ${seq === 1 ? 'credit' : 'credits'}`);
    const exchange = stage.alice.slash('/credits history');
    const shows = (page: number) => (message: Message) =>
      pageAt(page).every((amount) => message.content.includes(`+${amount}`)) &&
      message.content.split('\n').length === 11;
    let message = await exchange.until(shows(0));
    expect(labelsOf(message)).toEqual(['Older']);
    for (let page = 1; page < 10; page += 1) {
      stage.alice.press(message, 'Older');
      message = await exchange.until(shows(page));
    }
    expect(labelsOf(message)).toEqual(['Newer']);
    for (let page = 8; page > 0; page -= 1) {
      stage.alice.press(message, 'Newer');
      message = await exchange.until(shows(page));
      expect(labelsOf(message)).toEqual(['Newer', 'Older']);
    }
    stage.alice.press(message, 'Newer');
    expect(labelsOf(await exchange.until(shows(0)))).toEqual(['Older']);
  });

  it('is the newest page where a button names none that exists', async () => {
    bot.history = historyOf(Array.from({ length: 12 }, (_, at) => entry(at + 1, 'grant')));
    const shown: string[] = [];
    for (const subject of ['!', '0']) {
      const id = { action: historyAction, subject, extra: null };
      const update = async ({ content }: { content: string }) => void shown.push(content);
      await turnPage({ caller, id, update }, bot);
    }
    expect(shown.map((content) => content.includes('+12 credits'))).toEqual([true, true]);
  });
});

describe('/credits top', () => {
  const row = (who: string, pictures: number, credits: number): UsageRow => ({
    userId: userId(who),
    model: 'm',
    pictures,
    credits,
  });

  it('ranks by pictures, then credits, with the own place at the end', async () => {
    const asked: unknown[] = [];
    const others = Array.from({ length: 11 }, (_, at) => row(`12000000000000001${at + 10}`, 20 - at, 100));
    bot.usage.ofPeriod = (guild, period, atMs) => {
      asked.push([guild, period, atMs]);
      const own = [row(stage.alice.userId, 3, 10), row(stage.alice.userId, 2, 11)];
      return Promise.resolve([...own, ...others, row('1200000000000000199', 20, 200), row('1', 0, 9)]);
    };
    const reply = await say('/credits top period:week');
    expect(isEphemeral(reply)).toBe(true);
    expect(asked).toEqual([[stage.server.id, 'week', bot.now()]]);
    const lines = reply.content.split('\n');
    expect(lines).toHaveLength(12);
    expect(lines.slice(0, 3)).toEqual([
      'Most results this week (UTC):',
      '1. <@1200000000000000199> · 20 pictures · 200 credits',
      '2. <@1200000000000000110> · 20 pictures · 100 credits',
    ]);
    expect(lines.at(-1)).toBe("You're number 13: 5 pictures · 21 credits.");
    expect(reply.mentions).toEqual([]);
  });

  it('says where nobody, or not oneself, has made one', async () => {
    expect((await say('/credits top period:day')).content).toBe('Nothing was made today.');
    bot.usage.ofPeriod = () => Promise.resolve([row('1200000000000000199', 1, 1)]);
    const { content } = await say('/credits top period:month');
    expect(content).toContain('1. <@1200000000000000199> · 1 picture · 1 credit');
    expect(content).toContain("You haven't made any this month.");
  });
});

const referee = createReferee();

describe("Discord's own document", () => {
  it('knows everything that was sent', () => {
    for (const request of stage.sandbox.requests) expect(referee.check(request), request.path).toEqual([]);
  });
});
