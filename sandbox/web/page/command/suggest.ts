import type { Choice } from '../../../discord/wire.ts';
import type { ChannelInfo, OptionInfo, PersonInfo, RoleInfo } from '../../protocol.ts';

/** A line of the list above the command box. */
export interface Suggestion {
  /** What is shown, and stands in the field afterwards. */
  readonly name: string;
  readonly value: string;
  readonly about: string;
}

/** Who and what there is to name. */
export interface Known {
  readonly people: readonly PersonInfo[];
  readonly roles: readonly RoleInfo[];
  readonly channels: readonly ChannelInfo[];
}

const optionTypes = { boolean: 5, user: 6, channel: 7, role: 8, mentionable: 9 } as const;
const mostShown = 25;

/** What fits an option whose values are known without asking the bot; null where the bot has to be asked, or anything may be typed. */
export function suggestValues(option: OptionInfo, typed: string, known: Known): readonly Suggestion[] | null {
  const all = valuesOf(option, known);
  if (all === null) return null;
  const wanted = typed.toLowerCase().replace(/^[@#]/u, '').trim();
  const nameOf = ({ name }: Suggestion) => name.toLowerCase().replace(/^[@#]/u, '');
  const beginning = all.filter((each) => nameOf(each).startsWith(wanted));
  const holding = all.filter((each) => !nameOf(each).startsWith(wanted) && nameOf(each).includes(wanted));
  return [...beginning, ...holding].slice(0, mostShown);
}

/** The choices that the bot answered. */
export function suggestionsOf(choices: readonly Choice[]): readonly Suggestion[] {
  return choices.map(({ name, value }) => ({ name, value: String(value), about: '' }));
}

function valuesOf({ type, choices }: OptionInfo, { people, roles, channels }: Known): readonly Suggestion[] | null {
  if (choices.length > 0) return suggestionsOf(choices);
  const users = people.map(({ id, name, about }) => ({ name: `@${name}`, value: id, about }));
  const groups = roles.map(({ id, name }) => ({ name: `@${name}`, value: id, about: 'role' }));
  switch (type) {
    case optionTypes.boolean:
      return ['True', 'False'].map((name) => ({ name, value: name, about: '' }));
    case optionTypes.user:
      return users;
    case optionTypes.role:
      return groups;
    case optionTypes.mentionable:
      return [...users, ...groups];
    case optionTypes.channel:
      return channels.map(({ id, name, topic }) => ({ name: `#${name}`, value: id, about: topic }));
    default:
      return null;
  }
}
