import type { Bot } from '../commands/command.ts';
import { makeBot } from './assemble/bot.ts';
import { readCatalogFile } from './assemble/catalog.ts';
import { makeFlow } from './assemble/flow.ts';
import type { Materials, Stores, VoiceKnowledge } from './assemble/materials.ts';
import { type LivePrices, openPrices, runComfyEndpoints } from './assemble/prices.ts';
import { makeCatalogueReader, makeProviders } from './assemble/providers.ts';
import { openStores } from './assemble/stores.ts';
import { type Catalog, createCatalog } from './domain/catalog.ts';
import { modelFor } from './domain/usual-model.ts';
import type { Flow } from './flow/flow.ts';
import { createPriceMemory } from './store/price-memory.ts';

/** The bot without its mouth and ears: what commands may use, and what the life cycle looks after. */
export interface Parts {
  readonly bot: Bot;
  readonly flow: Flow;
  readonly stores: Stores;
  readonly prices: LivePrices;
}

/** Puts the domain, the store, the providers and the flow together. @throws {@link WrongConfiguration} for a CATALOG_FILE */
export async function assemble(materials: Materials): Promise<Parts> {
  const providers = makeProviders(materials);
  const changes = await readCatalogFile(materials.config.catalogFile);
  const prices = await openPrices({
    read: makeCatalogueReader(materials),
    memory: createPriceMemory(materials.store),
    endpoints: runComfyEndpoints(changes),
    log: materials.log,
  });
  const catalog = createCatalog(changes, new Set(providers.keys()), prices);
  const stores = openStores(materials);
  const voice = materials.voiceFor(knowledgeOf(stores, catalog));
  const flow = makeFlow({ ...materials, ...voice, providers, catalog, stores });
  return { bot: makeBot({ ...materials, ...voice, flow, catalog, stores }), flow, stores, prices };
}

function knowledgeOf({ settings }: Stores, catalog: Catalog): VoiceKnowledge {
  return {
    logChannelOf: async (guildId) => (await settings.get(guildId)).logChannelId,
    async modelTitleOf({ guildId, model }) {
      const meant = modelFor(model, await settings.get(guildId), catalog);
      return meant?.title ?? model ?? catalog.defaultModelId;
    },
  };
}
