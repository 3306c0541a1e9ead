import { ApplicationCommandOptionType } from 'discord.js';
import { described } from '#i18n/t.ts';

/** `size`, of every command that makes pictures. */
export const sizeOption = {
  type: ApplicationCommandOptionType.String,
  name: 'size',
  ...described('imagine.size.description'),
  autocomplete: true,
} as const;

/** `lora`, one or several. */
export const loraOption = {
  type: ApplicationCommandOptionType.String,
  name: 'lora',
  ...described('imagine.lora.description'),
  autocomplete: true,
} as const;

/** `lora_strength`, of each LoRA that has none of its own. */
export const loraStrengthOption = {
  type: ApplicationCommandOptionType.Number,
  name: 'lora_strength',
  ...described('imagine.lora_strength.description'),
  min_value: -100,
  max_value: 100,
} as const;

/** `private`. */
export const privateOption = {
  type: ApplicationCommandOptionType.Boolean,
  name: 'private',
  ...described('imagine.private.description'),
} as const;
