import type { LivePrices } from '../assemble/prices.ts';
import { asBotError } from '../domain/errors.ts';
import type { Clock, Log } from '../domain/ports.ts';

const dayMs = 24 * 60 * 60_000;
/** How soon it is asked again after a failure. */
const retryMs = 60 * 60_000;

/** What reading prices needs of the house. */
export interface PriceReading {
  readonly clock: Clock;
  readonly log: Log;
  readonly signal: AbortSignal;
}

/** Reads the prices at start and daily. A failure is a line in the log and the last known prices. Resolves after `signal`. */
export async function readPricesForEver({ refresh }: LivePrices, { clock, log, signal }: PriceReading): Promise<void> {
  while (refresh !== null && !signal.aborted) {
    const isRead = await refresh(signal).then(
      () => true,
      (error: unknown) => {
        const detail = asBotError(error).message;
        if (!signal.aborted) log.warn({ detail }, 'the prices of RunComfy could not be read; the last known ones hold');
        return false;
      },
    );
    await clock.wait(isRead ? dayMs : retryMs, signal).catch(() => undefined);
  }
}
