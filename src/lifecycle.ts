import { randomBytes, randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { type App, compose, type Stores } from '#app.ts';
import { usesIn } from '#catalog/catalog.ts';
import {
  catalogueTurn,
  composeCluster,
  composeTraces,
  createShares,
  type Duties,
  dutiesOf,
  scratchFolderOf,
} from '#compose-cluster.ts';
import { openOperatorPage } from '#compose-operator.ts';
import { type Config, WrongConfiguration } from '#config/config.ts';
import { type Clock, createSystemClock, dayMs } from '#core/clock.ts';
import { asBotError, BotError } from '#core/errors.ts';
import { isSnowflake, userId } from '#core/ids.ts';
import { createSemaphore } from '#core/lock.ts';
import type { Log } from '#core/log.ts';
import { mediaFolderOf, type Store } from '#db/open-store.ts';
import { createSettings, type Settings } from '#db/settings.ts';
import { createDiscord, type Discord } from '#discord/gateway/client.ts';
import { GatewayRefused } from '#discord/gateway/gateway-refused.ts';
import { askBeforeLogin } from '#discord/gateway/preflight.ts';
import type { InteractionEndpoint } from '#discord/http/endpoint.ts';
import { createAllowedGuilds } from '#discord/interactions/allowed-guilds.ts';
import { createDispatch, type Dispatch, type DispatchDeps } from '#discord/interactions/dispatch.ts';
import { createEntrance, type Entrance } from '#discord/interactions/entrance.ts';
import { inviteLink } from '#discord/interactions/permissions.ts';
import { createOwnCommands, registerCommands } from '#discord/interactions/register.ts';
import type { PictureUses } from '#discord/messages/buttons.ts';
import { createLargeMedia } from '#discord/replies/large-media.ts';
import type { ReplyDeps } from '#discord/replies/reply-message.ts';
import { createSealer, createTokenLives } from '#discord/replies/tokens.ts';
import type { CommandIds } from '#discord/texts/command-links.ts';
import { frontDoorOf, openEndpoint } from '#front-door.ts';
import { botKey, createSessionStore } from '#gateway-sessions/session-store.ts';
import { defaultGuildSettings, kindRuleOf } from '#guilds/guild-settings.ts';
import { openAgent } from '#http/agent.ts';
import { openProxy, tunnelsOf } from '#http/proxy.ts';
import type { Job } from '#jobs/job.ts';
import { type Machine, openStoreOf } from '#machine.ts';
import { createFitVideo } from '#media/fit-video.ts';
import { createKeptMedia, type KeptMedia } from '#media/kept-media.ts';
import { openScratch } from '#media/scratch.ts';
import { createMetrics, type Metrics } from '#operations/metrics.ts';
import { serveOperations, webhookSecret } from '#operations/serve.ts';
import { refreshCatalogueForEver } from '#providers/runcomfy/live-catalogue.ts';
import { beginSharing } from '#share-work.ts';
import { checkSurroundings, portComplaint } from '#surroundings.ts';
import { sweepForEver } from '#sweep.ts';
import { commands, definitionsOf, ownDefinitions } from '../commands/index.ts';

/** Uploads that are in memory at the same time. */
const uploadsAtOnce = 4;
/** What is still being sent to a provider may end; a supervisor waits 10 s altogether. */
const finishWithinMs = 7_000;
/** The client connects again by itself within seconds, Discord's outages aside. */
const gatewayDeadAfterMs = 5 * 60_000;

/** Where the guild's settings cannot be read, what holds in a guild that has decided nothing. */
async function usesHere({ guildId, modelId }: Job, { settings, catalog }: App['bot']): Promise<PictureUses> {
  const here = await settings(guildId).catch(() => defaultGuildSettings);
  return usesIn(catalog, modelId, (kind) => kindRuleOf(here, kind).isOn);
}

/** No Discord id looks like it. */
const newPseudonym = () => userId(`erased-${randomBytes(8).toString('hex')}`);
/** Tells the machine and the process to a person, and is never the same twice. */
const newProcessName = () => `${hostname()}-${process.pid}-${randomBytes(4).toString('hex')}`;

/** A bot that is up. */
export interface RunningBot {
  /** Of the operations server; null where it is off. */
  readonly httpPort: number | null;
  /** Stops taking interactions, lets what is being sent end, keeps the jobs for the next start. Within 10 s. */
  stop(): Promise<void>;
  /** Resolves when Easel cannot go on and has to be stopped: Discord refuses the bot for good, or the store's file is gone. */
  readonly refused: Promise<WrongConfiguration>;
}

/** Everything that lives as long as the process. */
interface AppContext {
  readonly config: Config;
  readonly log: Log;
  readonly clock: Clock;
  readonly store: Store;
  readonly metrics: Metrics;
  readonly discord: Discord;
  readonly stopping: AbortController;
  /** Where interactions come by HTTP; null where they come from the gateway, and until the parts are put together. */
  endpoint: InteractionEndpoint | null;
  /** Empty until the bot has logged in. */
  applicationId: string;
  /** Empty until the commands are registered. */
  commandIds: CommandIds;
  /** What can be done with the pictures of a job; known once the parts are put together. */
  uses: (job: Job) => Promise<PictureUses>;
}

/**
 * Starts Easel: opens the store, takes up the open jobs, serves the operations port, logs in and registers the commands.
 *
 * @throws {@link WrongConfiguration}; {@link BotError} `store.unavailable` when the file is in use or unreadable
 */
export async function start(config: Config, log: Log, machine: Machine): Promise<RunningBot> {
  await checkSurroundings(config);
  const { now, random, openSqlite, createFile } = machine;
  const clock = createSystemClock({ now, monotonic: () => performance.now() });
  const retryDeps = { clock, random };
  const failure = awaitFailure();
  const store = await openStoreOf(config, { log, onLost: failure.tell, openSqlite });
  const proxy = config.proxy && openProxy(config.proxy);
  const agent = openAgent({ proxy });
  const metrics = createMetrics();
  const { token, apiBaseUrl, cdnBaseUrl, shards } = config.discord;
  const counts = { onRateLimited: () => metrics.discordLimited(), onEdited: () => metrics.discordEdited() };
  const way = proxy !== null && { agent: agent.dispatcher, tunnels: tunnelsOf(proxy) };
  const bases = { apiBase: apiBaseUrl, cdnBase: cdnBaseUrl };
  const sessions = createSessionStore({
    database: store.database,
    bot: botKey(apiBaseUrl, token),
    owner: randomUUID(),
    isAlone: config.redisUrl === null,
  });
  const gateway = { shards, sessions, ...way };
  const discord = createDiscord({ token, ...bases, wire: agent.dispatcher, retryDeps, log, ...counts, ...gateway });
  const context: AppContext = {
    config,
    log,
    clock,
    store,
    metrics,
    discord,
    stopping: new AbortController(),
    endpoint: null,
    applicationId: '',
    commandIds: new Map(),
    uses: async () => ({}),
  };
  const scratch = await openScratch(scratchFolderOf(config));
  const cluster = await composeCluster({ config, store, clock, log, newProcessName });
  const shares = createShares();
  const traces = await composeTraces(config, cluster, newProcessName);
  const kept = openKeptMedia(config, clock);
  const closers: (() => Promise<void>)[] = [traces.close, store.close, scratch.close, agent.close, discord.close];
  try {
    const replies: ReplyDeps = {
      routes: discord.routes,
      retryDeps,
      sealer: createSealer(token),
      tokens: createTokenLives(clock),
      uploads: createSemaphore(uploadsAtOnce),
      large: createLargeMedia({ scratch, kept, fitVideo: createFitVideo(), clock, log }),
      log,
      uses: (job) => context.uses(job),
    };
    const { dispatcher } = agent;
    const applicationId = () => context.applicationId;
    const ownCommands = createOwnCommands({ rest: discord.connections.bot, retryDeps, log, applicationId });
    const commandIds = () => context.commandIds;
    const connections = { dispatcher, proxy, replies, scratch, createFile, applicationId, commandIds, ownCommands };
    const sharing = { cluster, shares, traces };
    const app = await compose({ config, store, metrics, clock, log, newPseudonym, ...connections, ...sharing });
    context.uses = (job) => usesHere(job, app.bot);
    const endJobs = async () => stopJobs(app);
    // After the jobs have ended, and before the store closes.
    if (cluster !== null) closers.push(cluster.close);
    // A job that is followed keeps the process alive: once before all else, once for those taken up until the store closed.
    closers.unshift(endJobs);
    closers.push(endJobs);
    const duties = dutiesOf(config.role);
    const { signal } = context.stopping;
    await beginSharing(app, { ...context, shares }, signal);
    // Processes that share the work take each other's copies for new: the records of each interaction tell then.
    const newest = cluster === null ? await newestInteraction(createSettings(store), app.stores) : undefined;
    const entrance = openEntrance(context);
    const dispatch = createDispatch({ commands, bot: app.bot, entrance, replies, log, ...(newest && { newest }) });
    context.endpoint = openEndpoint(context, dispatch);
    const operations = await openOperations(context, app, kept);
    if (operations) closers.push(operations.close);
    const background: Promise<void>[] = [
      refreshCatalogueForEver(app.remoteCatalogue, { clock, log, signal, isOurTurn: catalogueTurn(cluster) }),
      ...(duties.follows ? [sweepForEver({ ...context, app, kept, signal }), app.comparePrices(signal)] : []),
    ];
    const stop = once(() => stopAll(context, app, { dispatch, background, closers }));
    void discord.refusal.then(({ message }) => {
      log.error({ reason: message }, 'Discord refuses the bot');
      failure.tell(new WrongConfiguration([message]));
    });
    void failure.failed.then(() => dispatch.close());
    await connect(context, dispatch, duties).catch(async (error: unknown) => {
      await stop();
      throw error;
    });
    cluster?.follow(signal);
    if (duties.answers) background.push(restoreOwnCommands(context, app));
    log.info({ models: app.bot.catalog.models.map(({ id }) => id) }, 'Easel is up');
    return { httpPort: operations?.port ?? null, stop, refused: failure.failed };
  } catch (error) {
    context.stopping.abort(error);
    await closeAll(closers, log);
    throw error;
  }
}

/** Null without an address under which members reach this bot. */
function openKeptMedia({ publicUrl, http, mediaDays, storeUrl, discord }: Config, { now }: Clock): KeptMedia | null {
  if (publicUrl === null || http === null) return null;
  const folder = join(mediaFolderOf(storeUrl), 'kept');
  return createKeptMedia({ folder, publicUrl, botToken: discord.token, keptForMs: mediaDays * dayMs, now });
}

/** `failed` resolves with the first reason that is told. */
function awaitFailure() {
  let tell: (reason: WrongConfiguration) => void = () => undefined;
  const failed = new Promise<WrongConfiguration>((resolve) => {
    tell = resolve;
  });
  return { failed, tell };
}

/** Asks Discord what can be wrong, registers the commands, and only then takes interactions. */
async function connect(context: AppContext, dispatch: Dispatch, { answers }: Duties): Promise<void> {
  const { config, discord, endpoint, clock, store, log, stopping } = context;
  const { signal } = stopping;
  const { devGuildId } = config.discord;
  const retryDeps = { clock, random: () => 0.5 };
  const rest = discord.connections.bot;
  discord.onInteraction((payload, arrival) => void dispatch.handle(payload, arrival));
  try {
    const door = frontDoorOf(config);
    const { applicationId } = await askBeforeLogin({ rest, devGuildId, door, retryDeps, log, signal });
    context.applicationId = applicationId;
    if (!answers) return;
    const settings = createSettings(store);
    const lastDevGuildId = await settings.get(devGuildKey, z.string().nullable());
    const wanted = { definitions: definitionsOf(commands), devGuildId, lastDevGuildId };
    const { ids } = await registerCommands({ rest, retryDeps, log, applicationId, ...wanted });
    context.commandIds = ids;
    await settings.set(devGuildKey, devGuildId);
    if (endpoint === null) await discord.login(signal);
    else endpoint.open();
    tellInvite(context);
  } catch (error) {
    throw error instanceof GatewayRefused ? new WrongConfiguration([error.message]) : error;
  }
}

function tellInvite({ config: { discord }, applicationId, log }: AppContext): void {
  const invite = inviteLink(applicationId, discord.apiBaseUrl);
  if (invite !== null) log.info({ invite }, 'with this link Easel is invited into a server');
}

/** Commands that servers have made of their workflows are there again, should Discord or the bot have lost them. */
async function restoreOwnCommands({ log, stopping: { signal } }: AppContext, { bot, stores }: App): Promise<void> {
  try {
    for (const guildId of await stores.settings.guildsWith('workflows')) {
      if (signal.aborted) return;
      const { workflows } = await stores.settings.get(guildId);
      await bot.ownCommands.set(guildId, ownDefinitions(workflows));
    }
  } catch (error) {
    log.warn({ detail: asBotError(error).message }, "the servers' own commands could not be looked at");
  }
}

const newestKey = 'newestInteraction';
/** Where the server of `DISCORD_DEV_GUILD_ID` is remembered, so that its commands can be taken away. */
const devGuildKey = 'devGuild';

/** Only the operator's servers, and no member faster than a person. */
function openEntrance({ config, discord, clock, log }: AppContext): Entrance {
  const { bot } = discord.connections;
  const isAllowed = createAllowedGuilds({ allowed: config.allowedGuilds, bot, clock, log });
  return createEntrance({ isAllowed, now: clock.now });
}

async function openOperations(context: AppContext, app: App, kept: KeptMedia | null) {
  const { config, metrics, store, discord, endpoint, log } = context;
  const { flow, spending } = app;
  if (config.http === null) return null;
  const { http } = config;
  const { answers } = dutiesOf(config.role);
  const isAtGateway = answers && endpoint === null;
  return serveOperations({
    ...http,
    ailment: () => (isAtGateway && discord.downForMs() >= gatewayDeadAfterMs ? 'no gateway connection' : null),
    ready: async () => ({
      ...(answers && { discord: (endpoint?.isOpen ?? discord.isReady)() }),
      store: await store.isHealthy(),
    }),
    interactions: endpoint?.answer,
    renderMetrics: async () => {
      await app.cluster?.countQueue(metrics.queueJobs);
      metrics.openJobs(flow.active.all().length);
      metrics.spentToday(spending.todayOfAll(), config.spendLimits.all);
      return metrics.render();
    },
    operatorPage: (await openOperatorPage(context, app)) ?? undefined,
    webhookSecret: config.publicUrl === null ? null : webhookSecret(config.discord.token),
    onWake(id) {
      flow.poller.called(id);
      app.cluster?.signals.send({ kind: 'called', id });
    },
    ...(kept && { findMedia: kept.find }),
    log,
  }).catch((error: unknown) => {
    throw new WrongConfiguration([portComplaint(http, error)]);
  });
}

/** What goes on until the end. */
interface Running {
  readonly dispatch: Dispatch;
  readonly background: readonly Promise<void>[];
  readonly closers: readonly (() => Promise<void>)[];
}

async function stopAll(
  { clock, endpoint, log, stopping, discord }: AppContext,
  app: App,
  { dispatch, background, closers }: Running,
): Promise<void> {
  await discord.handOver();
  // In one go: what was taken before is answered, what comes now is refused.
  endpoint?.close();
  dispatch.close();
  stopping.abort(new Error('stopping'));
  await app.cluster?.stopTaking();
  stopJobs(app);
  const retryDeps = new AbortController();
  await Promise.race([
    Promise.all([endpoint?.idle(), dispatch.idle(), app.bot.approvals.idle(), app.cluster?.idle(), ...background]).then(
      () => app.audit.idle(),
    ),
    clock.wait(finishWithinMs, retryDeps.signal).catch(() => undefined),
  ]);
  retryDeps.abort();
  await closeAll(closers, log);
  log.info({}, 'Easel has stopped');
}

/** They stay as they are written down, for the next start. An upload of a LoRA is given up. */
function stopJobs({ flow, bot }: App): void {
  const reason = new BotError('cancelled.shutdown', 'the process stops');
  for (const active of flow.active.all()) active.stop.abort(reason);
  bot.loraUploads?.stop();
}

async function closeAll(closers: readonly (() => Promise<void>)[], log: Log): Promise<void> {
  for (const close of closers.toReversed()) {
    await close().catch((error: unknown) => log.warn({ detail: asBotError(error).message }, 'not closed cleanly'));
  }
}

function once(work: () => Promise<void>): () => Promise<void> {
  let running: Promise<void> | null = null;
  return () => {
    running ??= work();
    return running;
  };
}

/**
 * The newest interaction that an earlier process has taken, and where the next newest is written down. A process that was
 * killed may not have come to write down the newest one; its open jobs are named after interactions too.
 *
 * @throws {@link BotError} `store.unavailable`
 */
export async function newestInteraction(
  settings: Settings,
  { jobs }: Pick<Stores, 'jobs'>,
): Promise<NonNullable<DispatchDeps<unknown>['newest']>> {
  const written = await settings.get(newestKey, z.string());
  const open = await jobs.listOpen();
  const known = [written ?? '', ...open.map(({ id }) => id)].filter(isSnowflake).map(BigInt);
  const newest = known.reduce((one, other) => (other > one ? other : one), 0n);
  return {
    newestBefore: newest === 0n ? null : String(newest),
    openBefore: open.map(({ id }) => id),
    saveNewest: (id) => settings.set(newestKey, id),
  };
}
