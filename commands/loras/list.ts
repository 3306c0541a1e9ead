import type { Catalog } from '#catalog/catalog.ts';
import { isSameLora, loraKey } from '#catalog/loras.ts';
import type { Model } from '#catalog/model.ts';
import { defaultCredits } from '#catalog/price.ts';
import type { GuildSettings } from '#guilds/guild-settings.ts';
import { adultKeysOf, knownLorasOf, loraRulesOf } from '#loras/guild-lora.ts';
import type { RemoteLora } from './view.ts';

/** The server's own library, also what its models cannot run any more. `catalog` is the server's. */
export function guildLorasIn(settings: GuildSettings, catalog: Catalog): readonly RemoteLora[] {
  const adultKeys = adultKeysOf(settings.loras);
  return settings.loras.map((row) => ({
    ...row,
    isAdult: adultKeys.has(loraKey(row.file)),
    credits: creditsWithLora(catalog.find(row.modelId), settings),
  }));
}

/** What the catalogue knows by name, less what the server has in its own library. */
export function catalogLorasIn(settings: GuildSettings, { models }: Pick<Catalog, 'models'>): readonly RemoteLora[] {
  const adultKeys = adultKeysOf(settings.loras);
  const ownKeys = new Set(settings.loras.map(({ modelId, file }) => `${modelId} ${loraKey(file)}`));
  const isOwn = (model: Model, file: string) =>
    ownKeys.has(`${model.id} ${loraKey(file)}`) &&
    settings.loras.some((row) => row.modelId === model.id && isSameLora(row.file, file));
  return models.flatMap((model) => {
    const [rule] = loraRulesOf(model);
    if (rule === undefined) return [];
    const { defaultStrength, minStrength, maxStrength } = rule;
    const strengths = { defaultStrength, minStrength, maxStrength };
    const credits = creditsWithLora(model, settings);
    return knownLorasOf(model)
      .filter(({ file }) => !isOwn(model, file))
      .map((lora) => ({
        ...lora,
        modelId: model.id,
        ...strengths,
        triggerWords: [],
        isAdult: adultKeys.has(loraKey(lora.file)),
        credits,
      }));
  });
}

/** Of the cheapest route that takes LoRAs; a server's own price holds whatever is chosen. */
function creditsWithLora(model: Model | null, { models }: GuildSettings): number | null {
  const routes = model?.routes.filter(({ loras }) => loras !== null) ?? [];
  if (model === null || routes.length === 0) return null;
  return models.prices[model.id] ?? Math.min(...routes.map((route) => defaultCredits(route)));
}
