import { beforeEach, describe, expect, it } from 'vitest';
import { BotError, errorCodes } from '#core/errors.ts';
import { channelId, type GuildId, guildId, messageId, userId } from '#core/ids.ts';
import { systemReason } from '#core/system-reason.ts';
import { createAudit, mostWaiting } from '#discord/log-channel/audit.ts';
import type { Job } from '#jobs/job.ts';
import type { AuditEntry } from '#moderation/notices.ts';
import { requestOf } from '../../support/requests.ts';
import { createFakeClock, type FakeClock, settle } from '../support/clock.ts';
import { discordError, socketError } from '../support/errors.ts';
import { createRecordingLog, type RecordingLog } from '../support/log.ts';
import { address, job, secretToken } from '../support/samples.ts';
import { createScriptedRoutes, type ScriptedRoutes } from '../support/scripted-routes.ts';

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
    retryDeps: { clock, random: () => 0.5 },
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
  return { content: message?.content ?? '', ids: message?.buttons?.map(({ id }) => id) ?? [] };
}

describe('a line of the log channel', () => {
  it('names member, model, credits, outcome and picture of a finished job, its prompt behind a spoiler', async () => {
    const { content, ids } = await told({ kind: 'job', job: delivered, error: null });
    for (const text of [`<@${job.userId}>`, 'FLUX', 'charged 7 credits', '**Result**', '\n||a fox||'])
      expect(content).toContain(text);
    expect(content).toContain(
      `[result](https://discord.com/channels/${job.guildId}/${address.channelId}/${address.messageId})`,
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
    expect(content).toMatch(/^\*\*No result\*\*: the image service's content filter refused it · /);
    expect(content).toMatch(/\n-# `provider\.rejected`$/);
    expect(content).toContain(' · not charged');
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
    expect(reread.content).toContain("**No result**: the image service didn't accept the request · ");
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
    for (const text of [
      "**Refused**: the prompt has words that aren't allowed · ",
      " · this server's word list · ",
      '||words||',
      'strike 3',
      'suspended until <t:1700000000:f>',
      '\n-# `blocklist`',
    ])
      expect(content).toContain(text);
    expect(content).toContain('||bad \\*words\\*||');
    expect(ids).toEqual([
      { action: 'log_strike', subject: request.id, extra: request.userId },
      { action: 'log_suspend', subject: request.id, extra: request.userId },
    ]);
    const plain = await told({ kind: 'refusal', request, error: new BotError('refused.suspended', 'x') });
    expect(plain.content).toMatch(/^\*\*Refused\*\*: the member is suspended · /);
  });

  const refusedPrompt = requestOf({ guildId: job.guildId, prompt: 'a secret prompt' });
  const secretJob: Job = { ...delivered, settings: { ...delivered.settings, prompt: 'a secret prompt' } };
  const kept = new BotError('delivery.expired', 'x', { isKept: true });
  it.each<AuditEntry>([
    { kind: 'job', job: secretJob, error: null },
    { kind: 'job', job: { ...secretJob, state: 'failed' }, error: kept },
    { kind: 'report', job: secretJob, byUserId: mod, reason: 'a secret reason' },
    {
      kind: 'refusal',
      request: refusedPrompt,
      error: new BotError('refused.rules', 'x', { rule: 'blocklist', matched: 'secret' }),
    },
    act('a secret reason'),
  ])('is posted without words that Discord refuses, with its buttons ($kind)', async (entry) => {
    for (const code of [200_000, 240_000]) {
      const whole = await told(entry);
      routes.script('createMessage', discordError(code, 400));
      const { content, ids } = await told(entry);
      expect(whole.content).toContain('secret');
      expect(content).not.toContain('secret');
      expect(content).toContain('Discord refused words of this message, so they are left out.');
      const firstLine = (text: string) => text.split('\n')[0]?.split(' · ')[0];
      expect(firstLine(content)).toBe(firstLine(whole.content));
      expect(ids).toEqual(whole.ids);
    }
  });

  it('says why in words, with the code in small at the end', async () => {
    for (const code of errorCodes) {
      const failed: Job = { ...job, state: 'failed', error: code, charged: 0 };
      const { content } = await told({ kind: 'job', job: failed, error: null });
      const [first = '', ...rest] = content.split('\n');
      const isMade = code.startsWith('delivery.');
      expect(first).toMatch(
        isMade
          ? /^\*\*Not posted\*\*: the result was made[A-Za-z' ,-]+\. It is kept for the member in `\/jobs list` · /u
          : /^\*\*No result\*\*: [A-Za-z][A-Za-z' ,-]+ · /u,
      );
      expect(first).not.toContain(code);
      expect(first).not.toMatch(/\b0 credits/u);
      expect(rest.at(-1)).toBe(`-# \`${code}\``);
    }
  });

  it('names every rule that can refuse in words', async () => {
    const request = requestOf({ guildId: job.guildId });
    const rules = ['account_age', 'member_age', 'role', 'channel', 'model', 'model_role', 'adult_model', 'adult_lora'];
    const others = ['lora_words', 'preset_words', 'adult_prompt', 'blocklist', 'approval', 'threshold'];
    const ofKinds = ['kind_off', 'kind_channel', 'kind_price'];
    for (const rule of [...rules, ...others, ...ofKinds]) {
      const { content } = await told({ kind: 'refusal', request, error: new BotError('refused.rules', 'x', { rule }) });
      expect(content).toMatch(/^\*\*Refused\*\*: [A-Za-z' -]+ · <@/u);
      expect(content).not.toMatch(/rules don't allow/u);
      expect(content.endsWith(`\n-# \`${rule}\``)).toBe(true);
    }
    const unknown = new BotError('refused.rules', 'x', { rule: 'of_tomorrow', list: 'of_tomorrow' });
    const { content } = await told({ kind: 'refusal', request, error: unknown });
    expect(content).toMatch(/^\*\*Refused\*\*: this server's rules don't allow it · .* · word list `of_tomorrow`\n/u);
  });

  it('names the word list of a strike in words', async () => {
    const strike = (list: string): AuditEntry => {
      const entry = act(systemReason('wordList', list));
      return entry.kind === 'act' ? { ...entry, act: { ...entry.act, what: 'strike', credits: null } } : entry;
    };
    expect((await told(strike('guild'))).content).toMatch(/ · the prompt has words of this server's word list$/u);
    expect((await told(strike('profanity'))).content).toMatch(/ · the prompt has words of the profanity list$/u);
    expect((await told(strike('always'))).content).toMatch(/words that are refused on every server$/u);
    expect((await told(strike('old'))).content).toContain('the prompt has words of the list "old"');
  });

  it('says until when a member is suspended, or that a moderator has to end it', async () => {
    const suspend = (untilMs: number): AuditEntry => {
      const facts = { guildId: job.guildId, byUserId: mod, userId: job.userId, credits: null, reason: 'rude' };
      return { kind: 'act', act: { ...facts, what: 'suspend', untilMs } };
    };
    expect((await told(suspend(1_700_000_000_000))).content).toBe(
      `<@${mod}> suspended · <@${job.userId}> · until <t:1700000000:f> · rude`,
    );
    expect((await told(suspend(Date.UTC(9999, 0, 1)))).content).toContain(' · until a moderator ends it · rude');
  });

  it('has no line of zero credits', async () => {
    const entry = act('x');
    const none = entry.kind === 'act' ? { ...entry, act: { ...entry.act, credits: 0 } } : entry;
    expect((await told(none)).content).toBe(`<@${mod}> granted · <@${job.userId}> · x`);
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
    expect(content).toContain(`<@${mod}> reports this: **not \\*nice\\***`);
    expect(content).toContain('[result](');
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
