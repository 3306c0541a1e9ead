import type { Clock } from '#core/clock.ts';
import type { OutgoingMessage } from '../messages/message.ts';

/** @see ProgressEdits */
export interface ProgressOptions {
  readonly clock: Clock;
  readonly minGapMs: number;
  /** Resolves with whether it was shown; never rejects. */
  readonly send: (message: OutgoingMessage) => Promise<boolean>;
}

/**
 * Shows the latest state of a reply: only changes, at most one edit per gap, the last one always. In the background:
 * nobody who offers a state waits for Discord.
 */
export class ProgressEdits {
  readonly #options: ProgressOptions;
  readonly #stopper = new AbortController();
  #wanted: OutgoingMessage | null = null;
  #shown: string | null = null;
  #running: Promise<void> | null = null;
  #nextAtMs = Number.NEGATIVE_INFINITY;

  constructor(options: ProgressOptions) {
    this.#options = options;
  }

  /** Replaces what is waiting to be shown. */
  quote(message: OutgoingMessage): void {
    if (this.#stopper.signal.aborted) return;
    this.#wanted = message;
    this.#running ??= this.#run();
  }

  /** Drops what waits; resolves when no edit is under way any more, so that the end of the story is not overwritten. */
  async stop(): Promise<void> {
    this.#stopper.abort();
    await this.#running;
  }

  async #run(): Promise<void> {
    const { clock, minGapMs, send } = this.#options;
    for (let message = await this.#next(); message !== null; message = await this.#next()) {
      const content = fingerprint(message);
      if (content === this.#shown) continue;
      this.#nextAtMs = clock.monotonic() + minGapMs;
      if (await send(message)) this.#shown = content;
    }
  }

  /** Waits for the gap to pass, then takes what is wanted by then. Without anything wanted, the run is over at once. */
  async #next(): Promise<OutgoingMessage | null> {
    const { clock } = this.#options;
    const waitMs = this.#wanted === null ? 0 : this.#nextAtMs - clock.monotonic();
    if (waitMs > 0) await clock.wait(waitMs, this.#stopper.signal).catch(() => undefined);
    const message = this.#stopper.signal.aborted ? null : this.#wanted;
    this.#wanted = null;
    if (message === null) this.#running = null;
    return message;
  }
}

function fingerprint({ content, buttons }: OutgoingMessage): string {
  return JSON.stringify([content, buttons]);
}
