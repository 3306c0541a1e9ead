import { remoteJobsFor } from '#catalog/fit-route.ts';
import { filesOf, isMediaInput, type MediaWord } from '#catalog/form.ts';
import type { Route, Settings } from '#catalog/model.ts';
import type { Plan, RouteQuote } from '#catalog/plan.ts';
import { mostSeconds } from '#catalog/price.ts';
import { seedAfter } from '#catalog/seed.ts';
import { asBotError, BotError, errorRules } from '#core/errors.ts';
import { type Job, metering, type Reply } from '#jobs/job.ts';
import {
  defaultInputLimits,
  type InputProblem,
  type InputTarget,
  inputFormats,
  mostInlineBytes,
} from '#media/input.ts';
import { byteLengthOf } from '#media/media.ts';
import { isTooMany } from '#polling/budget.ts';
import type { CheckedInput, Ticket } from '#providers/provider.ts';
import { type ActiveJob, type Flow, jobOf } from './flow.ts';
import { saveJob } from './save-job.ts';

/**
 * Hands the job to the first route that takes it. The next route, or the next try, only comes while it is certain that no
 * job exists at the one before. Where the route makes one picture at a time, the rest of them goes to the same one. Pictures
 * to edit are checked before anything is sent.
 *
 * @throws {@link BotError} `refused.image`, `provider.*`, `store.unavailable`, `cancelled.*`
 */
export async function submit(active: ActiveJob, plan: Plan, reply: Reply, deps: Flow): Promise<void> {
  const inputs = await openInputs(active, plan, reply, deps);
  for (const waitMs of [...waitsForTurnMs, null]) {
    let refusal = new BotError('provider.unavailable', 'no route takes it', { nothingStarted: true });
    for (const quote of plan.quotes.filter(inputs.fit)) {
      const taken = pauseOf(quote, deps) ?? (await submitTo(active, quote, { plan, inputs }, deps));
      if (!(taken instanceof BotError)) return submitRest(active, taken, reply, deps);
      refusal = moreHopeful(refusal, taken);
    }
    if (waitMs === null || !isTooMany(refusal)) throw refusal;
    await throwIfStopped(active, deps);
    showQueued(active, await saveJob(active, { state: 'opened' }, deps), reply);
    await deps.clock.wait(patienceWith(waitMs, refusal), active.stop.signal);
  }
}

/** A full route may take the job later. */
function moreHopeful(before: BotError, next: BotError): BotError {
  return isTooMany(before) ? before : next;
}

function showQueued(active: ActiveJob, job: Job, reply: Reply): void {
  active.progress = { kind: 'queued', ahead: null, expectedAtMs: null };
  reply.show(job, active.progress);
}

/**
 * Resolves with what was handed over when the route took it, and with its refusal when that is certain.
 *
 * @throws {@link BotError} whatever leaves a doubt or ends the job for good
 */
async function submitTo(
  active: ActiveJob,
  quote: RouteQuote,
  { plan, inputs }: { readonly plan: Plan; readonly inputs: Inputs },
  deps: Flow,
): Promise<RouteQuote | BotError> {
  try {
    await throwIfStopped(active, deps);
    const handed = await inputs.handTo(quote);
    const { route, settings } = handed;
    const { provider, endpoint } = route;
    const credits = Math.min(handed.credits, plan.credits);
    const listCredits = handed.listCredits ?? handed.credits;
    const { each: picturesPerTicket } = remoteJobsFor(route, settings.count);
    const chosen = { provider, endpoint, settings, credits, listCredits, picturesPerTicket, ...metering(handed) };
    await saveSending(active, chosen, deps);
    await throwIfStopped(active, deps);
    await handOver(active, handed, deps);
    deps.spending.settle(active.id, listCredits);
    return handed;
  } catch (thrown) {
    const error = asBotError(thrown);
    // Too heavy for this route alone: it was asked for nothing, and is not to blame.
    if (error.code === 'refused.image') return error;
    // Another route may still be paid for. The circuit stays closed: the operator may mend it at any moment.
    if (error.code === 'provider.unfunded') {
      deps.onUnfunded(jobOf(active), error);
      return error;
    }
    if (error.code !== 'provider.unavailable') throw error;
    deps.circuits.failed(quote.route);
    if (error.facts.nothingStarted !== true) throw error;
    return error;
  }
}

/** Half of what a lease lasts: what takes longer may have been frozen so long that another process has the job by now. */
const freshForMs = 5_000;

/**
 * Writes down that it is going to be sent, at once: once more where it took so long that it may not be this process's any more.
 *
 * @throws {@link BotError} `store.unavailable`; `cancelled.shutdown` where another process has it
 */
async function saveSending(active: ActiveJob, chosen: Partial<Job>, deps: Flow): Promise<void> {
  for (;;) {
    const fromMs = deps.clock.monotonic();
    await saveJob(active, { state: 'sending', ...chosen }, deps);
    if (deps.sharing === null || deps.clock.monotonic() - fromMs < freshForMs) return;
  }
}

/**
 * A cancel or a shutdown that came while nothing is under way: the route before has refused, or none was asked yet. A
 * restart must know that too, or the credits would stay on hold for a job that was never sent.
 */
async function throwIfStopped(active: ActiveJob, deps: Flow): Promise<void> {
  const reason = stopReasonOf(active);
  if (reason === null) return;
  if (jobOf(active).state === 'sending') await saveJob(active, { state: 'opened' }, deps);
  throw reason;
}

/** Why nothing more goes to a service that the operator has paused since the request was admitted; null where it takes jobs. */
function pauseOf({ route: { provider } }: RouteQuote, { paused }: Flow): BotError | null {
  if (!paused.isService(provider)) return null;
  return new BotError('provider.unavailable', 'paused', { provider, reason: 'paused', nothingStarted: true });
}

/** What became of one more remote job. */
type Outcome =
  | { readonly kind: 'taken' }
  /** `refused`: it is certain that there is none, another one may be taken. `over`: nothing more is sent. */
  | { readonly kind: 'refused' | 'over'; readonly error: BotError };

/**
 * The remote jobs after the first one, at the same route, one after the other. What the route does not take is missed, and
 * the ones before go on: a full route is waited for, about half a minute altogether; a certain refusal costs one picture;
 * after a doubt nothing more is sent. Never throws.
 */
async function submitRest(active: ActiveJob, quote: RouteQuote, reply: Reply, deps: Flow): Promise<void> {
  const waits = waitsForTurnMs.values();
  for (let left = remoteJobsFor(quote.route, quote.settings.count).jobs - 1; left > 0; left -= 1) {
    const outcome = await submitNext(active, quote, { waits, reply }, deps);
    if (outcome.kind !== 'taken') miss(active, outcome.error, deps);
    if (outcome.kind === 'over') break;
  }
  if (jobOf(active).state === 'sending') await saveJob(active, { state: 'submitted' }, deps, { isFact: true });
}

/** While a full route is waited for, a cancel can stop the job, and a restart goes on with the tickets there are. */
async function submitNext(
  active: ActiveJob,
  quote: RouteQuote,
  { waits, reply }: { readonly waits: Iterator<number>; readonly reply: Reply },
  deps: Flow,
): Promise<Outcome> {
  for (;;) {
    const outcome = await submitOne(active, quote, deps);
    if (outcome.kind !== 'refused' || !isTooMany(outcome.error)) return outcome;
    const wait = waits.next();
    if (wait.done) return outcome;
    showQueued(active, await saveJob(active, { state: 'submitted' }, deps, { isFact: true }), reply);
    await deps.clock.wait(patienceWith(wait.value, outcome.error), active.stop.signal).catch(() => undefined);
  }
}

/** The first reason is the one that is told. */
function miss(active: ActiveJob, error: BotError, deps: Flow): void {
  active.missed ??= error;
  if (error.code === 'provider.unfunded') deps.onUnfunded(jobOf(active), error);
  const facts = { job: active.id, code: error.code, detail: error.message, providerCode: error.facts.providerCode };
  deps.log[errorRules[error.code].level](facts, 'one of several pictures was not handed over');
}

async function submitOne(active: ActiveJob, quote: RouteQuote, deps: Flow): Promise<Outcome> {
  try {
    // With it the tickets before are written down: what is not stored is not followed by more.
    if ((stopReasonOf(active) ?? pauseOf(quote, deps)) === null) await saveSending(active, {}, deps);
    const stopped = stopReasonOf(active) ?? pauseOf(quote, deps);
    if (stopped !== null) return { kind: 'over', error: stopped };
    await handOver(active, quote, deps);
    return { kind: 'taken' };
  } catch (thrown) {
    const error = asBotError(thrown);
    if (error.code !== 'provider.unavailable') return { kind: 'over', error };
    deps.circuits.failed(quote.route);
    return { kind: error.facts.nothingStarted === true ? 'refused' : 'over', error };
  }
}

/**
 * Submits one remote job and writes its ticket down beside those that are there: the only step that can cost money. It is
 * not ended by a shutdown, since a lost answer would be a lost job. The caller has written the job down as `sending`.
 *
 * @throws {@link BotError} `provider.*`
 */
async function handOver(active: ActiveJob, quote: RouteQuote, deps: Flow): Promise<void> {
  const { route, settings } = quote;
  const { each } = remoteJobsFor(route, settings.count);
  const wakeUrl = deps.wakeUrlOf(route.provider, active.id);
  const part: RouteQuote = {
    ...quote,
    settings: { ...partOf(route, settings, jobOf(active).tickets.length), count: each },
  };
  const submitted = deps.providerOf(route.provider).submit(part, wakeUrl, new AbortController().signal);
  const ticket = await deps.observe(route.provider, 'submit', submitted);
  deps.circuits.worked(route);
  const { tickets, submittedAtMs } = jobOf(active);
  const change = { tickets: [...tickets, ticket], submittedAtMs: submittedAtMs ?? deps.clock.now() };
  await saveJob(active, { state: 'submitted', ...change }, deps, { isFact: true });
  if (deps.sharing?.has(active.id) === false) await giveBack(active, ticket, deps);
}

/**
 * Stops what was sent while another process took the job, whose member has read by now that it may not have been sent: what the service makes of it
 * nobody would get.
 *
 * @throws {@link BotError} `cancelled.shutdown`
 */
async function giveBack(active: ActiveJob, ticket: Ticket, { providerOf, observe, log }: Flow): Promise<never> {
  const asked = providerOf(ticket.provider).cancel(ticket, new AbortController().signal);
  const outcome = await observe(ticket.provider, 'cancel', asked).catch(() => 'unknown' as const);
  const facts = { job: active.id, provider: ticket.provider, remoteId: ticket.remoteId, outcome };
  log.warn(facts, 'a service was asked to stop a job that another process has');
  throw new BotError('cancelled.shutdown', 'another process has the job');
}

/** Settings for one of several pictures. */
function partOf(route: Route, settings: Settings, index: number): Settings {
  const { form } = settings;
  if (index === 0 || typeof form?.seed !== 'number') return settings;
  return { ...settings, form: { ...form, seed: seedAfter(route, form.seed, index) } };
}

/** Why nothing may be sent any more: a shutdown or a cancel; null without either. */
function stopReasonOf(active: ActiveJob): BotError | null {
  if (active.stop.signal.aborted) return asBotError(active.stop.signal.reason);
  const { cancelledBy } = jobOf(active);
  return cancelledBy && new BotError(`cancelled.${cancelledBy}`, 'stopped', { nothingStarted: true });
}

/** When a route is full, Easel waits its turn instead of refusing: about half a minute altogether. */
const waitsForTurnMs = [2_000, 4_000, 8_000, 16_000];
/** A provider may ask for more patience than a member has. */
const longestWaitMs = 30_000;

/** How long to wait after a route was full: at least `waitMs`, longer where it names a pause, within reason. */
function patienceWith(waitMs: number, { facts }: BotError): number {
  return Math.max(waitMs, Math.min(facts.retryAfterMs ?? 0, longestWaitMs));
}

/** The pictures that a job is made from, in memory while it is submitted and no longer. */
interface Inputs {
  /** False for an offer whose route takes none as heavy as these. */
  fit(quote: RouteQuote): boolean;
  /**
   * The offer with the addresses under which its provider finds the pictures; they are handed over once to each provider.
   * The job is `opened` meanwhile: nothing has been asked for.
   *
   * @throws {@link BotError} `provider.unavailable` and `provider.unfunded` (nothing started), `refused.image` (another offer may take them), `store.unavailable`, the reason why the job was stopped
   */
  handTo(quote: RouteQuote): Promise<RouteQuote>;
}

/**
 * Fetches and checks what is to be edited, once, before anything is sent anywhere.
 *
 * @throws {@link BotError} `refused.image`, the reason why the job was stopped
 */
async function openInputs(active: ActiveJob, plan: Plan, reply: Reply, deps: Flow): Promise<Inputs> {
  const { settings } = plan.quotes[0];
  const files = filesOf(settings);
  if (files.length === 0) return { fit: () => true, handTo: async (quote) => quote };
  active.progress = { kind: 'looking', pictures: files.length };
  reply.show(jobOf(active), active.progress);
  const inputs = await fetchAll(files, plan, active, deps);
  const handed = new Map<string, readonly string[]>();
  return {
    fit: (quote) => inputs.every((input) => byteLengthOf(input.file) <= maxBytesOf(quote, input)),
    async handTo(quote) {
      const { provider, images: taken } = quote.route;
      const { maxPixels } = defaultInputLimits;
      const formats = taken?.formats ?? inputFormats;
      const wanted = inputs.map((input) => ({
        ...input,
        target: { formats, maxBytes: maxBytesOf(quote, input), maxPixels },
      }));
      const name = JSON.stringify([provider, wanted.map(({ target }) => target)]);
      const addresses = handed.get(name) ?? (await uploadAll(await fitAll(wanted, deps), quote.route, active, deps));
      handed.set(name, addresses);
      checkInline(addresses);
      return { ...quote, inputs: addresses };
    },
  };
}

/** Within the widest bounds of the routes: those that take less are left out then. */
async function fetchAll(files: ReturnType<typeof filesOf>, { quotes }: Plan, active: ActiveJob, deps: Flow) {
  const inputs: OpenInput[] = [];
  for (const [index, { word, source }] of files.entries()) {
    const maxBytes = Math.max(...quotes.map((quote) => maxBytesOf(quote, { word })));
    const picture = pictureNumberOf(index, files);
    const { url, name, bytes, mediaType } = source;
    const wanted = { url, name, declaredBytes: bytes ?? undefined, declaredType: mediaType ?? undefined };
    const { signal } = active.stop;
    const file =
      word === 'video' || word === 'audio'
        ? await deps.fetchMedia(wanted, { job: active.id, kind: word, maxBytes, maxSeconds: mostSeconds }, signal)
        : await deps.fetchInput(wanted, { ...defaultInputLimits, maxBytes, picture }, signal);
    inputs.push({ word, source, file });
  }
  return inputs;
}

/** Which of several pictures the file is, from 1; null where it is the only one. */
function pictureNumberOf(index: number, files: readonly Pick<OpenInput, 'word'>[]): number | null {
  const isPicture = ({ word }: Pick<OpenInput, 'word'>) => word !== 'video' && word !== 'audio';
  return files.filter(isPicture).length > 1 ? files.slice(0, index + 1).filter(isPicture).length : null;
}

/** A file on its way to a service, and what it is for. */
interface OpenInput extends CheckedInput {
  readonly word: 'image' | MediaWord;
}

/** As the endpoint takes them. @throws {@link BotError} `refused.image` */
async function fitAll(inputs: readonly (OpenInput & { readonly target: InputTarget })[], { fitInput }: Flow) {
  const fitted: CheckedInput[] = [];
  for (const [index, { source, file, target }] of inputs.entries()) {
    const picture = pictureNumberOf(index, inputs);
    fitted.push({ source, file: 'path' in file ? file : await fitInput(file, target, { picture }) });
  }
  return fitted;
}

async function uploadAll(inputs: readonly CheckedInput[], route: Route, active: ActiveJob, deps: Flow) {
  const { provider, isNodeList: isForNode } = route;
  // The route before has refused: a restart in the meantime must not take the job for one that may have been sent.
  if (jobOf(active).state === 'sending') await saveJob(active, { state: 'opened' }, deps);
  const addresses: string[] = [];
  for (const input of inputs) {
    const uploaded = deps.providerOf(provider).upload({ ...input, isForNode }, active.stop.signal);
    addresses.push(await deps.observe(provider, 'upload', uploaded));
  }
  return addresses;
}

function maxBytesOf({ route }: RouteQuote, { word }: Pick<OpenInput, 'word'>): number {
  const inputs = route.form?.filter(isMediaInput) ?? [];
  const taken = inputs.find((each) => each.word === word || (word === 'image' && each.word === 'images'));
  return taken?.maxBytes ?? route.images?.maxBytes ?? defaultInputLimits.maxBytes;
}

/** Each is within its bounds, but a request that holds them all may not be taken, or its answer not be read: paid for nothing. */
function checkInline(addresses: readonly string[]): void {
  const inline = addresses.filter((address) => address.startsWith('data:'));
  // Base64 writes three bytes as four characters.
  const bytes = inline.reduce((sum, { length }) => sum + Math.floor((length * 3) / 4), 0);
  if (bytes <= mostInlineBytes) return;
  const reason: InputProblem = inline.length === 1 ? 'too_many_bytes' : 'too_many_bytes_together';
  throw new BotError('refused.image', reason, { reason, limit: mostInlineBytes, nothingStarted: true });
}
