import { ApplicationCommandOptionType } from 'discord.js';
import type { OptionDefinition } from '../../src/discord/options.ts';
import { guildLoraBounds } from '../../src/domain/guild-lora.ts';
import { longestLoraName } from '../../src/domain/lora-bounds.ts';

const { titleCharacters } = guildLoraBounds;

const newTitleOption = {
  type: ApplicationCommandOptionType.String,
  name: 'title',
  description: 'The name by which members pick it',
  required: true,
  max_length: titleCharacters,
} as const satisfies OptionDefinition;

const pictureOption = {
  type: ApplicationCommandOptionType.Attachment,
  name: 'picture',
  description: 'What it does, in /loras: PNG, JPEG or WebP',
} as const satisfies OptionDefinition;

/** What every new LoRA needs besides its file and its title. */
const rowOptions = [
  {
    type: ApplicationCommandOptionType.String,
    name: 'model',
    description: 'The model that it is made for',
    required: true,
    autocomplete: true,
  },
  {
    type: ApplicationCommandOptionType.Number,
    name: 'strength',
    description: 'How strongly it acts where a member does not say; never 0',
    min_value: -100,
    max_value: 100,
  },
  {
    type: ApplicationCommandOptionType.Number,
    name: 'min_strength',
    description: 'The lowest strength that members may choose',
    min_value: -100,
    max_value: 100,
  },
  {
    type: ApplicationCommandOptionType.Number,
    name: 'max_strength',
    description: 'The highest',
    min_value: -100,
    max_value: 100,
  },
  {
    type: ApplicationCommandOptionType.String,
    name: 'trigger_words',
    description: 'Added to prompts that do not have them; with commas between',
    max_length: 500,
  },
  {
    type: ApplicationCommandOptionType.Boolean,
    name: 'adult',
    description: 'Only for age-restricted channels',
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
    description: 'The file name in the library of the image service, exactly as it is there',
    required: true,
    max_length: longestLoraName,
  },
  ...rowOptions,
] as const satisfies readonly OptionDefinition[];

const titleOption = {
  type: ApplicationCommandOptionType.String,
  name: 'title',
  description: 'The LoRA that is meant',
  required: true,
  autocomplete: true,
} as const satisfies OptionDefinition;

/** Of `/setup loras upload`. */
export const uploadOptions = [
  newTitleOption,
  {
    type: ApplicationCommandOptionType.String,
    name: 'url',
    description: 'Where its .safetensors file is to be had: https, at most 2 GiB, open to everybody',
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
    description: 'Its new name',
    required: true,
    max_length: titleCharacters,
  },
] as const satisfies readonly OptionDefinition[];

/** Of `/setup loras picture`. */
export const pictureOptions = [titleOption, pictureOption] as const satisfies readonly OptionDefinition[];

/** Of `/setup loras list`. */
export const listOptions = [
  { type: ApplicationCommandOptionType.Integer, name: 'page', description: 'Which page', min_value: 1 },
] as const satisfies readonly OptionDefinition[];

const type = ApplicationCommandOptionType.Subcommand;

/** `/setup loras`. */
export const lorasDefinition = {
  type: ApplicationCommandOptionType.SubcommandGroup,
  name: 'loras',
  description: 'The LoRAs that this server offers its members',
  options: [
    { type, name: 'add', description: 'Puts one into the library', options: addOptions },
    {
      type,
      name: 'upload',
      description: 'Brings one to RunningHub, then puts it into the library',
      options: uploadOptions,
    },
    { type, name: 'remove', description: 'Takes one out of it', options: removeOptions },
    { type, name: 'rename', description: 'Gives one another title', options: renameOptions },
    { type, name: 'picture', description: 'Shows one beside it; without a file, none', options: pictureOptions },
    { type, name: 'list', description: 'All of them, also those for age-restricted channels', options: listOptions },
  ],
} as const satisfies OptionDefinition;
