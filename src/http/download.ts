import { BotError, type ErrorFacts } from '../domain/errors.ts';
import type { ImageFile } from '../domain/job.ts';
import type { ProviderName } from '../domain/model.ts';
import type { Clock, Download } from '../domain/ports.ts';
import type { Wire } from './agent.ts';
import { type Deadline, withDeadline } from './deadline.ts';
import { exchange, type WireAnswer } from './exchange.ts';
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
const maxRedirects = 3;
/** Before the second and the third try. */
const backOffMs = [500, 2_000] as const;

const redirectStatuses: ReadonlySet<number> = new Set([301, 302, 303, 307, 308]);
const passingStatuses: ReadonlySet<number> = new Set([408, 425, 429]);

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
    return withDeadline(signal, timeoutMs, (deadline) => this.#follow(address, deadline));
  }

  async #follow(address: string, deadline: Deadline): Promise<ImageFile | Passing> {
    let url = this.#checked(address);
    for (let hop = 0; hop <= maxRedirects; hop += 1) {
      const outcome = await exchange(
        this.#settings.dispatcher,
        {
          method: 'GET',
          url: url.href,
          headers: { accept: 'image/png, image/jpeg, image/webp' },
          body: null,
          maxBytes: this.#settings.maxBytes ?? defaultMaxBytes,
          wantsBody: (status) => status === 200,
        },
        deadline,
      );
      if (outcome.kind !== 'answered') return { passing: this.#error(`${url.host}: ${outcome.reason}`, 'unreachable') };
      if (!redirectStatuses.has(outcome.status)) return this.#accept(outcome, url);
      url = this.#checked(outcome.headers.get('location') ?? '', url);
    }
    throw this.#error(`${url.host}: more than ${maxRedirects} redirects`, 'redirects');
  }

  /** Every address passes here before it is contacted, the first one and each redirect's. */
  #checked(address: string, from?: URL): URL {
    if (!URL.canParse(address, from?.href)) throw this.#error('an address that is no URL', 'untrusted_host');
    const url = new URL(address, from);
    // Only the host: the rest of a picture's address may carry a signature.
    if (!this.#settings.trust(url, this.#provider)) throw this.#error(`not trusted: ${url.host}`, 'untrusted_host');
    return url;
  }

  async #accept(answer: WireAnswer, url: URL): Promise<ImageFile | Passing> {
    const { status, bytes } = answer;
    if (status !== 200) {
      const error = this.#error(`${url.host}: status ${status}`, 'status', { httpStatus: status });
      if (status >= 500 || passingStatuses.has(status)) return { passing: error };
      throw error;
    }
    if (bytes === null) {
      const limit = this.#settings.maxBytes ?? defaultMaxBytes;
      throw this.#error(`${url.host}: more than ${limit} bytes`, 'too_large', { limit });
    }
    const picture = await readImage(bytes);
    if (picture === null) throw this.#error(`${url.host}: not a whole PNG, JPEG or WebP picture`, 'not_an_image');
    return picture;
  }

  #error(detail: string, reason: string, facts: ErrorFacts = {}): BotError {
    return new BotError('images.unfetchable', detail, { provider: this.#provider, reason, ...facts });
  }
}
