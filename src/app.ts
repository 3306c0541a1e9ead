import { type Approvals, createApprovals } from '#approvals/approvals.ts';
import { type Catalog, createCatalog } from '#catalog/catalog.ts';
import { shownPrice } from '#catalog/price.ts';
import {
  composeLoraUploads,
  countCall,
  createCatalogueReader,
  createPricePreviewer,
  createProviderClients,
  createReachOf,
  type Providers,
} from '#compose-providers.ts';
import { readCatalogFile } from '#config/read-catalog-file.ts';
import type { ProviderName } from '#core/ids.ts';
import { createLedger } from '#credits/ledger.ts';
import { createSpending, type Spending, startOfDay } from '#credits/spending.ts';
import { createUsage } from '#credits/usage.ts';
import type { AppDeps, OutboundSources, Stores, Voice } from '#deps.ts';
import { type ActiveJob, createActiveJobs } from '#generation/active-jobs.ts';
import { createAdmission } from '#generation/admission.ts';
import { cancel } from '#generation/cancel.ts';
import { createMemory, guildCatalog, modelFor } from '#generation/choose-model.ts';
import { comparedCost } from '#generation/costs.ts';
import type { Flow } from '#generation/flow.ts';
import { gate } from '#generation/gate.ts';
import { generate } from '#generation/generate.ts';
import { noteRefusals } from '#generation/refusals.ts';
import { creditPolicyFor, defaultGuildSettings } from '#guilds/guild-settings.ts';
import { createGuildSettings } from '#guilds/settings-store.ts';
import { createDownload } from '#http/download.ts';
import { createFetchInput } from '#http/fetch-input.ts';
import { costOf } from '#jobs/actual-cost.ts';
import { createBookings } from '#jobs/bookings.ts';
import type { Job } from '#jobs/job.ts';
import { createJobs } from '#jobs/job-store.ts';
import { createUploadBook } from '#lora-upload/upload-book.ts';
import { createLoraPreviews, createTakePreview } from '#loras/lora-preview.ts';
import { createFitInput } from '#media/rewrite-picture.ts';
import { createDrafts } from '#members/drafts.ts';
import { createFavourites } from '#members/favourites.ts';
import { createKeptPictures } from '#members/kept-pictures.ts';
import { createLastChoices } from '#members/last-choices.ts';
import { createPendingEdits } from '#members/pending-edits.ts';
import { createPresets } from '#members/presets.ts';
import { createPrivacy } from '#members/privacy.ts';
import { createModeration } from '#moderation/acts.ts';
import { createMemberRecords } from '#moderation/member-records.ts';
import type { Audit } from '#moderation/notices.ts';
import { createPendingRequests } from '#moderation/pending-requests.ts';
import { createStrike } from '#moderation/strikes.ts';
import { createWordsOf } from '#moderation/word-filter/word-filter.ts';
import { createFunding, type Funding } from '#operations/funding.ts';
import { reportJob } from '#operations/metrics.ts';
import { wakeUrl, webhookSecret } from '#operations/serve.ts';
import { createPreviewMemory, previewPrices } from '#operations/watch-prices.ts';
import { createBudget } from '#polling/budget.ts';
import { createCircuits } from '#polling/circuit.ts';
import { createPoller, type Observe } from '#polling/poller.ts';
import { createDurations } from '#polling/schedule.ts';
import type { Provider } from '#providers/provider.ts';
import {
  createCatalogueMemory,
  type LiveCatalogue,
  openLiveCatalogue,
  runComfyRoutes,
} from '#providers/runcomfy/live-catalogue.ts';
import { type BodyForms, createBodyForms } from '#providers/tools.ts';
import { createUnconfigured } from '#providers/unconfigured.ts';
import type { Bot } from '../commands/command.ts';

/** The bot without its mouth and ears: what commands may use, and what the life cycle looks after. */
export interface App {
  readonly bot: Bot;
  readonly flow: Flow;
  readonly stores: Stores;
  readonly spending: Spending;
  readonly listing: LiveCatalogue;
  /** Compares the prices of RunningHub with the list; once. Never rejects. @see previewPrices */
  readonly previewPrices: (signal: AbortSignal) => Promise<void>;
}

/** Puts the domain, the store, the providers and the flow together. @throws {@link WrongConfiguration} for a CATALOG_FILE */
export async function compose(deps: AppDeps): Promise<App> {
  const funding = createFunding(deps.metrics, deps.log);
  const bodyForms = createBodyForms(deps.log);
  const providers = createProviderClients({ ...deps, bodyForms });
  const changes = await readCatalogFile(deps.config.catalogFile);
  const { store, clock, log } = deps;
  const listing = await openLiveCatalogue({
    read: createCatalogueReader({ ...deps, funding }),
    memory: createCatalogueMemory(store),
    routes: runComfyRoutes(changes),
    clock,
    log,
  });
  const catalog = createCatalog(changes, new Set(providers.keys()), listing);
  const stores = openStores(deps);
  const outbound = deps.outboundFor(knowledgeOf(stores, catalog));
  const spending = await openSpending(deps, stores, outbound.audit);
  const flow = createFlow({ ...deps, ...outbound, providers, catalog, stores, spending, funding });
  return {
    bot: createBot({ ...deps, ...outbound, flow, catalog, stores, spending, funding }),
    flow,
    spending,
    stores,
    listing,
    previewPrices: previewing({ ...deps, funding, bodyForms }, catalog),
  };
}

/** With what was begun today before this process. Marks go to the log, and to the log channel of the server that passed them. */
async function openSpending({ config, clock, log }: AppDeps, stores: Stores, audit: Audit): Promise<Spending> {
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

interface Previewing extends AppDeps {
  readonly funding: Funding;
  readonly bodyForms: BodyForms;
}

function previewing(deps: Previewing, catalog: Catalog): App['previewPrices'] {
  const preview = createPricePreviewer(deps);
  const { config, store, clock, metrics, log, bodyForms } = deps;
  if (preview === null || config.runninghub === null) return async () => undefined;
  const { bodyForm } = config.runninghub;
  const memory = createPreviewMemory(store);
  const models = () => catalog.models;
  return (signal) => previewPrices({ models, preview, bodyForm, bodyForms, memory, clock, metrics, log, signal });
}

function knowledgeOf({ settings, kept }: Stores, catalog: Catalog): OutboundSources {
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

/** Opens everything that survives a restart. */
export function openStores({ store, clock, log, newPseudonym }: AppDeps): Stores {
  const { now } = clock;
  const jobs = createJobs({ store, log });
  const members = createMemberRecords(store);
  const pending = createPendingRequests({ store, now, log });
  const pendingEdits = createPendingEdits({ store, now });
  const kept = createKeptPictures({ store, now });
  const presets = createPresets(store);
  const favourites = createFavourites(store);
  const choices = createLastChoices(store);
  const documents = [members, pending, pendingEdits, kept, presets, favourites, choices];
  return {
    ledger: createLedger({ store, now, log }),
    bookings: createBookings({ store, now }),
    jobs,
    settings: createGuildSettings(store),
    members,
    loraPreviews: createLoraPreviews(store),
    uploadBook: createUploadBook({ store, now }),
    pending,
    pendingEdits,
    kept,
    presets,
    favourites,
    choices,
    usage: createUsage(store),
    privacy: createPrivacy({ store, jobs, documents, now, newPseudonym, log }),
  };
}

/** What the flow is made from, besides the materials. */
export interface FlowDeps extends AppDeps, Voice {
  readonly providers: Providers;
  readonly catalog: Catalog;
  readonly stores: Stores;
  readonly spending: Spending;
  readonly funding: Pick<Funding, 'outagesOf' | 'watchCall'>;
}

/** The story, with everything it is handed. */
export function createFlow(deps: FlowDeps): Flow {
  const { config, clock, log, metrics, replyAt, dispatcher, stores, audit } = deps;
  const circuits = createCircuits(clock.monotonic);
  const unconfigured = { runninghub: createUnconfigured('runninghub'), runcomfy: createUnconfigured('runcomfy') };
  const providerOf = (name: ProviderName): Provider => deps.providers.get(name) ?? unconfigured[name];
  const observe: Observe = (name, call, work) =>
    deps.funding.watchCall(name, call, countCall(metrics, { provider: name, call }, work));
  const budgets = new Map([...deps.providers.keys()].map((name) => [name, createBudget(clock)]));
  const budgetOf = (name: ProviderName) => budgets.get(name) ?? createBudget(clock);
  const secret = webhookSecret(config.discord.token);
  const { spending } = deps;
  return {
    admit: createAdmission({
      context: { catalog: deps.catalog, isTroubled: circuits.isOpen },
      settings: stores.settings,
      members: stores.members,
      memory: createMemory({ ...stores, catalog: deps.catalog, log }),
      wordsOf: createWordsOf(),
      defaultPolicy: config.defaultPolicy,
      spending,
      highestLimits: { perMember: config.maxActiveJobsPerMember, perGuild: config.maxActiveJobsPerGuild },
      now: clock.now,
    }),
    spending,
    ledger: stores.ledger,
    bookings: stores.bookings,
    jobs: stores.jobs,
    active: createActiveJobs(),
    poller: createPoller({ providerOf, budgetOf, observe, durations: createDurations(), clock, log }),
    circuits,
    providerOf,
    observe,
    download: createDownload({ dispatcher, reachOf: createReachOf(config), proxy: deps.proxy, clock }),
    fitInput: createFitInput(),
    fetchInput: createFetchInput({ dispatcher, cdnBaseUrl: config.discord.cdnBaseUrl, clock }),
    replyAt,
    keep: deps.keep,
    wakeUrlOf: (provider, id) =>
      config.publicUrl === null ? null : wakeUrl(config.publicUrl, secret, { provider, jobId: id }),
    onEnded: (active, job, error) => {
      if (job.state !== 'unsure') spending.settle(job.id, costOf(job));
      reportJob({ job, error, finishedAtMs: active.finishedAtMs, cost: comparedCost(active, job) }, metrics, log);
      tellModerators(job, error, audit);
    },
    onUnfunded: createOutageTeller(deps),
    strike: createStrike({ ...stores, audit, clock, log }),
    clock,
    log,
  };
}

/** Each server's log channel reads once of an outage; which service it is, and why, is the operator's to know. */
function createOutageTeller({ funding, audit }: Pick<FlowDeps, 'funding' | 'audit'>): Flow['onUnfunded'] {
  const told = new Map<string, number>();
  return ({ guildId, replyTo }, { facts: { provider } }) => {
    if (provider !== 'runninghub' && provider !== 'runcomfy') return;
    const key = `${provider} ${guildId}`;
    const outage = funding.outagesOf(provider);
    if (told.get(key) === outage) return;
    told.set(key, outage);
    audit.write({ kind: 'outage', guildId, guildLocale: replyTo.guildLocale });
  };
}

/** An unsure job has not ended: it is told when it does. */
function tellModerators(job: Job, error: Parameters<Flow['onEnded']>[2], audit: Audit): void {
  if (job.state !== 'unsure') audit.write({ kind: 'job', job, error });
}

/** What the bot is made from, besides the materials. */
export interface BotDeps extends AppDeps, Voice {
  readonly flow: Flow;
  readonly catalog: Catalog;
  readonly stores: Stores;
  readonly spending: Spending;
  readonly funding: Funding;
}

/** Everything that commands may use. */
export function createBot(deps: BotDeps): Bot {
  const { flow, catalog, stores, config, dispatcher, audit, notices, findPictures, clock, log } = deps;
  const { ledger, settings, members, usage, jobs, presets, favourites, choices } = stores;
  const { defaultPolicy } = config;
  const drafts = createDrafts(clock.now);
  const refusing = { strike: flow.strike, audit };
  const approvals = makeApprovals(deps);
  return {
    catalog,
    gate: (request) => noteRefusals(request, gate(request, flow), refusing),
    noteRefusals: (request, work) => noteRefusals(request, work, refusing),
    generate: (request, reply, options) => generate(request, reply, flow, options),
    approvals,
    moderation: createModeration({ ledger, jobs, settings, members, notices, audit, clock, log, defaultPolicy }),
    usage,
    pendingEdits: stores.pendingEdits,
    findPictures,
    locateChannel: deps.locateChannel,
    drafts,
    retries: {
      claim: (id) => jobs.markRetried(id, true),
      giveBack: async (id) => void (await jobs.markRetried(id, false)),
    },
    kept: stores.kept,
    cancel: (id, by) => cancel(id, by, flow),
    findJob: (id) => jobs.find(id),
    openJobsOf: (guildId, userId) => shown(flow.active.of(guildId, userId)),
    openJobsIn: (guildId) => shown(flow.active.all().filter((active) => active.guildId === guildId)),
    balance: async (guildId, userId, roleIds) =>
      ledger.balance(guildId, userId, creditPolicyFor(await settings.get(guildId), roleIds, defaultPolicy)),
    totals: (guildId) => ledger.totals(guildId),
    history: (guildId, userId, page) => ledger.history(guildId, userId, page),
    async give({ id, guildId, userId: byUserId, reason }, userId, credits) {
      const policy = creditPolicyFor(await settings.get(guildId), [], defaultPolicy);
      const balance = await ledger.give({ id, guildId, byUserId, userId, credits, reason, policy });
      audit.write({ kind: 'act', act: { guildId, what: 'give', byUserId, userId, credits, reason } });
      return balance;
    },
    settings: (guildId) => settings.get(guildId),
    presets,
    favourites,
    choices,
    remember: createMemory({ choices, settings, catalog, log }).remember,
    memberRecord: (guildId, userId) => members.get(guildId, userId),
    privacy: {
      exportMember: (guildId, userId) => stores.privacy.exportMember(guildId, userId),
      async eraseMember(guildId, userId) {
        drafts.forget(guildId, userId);
        const isFree = await approvals.withdraw(guildId, userId);
        return isFree ? (await stores.privacy.eraseMember(guildId, userId)).kind : 'busy';
      },
    },
    loraPreviews: {
      ...stores.loraPreviews,
      take: createTakePreview(createFetchInput({ dispatcher, cdnBaseUrl: config.discord.cdnBaseUrl, clock })),
    },
    loraUploads: composeLoraUploads(deps, stores.uploadBook),
    bounds: (guildId) => ({
      spent: deps.spending.today(guildId),
      perMember: config.maxActiveJobsPerMember,
      perGuild: config.maxActiveJobsPerGuild,
    }),
    promptRetentionDays: config.promptRetentionDays,
    priceOf: (model, guild) => shownPrice(model, guild ?? defaultGuildSettings),
    now: clock.now,
  };
}

function makeApprovals({ flow, stores, notices, audit }: BotDeps): Approvals {
  return createApprovals({ flow, pending: stores.pending, settings: stores.settings, notices, audit });
}

function shown(active: readonly ActiveJob[]) {
  return active.flatMap(({ job, progress }) => (job === null ? [] : [{ job, progress }]));
}
