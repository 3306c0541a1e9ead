import { beforeEach, describe, expect, it } from 'vitest';
import { createAudit, mostWaiting } from '../../src/discord/audit.ts';
import { BotError } from '../../src/domain/errors.ts';
import { channelId, type GuildId, guildId, messageId, userId } from '../../src/domain/ids.ts';
import type { Job } from '../../src/domain/job.ts';
import type { AuditEntry } from '../../src/domain/notices.ts';
import { requestOf } from '../support/requests.ts';
import { createFakeClock, type FakeClock, settle } from './support/clock.ts';
import { discordError, socketError } from './support/errors.ts';
import { createRecordingLog, type RecordingLog } from './support/log.ts';
import { address, job, secretToken } from './support/samples.ts';
import { createScriptedRoutes, type ScriptedRoutes } from './support/scripted-routes.ts';

let clock: FakeClock;
let routes: ScriptedRoutes;
let log: RecordingLog;
let channels: Map<GuildId, ReturnType<typeof channelId>>;

const logChannel = channelId('1200000000000000060');
const otherGuild = guildId('1200000000000000061');
const mod = userId('1200000000000000062');

beforeEach(() => {
  clock = createFakeClock();
  routes = createScriptedRoutes();
  log = createRecordingLog();
  channels = new Map([
    [job.guildId, logChannel],
    [otherGuild, logChannel],
  ]);
});

const audit = () =>
  createAudit({
    routes,
    logChannelOf: (guild) => Promise.resolve(channels.get(guild) ?? null),
    patience: { clock, random: () => 0.5 },
    log,
  });
const delivered: Job = { ...job, state: 'delivered', charged: 7, replyTo: { ...address, sealedToken: secretToken } };
const act = (reason: string, guild = job.guildId): AuditEntry => ({
  kind: 'act',
  act: { guildId: guild, what: 'grant', byUserId: mod, userId: job.userId, credits: 20, reason },
});

/** What the log channel reads of an entry, and the buttons below it. */
async function told(entry: AuditEntry) {
  const { write, idle } = audit();
  write(entry);
  await idle();
  const { message, at } = routes.calls.at(-1) ?? {};
  expect(at).toMatchObject({ channelId: logChannel });
  return { content: message?.content ?? '', ids: message?.buttons.map(({ id }) => id) ?? [] };
}

describe('a line of the log channel', () => {
  it('names member, model, credits, outcome and picture of a finished job, its prompt behind a spoiler', async () => {
    const { content, ids } = await told({ kind: 'job', job: delivered, error: null });
    for (const text of [`<@${job.userId}>`, 'FLUX', 'charged 7 credits', '**Picture**', '\n||a fox||'])
      expect(content).toContain(text);
    expect(content).toContain(
      `[picture](https://discord.com/channels/${job.guildId}/${address.channelId}/${address.messageId})`,
    );
    expect(content).not.toContain(secretToken);
    expect(ids).toEqual([
      { action: 'log_delete', subject: job.id, extra: null },
      { action: 'log_strike', subject: job.id, extra: null },
      { action: 'log_suspend', subject: job.id, extra: null },
    ]);
  });

  it('has no picture to delete where there is none, or where only its owner sees it', async () => {
    const failed: Job = { ...job, state: 'failed', error: 'provider.rejected', charged: 0 };
    const error = new BotError('provider.rejected', 'x', { contentFilter: true });
    const { content, ids } = await told({ kind: 'job', job: failed, error });
    expect(content).toContain('**No picture** `provider.rejected` (content filter)');
    expect(content).toContain('charged 0 credits');
    expect(ids.map(({ action }) => action)).toEqual(['log_strike', 'log_suspend']);
    const ownOnly = await told({
      kind: 'job',
      job: { ...delivered, replyTo: { ...address, isPrivate: true }, settings: { ...job.settings, prompt: '' } },
      error: null,
    });
    expect(ownOnly.content).toContain(' · private');
    expect(ownOnly.content).not.toContain('||');
    expect(ownOnly.ids).toHaveLength(2);
    const reread = await told({ kind: 'job', job: { ...failed, charged: null }, error: null });
    expect(reread.content).toContain('`provider.rejected`');
    expect(reread.content).toContain('7 credits set aside');
  });

  it('names rule, words and strikes of a refusal, with the member in the buttons', async () => {
    const request = requestOf({ guildId: job.guildId, prompt: 'bad *words*' });
    const facts = {
      rule: 'blocklist',
      list: 'guild',
      matched: 'words',
      strikes: 3,
      suspendedUntilMs: 1_700_000_000_000,
    };
    const { content, ids } = await told({ kind: 'refusal', request, error: new BotError('refused.rules', 'x', facts) });
    for (const text of ['**Refused** `blocklist`', 'list `guild`', '||words||', 'strike 3', '<t:1700000000:f>'])
      expect(content).toContain(text);
    expect(content).toContain('||bad \\*words\\*||');
    expect(ids).toEqual([
      { action: 'log_strike', subject: request.id, extra: request.userId },
      { action: 'log_suspend', subject: request.id, extra: request.userId },
    ]);
    const plain = await told({ kind: 'refusal', request, error: new BotError('refused.suspended', 'x') });
    expect(plain.content).toContain('**Refused** `refused.suspended` · ');
  });

  it('says who did what to whom, and why', async () => {
    expect((await told(act('for *art*'))).content).toBe(
      `<@${mod}> granted · <@${job.userId}> · 20 credits · for \\*art\\*`,
    );
    const automatic = { guildId: job.guildId, what: 'refill', byUserId: null, userId: null, credits: null, reason: '' };
    const { content, ids } = await told({ kind: 'act', act: { ...automatic, what: 'refill' } });
    expect(content).toBe('Easel refilled the pool');
    expect(ids).toEqual([]);
  });

  it('stands out for a report', async () => {
    const { content, ids } = await told({ kind: 'report', job: delivered, byUserId: mod, reason: 'not *nice*' });
    expect(content).toMatch(/^# Report\n/);
    expect(content).toContain(`<@${mod}> reports a picture: **not \\*nice\\***`);
    expect(content).toContain('[picture](');
    expect(ids).toHaveLength(3);
  });

  it('fits a message however long everything is', async () => {
    const long = '*_🦊'.repeat(3000);
    const request = requestOf({ guildId: job.guildId, prompt: long });
    const { content } = await told({
      kind: 'report',
      job: { ...delivered, modelTitle: long, settings: { ...job.settings, prompt: long } },
      byUserId: mod,
      reason: long,
    });
    expect(content.length).toBeLessThanOrEqual(2000);
    const refusal = await told({
      kind: 'refusal',
      request,
      error: new BotError('refused.rules', 'x', { matched: long }),
    });
    expect(refusal.content.length).toBeLessThanOrEqual(2000);
  });
});

describe('telling the log channel', () => {
  it('is left out where the server has none, and logged where it cannot be done', async () => {
    channels = new Map();
    const { write, idle } = audit();
    write(act('x'));
    await idle();
    expect(routes.calls).toEqual([]);
    channels = new Map([[job.guildId, logChannel]]);
    routes.script('createMessage', discordError(50013, 403));
    write(act('a secret'));
    await idle();
    expect(log.lines).toMatchObject([{ level: 'warn', facts: { guildId: job.guildId, entry: 'act' } }]);
    expect(log.text()).not.toContain('secret');
  });

  it('goes on in order after trouble, each entry once and equal ones apart', async () => {
    routes.script('createMessage', socketError(), messageId('1'), discordError(50001, 403));
    const { write, idle } = audit();
    for (const reason of ['one', 'two', 'two']) write(act(reason));
    await clock.advance(1000);
    await idle();
    const nonces = routes.calls.map(({ at }) => JSON.stringify(at));
    expect(routes.calls.map(({ message }) => message?.content.at(-1))).toEqual(['e', 'e', 'o', 'o']);
    expect(nonces[0]).toBe(nonces[1]);
    expect(new Set(nonces).size).toBe(3);
    write(act('later'));
    await idle();
    expect(routes.calls).toHaveLength(5);
  });

  it('drops the oldest beyond what may wait, and one server’s trouble is not another’s', async () => {
    routes.script('createMessage', 'hang');
    const { write, idle } = audit();
    write(act('first'));
    await settle();
    for (let count = 0; count <= mostWaiting; count += 1) write(act(`number ${count}`));
    write(act('elsewhere', otherGuild));
    await settle();
    expect(log.lines).toMatchObject([{ level: 'warn', message: expect.stringContaining('oldest') }]);
    expect(routes.calls.at(-1)?.message?.content).toContain('elsewhere');
    await clock.advance(31_000);
    await idle();
    const contents = routes.calls.map(({ message }) => message?.content ?? '');
    expect(contents.some((content) => content.endsWith('number 0'))).toBe(false);
    expect(contents.filter((content) => content.includes('number'))).toHaveLength(mostWaiting);
  });
});
