import { writeFile } from 'node:fs/promises';
import type { Clock } from '#core/clock.ts';
import { BotError, type ErrorFacts } from '#core/errors.ts';
import type { ProviderName } from '#core/ids.ts';
import { createKeyedSemaphore, createSemaphore, type KeyedSemaphore, type Semaphore } from '#core/lock.ts';
import type { Download, MediaFile, MediaFormat, MediaKind, RemoteMedia, Wanted } from '#media/media.ts';
import { mostBytesOf, readMedia } from '#media/read-media.ts';
import type { Scratch } from '#media/scratch.ts';
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
import { type CreateFile, intoFile } from './into-file.ts';
import type { HttpProxy } from './proxy.ts';

/** What fetching results needs. */
interface DownloadSettings {
  /** For hosts that the operator named. */
  readonly dispatcher: Wire;
  readonly reachOf: ReachOf;
  /** For all other hosts; {@link publicWeb} unless told. */
  readonly rules?: AddressRules | undefined;
  /** What all other hosts are reached through; none unless told. */
  readonly proxy?: HttpProxy | null | undefined;
  /** Where files are written to. */
  readonly scratch: Pick<Scratch, 'pathFor'>;
  /** {@link createFileOnDisk} unless told. */
  readonly createFile?: CreateFile | undefined;
  readonly clock: Pick<Clock, 'wait'>;
  /** Per file, cut off while reading. @see mostBytesOf */
  readonly maxBytes?: number;
  /** Per try: connecting, every redirect and the whole body. @see defaultLimits */
  readonly limits?: TimeLimits;
}

/** A slow file may take long, a silent one not. The services' own clients wait 180 to 300 s. @see reference/providers.md, section 7 */
const defaultLimits: TimeLimits = { totalMs: 300_000, silenceMs: 20_000 };
/** Before each further try: a host that restarts is away for some seconds, and the picture is paid for. */
const backOffMs = [500, 2_000, 8_000] as const;
/** Files that are fetched at the same time: those of one host, and of all hosts. One that hangs holds up few others. */
const atOnce = { perKey: 8, altogether: 32 } as const;
/** Decoding takes memory. */
const readAtOnce = 2;
const accept: Readonly<Record<MediaKind, string>> = {
  image: 'image/png, image/jpeg, image/webp, image/gif, image/avif, */*;q=0.1',
  video: 'video/mp4, video/webm, video/*, */*;q=0.1',
  audio: 'audio/mpeg, audio/wav, audio/*, */*;q=0.1',
  model3d: 'model/gltf-binary, */*',
  text: 'text/plain, */*',
};

/** What a disk says that takes nothing: full, over its quota, only to be read, broken. */
const diskCodes: ReadonlySet<unknown> = new Set(['ENOSPC', 'EDQUOT', 'EROFS', 'EIO']);

/** A try that may go better the next time. */
interface Passing {
  readonly passing: BotError;
}

/** What all downloads of the process share. */
interface Shared {
  readonly settings: DownloadSettings;
  readonly slots: KeyedSemaphore;
  readonly reading: Semaphore;
}

/**
 * Makes the function that fetches results onto the disk: from hosts that the operator named and from public addresses over https, never more
 * than the limit, and what it returns is of the wanted kind by its bytes. A passing fault (network, 5xx, 429) is tried
 * again; 404 and 410 are final.
 */
export function createDownload(settings: DownloadSettings): Download {
  const shared: Shared = {
    settings,
    slots: createKeyedSemaphore(atOnce),
    reading: createSemaphore(readAtOnce),
  };
  return async (media, wanted, signal) => {
    const fetching = new Fetching(shared, wanted);
    for (const pauseMs of backOffMs) {
      const result = await fetching.try(media, signal);
      if (!('passing' in result)) return result;
      await settings.clock.wait(pauseMs, signal);
    }
    const last = await fetching.try(media, signal);
    if ('passing' in last) throw last.passing;
    return last;
  };
}

/** One file's way from its address to the disk. */
class Fetching {
  readonly #shared: Shared;
  readonly #wanted: Wanted;

  constructor(shared: Shared, wanted: Wanted) {
    this.#shared = shared;
    this.#wanted = wanted;
  }

  /** A disk that takes nothing may have room again in a moment. */
  async try(media: RemoteMedia, signal: AbortSignal): Promise<MediaFile | Passing> {
    try {
      return await this.#tryDisk(media, signal);
    } catch (thrown) {
      const code = Reflect.get(Object(thrown), 'code');
      if (!diskCodes.has(code)) throw thrown;
      return { passing: this.#error(`the disk: ${code}`, 'disk') };
    }
  }

  /** While it waits for its turn, or is decoded, no time is counted. */
  async #tryDisk({ url, text }: RemoteMedia, signal: AbortSignal): Promise<MediaFile | Passing> {
    const { slots, settings } = this.#shared;
    const path = await this.#path('part');
    if (text !== undefined) return this.#written(path, text);
    const key = URL.canParse(url) ? new URL(url).host : '';
    const fetchNow = () =>
      withTimeout(signal, settings.limits ?? defaultLimits, (deadline) => this.#fetch(url, path, deadline));
    const file = await this.#accept(path, await slots.run(key, fetchNow, signal));
    const isPublic = URL.canParse(url) && settings.reachOf(new URL(url), this.#wanted.provider) === 'public';
    return 'path' in file && isPublic ? { ...file, address: url } : file;
  }

  async #fetch(address: string, path: string, deadline: Deadline): Promise<Fetched> {
    const { dispatcher, reachOf, rules = publicWeb, proxy, createFile } = this.#shared.settings;
    const open = openGuardedAgent(rules, proxy);
    const wires = { configured: dispatcher, public: open.dispatcher, refused: null };
    const wireTo = (url: URL) => wires[reachOf(url, this.#wanted.provider)];
    const how = { wireTo, maxBytes: this.#maxBytes, accept: accept[this.#wanted.output] };
    try {
      return await intoFile(path, (sink) => fetchTrusted(address, { ...how, sink }, deadline), createFile);
    } finally {
      await open.close();
    }
  }

  async #accept(path: string, fetched: Fetched): Promise<MediaFile | Passing> {
    switch (fetched.kind) {
      case 'answered':
        return this.#read(path, fetched.answer, fetched.host);
      case 'unanswered':
        if (diskCodes.has(fetched.reason)) return { passing: this.#error(`the disk: ${fetched.reason}`, 'disk') };
        if (fetched.reason === refusedAddressCode) throw this.#error(`${fetched.host}: not public`, 'untrusted_host');
        return { passing: this.#error(`${fetched.host}: ${fetched.reason}`, 'unreachable') };
      case 'untrusted':
        throw this.#error(`not trusted: ${fetched.host ?? 'an address that is no URL'}`, 'untrusted_host');
      case 'lost_way':
        throw this.#error(`${fetched.host}: more than ${maxRedirects} redirects`, 'redirects');
    }
  }

  async #read(path: string, { status, bytes }: WireAnswer, host: string): Promise<MediaFile | Passing> {
    if (status !== 200) {
      const error = this.#error(`${host}: status ${status}`, 'status', { httpStatus: status });
      if (isPassing(status)) return { passing: error };
      throw error;
    }
    if (bytes === null) {
      const limit = this.#maxBytes;
      throw this.#error(`${host}: more than ${limit} bytes`, 'too_large', { limit });
    }
    return this.#check(path, host);
  }

  async #written(path: string, text: string): Promise<MediaFile> {
    await writeFile(path, text, { mode: 0o600 });
    return this.#check(path, 'a text in the answer');
  }

  async #check(path: string, from: string): Promise<MediaFile> {
    const { output } = this.#wanted;
    const read = () => readMedia(path, output, (format) => this.#path(format));
    const file = await this.#shared.reading.run(read);
    if (file !== null) return file;
    if (output === 'image') throw this.#error(`${from}: not a whole picture that Discord shows`, 'not_an_image');
    throw this.#error(`${from}: not a whole file of the kind ${output}`, 'wrong_kind', { value: output });
  }

  #path(format: MediaFormat | 'part'): Promise<string> {
    return this.#shared.settings.scratch.pathFor(this.#wanted.job, format);
  }

  get #maxBytes(): number {
    return this.#shared.settings.maxBytes ?? mostBytesOf[this.#wanted.output];
  }

  #error(detail: string, reason: string, facts: ErrorFacts = {}): BotError {
    return new BotError('media.unfetchable', detail, { provider: this.#wanted.provider, reason, ...facts });
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
