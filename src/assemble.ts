import type { Bot } from '../commands/command.ts';
import { makeBot } from './assemble/bot.ts';
import { readCatalogFile } from './assemble/catalog.ts';
import { makeFlow } from './assemble/flow.ts';
import { type LiveListing, openListing, runComfyRoutes } from './assemble/listing.ts';
import type { Materials, Stores, VoiceKnowledge } from './assemble/materials.ts';
import { previewPrices } from './assemble/previews.ts';
import { makeCatalogueReader, makePricePreview, makeProviders } from './assemble/providers.ts';
import { openStores } from './assemble/stores.ts';
import { type Catalog, createCatalog } from './domain/catalog.ts';
import { guildCatalog } from './domain/guild-catalog.ts';
import type { Audit } from './domain/notices.ts';
import { modelFor } from './domain/usual-model.ts';
import type { Flow } from './flow/flow.ts';
import { createSpending, type Spending, startOfDay } from './flow/spending.ts';
import { createFunding, type Funding } from './operations/funding.ts';
import { type BodyForms, createBodyForms } from './providers/body-forms.ts';
import { createListingMemory } from './store/listing-memory.ts';
import { createPreviewMemory } from './store/preview-memory.ts';

/** The bot without its mouth and ears: what commands may use, and what the life cycle looks after. */
export interface Parts {
  readonly bot: Bot;
  readonly flow: Flow;
  readonly stores: Stores;
  readonly spending: Spending;
  readonly listing: LiveListing;
  /** Compares the prices of RunningHub with the list; once. Never rejects. @see previewPrices */
  readonly previewPrices: (signal: AbortSignal) => Promise<void>;
}

/** Puts the domain, the store, the providers and the flow together. @throws {@link WrongConfiguration} for a CATALOG_FILE */
export async function assemble(materials: Materials): Promise<Parts> {
  const funding = createFunding(materials.metrics, materials.log);
  const bodyForms = createBodyForms(materials.log);
  const providers = makeProviders({ ...materials, funding, bodyForms });
  const changes = await readCatalogFile(materials.config.catalogFile);
  const { store, clock, log } = materials;
  const listing = await openListing({
    read: makeCatalogueReader({ ...materials, funding }),
    memory: createListingMemory(store),
    routes: runComfyRoutes(changes),
    clock,
    log,
  });
  const catalog = createCatalog(changes, new Set(providers.keys()), listing);
  const stores = openStores(materials);
  const voice = materials.voiceFor(knowledgeOf(stores, catalog));
  const spending = await openSpending(materials, stores, voice.audit);
  const flow = makeFlow({ ...materials, ...voice, providers, catalog, stores, spending, funding });
  return {
    bot: makeBot({ ...materials, ...voice, flow, catalog, stores, spending, funding }),
    flow,
    spending,
    stores,
    listing,
    previewPrices: previewing({ ...materials, funding, bodyForms }, catalog),
  };
}

/** With what was begun today before this process. Marks go to the log, and to the log channel of the server that passed them. */
async function openSpending({ config, clock, log }: Materials, stores: Stores, audit: Audit): Promise<Spending> {
  const spending = createSpending({
    limits: config.spendLimits,
    now: clock.now,
    onMark({ scope, guildId, share, spent, limit }) {
      const variable = scope === 'all' ? 'DAILY_SPEND_LIMIT' : 'GUILD_DAILY_SPEND_LIMIT';
      log.warn(
        { variable, guildId, spent, limit },
        share === 1 ? 'a spending limit is used up' : 'a spending limit is 80 % used',
      );
      audit.write({ kind: 'limit', guildId, scope, share });
    },
  });
  spending.restore(await stores.jobs.costsSince(startOfDay(clock.now())));
  return spending;
}

interface Previewing extends Materials {
  readonly funding: Funding;
  readonly bodyForms: BodyForms;
}

function previewing(materials: Previewing, catalog: Catalog): Parts['previewPrices'] {
  const preview = makePricePreview(materials);
  const { config, store, clock, metrics, log, bodyForms } = materials;
  if (preview === null || config.runninghub === null) return async () => undefined;
  const { bodyForm } = config.runninghub;
  const memory = createPreviewMemory(store);
  const models = () => catalog.models;
  return (signal) => previewPrices({ models, preview, bodyForm, bodyForms, memory, clock, metrics, log, signal });
}

function knowledgeOf({ settings, kept }: Stores, catalog: Catalog): VoiceKnowledge {
  return {
    kept,
    logChannelOf: async (guildId) => (await settings.get(guildId)).logChannelId,
    async modelTitleOf({ guildId, model }) {
      const guild = await settings.get(guildId);
      const meant = modelFor(model, guild, guildCatalog(catalog, guild));
      return meant?.title ?? model ?? catalog.defaultModelId;
    },
  };
}
