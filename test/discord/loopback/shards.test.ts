import { afterEach, describe, expect, it, vi } from 'vitest';
import type { Clock } from '#core/clock.ts';
import { createDiscord } from '#discord/gateway/client.ts';
import type { Arrival } from '#discord/gateway/gateway-guard.ts';
import { botKey, createSessionStore, type SessionStore } from '#gateway-sessions/session-store.ts';
import type { Shards } from '#gateway-sessions/shards.ts';
import type { SandboxDiscordOptions } from '../../../sandbox/discord/settings.ts';
import { type SandboxDiscord, startSandboxDiscord } from '../../../sandbox/discord/start.ts';
import { engines, type TestEngine } from '../../support/store/engines.ts';
import { createSystemClock } from '../support/clock.ts';
import { createRecordingLog } from '../support/log.ts';

const ending: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const end of ending.splice(0).reverse()) await end();
});

const definition = { name: 'help', description: 'Helps', type: 1 };
/** Ids of servers on shard 0, 1, 2 and 3 of four. */
const guildIds = [0n, 1n, 2n, 3n].map((shard) => String(1_100_000_000_000_000_000n + ((shard + 1n) << 22n)));

/** A Discord with a server on each of four shards, and a database for the processes. */
async function openStage(engine: TestEngine | undefined, options: SandboxDiscordOptions = {}) {
  let skippedMs = 0;
  const now = () => Date.now() + skippedMs;
  const sandbox = await startSandboxDiscord({ rateLimits: 'off', shards: 4, ackDeadlineMs: 60_000, now, ...options });
  ending.push(() => sandbox.stop());
  const people = guildIds.map((id) => sandbox.addGuild({ name: id, id }).member({ name: 'Ada' }));
  await fetch(`${sandbox.apiBase}/v10/applications/${sandbox.applicationId}/commands`, {
    method: 'PUT',
    body: JSON.stringify([definition]),
    headers: { authorization: `Bot ${sandbox.token}` },
  });
  const database = await engine?.create();
  if (database !== undefined) ending.push(() => database.end());
  const type = (guild: number) => people[guild]?.slash('/help').interactionId ?? '';
  const system = createSystemClock();
  /** Turns to open a session come at once, as Discord sees it. */
  const clock: Clock = {
    ...system,
    async wait(ms, signal) {
      if (ms <= 3_000 || ms > 60_000) return system.wait(ms, signal);
      skippedMs += ms;
    },
  };
  return { sandbox, database, type, clock };
}

/** A process of the bot; `owner` is null for one that is alone on its store. */
async function startProcess(
  { sandbox, database, clock }: Awaited<ReturnType<typeof openStage>>,
  shards: Shards | null,
  owner: string | null,
  { isForgetful = false } = {},
) {
  const log = createRecordingLog();
  const taken: { readonly id: string; readonly isReplayed: boolean }[] = [];
  const justResumed: string[] = [];
  const { token, apiBase } = sandbox;
  const store = await database?.open();
  const sessions =
    store === undefined
      ? null
      : createSessionStore({
          database: store.database,
          bot: botKey(apiBase, token),
          owner: owner ?? 'alone',
          isAlone: owner === null,
        });
  const kept = isForgetful && sessions !== null ? forgetful(sessions) : sessions;
  const retryDeps = { clock, random: () => 0 };
  const counters = { onRateLimited: () => undefined, onEdited: () => undefined };
  const discord = createDiscord({
    token,
    apiBase,
    cdnBase: apiBase,
    retryDeps,
    log,
    shards,
    sessions: kept,
    ...counters,
  });
  ending.push(() => discord.close());
  discord.onInteraction((payload, { isReplayed, isJustResumed }: Arrival) => {
    const id = String(Reflect.get(Object(payload), 'id'));
    taken.push({ id, isReplayed });
    if (isJustResumed === true) justResumed.push(id);
  });
  const { applicationId } = await discord.login(new AbortController().signal);
  const untilTaken = (ids: readonly string[]) =>
    vi.waitUntil(() => ids.every((id) => taken.some((each) => each.id === id)), { timeout: 10_000 });
  return { discord, log, taken, justResumed, untilTaken, applicationId };
}

/** Sessions are claimed, and nothing about them is written down any more. */
function forgetful(store: SessionStore): SessionStore {
  return {
    ...store,
    write: async (sessions) => new Set(sessions.map(({ sessionId }) => sessionId)),
    release: async () => undefined,
  };
}

const shardsOf = (sandbox: SandboxDiscord, kind: 'identify' | 'resume') =>
  sandbox.gatewayEvents.filter((event) => event.kind === kind).map(({ shard }) => shard);
const [sqlite] = engines;

describe('the shards of the gateway', () => {
  it('are as many as Discord recommends, and each brings the interactions of its servers', async () => {
    const stage = await openStage(undefined);
    const { discord, taken, untilTaken, log } = await startProcess(stage, null, null);
    expect(shardsOf(stage.sandbox, 'identify').toSorted()).toEqual([0, 1, 2, 3]);
    expect(discord.isReady()).toBe(true);
    expect(log.lines.map(({ facts }) => Reflect.get(facts, 'shard')).toSorted()).toEqual([0, 1, 2, 3]);
    const ids = [0, 1, 2, 3].map(stage.type);
    await untilTaken(ids);
    expect(taken.map(({ id }) => id).toSorted()).toEqual(ids.toSorted());
  });

  it('are divided between processes', async () => {
    const stage = await openStage(undefined);
    const low = await startProcess(stage, { first: 0, last: 1, of: 4 }, null);
    const high = await startProcess(stage, { first: 2, last: 3, of: 4 }, null);
    const ids = [0, 1, 2, 3].map(stage.type);
    await Promise.all([low.untilTaken(ids.slice(0, 2)), high.untilTaken(ids.slice(2))]);
    expect([low.taken.length, high.taken.length]).toEqual([2, 2]);
  });

  it('are ready again only when the last of them is', async () => {
    const stage = await openStage(undefined);
    const { discord } = await startProcess(stage, null, null);
    stage.sandbox.dropGateway({ kind: 'close', code: 4000 });
    await vi.waitUntil(() => !discord.isReady());
    await vi.waitUntil(() => discord.isReady(), { timeout: 10_000 });
    expect(shardsOf(stage.sandbox, 'resume').toSorted()).toEqual([0, 1, 2, 3]);
  });

  it('that are too few for the servers are refused with the variable to change', async () => {
    const stage = await openStage(undefined, { minShards: 2 });
    await expect(startProcess(stage, { first: 0, last: 0, of: 1 }, null)).rejects.toThrow(/4011.*SHARDS/u);
  });

  it('are not connected to an address that is none of a gateway', async () => {
    const stage = await openStage(undefined);
    const body = { url: 'https://127.0.0.1:1', shards: 1, session_start_limit: { remaining: 1, max_concurrency: 1 } };
    stage.sandbox.faults.add({ kind: 'status', status: 200, body, path: /gateway\/bot/u });
    await expect(startProcess(stage, null, null)).rejects.toThrow(/DISCORD_API_BASE/u);
  });
});

describe('a restart', () => {
  it('opens no session, and brings what was typed meanwhile, once', async () => {
    const stage = await openStage(sqlite);
    const first = await startProcess(stage, null, null);
    const before = stage.type(1);
    await first.untilTaken([before]);
    await first.discord.close();
    const missed = [0, 1, 2, 3].map(stage.type);
    const second = await startProcess(stage, null, null);
    await second.untilTaken(missed);
    const live = stage.type(2);
    await second.untilTaken([live]);
    expect(shardsOf(stage.sandbox, 'identify')).toHaveLength(4);
    expect(shardsOf(stage.sandbox, 'resume').toSorted()).toEqual([0, 1, 2, 3]);
    expect(second.applicationId).toBe(stage.sandbox.applicationId);
    const replayed = second.taken.filter(({ isReplayed }) => isReplayed).map(({ id }) => id);
    expect(replayed.toSorted()).toEqual(missed.toSorted());
    expect(second.taken).toHaveLength(5);
  });

  it('knows what is replayed although the replay holds an earlier resume', async () => {
    const stage = await openStage(sqlite);
    const first = await startProcess(stage, null, null);
    await first.discord.close();
    const earlier = stage.type(1);
    // It ends before it has written down what it has got, so that all of it comes once more.
    const killed = await startProcess(stage, null, null, { isForgetful: true });
    await killed.untilTaken([earlier]);
    await killed.discord.close();
    const later = stage.type(1);
    const third = await startProcess(stage, null, null);
    await third.untilTaken([earlier, later]);
    expect(third.taken).toEqual([
      { id: earlier, isReplayed: true },
      { id: later, isReplayed: false },
    ]);
    expect(third.justResumed).toEqual([later]);
  });

  it('opens sessions where Discord has forgotten the earlier ones', async () => {
    const stage = await openStage(sqlite);
    const first = await startProcess(stage, null, null);
    await first.discord.close();
    await stage.sandbox.untilGateway((events) => events.filter(({ kind }) => kind === 'closed').length === 4);
    stage.sandbox.forgetSessions();
    const second = await startProcess(stage, null, null);
    expect(shardsOf(stage.sandbox, 'identify')).toHaveLength(8);
    const id = stage.type(3);
    await second.untilTaken([id]);
    expect(second.taken).toEqual([{ id, isReplayed: false }]);
  });

  it('with another number of shards opens sessions', async () => {
    const stage = await openStage(sqlite);
    const first = await startProcess(stage, { first: 0, last: 0, of: 1 }, null);
    await first.discord.close();
    await startProcess(stage, { first: 0, last: 1, of: 2 }, null);
    expect(shardsOf(stage.sandbox, 'identify').toSorted()).toEqual([0, 0, 1]);
    expect(shardsOf(stage.sandbox, 'resume')).toEqual([]);
  });
});

describe.each(engines.filter(({ name }) => name === 'postgres'))(
  'two processes with the same shard on $name',
  (engine) => {
    const shards = { first: 0, last: 0, of: 1 };

    it('have a session each, and when the first one ends nothing is lost', async () => {
      const stage = await openStage(engine, { shards: 1 });
      const first = await startProcess(stage, shards, 'first');
      await first.discord.handOver();
      expect(first.discord.isReady()).toBe(true);
      const second = await startProcess(stage, shards, 'second');
      expect(shardsOf(stage.sandbox, 'identify')).toEqual([0, 0]);
      const both = stage.type(0);
      await Promise.all([first.untilTaken([both]), second.untilTaken([both])]);
      await vi.waitUntil(async () => {
        await first.discord.handOver();
        return !first.discord.isReady();
      });
      const rest = [stage.type(1), stage.type(2)];
      await second.untilTaken(rest);
      expect(first.taken.map(({ id }) => id)).toEqual([both]);
      await first.discord.close();

      const third = await startProcess(stage, shards, 'third');
      expect(shardsOf(stage.sandbox, 'identify')).toEqual([0, 0]);
      await third.untilTaken(rest);
      expect(third.taken.every(({ isReplayed }) => isReplayed)).toBe(true);
      expect(stage.sandbox.gatewayEvents.filter(({ kind }) => kind === 'refused')).toEqual([]);
    });
  },
);
