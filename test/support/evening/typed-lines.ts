import { ApplicationCommandOptionType } from 'discord.js';

/** A command, subcommand or option, as far as it matters for typing one. */
export interface CommandTree {
  readonly name: string;
  readonly type?: number | undefined;
  readonly required?: boolean | undefined;
  readonly min_value?: number | undefined;
  readonly min_length?: number | undefined;
  readonly choices?: readonly { readonly value: string | number }[] | undefined;
  readonly options?: readonly CommandTree[] | undefined;
}

const { Subcommand, SubcommandGroup } = ApplicationCommandOptionType;

/** A line for every subcommand, with all that is required of it, as Discord's client would let it through. */
export function linesOf(command: CommandTree): string[] {
  return linesBelow(command, `/${command.name}`);
}

function linesBelow({ options = [] }: CommandTree, path: string): string[] {
  const inner = options.filter(({ type }) => type === Subcommand || type === SubcommandGroup);
  if (inner.length > 0) return inner.flatMap((each) => linesBelow(each, `${path} ${each.name}`));
  const required = options.filter((option) => option.required === true);
  return [[path, ...required.map((option) => `${option.name}:${typedValue(option)}`)].join(' ')];
}

/** People and places that every test of this kind has. */
const entities: ReadonlyMap<number, string> = new Map<number, string>([
  [ApplicationCommandOptionType.User, '@Nora'],
  [ApplicationCommandOptionType.Channel, '#general'],
  [ApplicationCommandOptionType.Role, '@everyone'],
  [ApplicationCommandOptionType.Boolean, 'true'],
]);

function typedValue({ type = 0, choices, min_value: least, min_length: shortest, name }: CommandTree): string {
  const [choice] = choices ?? [];
  if (choice !== undefined) return String(choice.value);
  if (type === ApplicationCommandOptionType.String) return 'because'.padEnd(shortest ?? 0, '!');
  if (type === ApplicationCommandOptionType.Integer || type === ApplicationCommandOptionType.Number)
    return String(least ?? 1);
  const entity = entities.get(type);
  if (entity === undefined) throw new Error(`nothing can be typed for ${name}, an option of the type ${type}`);
  return entity;
}
