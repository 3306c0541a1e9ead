import {
  ActionRowBuilder,
  ButtonBuilder,
  type ButtonInteraction,
  ButtonStyle,
  type ChatInputCommandInteraction,
  type Interaction,
  ModalBuilder,
  SlashCommandBuilder,
  TextInputBuilder,
  TextInputStyle,
} from 'discord.js';

/** What the small bot registers. */
export const commands = [
  new SlashCommandBuilder()
    .setName('imagine')
    .setDescription('Makes an image')
    .addStringOption((option) => option.setName('prompt').setDescription('What to paint').setRequired(true))
    .addStringOption((option) => option.setName('size').setDescription('Ratio').setAutocomplete(true)),
  new SlashCommandBuilder()
    .setName('edit')
    .setDescription('Edits')
    .addAttachmentOption((option) => option.setName('image').setDescription('Image')),
  new SlashCommandBuilder()
    .setName('mod')
    .setDescription('Moderates')
    .addSubcommand((sub) =>
      sub
        .setName('grant')
        .setDescription('Grants')
        .addUserOption((option) => option.setName('member').setDescription('Who').setRequired(true))
        .addIntegerOption((option) => option.setName('credits').setDescription('How many').setRequired(true)),
    ),
];

/** One row with one button. */
export const button = new ActionRowBuilder<ButtonBuilder>().addComponents(
  new ButtonBuilder().setCustomId('again').setLabel('Again').setStyle(ButtonStyle.Primary),
);

async function showForm(interaction: ButtonInteraction): Promise<void> {
  const input = new TextInputBuilder().setCustomId('prompt').setLabel('Prompt').setStyle(TextInputStyle.Short);
  const row = new ActionRowBuilder<TextInputBuilder>().addComponents(input);
  await interaction.showModal(new ModalBuilder().setCustomId('form').setTitle('Again').addComponents(row));
}

async function showAttachment(interaction: ChatInputCommandInteraction): Promise<void> {
  const file = await fetch(interaction.options.getAttachment('image')?.url ?? '');
  await interaction.reply({ content: await file.text(), components: [button] });
}

/** Answers every kind of interaction: suggestions, a message with a button, a form, an update. */
export async function answerAnything(interaction: Interaction): Promise<void> {
  if (interaction.isAutocomplete()) {
    await interaction.respond([{ name: `${interaction.options.getFocused()}!`, value: '16:9' }]);
  } else if (interaction.isChatInputCommand()) await showAttachment(interaction);
  else if (interaction.isButton()) await showForm(interaction);
  else if (interaction.isModalSubmit() && interaction.isFromMessage()) {
    await interaction.update({ content: interaction.fields.getTextInputValue('prompt'), components: [] });
  }
}
