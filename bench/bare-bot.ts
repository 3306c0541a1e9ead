import { ApplicationCommandOptionType, Client, type Interaction, REST, Routes } from 'discord.js';
import { createSemaphore } from '#core/lock.ts';

// The floor: discord.js with nothing of Easel. It defers at once; where it is given a picture, it fetches it and posts it,
// as many at the same time as Easel.
const { DISCORD_TOKEN = '', DISCORD_API_BASE = '', APPLICATION_ID = '', PICTURE_URL } = process.env;
const options = ['prompt', 'size'].map((name) => ({
  type: ApplicationCommandOptionType.String,
  name,
  description: name,
}));
const rest = { api: DISCORD_API_BASE };
await new REST(rest)
  .setToken(DISCORD_TOKEN)
  .put(Routes.applicationCommands(APPLICATION_ID), { body: [{ name: 'imagine', description: 'imagine', options }] });
const slots = createSemaphore(4);
const client = new Client({ intents: [], rest });
client.on('interactionCreate', (interaction) => {
  // A request that Discord has given up is counted where the load is made.
  void answer(interaction).catch(() => undefined);
});
await client.login(DISCORD_TOKEN);

async function answer(interaction: Interaction): Promise<void> {
  if (!interaction.isChatInputCommand()) return;
  await interaction.deferReply();
  if (PICTURE_URL === undefined) return;
  await slots.run(async () => {
    const response = await fetch(PICTURE_URL);
    const attachment = Buffer.from(await response.arrayBuffer());
    await interaction.editReply({ files: [{ attachment, name: 'picture.png' }] });
  });
}
