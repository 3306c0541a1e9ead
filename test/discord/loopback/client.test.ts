import { afterEach, describe, expect, it, vi } from 'vitest';
import type { Clock } from '#core/clock.ts';
import { channelId, guildId, jobId, userId } from '#core/ids.ts';
import { createDiscord, type Discord } from '#discord/gateway/client.ts';
import { ReplyMessage } from '#discord/replies/reply-message.ts';
import { createTokenLives } from '#discord/replies/tokens.ts';
import { type SandboxDiscord, startSandboxDiscord } from '../../../sandbox/discord/start.ts';
import { createSystemClock } from '../support/clock.ts';
import { createRecordingLog } from '../support/log.ts';
import { address } from '../support/samples.ts';

const running: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const stop of running.splice(0).reverse()) await stop();
});

async function startSandbox(options: Parameters<typeof startSandboxDiscord>[0] = {}): Promise<SandboxDiscord> {
  const sandbox = await startSandboxDiscord({ rateLimits: 'off', ...options });
  running.push(() => sandbox.stop());
  return sandbox;
}

function connect(apiBase: string, token: string, clock: Clock = createSystemClock()) {
  const log = createRecordingLog();
  const counted = { rateLimited: 0 };
  const retryDeps = { clock, random: () => 0 };
  const onRateLimited = () => {
    counted.rateLimited += 1;
  };
  const discord: Discord = createDiscord({
    token,
    apiBase,
    cdnBase: apiBase,
    retryDeps,
    log,
    onRateLimited,
    onEdited: () => undefined,
  });
  running.push(() => discord.close());
  return { discord, log, counted, retryDeps };
}

describe('logging in', () => {
  it('tells the application, and is ready', async () => {
    const sandbox = await startSandbox();
    const { discord } = connect(sandbox.apiBase, sandbox.token);
    expect(discord.isReady()).toBe(false);
    expect(await discord.login(new AbortController().signal)).toEqual({ applicationId: sandbox.applicationId });
    expect(discord.isReady()).toBe(true);
  });

  it('ends at once with a clear message when the token is not accepted', async () => {
    const sandbox = await startSandbox();
    const { discord, log } = connect(sandbox.apiBase, 'not-the-token');
    await expect(discord.login(new AbortController().signal)).rejects.toThrow(/DISCORD_TOKEN/);
    expect(sandbox.requests).toHaveLength(1);
    expect(log.text()).not.toContain('not-the-token');
  });

  it('is tried again, ever more slowly, while Discord is down', async () => {
    const closed = await startSandboxDiscord();
    const port = Number(new URL(closed.cdnBase).port);
    await closed.stop();
    const pauses: number[] = [];
    const clock: Clock = {
      now: () => 0,
      monotonic: () => 0,
      wait: async (ms) => {
        pauses.push(ms);
        if (pauses.length === 3) await startSandbox({ port });
      },
    };
    const { discord, log } = connect(closed.apiBase, closed.token, clock);
    await discord.login(new AbortController().signal);
    expect(pauses).toEqual([500, 1000, 2000]);
    expect(log.lines.map(({ level }) => level)).toEqual(['warn', 'warn', 'warn', 'info']);
  });

  it('ends with its signal', async () => {
    const closed = await startSandboxDiscord();
    await closed.stop();
    const { discord } = connect(closed.apiBase, closed.token);
    await expect(discord.login(AbortSignal.abort(new Error('stopping')))).rejects.toThrow('stopping');
  });

  it('does not hide an answer that makes no sense', async () => {
    const sandbox = await startSandbox();
    sandbox.faults.add({ kind: 'status', status: 418, path: /gateway/ });
    const { discord } = connect(sandbox.apiBase, sandbox.token);
    await expect(discord.login(new AbortController().signal)).rejects.toMatchObject({ status: 418 });
  });
});

describe('a connection', () => {
  it('that is lost counts from the moment of its loss, and not once it is there again', async () => {
    const sandbox = await startSandbox();
    const system = createSystemClock();
    let nowMs = 0;
    const { discord } = connect(sandbox.apiBase, sandbox.token, { ...system, now: () => nowMs });
    nowMs = 1000;
    expect(discord.downForMs()).toBe(1000);
    await discord.login(new AbortController().signal);
    expect(discord.downForMs()).toBe(0);
    sandbox.dropGateway({ kind: 'close', code: 4009 });
    await sandbox.untilGateway((events) => events.some(({ kind }) => kind === 'resume'));
    await vi.waitUntil(() => discord.isReady());
    expect(discord.downForMs()).toBe(0);
    sandbox.dropGateway({ kind: 'close', code: 4014 });
    expect((await discord.refusal).message).toContain('4014');
    nowMs = 5000;
    expect(discord.downForMs()).toBe(4000);
    expect(discord.isReady()).toBe(false);
  });
});

describe('rate limits', () => {
  it('are counted', async () => {
    const sandbox = await startSandbox();
    const { discord, counted } = connect(sandbox.apiBase, sandbox.token);
    const body = { message: 'slow', retry_after: 0.05, global: false };
    sandbox.faults.add({ kind: 'status', status: 429, headers: { 'Retry-After': '0.05' }, body, path: /gateway/ });
    await discord.login(new AbortController().signal).catch(() => undefined);
    const { general } = sandbox.addGuild({ name: 'Gallery' });
    sandbox.faults.add({ kind: 'status', status: 429, headers: { 'Retry-After': '0.05' }, body, path: /messages/ });
    const at = { channelId: channelId(general.id), nonce: 'n' };
    expect(
      await discord.routes.createMessage(at, { content: 'x', buttons: [] }, new AbortController().signal),
    ).not.toBeNull();
    expect(counted.rateLimited).toBe(1);
  });
});

describe('an edit of a message older than an hour', () => {
  it('that Discord refuses becomes a new message at once, instead of being tried without end', async () => {
    let offsetMs = 0;
    const sandbox = await startSandbox({ now: () => Date.now() + offsetMs, oldMessageEdits: 0 });
    const system = createSystemClock();
    const clock: Clock = { ...system, now: () => system.now() + offsetMs };
    const { discord, retryDeps } = connect(sandbox.apiBase, sandbox.token, clock);
    const { id: guild, general } = sandbox.addGuild({ name: 'Gallery' });
    const channel = channelId(general.id);
    const signal = new AbortController().signal;
    const old = await discord.routes.createMessage(
      { channelId: channel, nonce: 'n' },
      { content: 'x', buttons: [] },
      signal,
    );
    offsetMs = 61 * 60_000;
    const message = new ReplyMessage({
      routes: discord.routes,
      retryDeps,
      tokens: createTokenLives(retryDeps.clock),
      owner: { id: jobId('1'), guildId: guildId(guild), userId: userId('2') },
      address: { ...address, channelId: channel, messageId: old },
      token: null,
    });
    const writing = { budgetMs: 5000, repostAs: 'picture' };
    const fresh = await message.write({ content: 'done', buttons: [] }, writing);
    expect(fresh?.messageId).not.toBe(old);
    expect(sandbox.messages(general.id).at(-1)).toMatchObject({
      id: fresh?.messageId,
      content: expect.stringContaining(`/${old}`),
    });
    expect(sandbox.requests.filter(({ method }) => method === 'PATCH')).toHaveLength(1);
  });
});
