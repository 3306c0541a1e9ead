import { type Client, Events, type Interaction, MessageFlags } from 'discord.js';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { SandboxGuild } from '../../../sandbox/discord/guild.ts';
import { type SandboxDiscord, startSandboxDiscord } from '../../../sandbox/discord/start.ts';
import { createReferee } from '../../support/referee.ts';
import { connect } from './connect.ts';
import { answerAnything, button, commands } from './small-bot.ts';

const referee = createReferee();

describe('the unmodified discord.js client', () => {
  let discord: SandboxDiscord;
  let server: SandboxGuild;
  let client: Client<true>;

  const onInteraction = (handle: (interaction: Interaction) => Promise<unknown>) => {
    client.on(Events.InteractionCreate, (interaction) => void handle(interaction));
  };

  beforeEach(async () => {
    discord = await startSandboxDiscord();
    server = discord.addGuild({ name: 'Gallery' });
    client = await connect(discord);
    await client.application.commands.set(commands);
  });

  afterEach(async () => {
    await client.destroy();
    await discord.stop();
  });

  it('logs in, registers commands, defers, edits with a file, and the file comes back from the CDN', async () => {
    const file = Buffer.from('not really a picture');
    onInteraction(async (interaction) => {
      if (!interaction.isChatInputCommand()) return;
      await interaction.deferReply();
      await interaction.editReply({
        content: `${interaction.options.getString('prompt')} | ${interaction.options.getString('size')}`,
        files: [{ attachment: file, name: 'fox.png', description: 'a fox' }],
      });
    });
    const alice = server.member({ name: 'Alice' });

    const exchange = alice.slash('/imagine prompt:a red fox: in snow size:16:9');

    expect(await exchange.firstAnswer()).toMatchObject({ kind: 'deferred', isPrivate: false });
    const reply = await exchange.until((message) => message.attachments.length === 1);
    expect(reply.content).toBe('a red fox: in snow | 16:9');
    expect(reply.attachments[0]).toMatchObject({ filename: 'fox.png', description: 'a fox', size: file.length });
    const download = await fetch(reply.attachments[0]?.url ?? '');
    expect(Buffer.from(await download.arrayBuffer())).toEqual(file);
    expect(exchange.history.map((entry) => entry.message?.flags)).toEqual([128, 0]);
  });

  it('finds everything in the payload that a bot without cache needs', async () => {
    const seen: object[] = [];
    onInteraction(async (interaction) => {
      if (!interaction.isChatInputCommand()) return;
      const user = interaction.options.getUser('member');
      seen.push({
        guildId: interaction.guildId,
        channelId: interaction.channelId,
        maySetUp: interaction.memberPermissions?.has('ManageGuild'),
        botMayAttach: interaction.appPermissions.has('AttachFiles'),
        sub: interaction.options.getSubcommand(),
        user: user?.globalName,
        credits: interaction.options.getInteger('credits'),
        limit: interaction.attachmentSizeLimit,
        locale: interaction.locale,
        channel: interaction.channel,
      });
      await interaction.reply({ content: 'done', flags: MessageFlags.Ephemeral });
    });
    server.member({ name: 'Bob' });
    const studio = server.addChannel({ name: 'studio', nsfw: true, botPermissions: ['ViewChannel'] });
    const alice = server.member({ name: 'Alice', permissions: ['ManageGuild'], locale: 'de' });

    const answer = await alice.in(studio).slash('/mod grant member:@Bob credits:50').firstAnswer();

    expect(answer).toMatchObject({ kind: 'message', message: { content: 'done', flags: 64 } });
    expect(await client.channels.fetch(studio.id, { allowUnknownGuild: true })).toMatchObject({
      id: studio.id,
      nsfw: true,
    });
    expect(seen).toEqual([
      {
        guildId: server.id,
        channelId: studio.id,
        maySetUp: true,
        botMayAttach: false,
        sub: 'grant',
        user: 'Bob',
        credits: 50,
        limit: 10 * 1024 * 1024,
        locale: 'de',
        channel: null,
      },
    ]);
  });

  it('autocompletes, opens a form from a button, takes its answer and fetches an attached file', async () => {
    onInteraction(answerAnything);
    const alice = server.member({ name: 'Alice' });

    expect(await alice.autocomplete('/imagine prompt:x size:16', 'size')).toEqual([{ name: '16!', value: '16:9' }]);
    const exchange = alice.slash('/edit', { image: { name: 'cat.txt', bytes: Buffer.from('meow') } });
    const pressed = alice.press(await exchange.until((reply) => reply.content === 'meow'), 'Again');
    await pressed.firstAnswer();
    const { modal } = pressed;
    if (modal === null) throw new Error('no form was opened');
    expect(() => alice.submitModal(modal, { prompt: '' })).toThrow('must have 1 to 4000 characters');
    alice.submitModal(modal, { prompt: 'a cat' });
    expect((await exchange.until((reply) => reply.content === 'a cat')).components).toEqual([]);
  });

  it('sends nothing and gets nothing that Discord would not know', async () => {
    onInteraction(async (interaction) => {
      if (!interaction.isChatInputCommand()) return;
      await interaction.deferReply();
      await interaction.editReply({
        embeds: [{ title: 'A fox', image: { url: 'attachment://fox.png' } }],
        components: [button],
        files: [{ attachment: Buffer.from('x'), name: 'fox.png' }],
      });
      await interaction.followUp({ content: 'done', flags: MessageFlags.Ephemeral });
    });
    const alice = server.member({ name: 'Alice' });
    const exchange = alice.slash('/imagine prompt:x');
    const done = await discord.untilMessage(alice.channelId, (message) => message.content === 'done');
    await client.guilds.fetch(server.id);
    await client.users.fetch(alice.userId, { force: true });
    await client.application.fetch();
    await client.rest.get(`/guilds/${server.id}/members/${alice.userId}`);
    await client.rest.get(`/channels/${alice.channelId}`);
    await client.rest.get(`/channels/${alice.channelId}/messages`);
    await client.rest.get(`/applications/${discord.applicationId}/commands`);

    expect(done.interaction_metadata).toMatchObject({ id: exchange.interactionId });
    const complaints = discord.requests.flatMap((request) => {
      const problems = [...referee.check(request), ...referee.checkAnswer(request)];
      return problems.map((problem) => `${request.method} ${request.route}: ${problem}`);
    });
    expect(complaints).toEqual([]);
    expect(discord.requests.every((request) => request.route !== null)).toBe(true);
  });
});
