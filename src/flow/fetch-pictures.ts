import { asBotError, BotError } from '../domain/errors.ts';
import type { ImageFile, Job, RemoteImage } from '../domain/job.ts';
import type { Download } from '../domain/ports.ts';
import { type RemoteKind, remoteKindOf } from '../domain/remote-kind.ts';

/** A message holds ten pictures. */
const mostImages = 10;
/** Files of one remote job that are tried. */
const mostTries = 30;
/** Previews stand in where there is nothing better; the others are looked at only where no picture came at all. */
const kinds: readonly RemoteKind[] = ['picture', 'preview', 'other'];

/** What of one remote job could be fetched. */
export interface Fetched {
  readonly images: readonly ImageFile[];
  /** Why fewer pictures came than it was asked for; null where enough came. */
  readonly error: BotError | null;
}

/**
 * Fetches the pictures of a finished remote job, at the same time and in its order. What is no picture, or cannot be
 * fetched, does not take the others along.
 *
 * @throws the signal's reason
 */
export async function fetchPictures(
  remote: readonly RemoteImage[],
  job: Job,
  download: Download,
  signal: AbortSignal,
): Promise<Fetched> {
  const errors: BotError[] = [];
  const fetchOne = async (image: RemoteImage): Promise<readonly ImageFile[]> => {
    try {
      return [await download(image, job.provider, signal)];
    } catch (thrown) {
      errors.push(asBotError(thrown));
      return [];
    }
  };
  const tried = remote.slice(0, mostTries);
  let images: readonly ImageFile[] = [];
  for (const kind of kinds) {
    const left = tried.filter((image) => remoteKindOf(image) === kind);
    while (images.length < mostOf(job) && left.length > 0) {
      const batch = left.splice(0, mostOf(job) - images.length);
      images = [...images, ...(await Promise.all(batch.map(fetchOne))).flat()];
      signal.throwIfAborted();
    }
    if (images.length > 0) break;
  }
  const isEnough = images.length >= job.picturesPerTicket;
  return { images, error: isEnough ? null : (errors[0] ?? broughtTooFew(job)) };
}

/** Never more than was asked for of a job of several; the others share the message. */
function mostOf({ picturesPerTicket, tickets }: Job): number {
  return picturesPerTicket > 1 ? picturesPerTicket : Math.floor(mostImages / tickets.length);
}

function broughtTooFew({ provider }: Job): BotError {
  return new BotError('provider.failed', 'finished with fewer pictures than asked', { endKnown: true, provider });
}
