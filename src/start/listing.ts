import type { LiveListing } from '../assemble/listing.ts';
import { asBotError } from '../domain/errors.ts';
import type { Clock, Log } from '../domain/ports.ts';

const dayMs = 24 * 60 * 60_000;
/** How soon it is asked again after a failure. */
const retryMs = 60 * 60_000;

/** What reading the catalogue needs of the house. */
export interface ListingReading {
  readonly clock: Clock;
  readonly log: Log;
  readonly signal: AbortSignal;
}

/** Reads RunComfy's catalogue at start and daily. A failure is a line in the log, and what was last known. Resolves after `signal`. */
export async function readListingForEver(
  { refresh }: Pick<LiveListing, 'refresh'>,
  { clock, log, signal }: ListingReading,
): Promise<void> {
  while (refresh !== null && !signal.aborted) {
    const isRead = await refresh(signal).then(
      () => true,
      (error: unknown) => {
        const detail = asBotError(error).message;
        if (!signal.aborted)
          log.warn({ detail }, 'the catalogue of RunComfy could not be read; the last known one holds');
        return false;
      },
    );
    await clock.wait(isRead ? dayMs : retryMs, signal).catch(() => undefined);
  }
}
