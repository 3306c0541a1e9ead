import { ApplicationCommandOptionType } from 'discord.js';
import type { OptionDefinition } from '../../src/discord/options.ts';
import { described } from '../../src/discord/wording/described.ts';
import { guildLoraBounds } from '../../src/domain/guild-lora.ts';
import { longestLoraName } from '../../src/domain/lora-bounds.ts';

const { titleCharacters } = guildLoraBounds;

/** Of `/setup loras add`. */
export const addOptions = [
  {
    type: ApplicationCommandOptionType.String,
    name: 'title',
    ...described('setup.loras.add.title.description'),
    required: true,
    max_length: titleCharacters,
  },
  {
    type: ApplicationCommandOptionType.String,
    name: 'file',
    ...described('setup.loras.add.file.description'),
    required: true,
    max_length: longestLoraName,
  },
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
] as const satisfies readonly OptionDefinition[];

const titleOption = {
  type: ApplicationCommandOptionType.String,
  name: 'title',
  ...described('setup.loras.title.description'),
  required: true,
  autocomplete: true,
} as const satisfies OptionDefinition;

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
    { type, name: 'remove', ...described('setup.loras.remove.description'), options: removeOptions },
    { type, name: 'rename', ...described('setup.loras.rename.description'), options: renameOptions },
    { type, name: 'list', ...described('setup.loras.list.description'), options: listOptions },
  ],
} as const satisfies OptionDefinition;
