import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { z } from 'zod';
import { type SandboxDiscord, startSandboxDiscord } from '../../../sandbox/discord/start.ts';

const payload = z.object({ op: z.int(), d: z.unknown(), t: z.string().nullable(), s: z.int().nullable() });
type Payload = z.infer<typeof payload>;

/** A gateway client of a few lines that keeps what it got. */
class RawClient {
  readonly socket: WebSocket;
  readonly #received: Payload[] = [];
  readonly #waiting = new Set<() => void>();

  constructor(url: string) {
    this.socket = new WebSocket(url);
    this.socket.on('message', (data) => {
      this.#received.push(payload.parse(JSON.parse(String(data))));
      for (const wake of [...this.#waiting]) wake();
    });
  }

  send(op: number, d: unknown): void {
    this.socket.send(JSON.stringify({ op, d }));
  }

  /** The first payload that fits. */
  next(fits: (each: Payload) => boolean): Promise<Payload> {
    return new Promise((resolve) => {
      const look = () => {
        const found = this.#received.find(fits);
        if (found === undefined) return;
        this.#waiting.delete(look);
        resolve(found);
      };
      this.#waiting.add(look);
      look();
    });
  }

  closed(): Promise<number> {
    return new Promise((resolve) => this.socket.once('close', resolve));
  }
}

describe('the gateway', () => {
  let discord: SandboxDiscord;
  const clients: RawClient[] = [];
  beforeEach(async () => {
    discord = await startSandboxDiscord({ heartbeatIntervalMs: 1234 });
  });
  afterEach(async () => {
    for (const client of clients.splice(0)) client.socket.terminate();
    await discord.stop();
  });

  const open = async (path = '/gateway') => {
    const client = new RawClient(`${discord.cdnBase.replace('http', 'ws')}${path}?v=10&encoding=json`);
    clients.push(client);
    expect(await client.next(({ op }) => op === 10)).toMatchObject({ d: { heartbeat_interval: 1234 } });
    return client;
  };
  const identify = (client: RawClient, more: object = {}) =>
    client.send(2, { token: discord.token, intents: 0, properties: {}, ...more });
  const readyOf = async (client: RawClient) => readySchema.parse((await client.next(({ t }) => t === 'READY')).d);

  it('says hello, READY with the guilds, and answers heartbeats', async () => {
    const { id } = discord.addGuild({ name: 'Gallery' });
    discord.addGuild({ name: 'Elsewhere', botIsMember: false });
    const client = await open();
    identify(client);
    expect(await readyOf(client)).toMatchObject({
      guilds: [{ id, unavailable: true }],
      application: { id: discord.applicationId },
    });
    client.send(1, null);
    await client.next(({ op }) => op === 11);
    expect(discord.gatewayEvents.map((event) => event.kind)).toEqual(['hello', 'identify', 'heartbeat']);
  });

  it('replays on a resume only what was missed', async () => {
    const server = discord.addGuild({ name: 'Gallery' });
    await fetch(`${discord.apiBase}/v10/applications/${discord.applicationId}/commands`, {
      method: 'PUT',
      body: JSON.stringify([{ name: 'help', description: 'Helps' }]),
      headers: { authorization: `Bot ${discord.token}` },
    });
    const alice = server.member({ name: 'Alice' });
    const first = await open();
    identify(first);
    const { session_id: session, resume_gateway_url: url } = await readyOf(first);
    alice.slash('/help');
    await first.next(({ s }) => s === 2);
    first.socket.terminate();
    await discord.untilGateway((events) => events.some((event) => event.kind === 'closed'));
    const missed = alice.slash('/help');
    const second = await open(new URL(url).pathname);
    second.send(6, { token: discord.token, session_id: session, seq: 2 });
    await second.next(({ t }) => t === 'RESUMED');
    expect(await second.next(({ op }) => op === 0)).toMatchObject({
      t: 'INTERACTION_CREATE',
      s: 3,
      d: { id: missed.interactionId },
    });
  });

  it.each([
    ['a wrong token', 2, { token: 'wrong', intents: 0, properties: {} }, 4004],
    ['a wrong token in a resume', 6, { token: 'wrong', session_id: 'x', seq: 1 }, 4004],
    ['a shard that does not exist', 2, { token: 'sandbox-bot-token', intents: 0, properties: {}, shard: [2, 2] }, 4010],
    ['an identify without intents', 2, { token: 'sandbox-bot-token' }, 4002],
    ['a resume without session', 6, {}, 4002],
    ['an unknown opcode', 99, null, 4001],
    ['a presence before the identify', 3, {}, 4003],
  ])('closes the connection after %s', async (_, op, data, code) => {
    const client = await open();
    client.send(op, data);
    expect(await client.closed()).toBe(code);
  });

  it('opens one session per bucket and window', async () => {
    let nowMs = 0;
    const strict = await startSandboxDiscord({ maxConcurrency: 2, identifyWindowMs: 5000, now: () => nowMs });
    const identifyAs = async (shard: number) => {
      const client = new RawClient(`${strict.cdnBase.replace('http', 'ws')}/gateway`);
      clients.push(client);
      await client.next(({ op }) => op === 10);
      identify(client, { shard: [shard, 4] });
      return (await client.next(({ op }) => op === 9 || op === 0)).op;
    };
    expect([await identifyAs(0), await identifyAs(1), await identifyAs(2)]).toEqual([0, 0, 9]);
    nowMs = 5000;
    expect(await identifyAs(2)).toBe(0);
    expect(strict.gatewayEvents.filter(({ kind }) => kind === 'identify').map(({ shard }) => shard)).toEqual([0, 1, 2]);
    await strict.stop();
  });

  it('refuses too few shards, and ends sessions without a connection when told to', async () => {
    const large = await startSandboxDiscord({ minShards: 2 });
    const connect = async () => {
      const client = new RawClient(`${large.cdnBase.replace('http', 'ws')}/gateway`);
      clients.push(client);
      await client.next(({ op }) => op === 10);
      return client;
    };
    const small = await connect();
    identify(small, { shard: [0, 1] });
    expect(await small.closed()).toBe(4011);
    const first = await connect();
    identify(first, { shard: [0, 2] });
    const { session_id: session } = await readyOf(first);
    first.socket.terminate();
    await large.untilGateway((events) => events.filter(({ kind }) => kind === 'closed').length === 2);
    large.forgetSessions();
    const second = await connect();
    second.send(6, { token: large.token, session_id: session, seq: 1 });
    expect(await second.next(({ op }) => op === 9)).toMatchObject({ d: false });
    await large.stop();
  });

  it('closes the connection after something that is not JSON', async () => {
    const client = await open();
    client.socket.send('{');
    expect(await client.closed()).toBe(4002);
  });

  it('closes the connection after a second identify, and after a resume from the future', async () => {
    const client = await open();
    identify(client);
    const { session_id: session } = await readyOf(client);
    client.send(3, {});
    identify(client);
    expect(await client.closed()).toBe(4005);
    const second = await open();
    second.send(6, { token: discord.token, session_id: session, seq: 99 });
    expect(await second.closed()).toBe(4007);
  });

  it('knows no session any more after an invalid session or a regular close', async () => {
    const first = await open();
    identify(first);
    const { session_id: session } = await readyOf(first);
    discord.dropGateway({ kind: 'op9', resumable: false });
    expect(await first.next(({ op }) => op === 9)).toMatchObject({ d: false });
    const second = await open();
    second.send(6, { token: discord.token, session_id: session, seq: 1 });
    expect(await second.next(({ op }) => op === 9)).toMatchObject({ d: false });
    identify(second);
    await readyOf(second);
    second.socket.close(1000);
    await discord.untilGateway((events) => events.some((event) => event.kind === 'closed'));
    expect(discord.dropGateway()).toBe(0);
  });
});

const readySchema = z.looseObject({ session_id: z.string(), resume_gateway_url: z.string() });
