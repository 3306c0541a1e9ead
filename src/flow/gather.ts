import { asBotError, BotError, levelOf } from '../domain/errors.ts';
import type { ImageFile, Job } from '../domain/job.ts';
import type { Reply } from '../domain/ports.ts';
import type { ActiveJob } from './active-jobs.ts';
import { isBilled } from './costs.ts';
import { asCancel } from './end.ts';
import { fetchPictures } from './fetch-pictures.ts';
import { type Flow, jobOf } from './flow.ts';
import { type Part, partsOf } from './parts.ts';
import { watchPart } from './watch-part.ts';

/** What came of a job's remote jobs. */
export interface Harvest {
  /** One for each picture asked for that came, 1 or more. A remote job that was asked for one may bring several files, which are one. */
  readonly pictures: readonly (readonly ImageFile[])[];
  /** Why the others did not come; null where all did, or nobody knows any more. */
  readonly missed: BotError | null;
  /** How many of those that did not come were stopped while the provider takes money for them all the same. */
  readonly billed: number;
  /** When the last of them was first seen finished; Unix milliseconds. */
  readonly finishedAtMs: number;
}

/** What one remote job brought. */
interface Brought {
  readonly images: readonly ImageFile[];
  readonly error: BotError | null;
  /** As in {@link Harvest}. */
  readonly billed: number;
  readonly finishedAtMs: number;
}

/**
 * From the tickets to the pictures: all are followed at once, and one that fails does not end the others.
 *
 * @throws {@link BotError} why there is no picture at all: `provider.*`, `images.unfetchable`, `cancelled.*`
 */
export async function gather(active: ActiveJob, reply: Reply, flow: Flow): Promise<Harvest> {
  const job = jobOf(active);
  if (job.tickets.length === 0) throw new TypeError(`job ${job.id} has no ticket to follow`);
  const parts = partsOf(active, (progress) => reply.show(jobOf(active), progress));
  const brought = await Promise.all(parts.map((part) => bring(part, active, flow)));
  const pictures = brought.flatMap(({ images }) => picturesOf(images, job));
  const errors = brought.flatMap(({ error }) => (error === null ? [] : [error]));
  const untaken = active.missed === null ? [] : [active.missed];
  if (pictures.length === 0) throw billedStop(brought, untaken, active) ?? gravest([...errors, ...untaken]);
  for (const error of errors) {
    const facts = { job: job.id, code: error.code, detail: error.message, providerCode: error.facts.providerCode };
    flow.log[levelOf[error.code]](facts, 'one of several pictures did not come');
  }
  const known = [...untaken, ...errors];
  const missed = known.length > 0 ? gravest(known) : null;
  const finishedAtMs = Math.max(...brought.map((each) => each.finishedAtMs));
  const billed = brought.reduce((sum, each) => sum + each.billed, 0);
  return { pictures, missed, billed, finishedAtMs };
}

function picturesOf(images: readonly ImageFile[], { picturesPerTicket }: Job): readonly (readonly ImageFile[])[] {
  if (picturesPerTicket > 1) return images.map((image) => [image]);
  return images.length > 0 ? [images] : [];
}

/** Only the end of the whole job is thrown. */
async function bring(part: Part, active: ActiveJob, flow: Flow): Promise<Brought> {
  try {
    const remote = await watchPart(part, active, flow);
    const finishedAtMs = flow.clock.now();
    active.finishedAtMs = finishedAtMs;
    const brought = await fetchPictures(remote, jobOf(active), flow.download, active.stop.signal);
    const pictures = picturesOf(brought.images, jobOf(active)).length;
    if (pictures > 0) active.brought.set(part.ticket.remoteId, pictures);
    part.end(pictures > 0 ? 'there' : 'lost');
    return { ...brought, billed: 0, finishedAtMs };
  } catch (thrown) {
    active.stop.signal.throwIfAborted();
    part.end('lost');
    const job = jobOf(active);
    const error = asBotError(thrown);
    const isStopped = asCancel(job, error).code.startsWith('cancelled.');
    if (isStopped) active.stopped.add(part.ticket.remoteId);
    const billed = isStopped && isBilled(active, part.ticket) ? job.picturesPerTicket : 0;
    return { images: [], error, billed, finishedAtMs: 0 };
  }
}

/**
 * A member who is charged for a stop reads of the stop, whatever else went wrong. A picture that the filter did not take counts
 * against the member all the same. Null where no stop is billed.
 */
function billedStop(brought: readonly Brought[], untaken: readonly BotError[], active: ActiveJob): BotError | null {
  const [stop] = brought.flatMap(({ billed, error }) => (billed > 0 && error !== null ? [error] : []));
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
