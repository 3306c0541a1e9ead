import {
  type APIApplicationCommandBasicOption,
  ApplicationCommandOptionType,
  ApplicationCommandType,
  ApplicationIntegrationType,
  InteractionContextType,
} from 'discord.js';
import type { RequestOptions } from '#catalog/request.ts';
import type { RawOption } from '#discord/interactions/interaction.ts';
import type { Frozen, OptionDefinition } from '#discord/interactions/options.ts';
import { described, named } from '#i18n/t.ts';

type DescriptionKey = Parameters<typeof described>[0];
type BasicOption = Frozen<APIApplicationCommandBasicOption>;
/** The key of a name that Discord shows. */
export type ChoiceKey = Parameters<typeof named>[0];

/**
 * An option by its name, the key of its description, and what else Discord needs (`required`, bounds, `autocomplete`). Its type
 * stays literal for `readOptions`.
 */
function optionOf<Type extends ApplicationCommandOptionType>(type: Type) {
  return <const Name extends string, const More extends object = Readonly<Record<never, never>>>(
    name: Name,
    description: DescriptionKey,
    more?: More,
  ) => Object.assign({ type, name, ...described(description) }, more);
}

/** The options that Discord knows, by type. */
export const option = {
  text: optionOf(ApplicationCommandOptionType.String),
  integer: optionOf(ApplicationCommandOptionType.Integer),
  number: optionOf(ApplicationCommandOptionType.Number),
  flag: optionOf(ApplicationCommandOptionType.Boolean),
  user: optionOf(ApplicationCommandOptionType.User),
  role: optionOf(ApplicationCommandOptionType.Role),
  channel: optionOf(ApplicationCommandOptionType.Channel),
  file: optionOf(ApplicationCommandOptionType.Attachment),
} as const;

/** What a text option can be, each with the key of its name. */
export function choices<const Value extends string>(values: readonly Value[], nameOf: (value: Value) => ChoiceKey) {
  return { choices: values.map((value) => ({ ...named(nameOf(value)), value })) };
}

/** A subcommand. */
export function subcommand(name: string, description: DescriptionKey, options: readonly BasicOption[] = []) {
  return { type: ApplicationCommandOptionType.Subcommand, name, ...described(description), options } as const;
}

/** On servers only: not in direct messages, and not as an app of one's own. */
const onServers = {
  contexts: [InteractionContextType.Guild],
  integration_types: [ApplicationIntegrationType.GuildInstall],
} as const;

/** A command that exists on servers only. */
export function guildCommand(name: string, description: DescriptionKey, options: readonly OptionDefinition[] = []) {
  return { name, ...described(description), ...onServers, options } as const;
}

/** An entry in the menu of a server's messages. */
export function messageCommand(name: ChoiceKey) {
  return { type: ApplicationCommandType.Message, ...named(name), ...onServers } as const;
}

/** `size`, of every command that makes pictures. */
export const sizeOption = option.text('size', 'imagine.size.description', { autocomplete: true });

/** `lora`, one or several. */
export const loraOption = option.text('lora', 'imagine.lora.description', { autocomplete: true });

/** `lora_strength`, of each LoRA without its own strength. */
export const loraStrengthOption = option.number('lora_strength', 'imagine.lora_strength.description', {
  min_value: -100,
  max_value: 100,
});

/** `seed`. */
export const seedOption = option.integer('seed', 'media.seed.description', { min_value: 0, max_value: 2_147_483_647 });

/** `negative`. */
export const negativeOption = option.text('negative', 'media.negative.description', { max_length: 2000 });

/** `private`. */
export const privateOption = option.flag('private', 'imagine.private.description');

/** Whether what a command with {@link privateOption} makes is for everyone. */
export function isForEveryone({ options }: { readonly options: readonly RawOption[] }): boolean {
  return options.every(({ name, value }) => name !== privateOption.name || value === false);
}

/** Options that are kept with those of a form; nothing where neither was typed. */
export function wordsOf(seed: number | null, negative: string | null): Pick<RequestOptions, 'form'> {
  if (seed === null && negative === null) return {};
  return { form: { ...(seed !== null && { seed }), ...(negative !== null && { negative }) } };
}
