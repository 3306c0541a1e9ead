import { type ChatInputCommandInteraction, Client, Events } from 'discord.js';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Person } from '../../../sandbox/discord/person.ts';
import { type SandboxDiscord, startSandboxDiscord } from '../../../sandbox/discord/start.ts';
import { connect } from './connect.ts';

describe('a connected client', () => {
  let discord: SandboxDiscord;
  let client: Client<true>;
  let alice: Person;

  beforeEach(async () => {
    discord = await startSandboxDiscord();
    alice = discord.addGuild({ name: 'Gallery' }).member({ name: 'Alice' });
    client = await connect(discord);
    await client.application.commands.set([{ name: 'help', description: 'Helps' }]);
  });

  afterEach(async () => {
    await client.destroy();
    await discord.stop();
  });

  const onCommand = (handle: (interaction: ChatInputCommandInteraction) => Promise<unknown>) => {
    client.on(Events.InteractionCreate, (interaction) => {
      if (interaction.isChatInputCommand()) void handle(interaction);
    });
  };

  it.each([
    { kind: 'kill' },
    { kind: 'op7' },
    { kind: 'close', code: 4000 },
    { kind: 'op9', resumable: true },
  ] as const)('resumes after $kind, and gets the command that was typed meanwhile', async (how) => {
    onCommand((interaction) => interaction.reply('here'));
    expect(discord.dropGateway(how)).toBe(1);
    await discord.untilGateway((events) => events.some(({ kind }) => kind === 'closed' || kind === 'resume'));
    const exchange = alice.slash('/help');
    expect((await exchange.until(() => true)).content).toBe('here');
    expect(discord.gatewayEvents.filter((event) => event.kind === 'identify')).toHaveLength(1);
  });

  it('is refused with a wrong token', async () => {
    const stranger = new Client({ intents: [], rest: { api: discord.apiBase } });
    await expect(stranger.login('wrong')).rejects.toMatchObject({ code: 'TokenInvalid' });
  });

  it('retries a callback that was answered 503, not one whose connection was reset', async () => {
    const errors: unknown[] = [];
    onCommand((interaction) => interaction.reply('here').catch((error) => errors.push(error)));
    discord.faults.add({ kind: 'status', status: 503, method: 'POST', path: /\/callback$/ });
    expect((await alice.slash('/help').until(() => true)).content).toBe('here');
    discord.faults.add({ kind: 'reset_after', path: /\/callback$/ });
    const lost = alice.slash('/help');
    expect((await lost.until(() => true)).content).toBe('here');
    await expect.poll(() => errors).toMatchObject([{ code: 'UND_ERR_SOCKET' }]);
    expect(
      discord.requests.filter((request) => request.route?.endsWith('/callback')).map((request) => request.status),
    ).toEqual([503, 204, 204]);
  });
});

describe('several shards', () => {
  it('each get the interactions of their own guilds', async () => {
    const discord = await startSandboxDiscord({ shards: 2 });
    const servers = ['1100000000000000000', '1100000000004194304'].map((id) => discord.addGuild({ name: id, id }));
    const client = await connect(discord, { shards: 'auto' });
    const shards: number[] = [];
    client.on(Events.InteractionCreate, (interaction) => void shards.push(interaction.guild?.shardId ?? -1));
    await client.application.commands.set([{ name: 'help', description: 'Helps' }]);
    for (const server of servers) server.member({ name: 'Alice' }).slash('/help');
    await expect.poll(() => shards.toSorted()).toEqual([0, 1]);
    await client.destroy();
    await discord.stop();
  });
});

describe('buckets', () => {
  it('are honoured by the client, so that it is never refused', async () => {
    const discord = await startSandboxDiscord({ rateLimits: { webhook: { limit: 2, windowMs: 100 } } });
    const alice = discord.addGuild({ name: 'Gallery' }).member({ name: 'Alice' });
    const client = await connect(discord);
    await client.application.commands.set([{ name: 'help', description: 'Helps' }]);
    client.on(Events.InteractionCreate, (interaction) => {
      if (interaction.isChatInputCommand()) void answerOften(interaction);
    });
    alice.slash('/help');
    await discord.untilMessage(alice.channelId, (message) => message.content === 'done');
    expect(discord.requests.filter((request) => request.status === 429)).toEqual([]);
    await client.destroy();
    await discord.stop();
  });
});

async function answerOften(interaction: ChatInputCommandInteraction): Promise<void> {
  await interaction.deferReply();
  for (const content of ['1', '2', '3', '4', 'done']) await interaction.editReply(content);
}
