import { BotError, type ErrorFacts } from '../domain/errors.ts';
import type { ImageFile } from '../domain/job.ts';
import type { ProviderName } from '../domain/model.ts';
import type { Clock, Download } from '../domain/ports.ts';
import type { Wire } from './agent.ts';
import { type Deadline, withDeadline } from './deadline.ts';
import type { WireAnswer } from './exchange.ts';
import { fetchTrusted, isPassing, maxRedirects } from './fetch-trusted.ts';
import { readImage } from './read-image.ts';
import type { Trust } from './trusted-hosts.ts';

/** What fetching pictures needs. */
export interface DownloadSettings {
  readonly dispatcher: Wire;
  readonly trust: Trust;
  readonly clock: Pick<Clock, 'wait'>;
  /** Per picture, cut off while reading. @see defaultMaxBytes */
  readonly maxBytes?: number;
  /** Per try: connecting, every redirect and the whole body. @see defaultTimeoutMs */
  readonly timeoutMs?: number;
}

/** 64 MiB: a lossless 4K picture with room to spare. */
const defaultMaxBytes = 64 * 1_048_576;
const defaultTimeoutMs = 60_000;
const maxTries = 3;
/** Before the second and the third try. */
const backOffMs = [500, 2_000] as const;

/** A try that may go better the next time. */
interface Passing {
  readonly passing: BotError;
}

/**
 * Makes the function that fetches pictures: only from trusted hosts, never more than the limit, and what it returns is a
 * picture by its bytes. A passing fault (network, 5xx, 429) is tried again; 404 and 410 are final.
 */
export function createDownload(settings: DownloadSettings): Download {
  return async (image, provider, signal) => {
    const visit = new Visit(settings, provider);
    for (const pauseMs of backOffMs.slice(0, maxTries - 1)) {
      const result = await visit.fetch(image.url, signal);
      if (!('passing' in result)) return result;
      await settings.clock.wait(pauseMs, signal);
    }
    const last = await visit.fetch(image.url, signal);
    if ('passing' in last) throw last.passing;
    return last;
  };
}

/** One picture's journey. */
class Visit {
  readonly #settings: DownloadSettings;
  readonly #provider: ProviderName;

  constructor(settings: DownloadSettings, provider: ProviderName) {
    this.#settings = settings;
    this.#provider = provider;
  }

  fetch(address: string, signal: AbortSignal): Promise<ImageFile | Passing> {
    const timeoutMs = this.#settings.timeoutMs ?? defaultTimeoutMs;
    return withDeadline(signal, timeoutMs, (deadline) => this.#fetch(address, deadline));
  }

  async #fetch(address: string, deadline: Deadline): Promise<ImageFile | Passing> {
    const { dispatcher, trust, maxBytes = defaultMaxBytes } = this.#settings;
    const isTrusted = (url: URL) => trust(url, this.#provider);
    const fetched = await fetchTrusted(address, { dispatcher, isTrusted, maxBytes }, deadline);
    switch (fetched.kind) {
      case 'answered':
        return this.#accept(fetched.answer, fetched.host);
      case 'unanswered':
        return { passing: this.#error(`${fetched.host}: ${fetched.reason}`, 'unreachable') };
      case 'untrusted':
        throw this.#error(`not trusted: ${fetched.host ?? 'an address that is no URL'}`, 'untrusted_host');
      case 'lost_way':
        throw this.#error(`${fetched.host}: more than ${maxRedirects} redirects`, 'redirects');
    }
  }

  async #accept({ status, bytes }: WireAnswer, host: string): Promise<ImageFile | Passing> {
    if (status !== 200) {
      const error = this.#error(`${host}: status ${status}`, 'status', { httpStatus: status });
      if (isPassing(status)) return { passing: error };
      throw error;
    }
    if (bytes === null) {
      const limit = this.#settings.maxBytes ?? defaultMaxBytes;
      throw this.#error(`${host}: more than ${limit} bytes`, 'too_large', { limit });
    }
    const picture = await readImage(bytes);
    if (picture === null) throw this.#error(`${host}: not a whole PNG, JPEG or WebP picture`, 'not_an_image');
    return picture;
  }

  #error(detail: string, reason: string, facts: ErrorFacts = {}): BotError {
    return new BotError('images.unfetchable', detail, { provider: this.#provider, reason, ...facts });
  }
}
