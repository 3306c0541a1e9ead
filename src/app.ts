import { createApprovals } from '#approvals/approvals.ts';
import { type Catalog, createCatalog, findByName } from '#catalog/catalog.ts';
import { shownPrice } from '#catalog/price.ts';
import { type GenerationRequest, requestSchema } from '#catalog/request.ts';
import type { Cluster } from '#cluster/cluster.ts';
import { draftsOf, type Shares, shareSpending } from '#compose-cluster.ts';
import { composeServices, type ServiceDeps, type Services } from '#compose-providers.ts';
import { readCatalogFile } from '#config/read-catalog-file.ts';
import { startOfDay } from '#core/clock.ts';
import type { GuildId, JobId, UserId } from '#core/ids.ts';
import { createLedger } from '#credits/ledger.ts';
import { createSpending, type Spending } from '#credits/spending.ts';
import { createUsage } from '#credits/usage.ts';
import { createSettings } from '#db/settings.ts';
import type { OwnCommands } from '#discord/interactions/register.ts';
import { type ChannelAudit, createAudit } from '#discord/log-channel/audit.ts';
import { createNotices } from '#discord/log-channel/notices.ts';
import { createFindPictures, createIsPosted, createLocateChannel } from '#discord/messages/find.ts';
import { createKeepPictures } from '#discord/replies/deliver.ts';
import { resumeReply } from '#discord/replies/reply.ts';
import type { ReplyDeps } from '#discord/replies/reply-message.ts';
import type { CommandIds } from '#discord/texts/command-links.ts';
import { createAdmission, createMemory, guildCatalog, modelFor } from '#generation/admission.ts';
import { cancel } from '#generation/cancel.ts';
import type { Flow } from '#generation/flow.ts';
import { comparedCost, createActiveJobs } from '#generation/flow.ts';
import { gate, noteRefusals } from '#generation/gate.ts';
import { generate } from '#generation/generate.ts';
import { creditPolicyFor, defaultGuildSettings } from '#guilds/guild-settings.ts';
import { createGuildSettings } from '#guilds/settings-store.ts';
import { createDownload } from '#http/download.ts';
import { createFetchInput, createFetchMedia } from '#http/fetch-input.ts';
import type { CreateFile } from '#http/into-file.ts';
import { costOf } from '#jobs/actual-cost.ts';
import { type Job, openStates, type Progress } from '#jobs/job.ts';
import { createBookings, createJobs, type StoredJobs } from '#jobs/job-store.ts';
import { createLoraPreviews, createTakePreview } from '#loras/lora-preview.ts';
import { createFitInput } from '#media/rewrite-picture.ts';
import type { Scratch } from '#media/scratch.ts';
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
import { reportJob } from '#operations/metrics.ts';
import { openPauses, type Pauses } from '#operations/pauses.ts';
import { wakeUrl, webhookSecret } from '#operations/serve.ts';
import type { Traces } from '#operations/traces.ts';
import { createCircuits } from '#polling/circuit.ts';
import { createPoller } from '#polling/poller.ts';
import { createDurations } from '#polling/schedule.ts';
import {
  createCatalogueMemory,
  type LiveCatalogue,
  openLiveCatalogue,
  runComfyRoutes,
} from '#providers/runcomfy/live-catalogue.ts';
import type { Bot } from '../commands/command.ts';
import { type WorkflowDraft, workflowDraftSchema } from '../commands/workflow-draft.ts';

/** What a process has one of, and everything is put together from. */
export interface AppDeps extends ServiceDeps {
  readonly replies: ReplyDeps;
  readonly scratch: Scratch;
  readonly createFile: CreateFile | undefined;
  readonly ownCommands: OwnCommands;
  /** Known once the bot has logged in. */
  readonly applicationId: () => string;
  /** Of Easel's commands; none before they are registered. */
  readonly commandIds: () => CommandIds;
  /** Null where this process does everything alone. */
  readonly cluster: Cluster | null;
  /** Which part of what all processes may do is this one's. */
  readonly shares: Shares;
  readonly traces: Traces;
  /** Random, never the same twice: what a member who is erased is called from then on. */
  readonly newPseudonym: () => UserId;
}

/** Easel without its connections: what commands may use, and what the life cycle looks after. */
export interface App {
  readonly bot: Bot;
  readonly flow: Flow;
  readonly stores: Stores;
  readonly spending: Spending;
  readonly remoteCatalogue: LiveCatalogue;
  readonly services: Pick<Services, 'names' | 'budgetOf'>;
  readonly pauses: Pauses;
  readonly cluster: Cluster | null;
  /** Waits for what is still to be posted to log channels. */
  readonly audit: Pick<ChannelAudit, 'idle'>;
  /** @see Services */
  readonly comparePrices: (signal: AbortSignal) => Promise<void>;
}

/** The composition root. @throws {@link WrongConfiguration} for a CATALOG_FILE; {@link BotError} `store.unavailable` */
export async function compose(deps: AppDeps): Promise<App> {
  const { config, store, replies, clock, log } = deps;
  const services = composeServices({ ...deps, shareOfChecks: deps.shares.ofChecks });
  const changes = await readCatalogFile(config.catalogFile);
  const remoteCatalogue = await openLiveCatalogue({
    read: services.readCatalogue,
    memory: createCatalogueMemory(store),
    routes: runComfyRoutes(changes),
    clock,
    log,
  });
  const catalog = createCatalog(changes, services.names, remoteCatalogue);
  const stores = openStores(deps);
  const logChannelOf = async (guild: GuildId) => (await stores.settings.get(guild)).logChannelId;
  const { routes, retryDeps } = replies;
  const processName = deps.cluster?.name;
  const audit = createAudit({ routes, logChannelOf, retryDeps, processName, log });
  const counted = await openSpending(deps, stores, audit);
  const spending = shareSpending(counted, deps.cluster);
  const onWritten = () => deps.cluster?.signals.send({ kind: 'pauses' });
  const pauses = await openPauses(createSettings(store), { onChange: deps.metrics.paused, onWritten });
  for (const [subject, { sinceMs }] of pauses.all()) log.warn({ subject, sinceMs }, 'the operator has paused it');
  const flow = createFlow(deps, { services, catalog, stores, spending, audit, pauses });
  return {
    bot: createBot(deps, { services, catalog, stores, spending, audit, pauses, flow }),
    flow,
    stores,
    spending: counted,
    remoteCatalogue,
    services,
    pauses,
    cluster: deps.cluster,
    audit,
    comparePrices: (signal) => services.comparePrices(catalog, signal),
  };
}

/** With what was begun today before this process. Marks go to the log, and to the log channel of the server that passed them. */
async function openSpending({ config, clock, log }: AppDeps, { jobs }: Stores, audit: Audit): Promise<Spending> {
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
  spending.restore(await jobs.costsSince(startOfDay(clock.now())));
  return spending;
}

/** Everything that survives a restart. */
export type Stores = ReturnType<typeof openStores>;

function openStores({ store, replies, clock, log, cluster, newPseudonym }: AppDeps) {
  const { now } = clock;
  const ownership = cluster?.leases;
  const jobs = createJobs({ store, log, ownership });
  const members = createMemberRecords(store);
  const pending = createPendingRequests({ store, now, log });
  const pendingEdits = createPendingEdits({ store, now });
  const kept = createKeptPictures({ store, now });
  const presets = createPresets(store);
  const favourites = createFavourites(store);
  const choices = createLastChoices(store);
  const documents = [members, pending, pendingEdits, kept, presets, favourites, choices];
  const forgetFiles = async (id: JobId) => replies.large?.forget(id);
  return {
    ledger: createLedger({ store, now, log, checkIn: ownership?.checkIn }),
    bookings: createBookings({ store, now, ownership }),
    jobs,
    settings: createGuildSettings(store),
    members,
    loraPreviews: createLoraPreviews(store),
    pending,
    pendingEdits,
    kept,
    presets,
    favourites,
    choices,
    usage: createUsage(store),
    privacy: createPrivacy({ store, jobs, documents, forgetFiles, now, newPseudonym, log }),
  };
}

/** What {@link compose} has put together so far. */
interface Parts {
  readonly services: Services;
  readonly catalog: Catalog;
  readonly stores: Stores;
  readonly spending: Spending;
  readonly audit: Audit;
  readonly pauses: Pauses;
}

function createFlow(deps: AppDeps, { services, catalog, stores, spending, audit, pauses }: Parts): Flow {
  const { config, dispatcher, proxy, replies, scratch, metrics, cluster, clock, log } = deps;
  const { ledger, bookings, jobs, settings, members, choices, kept } = stores;
  const { providerOf, budgetOf, observe, reachOf } = services;
  const { publicUrl, discord } = config;
  const circuits = createCircuits(clock.monotonic);
  const secret = webhookSecret(discord.token);
  const paused = { notice: () => pauses.ofBot()?.reason ?? null, isService: pauses.isService };
  return {
    admit: createAdmission({
      context: { catalog, isTroubled: circuits.isOpen },
      settings,
      members,
      memory: createMemory({ choices, settings, catalog, log }),
      wordsOf: createWordsOf(),
      defaultPolicy: config.defaultPolicy,
      spending,
      paused,
      highestLimits: { perMember: config.maxActiveJobsPerMember, perGuild: config.maxActiveJobsPerGuild },
      now: clock.now,
    }),
    spending,
    ledger,
    bookings,
    jobs,
    active: createActiveJobs(cluster && { placeInLine: cluster.sharing.placeInLine, pause: cluster.pauseInLine }),
    sharing: cluster?.sharing ?? null,
    poller: createPoller({ providerOf, budgetOf, observe, durations: createDurations(), clock, log }),
    circuits,
    paused,
    providerOf,
    observe,
    traced: deps.traces.traced,
    download: createDownload({ dispatcher, reachOf, proxy, scratch, createFile: deps.createFile, clock }),
    discard: scratch.discard,
    fitInput: createFitInput(),
    fetchInput: createFetchInput({ dispatcher, cdnBaseUrl: discord.cdnBaseUrl, clock }),
    fetchMedia: createFetchMedia({ dispatcher, cdnBaseUrl: discord.cdnBaseUrl, scratch }),
    replyAt: (_address, job) => resumeReply(replies, job),
    isPosted: createIsPosted(replies.routes, replies.retryDeps),
    keep: createKeepPictures({ kept, log }),
    wakeUrlOf: (provider, jobId) => publicUrl && wakeUrl(publicUrl, secret, { provider, jobId }),
    onEnded(active, job, error) {
      reportJob({ job, error, finishedAtMs: active.finishedAtMs, cost: comparedCost(active, job) }, metrics, log);
      const times = { startMs: job.openedAtMs, endMs: clock.now() };
      const { id, modelId: model, provider, state } = job;
      deps.traces.ended(id, times, { model, provider, state, error: error?.code ?? null });
      // An unsure job has not ended: it is told when it does.
      if (job.state === 'unsure') return;
      spending.settle(job.id, costOf(job));
      audit.write({ kind: 'job', job, error });
    },
    onUnfunded: createOutageTeller(services, audit),
    strike: createStrike({ settings, members, ledger, audit, clock, log }),
    clock,
    log,
  };
}

/** Each server's log channel reads once of an outage; which service it is, and why, is the operator's to know. */
function createOutageTeller({ outagesOf }: Services, audit: Audit): Flow['onUnfunded'] {
  const told = new Map<string, number>();
  return ({ guildId, replyTo }, { facts: { provider } }) => {
    if (provider === undefined) return;
    const key = `${provider} ${guildId}`;
    const outage = outagesOf(provider);
    if (told.get(key) === outage) return;
    told.set(key, outage);
    audit.write({ kind: 'outage', guildId, guildLocale: replyTo.guildLocale });
  };
}

/** Everything that commands may use. */
function createBot(deps: AppDeps, parts: Parts & { readonly flow: Flow }): Bot {
  const { config, dispatcher, replies, applicationId, clock, log } = deps;
  const { services, catalog, stores, spending, audit, flow } = parts;
  const { ledger, settings, members, usage, jobs, presets, favourites, choices } = stores;
  const { routes, retryDeps } = replies;
  const { defaultPolicy } = config;
  const { strike } = flow;
  const openJobs = createOpenJobs(flow, jobs);
  const notices = createNotices({
    replies,
    applicationId,
    async modelTitleOf({ guildId, model }) {
      const guild = await settings.get(guildId);
      const here = guildCatalog(catalog, guild);
      const found = modelFor(model, guild, here) ?? findByName(here.everyModel, model ?? '');
      return found?.title ?? model ?? catalog.defaultModelId;
    },
  });
  const drafts = draftsOf<GenerationRequest>(deps, 'drafts', requestSchema);
  const workflowDrafts = draftsOf<WorkflowDraft>(deps, 'workflow drafts', workflowDraftSchema);
  const { readInputs } = services;
  const approvals = createApprovals({ flow, pending: stores.pending, settings, notices, audit });
  const moderation = createModeration({ ledger, jobs, settings, members, notices, audit, clock, log, defaultPolicy });
  return {
    catalog,
    gate: (request) => noteRefusals(request, gate(request, flow), { strike, audit }),
    noteRefusals: (request, work) => noteRefusals(request, work, { strike, audit }),
    generate: (request, reply, options) => generate(request, reply, flow, options),
    approvals,
    moderation,
    usage,
    pendingEdits: stores.pendingEdits,
    findPictures: createFindPictures(routes, retryDeps),
    locateChannel: createLocateChannel(routes, retryDeps),
    drafts,
    workflowDrafts,
    readInputs: readInputs && ((workflow) => readInputs(workflow, new AbortController().signal)),
    ownCommands: deps.ownCommands,
    commandIds: deps.commandIds,
    retries: {
      claim: (id) => jobs.markRetried(id, true),
      giveBack: async (id) => void (await jobs.markRetried(id, false)),
    },
    kept: stores.kept,
    cancel: (id, by) => cancel(id, by, flow),
    findJob: (id) => jobs.find(id),
    openJobsOf: (guildId, userId) => openJobs(guildId, userId),
    openJobsIn: (guildId) => openJobs(guildId, null),
    balance: async (guildId, userId, roleIds) =>
      ledger.balance(guildId, userId, creditPolicyFor(await settings.get(guildId), roleIds, defaultPolicy)),
    totals: (guildId) => ledger.totals(guildId),
    history: (guildId, userId, page) => ledger.history(guildId, userId, page),
    give: moderation.give,
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
        workflowDrafts.forget(guildId, userId);
        const isFree = await approvals.withdraw(guildId, userId);
        return isFree ? stores.privacy.eraseMember(guildId, userId) : 'busy';
      },
    },
    loraPreviews: {
      ...stores.loraPreviews,
      take: createTakePreview(createFetchInput({ dispatcher, cdnBaseUrl: config.discord.cdnBaseUrl, clock })),
    },
    loraUploads: services.loraUploads,
    bounds: (guildId) => ({
      spent: spending.today(guildId),
      perMember: config.maxActiveJobsPerMember,
      perGuild: config.maxActiveJobsPerGuild,
    }),
    promptRetentionDays: config.promptRetentionDays,
    priceOf: (model, guild) => shownPrice(model, guild ?? defaultGuildSettings),
    now: clock.now,
  };
}

/** Those of other processes are shown as they were written down last. */
function createOpenJobs({ active, sharing }: Flow, jobs: StoredJobs) {
  return async (guildId: GuildId, userId: UserId | null) => {
    const own = userId === null ? active.all().filter((each) => each.guildId === guildId) : active.of(guildId, userId);
    const shown = own.flatMap(({ job, progress }) => (job === null ? [] : [{ job, progress }]));
    if (sharing === null) return shown;
    const isElsewhere = ({ id, state }: Job) => active.find(id) === null && state !== 'unsure' && openStates.has(state);
    const others = (await jobs.listOpenIn(guildId, userId)).filter(isElsewhere);
    return [...shown, ...others.map((job) => ({ job, progress: progressOf(job) }))];
  };
}

function progressOf({ state, cancelledBy }: Job): Progress {
  if (cancelledBy !== null) return { kind: 'cancelling' };
  return state === 'opened' || state === 'sending'
    ? { kind: 'starting' }
    : { kind: 'running', fraction: null, expectedAtMs: null };
}
