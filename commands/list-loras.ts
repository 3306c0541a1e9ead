import type { ListedLora } from '../src/discord/wording/loras.ts';
import type { Catalog } from '../src/domain/catalog.ts';
import { adultFilesOf, knownLorasOf, loraRulesOf } from '../src/domain/guild-lora.ts';
import type { GuildSettings } from '../src/domain/guild-settings.ts';
import type { Model } from '../src/domain/model.ts';
import { defaultCredits } from '../src/domain/price.ts';

/** The server's own library, also what the installation's models cannot run any more. */
export function guildLorasIn(settings: GuildSettings, catalog: Catalog): readonly ListedLora[] {
  const adultFiles = adultFilesOf(settings.loras);
  return settings.loras.map((row) => ({
    ...row,
    isAdult: adultFiles.has(row.file),
    credits: creditsWithLora(catalog.find(row.modelId), settings),
  }));
}

/** What the catalogue knows by name, less what the server has in its own library. */
export function catalogLorasIn(settings: GuildSettings, { models }: Pick<Catalog, 'models'>): readonly ListedLora[] {
  const adultFiles = adultFilesOf(settings.loras);
  const own = new Set(settings.loras.map(({ modelId, file }) => `${modelId} ${file}`));
  return models.flatMap((model) => {
    const [rule] = loraRulesOf(model);
    if (rule === undefined) return [];
    const { defaultStrength, minStrength, maxStrength } = rule;
    const strengths = { defaultStrength, minStrength, maxStrength };
    const credits = creditsWithLora(model, settings);
    return knownLorasOf(model)
      .filter(({ file }) => !own.has(`${model.id} ${file}`))
      .map((lora) => ({
        ...lora,
        modelId: model.id,
        ...strengths,
        triggerWords: [],
        isAdult: adultFiles.has(lora.file),
        credits,
      }));
  });
}

/** Of the cheapest route that takes LoRAs; a server's own price holds whatever is chosen. */
function creditsWithLora(model: Model | null, { models }: GuildSettings): number | null {
  const routes = model?.routes.filter(({ loras }) => loras !== null) ?? [];
  if (model === null || routes.length === 0) return null;
  return models.prices[model.id] ?? Math.min(...routes.map(defaultCredits));
}
