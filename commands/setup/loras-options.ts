import { ApplicationCommandOptionType } from 'discord.js';
import { longestLoraName } from '#catalog/loras.ts';
import type { OptionDefinition } from '#discord/interactions/options.ts';
import { described } from '#i18n/t.ts';
import { guildLoraBounds } from '#loras/guild-lora.ts';

const { titleCharacters } = guildLoraBounds;

const newTitleOption = {
  type: ApplicationCommandOptionType.String,
  name: 'title',
  ...described('setup.loras.add.title.description'),
  required: true,
  max_length: titleCharacters,
} as const satisfies OptionDefinition;

const pictureOption = {
  type: ApplicationCommandOptionType.Attachment,
  name: 'picture',
  ...described('setup.loras.picture.picture.description'),
} as const satisfies OptionDefinition;

/** What every new LoRA needs besides its file and its title. */
const rowOptions = [
  {
    type: ApplicationCommandOptionType.String,
    name: 'model',
    ...described('setup.loras.add.model.description'),
    required: true,
    autocomplete: true,
  },
  {
    type: ApplicationCommandOptionType.Number,
    name: 'strength',
    ...described('setup.loras.add.strength.description'),
    min_value: -100,
    max_value: 100,
  },
  {
    type: ApplicationCommandOptionType.Number,
    name: 'min_strength',
    ...described('setup.loras.add.min_strength.description'),
    min_value: -100,
    max_value: 100,
  },
  {
    type: ApplicationCommandOptionType.Number,
    name: 'max_strength',
    ...described('setup.loras.add.max_strength.description'),
    min_value: -100,
    max_value: 100,
  },
  {
    type: ApplicationCommandOptionType.String,
    name: 'trigger_words',
    ...described('setup.loras.add.trigger_words.description'),
    max_length: 500,
  },
  {
    type: ApplicationCommandOptionType.Boolean,
    name: 'adult',
    ...described('setup.loras.add.adult.description'),
  },
  pictureOption,
] as const satisfies readonly OptionDefinition[];

/** What every new LoRA has, wherever its file comes from. */
export const newRowOptions = [newTitleOption, ...rowOptions] as const satisfies readonly OptionDefinition[];

/** Of `/setup loras add`. */
export const addOptions = [
  newTitleOption,
  {
    type: ApplicationCommandOptionType.String,
    name: 'file',
    ...described('setup.loras.add.file.description'),
    required: true,
    max_length: longestLoraName,
  },
  ...rowOptions,
] as const satisfies readonly OptionDefinition[];

const titleOption = {
  type: ApplicationCommandOptionType.String,
  name: 'title',
  ...described('setup.loras.title.description'),
  required: true,
  autocomplete: true,
} as const satisfies OptionDefinition;

/** Of `/setup loras upload`. */
export const uploadOptions = [
  newTitleOption,
  {
    type: ApplicationCommandOptionType.String,
    name: 'url',
    ...described('setup.loras.upload.url.description'),
    required: true,
    max_length: 2_000,
  },
  ...rowOptions,
] as const satisfies readonly OptionDefinition[];

/** Of `/setup loras remove`. */
export const removeOptions = [titleOption] as const satisfies readonly OptionDefinition[];

/** Of `/setup loras rename`. */
export const renameOptions = [
  titleOption,
  {
    type: ApplicationCommandOptionType.String,
    name: 'new_title',
    ...described('setup.loras.rename.new_title.description'),
    required: true,
    max_length: titleCharacters,
  },
] as const satisfies readonly OptionDefinition[];

/** Of `/setup loras picture`. */
export const pictureOptions = [titleOption, pictureOption] as const satisfies readonly OptionDefinition[];

/** Of `/setup loras list`. */
export const listOptions = [
  {
    type: ApplicationCommandOptionType.Integer,
    name: 'page',
    ...described('setup.loras.list.page.description'),
    min_value: 1,
  },
] as const satisfies readonly OptionDefinition[];

const type = ApplicationCommandOptionType.Subcommand;

/** `/setup loras`. */
export const lorasDefinition = {
  type: ApplicationCommandOptionType.SubcommandGroup,
  name: 'loras',
  ...described('setup.loras.description'),
  options: [
    { type, name: 'add', ...described('setup.loras.add.description'), options: addOptions },
    {
      type,
      name: 'upload',
      ...described('setup.loras.upload.description'),
      options: uploadOptions,
    },
    { type, name: 'remove', ...described('setup.loras.remove.description'), options: removeOptions },
    { type, name: 'rename', ...described('setup.loras.rename.description'), options: renameOptions },
    { type, name: 'picture', ...described('setup.loras.picture.description'), options: pictureOptions },
    { type, name: 'list', ...described('setup.loras.list.description'), options: listOptions },
  ],
} as const satisfies OptionDefinition;
