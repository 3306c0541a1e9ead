import type { Clock } from '#core/clock.ts';
import { BotError, type ErrorFacts } from '#core/errors.ts';
import type { ProviderName } from '#core/ids.ts';
import { createKeyedSemaphore, createSemaphore, type KeyedSemaphore } from '#core/lock.ts';
import type { Download, ImageFile } from '#media/media.ts';
import { readResult } from '#media/read-result.ts';
import type { Wire } from './agent.ts';
import { type Deadline, type TimeLimits, type WireAnswer, withTimeout } from './exchange.ts';
import { type Fetched, fetchTrusted, isPassing, maxRedirects } from './fetch-trusted.ts';
import {
  type AddressRules,
  isRefusedLiteral,
  openGuardedAgent,
  publicWeb,
  refusedAddressCode,
} from './guarded-agent.ts';
import type { HttpProxy } from './proxy.ts';

/** What fetching pictures needs. */
interface DownloadSettings {
  /** For hosts that the operator named. */
  readonly dispatcher: Wire;
  readonly reachOf: ReachOf;
  /** For all other hosts; {@link publicWeb} unless told. */
  readonly rules?: AddressRules | undefined;
  /** What all other hosts are reached through; none unless told. */
  readonly proxy?: HttpProxy | null | undefined;
  readonly clock: Pick<Clock, 'wait'>;
  /** Per picture, cut off while reading. @see defaultMaxBytes */
  readonly maxBytes?: number;
  /** Per try: connecting, every redirect and the whole body. @see defaultLimits */
  readonly limits?: TimeLimits;
}

/** 64 MiB: a lossless 4K picture with room to spare. */
const defaultMaxBytes = 64 * 1_048_576;
/** A slow picture may take long, a silent one not. The services' own clients wait 180 to 300 s. @see reference/providers.md, section 7 */
const defaultLimits: TimeLimits = { totalMs: 300_000, silenceMs: 20_000 };
const maxTries = 3;
/** Before the second and the third try. */
const backOffMs = [500, 2_000] as const;
/** Pictures that are fetched at the same time: those of one host, and of all hosts. One that hangs holds up few others. */
const atOnce = { perKey: 8, altogether: 32 } as const;
/** What pictures that are being fetched may take of the memory; one that comes on top is tried again. */
const mostBytesAtOnce = 256 * 1_048_576;
/** Decoding takes memory of its own. */
const readAtOnce = 2;
const accept = 'image/png, image/jpeg, image/webp, image/gif, image/avif, */*;q=0.1';

/** A try that may go better the next time. */
interface Passing {
  readonly passing: BotError;
}

/** What all downloads of the process share. */
interface Shared {
  readonly settings: DownloadSettings;
  readonly slots: KeyedSemaphore;
  readonly reading: ReturnType<typeof createSemaphore>;
  bytes: number;
}

/**
 * Makes the function that fetches pictures: from hosts that the operator named and from public addresses over https, never
 * more than the limit, and what it returns is a picture by its bytes. A passing fault (network, 5xx, 429) is tried again; 404
 * and 410 are final.
 */
export function createDownload(settings: DownloadSettings): Download {
  const shared: Shared = {
    settings,
    slots: createKeyedSemaphore(atOnce),
    reading: createSemaphore(readAtOnce),
    bytes: 0,
  };
  return async (image, provider, signal) => {
    const visit = new Visit(shared, provider);
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
  readonly #shared: Shared;
  readonly #provider: ProviderName;

  constructor(shared: Shared, provider: ProviderName) {
    this.#shared = shared;
    this.#provider = provider;
  }

  /** While it waits for its turn, or is decoded, no time is counted. */
  async fetch(address: string, signal: AbortSignal): Promise<ImageFile | Passing> {
    const { slots, settings } = this.#shared;
    const key = URL.canParse(address) ? new URL(address).host : '';
    const fetchNow = () =>
      withTimeout(signal, settings.limits ?? defaultLimits, (deadline) => this.#fetch(address, deadline));
    return this.#accept(await slots.run(key, fetchNow, signal));
  }

  async #fetch(address: string, deadline: Deadline): Promise<Fetched> {
    const { dispatcher, reachOf, rules = publicWeb, proxy, maxBytes = defaultMaxBytes } = this.#shared.settings;
    const open = openGuardedAgent(rules, proxy);
    let bytes = 0;
    const onPiece = (more: number) => {
      if (this.#shared.bytes + more > mostBytesAtOnce) throw new Error('too many pictures are being fetched');
      bytes += more;
      this.#shared.bytes += more;
    };
    const wires = { configured: dispatcher, public: open.dispatcher, refused: null };
    const wireTo = (url: URL) => wires[reachOf(url, this.#provider)];
    try {
      return await fetchTrusted(address, { wireTo, maxBytes, accept, onPiece }, deadline);
    } finally {
      this.#shared.bytes -= bytes;
      await open.close();
    }
  }

  async #accept(fetched: Fetched): Promise<ImageFile | Passing> {
    switch (fetched.kind) {
      case 'answered':
        return this.#read(fetched.answer, fetched.host);
      case 'unanswered':
        if (fetched.reason === refusedAddressCode) throw this.#error(`${fetched.host}: not public`, 'untrusted_host');
        return { passing: this.#error(`${fetched.host}: ${fetched.reason}`, 'unreachable') };
      case 'untrusted':
        throw this.#error(`not trusted: ${fetched.host ?? 'an address that is no URL'}`, 'untrusted_host');
      case 'lost_way':
        throw this.#error(`${fetched.host}: more than ${maxRedirects} redirects`, 'redirects');
    }
  }

  async #read({ status, bytes }: WireAnswer, host: string): Promise<ImageFile | Passing> {
    if (status !== 200) {
      const error = this.#error(`${host}: status ${status}`, 'status', { httpStatus: status });
      if (isPassing(status)) return { passing: error };
      throw error;
    }
    if (bytes === null) {
      const limit = this.#shared.settings.maxBytes ?? defaultMaxBytes;
      throw this.#error(`${host}: more than ${limit} bytes`, 'too_large', { limit });
    }
    const picture = await this.#shared.reading.run(() => readResult(bytes));
    if (picture === null) throw this.#error(`${host}: not a whole picture that Discord shows`, 'not_an_image');
    return picture;
  }

  #error(detail: string, reason: string, facts: ErrorFacts = {}): BotError {
    return new BotError('media.unfetchable', detail, { provider: this.#provider, reason, ...facts });
  }
}

/**
 * How a file may be fetched from, or put to, an address. `configured` the operator named the host: it may be private.
 * `public` over https, where every address of the host is one of the open internet. `refused` it is never contacted.
 */
type Reach = 'configured' | 'public' | 'refused';

/** Where the files of a provider may lie besides the open internet. */
interface ResultHostSettings {
  /** A provider's configured base URL is trusted for that provider alone: its protocol, host and port. */
  readonly baseUrls: Readonly<Partial<Record<ProviderName, string>>>;
  /** `host` (any port) or `host:port`, for every provider; over https, or on a loopback host over http too. */
  readonly imageHosts: readonly string[];
  /** {@link publicWeb} unless told. */
  readonly rules?: AddressRules | undefined;
}

/** Judges an address that the provider's own answer names, or that a redirect from it leads to. */
export type ReachOf = (url: URL, provider: ProviderName) => Reach;

const loopbackHosts: ReadonlySet<string> = new Set(['localhost', '127.0.0.1', '[::1]']);
/** Below lie the ports of mail, shells and databases; https has one of its own. */
const firstFreePort = 1024;

/**
 * Makes the rule. Names of hosts are no part of it but those that the operator gives: services change theirs from month to
 * month, a pattern would match other customers of the same cloud, and a picture that was paid for must not be lost to a list.
 */
export function createReach({ baseUrls, imageHosts, rules = publicWeb }: ResultHostSettings): ReachOf {
  const listed = imageHosts.map((host) => host.trim().toLowerCase()).filter((host) => host !== '');
  return (url, provider) => {
    if (!isPlainWeb(url)) return 'refused';
    const baseUrl = baseUrls[provider];
    const isBase = baseUrl !== undefined && URL.canParse(baseUrl) && new URL(baseUrl).origin === url.origin;
    if (isBase || isListed(url, listed)) return 'configured';
    const isOpen = rules.mayFetch(url) && hasOpenPort(url) && !isRefusedLiteral(url, rules);
    return isOpen ? 'public' : 'refused';
  };
}

function isListed(url: URL, hosts: readonly string[]): boolean {
  if (!hosts.includes(url.hostname) && !hosts.includes(url.host)) return false;
  return url.protocol === 'https:' || loopbackHosts.has(url.hostname);
}

function hasOpenPort({ port }: URL): boolean {
  return port === '' || Number(port) >= firstFreePort;
}

function isPlainWeb(url: URL): boolean {
  return (url.protocol === 'https:' || url.protocol === 'http:') && url.username === '' && url.password === '';
}
