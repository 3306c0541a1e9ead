import type { Suggestion } from '../src/discord/calls.ts';
import { limits } from '../src/discord/limits.ts';
import { adultKeysOf, mostLorasOf } from '../src/domain/guild-lora.ts';
import type { GuildSettings } from '../src/domain/guild-settings.ts';
import type { Model } from '../src/domain/model.ts';
import { isAdultChannel } from '../src/domain/rules.ts';
import { type LoraChoices, suggestLoras } from './suggest.ts';

/** LoRAs of the model by name, the guild's own first, of them those that may be used where it is typed. */
export function suggestLorasHere(
  where: Parameters<typeof isAdultChannel>[0],
  typed: string,
  model: Model,
  settings: GuildSettings,
): readonly Suggestion[] {
  const allowsAdult = isAdultChannel(where, settings);
  if (model.adult && !allowsAdult) return [];
  const hidden = adultKeysOf(allowsAdult ? [] : settings.loras);
  return suggestLoraList(model, typed, { own: settings.loras, hidden });
}

/** LoRAs by name; where the model takes several, those before the last comma stay and the next one is offered. */
export function suggestLoraList(model: Model, typed: string, choices: LoraChoices): readonly Suggestion[] {
  const comma = typed.lastIndexOf(',');
  const most = mostLorasOf(model);
  if (comma === -1 || typed.split(',').length > most) return suggestLoras(model, typed, choices);
  const before = typed.slice(0, comma).trim();
  return suggestLoras(model, typed.slice(comma + 1).trim(), choices)
    .map(({ name, value }) => ({ name: `${before}, ${name}`, value: `${before}, ${value}` }))
    .filter(
      ({ name, value }) => name.length <= limits.choiceNameCharacters && value.length <= limits.choiceValueCharacters,
    );
}
