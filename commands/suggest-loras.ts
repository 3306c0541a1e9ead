import type { Suggestion } from '../src/discord/calls.ts';
import { limits } from '../src/discord/limits.ts';
import { type GuildLora, mostLorasOf } from '../src/domain/guild-lora.ts';
import type { Model } from '../src/domain/model.ts';
import { suggestLoras } from './suggest.ts';

/** Whose LoRAs are offered. */
export interface LoraChoices {
  /** The guild's rows that whoever types may use where they are. */
  readonly own: readonly GuildLora[];
  /** Files that are not shown here, by whichever name. */
  readonly hidden: ReadonlySet<string>;
}

/** LoRAs by name; where the model takes several, those before the last comma stay and the next one is offered. */
export function suggestLoraList(model: Model, typed: string, { own, hidden }: LoraChoices): readonly Suggestion[] {
  const offered = (text: string) => suggestLoras(model, text, own).filter(({ value }) => !hidden.has(value));
  const comma = typed.lastIndexOf(',');
  const most = mostLorasOf(model);
  if (comma === -1 || typed.split(',').length > most) return offered(typed);
  const before = typed.slice(0, comma).trim();
  return offered(typed.slice(comma + 1).trim())
    .map(({ name, value }) => ({ name: `${before}, ${name}`, value: `${before}, ${value}` }))
    .filter(
      ({ name, value }) => name.length <= limits.choiceNameCharacters && value.length <= limits.choiceValueCharacters,
    );
}
