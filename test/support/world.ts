import type { Plan } from '#catalog/plan.ts';
import type { GenerationRequest } from '#catalog/request.ts';
import { BotError } from '#core/errors.ts';
import type { ProviderName } from '#core/ids.ts';
import type { Ledger } from '#credits/credits.ts';
import { createLedger } from '#credits/ledger.ts';
import { createSpending } from '#credits/spending.ts';
import type { Flow } from '#generation/flow.ts';
import { createActiveJobs } from '#generation/flow.ts';
import { generate } from '#generation/generate.ts';
import type { Bookings, Delivery, Job, Jobs } from '#jobs/job.ts';
import { createJobs } from '#jobs/job-store.ts';
import type { FetchInput, FitInput, InputFile } from '#media/input.ts';
import type { Download, StillImage } from '#media/media.ts';
import type { StrikeTarget } from '#moderation/strikes.ts';
import { createBudget } from '#polling/budget.ts';
import { createCircuits } from '#polling/circuit.ts';
import { createPoller } from '#polling/poller.ts';
import { createDurations } from '#polling/schedule.ts';
import { createFakeClock, type FakeClock } from './fake-clock.ts';
import { createRecordingReply, type RecordingReply, type ReplyScript } from './recording-reply.ts';
import { admissionOf, guild, planOf, requestOf, startMs } from './requests.ts';
import { createScriptedProvider, type Script } from './scripted-provider.ts';
import { rewriteJob } from './store/jobs.ts';
import { createMemoryStore } from './store/memory-store.ts';
import { createRecordingLog } from './store/recording-log.ts';

/** What differs from a world in which everything works. */
export interface WorldOptions {
  readonly clock?: FakeClock;
  /** The rows of another world, as a restart finds them. */
  readonly rows?: Map<string, string>;
  readonly plan?: Plan;
  readonly runninghub?: Script;
  readonly runcomfy?: Script;
  readonly download?: Download;
  readonly fetchInput?: FetchInput;
  readonly fitInput?: FitInput;
  readonly reply?: ReplyScript;
  /** What is put around the real ledger and jobs. */
  readonly ledger?: (ledger: Ledger) => Ledger;
  readonly jobs?: (jobs: Jobs) => Jobs;
  readonly flow?: Partial<Flow>;
}

/** A whole flow with the real store in memory, and everything a test looks at. */
export type World = ReturnType<typeof createWorld>;

/** A picture as it was downloaded. */
export const picture: StillImage = { bytes: new Uint8Array([1, 2, 3]), format: 'png', widthPx: 1024, heightPx: 1024 };
/** The same, as a picture to edit with nothing to take out. */
export const original: InputFile = { ...picture, isOriginal: true };

/** @see World */
export function createWorld(options: WorldOptions = {}) {
  const clock = options.clock ?? createFakeClock(startMs);
  const rows = options.rows ?? new Map<string, string>();
  const log = createRecordingLog();
  const store = createMemoryStore(rows, log);
  const storedLedger = createLedger({ store, now: clock.now, log });
  const storedJobs = createJobs({ store, log });
  const providers = {
    runninghub: createScriptedProvider('runninghub', clock, options.runninghub),
    runcomfy: createScriptedProvider('runcomfy', clock, options.runcomfy),
  };
  const providerOf = (name: ProviderName) => (name === 'runcomfy' ? providers.runcomfy : providers.runninghub);
  const reply = createRecordingReply(options.reply);
  const ended: { job: Job; error: BotError | null }[] = [];
  const unfunded: { job: Job; error: BotError }[] = [];
  const strikes: StrikeTarget[] = [];
  const downloads: string[] = [];
  const fetches: string[] = [];
  const kept: Delivery[] = [];
  const durations = createDurations();
  const budgets = { runninghub: createBudget(clock), runcomfy: createBudget(clock) };
  const ledger = options.ledger?.(storedLedger) ?? storedLedger;
  const jobs = options.jobs?.(storedJobs) ?? storedJobs;
  const flow: Flow = {
    admit: async () => admissionOf({ plan: options.plan ?? planOf() }),
    ledger,
    jobs,
    bookings: bookingsOn(ledger, jobs),
    active: createActiveJobs(),
    sharing: null,
    spending: createSpending({ limits: { all: null, perGuild: null }, now: clock.now, onMark: () => undefined }),
    poller: createPoller({
      providerOf,
      budgetOf: (name) => (name === 'runcomfy' ? budgets.runcomfy : budgets.runninghub),
      observe: (_name, _call, work) => work,
      durations,
      clock,
      log,
    }),
    circuits: createCircuits(clock.monotonic),
    paused: { isService: () => false },
    providerOf,
    observe: (_name, _call, work) => work,
    traced: (_step, _id, work) => work,
    download: async (media, wanted, signal) => {
      downloads.push(media.url);
      return options.download ? options.download(media, wanted, signal) : picture;
    },
    discard: async () => undefined,
    fitInput: options.fitInput ?? (async (file) => file),
    fetchInput: async (source, limits, signal) => {
      fetches.push(source.url);
      return options.fetchInput ? options.fetchInput(source, limits, signal) : original;
    },
    fetchMedia: async (source) => {
      fetches.push(source.url);
      throw new BotError('bug', 'no test brings a video');
    },
    replyAt: () => reply,
    isPosted: async () => false,
    keep: async (delivery) => {
      kept.push(delivery);
      return true;
    },
    wakeUrlOf: (provider, id) => `https://easel.example/wake/${provider}/${id}`,
    onEnded: (_active, job, error) => void ended.push({ job, error }),
    onUnfunded: (job, error) => void unfunded.push({ job, error }),
    strike: async (strikeTarget) => {
      strikes.push(strikeTarget);
      return { strikes: strikes.length };
    },
    clock,
    log,
    ...options.flow,
  };
  const { runninghub, runcomfy } = providers;
  return {
    clock,
    rows,
    log,
    flow,
    strikes,
    unfunded,
    ledger: storedLedger,
    jobs: storedJobs,
    /** @see rewriteJob */
    rewrite: (job: Job) => rewriteJob(store, job),
    runninghub,
    runcomfy,
    reply,
    ended,
    downloads,
    fetches,
    /** What could not be posted. */
    kept,
    durations,
    /** Runs a request to its end. */
    generate: (request: GenerationRequest = requestOf(), to: RecordingReply = reply) =>
      clock.advanceUntil(generate(request, to, flow)),
    /** The same of a process that is stopped after five minutes, where it waits for a disk that is broken for good. */
    generateUntilStopped: async (request: GenerationRequest = requestOf(), to: RecordingReply = reply) => {
      const done = generate(request, to, flow);
      done.catch(() => undefined);
      await clock.advance(5 * 60_000);
      for (const { stop } of flow.active.all()) stop.abort(new BotError('cancelled.shutdown', 'stops'));
      return clock.advanceUntil(done);
    },
    /** Starts a request and goes on without waiting for it. */
    begin: (request: GenerationRequest = requestOf(), to: RecordingReply = reply) => {
      const done = generate(request, to, flow);
      done.catch(() => undefined);
      return done;
    },
    /** The guild's books. */
    totals: () => storedLedger.totals(guild),
    /** The job as it is stored. */
    stored: (id = requestOf().id) => storedJobs.find(id),
  };
}

/** The store as it answers when it is away. */
export function storeAway(): Promise<never> {
  return Promise.reject(new BotError('store.unavailable', 'the store is away'));
}

/** Bookings on a ledger and jobs of a script, one after the other: each can be told to fail. */
export function bookingsOn(ledger: Ledger, jobs: Jobs): Bookings {
  return {
    async open(hold, jobOf) {
      const job = jobOf(await ledger.reserve(hold));
      await jobs.save(job);
      return job;
    },
    async settle({ guildId, id, credits, pictures }, jobOf) {
      const settlement = await ledger.settle(guildId, id, credits, pictures);
      const job = jobOf(settlement);
      if (job !== null) await jobs.save(job);
      return { settlement, job };
    },
  };
}
