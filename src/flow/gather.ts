import { asBotError, BotError, levelOf } from '../domain/errors.ts';
import type { ImageFile, Job, RemoteImage } from '../domain/job.ts';
import type { Reply } from '../domain/ports.ts';
import type { ActiveJob } from './active-jobs.ts';
import { type Flow, jobOf } from './flow.ts';
import { type Part, partsOf } from './parts.ts';
import { watchPart } from './watch-part.ts';

/** A message holds ten pictures. */
const mostImages = 10;

/** What came of a job's remote jobs. */
export interface Harvest {
  readonly images: readonly ImageFile[];
  /** Of the pictures asked for, 1 or more. A remote job that was asked for one may bring several, which are one. */
  readonly came: number;
  /** Why the others did not come; null where all did, or nobody knows any more. */
  readonly missed: BotError | null;
  /** When the last of them was first seen finished; Unix milliseconds. */
  readonly finishedAtMs: number;
}

/** What one remote job brought. */
interface Brought {
  readonly images: readonly ImageFile[];
  readonly error: BotError | null;
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
  const came = brought.reduce((sum, { images }) => sum + Math.min(images.length, job.picturesPerTicket), 0);
  const errors = brought.flatMap(({ error }) => (error === null ? [] : [error]));
  const untaken = active.missed === null ? [] : [active.missed];
  if (came === 0) throw gravest([...errors, ...untaken]);
  for (const error of errors) {
    const facts = { job: job.id, code: error.code, detail: error.message, providerCode: error.facts.providerCode };
    flow.log[levelOf[error.code]](facts, 'one of several pictures did not come');
  }
  const known = [...untaken, ...errors];
  const missed = known.length > 0 ? gravest(known) : null;
  const finishedAtMs = Math.max(...brought.map((each) => each.finishedAtMs));
  return { images: brought.flatMap(({ images }) => images), came, missed, finishedAtMs };
}

/** Only the end of the whole job is thrown. */
async function bring(part: Part, active: ActiveJob, flow: Flow): Promise<Brought> {
  try {
    const remote = await watchPart(part, active, flow);
    const finishedAtMs = flow.clock.now();
    active.finishedAtMs = finishedAtMs;
    const brought = await fetchFrom(remote, active, flow.download);
    part.end(brought.images.length > 0 ? 'there' : 'lost');
    return { ...brought, finishedAtMs };
  } catch (thrown) {
    active.stop.signal.throwIfAborted();
    part.end('lost');
    return { images: [], error: asBotError(thrown), finishedAtMs: 0 };
  }
}

/** A remote job of one picture brings all or nothing; of several, each one counts by itself. */
async function fetchFrom(remote: readonly RemoteImage[], active: ActiveJob, download: Flow['download']) {
  const { provider, picturesPerTicket } = jobOf(active);
  const images: ImageFile[] = [];
  let error = remote.length < picturesPerTicket ? broughtTooFew(jobOf(active)) : null;
  for (const image of remote.slice(0, mostOf(jobOf(active)))) {
    try {
      images.push(await download(image, provider, active.stop.signal));
    } catch (thrown) {
      active.stop.signal.throwIfAborted();
      if (picturesPerTicket === 1) throw thrown;
      error = asBotError(thrown);
    }
  }
  return { images, error };
}

/** Never more than was asked for of a job of several; the others share the message. */
function mostOf({ picturesPerTicket, tickets }: Job): number {
  return picturesPerTicket > 1 ? picturesPerTicket : Math.floor(mostImages / tickets.length);
}

function broughtTooFew({ provider }: Job): BotError {
  return new BotError('provider.failed', 'finished with fewer pictures than asked', { endKnown: true, provider });
}

/** The content filter's word counts before any other; else the first one. */
function gravest(errors: readonly BotError[]): BotError {
  const isFilter = ({ facts }: BotError) => facts.contentFilter === true;
  return errors.reduce((first, each) => (!isFilter(first) && isFilter(each) ? each : first));
}
