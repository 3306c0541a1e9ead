import type { Suggestion } from '../src/discord/calls.ts';
import { limits } from '../src/discord/limits.ts';
import { suggestedLoraOf } from '../src/discord/wording/suggestions.ts';
import { adultKeysOf, modelOfLora, mostLorasOf, namedLorasOf } from '../src/domain/guild-lora.ts';
import type { GuildSettings } from '../src/domain/guild-settings.ts';
import { canMake } from '../src/domain/image-inputs.ts';
import { loraKey } from '../src/domain/lora-key.ts';
import type { Model } from '../src/domain/model.ts';
import { isAdultChannel } from '../src/domain/rules.ts';
import type { Offering } from './meant-model.ts';
import { type LoraChoices, matchingFirst, suggestLoras } from './suggest.ts';

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

/**
 * LoRAs that the usual model does not have, by title: where no model is named, the one that has the LoRA makes the picture.
 * A title that two models have is not offered, since it would not say which one.
 */
export function suggestLorasOfOthers(
  where: Parameters<typeof isAdultChannel>[0],
  typed: string,
  { catalog, priceOf }: Offering,
  settings: GuildSettings,
): readonly Suggestion[] {
  const hidden = adultKeysOf(isAdultChannel(where, settings) ? [] : settings.loras);
  const offered = catalog.models.filter(canMake).flatMap((model) =>
    namedLorasOf(model, settings.loras)
      .filter(({ file }) => !hidden.has(loraKey(file)))
      .map((lora) => ({ lora, model })),
  );
  return matchingFirst(offered, typed, ({ lora }) => [lora.title, lora.file])
    .filter(({ lora, model }) => modelOfLora(lora.title, catalog.models, settings.loras)?.id === model.id)
    .map(({ lora, model }) => ({ name: suggestedLoraOf(lora, model, loraPrice(model, priceOf)), value: lora.title }));
}

/** Of the routes that apply LoRAs. */
function loraPrice(model: Model, priceOf: Offering['priceOf']): number {
  return priceOf({ ...model, routes: model.routes.filter(({ loras }) => loras !== null) });
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
