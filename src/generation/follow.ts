import { typedIn } from '#catalog/model.ts';
import { asBotError, BotError, errorRules } from '#core/errors.ts';
import type { Job, Progress, Reply } from '#jobs/job.ts';
import {
  type Download,
  isStill,
  type MediaFile,
  type RemoteKind,
  type RemoteMedia,
  remoteKindOf,
} from '#media/media.ts';
import { abandonAfterMs } from '#polling/poller.ts';
import { type RunKind, routeKey } from '#polling/schedule.ts';
import type { FollowedTicket, Ticket } from '#providers/provider.ts';
import { asCancel } from './end.ts';
import { type ActiveJob, type Flow, isBilled, jobOf, stopOf } from './flow.ts';

/** What came of a job's remote jobs. */
export interface Results {
  /** One for each picture asked for that came, 1 or more. A remote job that was asked for one may bring several files, which are one. */
  readonly pictures: readonly (readonly MediaFile[])[];
  /** Why the others did not come; null where all did, or where it is not known any more. */
  readonly missed: BotError | null;
  /** How many of those that did not come were stopped while the provider takes money for them all the same. */
  readonly billed: number;
  /** When the last of them was first seen finished; Unix milliseconds. */
  readonly finishedAtMs: number;
}

/** What came of one remote job. */
interface PartResult extends Pick<Results, 'billed' | 'finishedAtMs'> {
  readonly files: readonly MediaFile[];
  /** Why fewer pictures came than it was asked for; null where enough came. */
  readonly error: BotError | null;
}

/**
 * From the tickets to the pictures: all are followed at once, and one that fails does not end the others.
 *
 * @throws {@link BotError} why there is no picture at all: `provider.*`, `media.unfetchable`, `cancelled.*`
 */
export async function follow(active: ActiveJob, reply: Reply, flow: Flow): Promise<Results> {
  const job = jobOf(active);
  if (job.tickets.length === 0) throw new TypeError(`job ${job.id} has no ticket to follow`);
  const parts = partsOf(active, (progress) => reply.show(jobOf(active), progress));
  const results = await Promise.all(parts.map((part) => followPart(part, active, flow)));
  const pictures = results.flatMap(({ files }) => picturesOf(files, job));
  const errors = results.flatMap(({ error }) => (error === null ? [] : [error]));
  const untaken = active.missed === null ? [] : [active.missed];
  if (pictures.length === 0) throw billedStop(results, untaken, active) ?? gravest([...errors, ...untaken]);
  for (const error of errors) {
    const facts = { job: job.id, code: error.code, detail: error.message, providerCode: error.facts.providerCode };
    flow.log[errorRules[error.code].level](facts, 'one of several pictures did not come');
  }
  const known = [...untaken, ...errors];
  const missed = known.length > 0 ? gravest(known) : null;
  const finishedAtMs = Math.max(...results.map((each) => each.finishedAtMs));
  const billed = results.reduce((sum, each) => sum + each.billed, 0);
  return { pictures, missed, billed, finishedAtMs };
}

function picturesOf(files: readonly MediaFile[], { picturesPerTicket }: Job): readonly (readonly MediaFile[])[] {
  if (picturesPerTicket > 1) return files.map((file) => [file]);
  return files.length > 0 ? [files] : [];
}

/** Only the end of the whole job is thrown. */
async function followPart(part: Part, active: ActiveJob, flow: Flow): Promise<PartResult> {
  try {
    const remote = await watchPart(part, active, flow);
    const finishedAtMs = flow.clock.now();
    active.finishedAtMs = finishedAtMs;
    const fetched = await fetchPictures(remote, jobOf(active), flow.download, active.stop.signal);
    const pictures = picturesOf(fetched.files, jobOf(active)).length;
    if (pictures > 0) active.brought.set(part.ticket.remoteId, pictures);
    part.end(pictures > 0 ? 'there' : 'lost');
    return { ...fetched, billed: 0, finishedAtMs };
  } catch (thrown) {
    active.stop.signal.throwIfAborted();
    part.end('lost');
    const job = jobOf(active);
    const error = asBotError(thrown);
    const isStopped = asCancel(job, error).code.startsWith('cancelled.');
    if (isStopped) active.stopped.add(part.ticket.remoteId);
    const billed = isStopped && isBilled(active, part.ticket) ? job.picturesPerTicket : 0;
    return { files: [], error, billed, finishedAtMs: 0 };
  }
}

/**
 * A member who is charged for a stop reads of the stop, whatever else went wrong. A picture that the filter did not take counts
 * against the member all the same. Null where no stop is billed.
 */
function billedStop(results: readonly PartResult[], untaken: readonly BotError[], active: ActiveJob): BotError | null {
  const [stop] = results.flatMap(({ billed, error }) => (billed > 0 && error !== null ? [error] : []));
  if (stop === undefined) return null;
  const { code, message, facts } = asCancel(jobOf(active), stop);
  const isFiltered = untaken.some((error) => error.facts.contentFilter === true);
  return new BotError(code, message, isFiltered ? { ...facts, contentFilter: true } : facts, stop);
}

/** The content filter's word counts before any other; else the first one. */
function gravest(errors: readonly BotError[]): BotError {
  const isFilter = ({ facts }: BotError) => facts.contentFilter === true;
  return errors.reduce((first, each) => (!isFilter(first) && isFilter(each) ? each : first));
}

/** A message holds ten pictures. */
const mostImages = 10;
/** Files of one remote job that are tried. */
const mostTries = 30;
/** Previews stand in where there is nothing better; the others are looked at only where no picture came at all. */
const kinds: readonly RemoteKind[] = ['wanted', 'preview', 'other'];

/**
 * Fetches the pictures of a finished remote job, at the same time and in its order. What is no picture, or cannot be
 * fetched, does not take the others along.
 *
 * @throws the signal's reason
 */
async function fetchPictures(
  remote: readonly RemoteMedia[],
  job: Job,
  download: Download,
  signal: AbortSignal,
): Promise<Pick<PartResult, 'files' | 'error'>> {
  const errors: BotError[] = [];
  const fetchOne = async (media: RemoteMedia): Promise<readonly MediaFile[]> => {
    try {
      return [await download(media, { job: job.id, provider: job.provider, output: job.output ?? 'image' }, signal)];
    } catch (thrown) {
      errors.push(asBotError(thrown));
      return [];
    }
  };
  const tried = remote.slice(0, mostTries);
  let files: readonly MediaFile[] = [];
  for (const kind of kinds) {
    const left = tried.filter((media) => remoteKindOf(media, job.output) === kind);
    while (files.length < mostOf(job) && left.length > 0) {
      const batch = left.splice(0, mostOf(job) - files.length);
      files = [...files, ...(await Promise.all(batch.map(fetchOne))).flat()];
      signal.throwIfAborted();
    }
    if (files.length > 0) break;
  }
  const isEnough = files.length >= job.picturesPerTicket;
  const still = await fetchStill({ remote: tried, came: files.length }, job, download, signal);
  return { files: [...files, ...still], error: isEnough ? null : (errors[0] ?? broughtTooFew(job)) };
}

/**
 * What a 3D model looks like, since Discord does not draw it; nothing where the service gives no picture, it does not come, or the message
 * has no room. `came` counts the files of the model.
 */
async function fetchStill(
  { remote, came }: { readonly remote: readonly RemoteMedia[]; readonly came: number },
  job: Job,
  download: Download,
  signal: AbortSignal,
): Promise<readonly MediaFile[]> {
  const still = remote.find(isStill);
  if (job.output !== 'model3d' || still === undefined || came === 0 || came >= mostOf(job)) return [];
  try {
    return [await download(still, { job: job.id, provider: job.provider, output: 'image' }, signal)];
  } catch {
    signal.throwIfAborted();
    return [];
  }
}

/** Never more than was asked for of a job of several; the others share the message. */
function mostOf({ picturesPerTicket, tickets }: Job): number {
  return picturesPerTicket > 1 ? picturesPerTicket : Math.floor(mostImages / tickets.length);
}

function broughtTooFew({ provider }: Job): BotError {
  return new BotError('provider.failed', 'finished with fewer pictures than asked', { endKnown: true, provider });
}

/** One remote job of a job that is followed. */
interface Part {
  readonly ticket: Ticket;
  /** Aborted with the whole job, by a cancel that stopped this part alone, and when it is given up. */
  readonly signal: AbortSignal;
  show(progress: Progress): void;
  /** It is over, with pictures or without. */
  end(how: 'there' | 'lost'): void;
}

/**
 * The parts of a job, which share its one line of progress. Once the pictures of some are there, those that take
 * unusually long are given up: the provider keeps pictures for a day only.
 */
function partsOf(active: ActiveJob, show: (progress: Progress) => void): readonly Part[] {
  const { tickets } = jobOf(active);
  const states = new Map<Ticket, PartProgress>(tickets.map((ticket) => [ticket, null]));
  const update = (ticket: Ticket, state: PartProgress) => {
    states.set(ticket, state);
    const all = [...states.values()];
    if (all.every(isOver)) return;
    const { cancelledBy } = jobOf(active);
    active.progress = cancelledBy === null ? combineProgress(all) : { kind: 'cancelling' };
    show(active.progress);
    if (all.includes('there') && all.every((each) => isOver(each) || isLate(each))) leaveLate();
  };
  const leaveLate = () => {
    for (const [ticket, state] of states) if (isLate(state)) stopOf(active, ticket).abort(tooLate(ticket));
  };
  return tickets.map((ticket) => ({
    ticket,
    signal: AbortSignal.any([active.stop.signal, stopOf(active, ticket).signal]),
    show: (progress) => update(ticket, progress),
    end: (how) => update(ticket, how),
  }));
}

function isOver(state: PartProgress): boolean {
  return state === 'there' || state === 'lost';
}

function isLate(state: PartProgress): boolean {
  return state !== null && typeof state === 'object' && state.kind === 'overdue';
}

function tooLate({ provider }: Ticket): BotError {
  return new BotError('provider.timeout', 'the other pictures came long ago', { endKnown: true, provider });
}

/**
 * Follows one remote job to its end at the provider. One that was cancelled before is asked to stop first.
 *
 * @throws {@link BotError} `provider.failed`, `provider.timeout`, `cancelled.*`; the signal's reason
 */
async function watchPart(part: Part, active: ActiveJob, flow: Flow): Promise<readonly RemoteMedia[]> {
  const { id, guildId, userId, state, provider, settings, submittedAtMs, openedAtMs, cancelledBy } = jobOf(active);
  const { ticket, signal } = part;
  const startedAtMs = submittedAtMs ?? openedAtMs;
  const stopAs = async (code: 'provider.timeout' | `cancelled.${'user' | 'moderator'}`) => {
    const asked = flow.providerOf(provider).cancel(ticket, signal);
    const outcome = await flow.observe(provider, 'cancel', asked).catch(saidNothing);
    if (outcome === 'cancelled') throw new BotError(code, 'stopped at the provider', { endKnown: true, provider });
  };
  if (cancelledBy !== null && state !== 'delivering') await stopAs(`cancelled.${cancelledBy}`);
  const onOverdue = async () => {
    await stopAs('provider.timeout');
    part.show({ kind: 'overdue', untilMs: startedAtMs + abandonAfterMs });
  };
  const followed: FollowedTicket = {
    ...ticket,
    output: jobOf(active).output,
    typed: typedIn(settings),
    onCost: (cost) => active.costs.set(`${ticket.remoteId} ${cost.currency}`, cost),
  };
  const watch = {
    id,
    owner: { guildId, userId },
    ticket: followed,
    kind: runKindOf(jobOf(active)),
    isCalledBack: flow.providerOf(provider).callsBack(ticket) && flow.wakeUrlOf(provider, id) !== null,
    submittedAtMs: startedAtMs,
    onProgress: part.show,
    onOverdue,
  };
  return flow.poller.untilFinished(watch, signal);
}

const saidNothing = () => 'unknown' as const;

/** Its time depends on how much there is to compute, and hardly on the words or the shape. */
function runKindOf({ provider, endpoint, settings, picturesPerTicket }: Job): RunKind {
  const { quality, resolution, steps } = settings;
  return {
    route: routeKey({ provider, endpoint }),
    options: JSON.stringify([quality, resolution, steps, picturesPerTicket]),
  };
}

/** How one of several remote jobs is: as last shown (null: nothing is known yet), its picture is there, or it brings none. */
export type PartProgress = Progress | 'there' | 'lost' | null;

/** One line for all of them. A part's own progress where there is only one. */
export function combineProgress(parts: readonly PartProgress[]): Progress {
  const open: readonly Progress[] = parts.filter(isOpen).map((part) => part ?? waiting);
  const [first = waiting] = open;
  if (parts.length === 1) return first;
  const overdue = open.find(({ kind }) => kind === 'overdue');
  if (overdue) return overdue;
  const jobs = parts.filter((part) => part === 'there').length;
  if (jobs === 0 && open.every(({ kind }) => kind === 'queued')) return nearest(open);
  const done = { jobs, of: parts.length };
  return { kind: 'running', fraction: shareOf(parts), expectedAtMs: latestOf(open), done };
}

const waiting = { kind: 'queued', ahead: null, expectedAtMs: null } as const;

function isOpen(part: PartProgress): part is Progress | null {
  return part !== 'there' && part !== 'lost';
}

/** The place of the one that comes first. */
function nearest(open: readonly Progress[]): Progress {
  const places = open.flatMap((part) => (part.kind === 'queued' && part.ahead !== null ? [part.ahead] : []));
  return { ...waiting, ahead: places.length === 0 ? null : Math.min(...places) };
}

/** Null where a part that runs does not tell its own. */
function shareOf(parts: readonly PartProgress[]): number | null {
  let sum = 0;
  for (const part of parts) {
    const share = part === 'there' ? 1 : fractionOf(part);
    if (share === null) return null;
    sum += share;
  }
  return sum / parts.length;
}

function fractionOf(part: Exclude<PartProgress, 'there'>): number | null {
  return part !== null && part !== 'lost' && part.kind === 'running' ? part.fraction : 0;
}

/** Null where one of them is not known. */
function latestOf(open: readonly Progress[]): number | null {
  let latestMs: number | null = null;
  for (const part of open) {
    if (part.kind !== 'running' || part.expectedAtMs === null) return null;
    latestMs = Math.max(latestMs ?? 0, part.expectedAtMs);
  }
  return latestMs;
}
