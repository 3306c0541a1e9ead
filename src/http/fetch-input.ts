import type { Clock } from '#core/clock.ts';
import { BotError } from '#core/errors.ts';
import { createSemaphore } from '#core/lock.ts';
import { checkHeader, checkPixels } from '#media/check-input.ts';
import {
  defaultInputLimits,
  type FetchInput,
  type FetchMedia,
  type InputLimits,
  type InputSource,
  refusedInput,
} from '#media/input.ts';
import { readMedia } from '#media/read-media.ts';
import type { Scratch } from '#media/scratch.ts';
import type { Wire } from './agent.ts';
import { type Deadline, type WireAnswer, withTimeout } from './exchange.ts';
import { type Fetched, fetchTrusted, isPassing } from './fetch-trusted.ts';
import { intoFile } from './into-file.ts';

/** What fetching pictures to edit needs. */
interface FetchInputSettings {
  readonly dispatcher: Wire;
  /** DISCORD_CDN_BASE. */
  readonly cdnBaseUrl: string;
  readonly clock: Pick<Clock, 'wait'>;
  /** Per picture, all tries together. @see defaultTimeoutMs */
  readonly timeoutMs?: number;
}

/** Members wait for it: Discord's own hosts answer within a second or not at all. */
const defaultTimeoutMs = 15_000;
/** Before the second try, which is the last. */
const backOffMs = 500;
const fetchedAtOnce = 4;
/** Checking one of 50 megapixels took up to 735 MB when measured: large ones go one after the other, and hold no small one up. */
const largePixels = 12_000_000;
const smallAtOnce = 2;
const largeAtOnce = 1;

/**
 * Makes the function that fetches a picture to edit: only from Discord, never more than the limit, and what it returns has
 * been checked. Trouble on the way is tried once again.
 *
 * @throws {@link BotError} `refused.image`; the caller's reason when its signal aborts
 */
export function createFetchInput({
  dispatcher,
  cdnBaseUrl,
  clock,
  timeoutMs = defaultTimeoutMs,
}: FetchInputSettings): FetchInput {
  const isTrusted = createInputTrust(cdnBaseUrl);
  const fetching = createSemaphore(fetchedAtOnce);
  const lanes = { small: createSemaphore(smallAtOnce), large: createSemaphore(largeAtOnce) };
  const read = async (source: InputSource, limits: InputLimits, deadline: Deadline) => {
    const wireTo = (url: URL) => (isTrusted(url) ? dispatcher : null);
    const visit = { wireTo, maxBytes: limits.maxBytes, accept: 'image/png, image/jpeg, image/webp' };
    return bytesIn(await fetchTrusted(atConfiguredCdn(source.url, cdnBaseUrl), visit, deadline), limits);
  };
  const fetchBytes = async (source: InputSource, limits: InputLimits, deadline: Deadline) => {
    const first = await read(source, limits, deadline);
    if (typeof first !== 'string') return first;
    // Should the time be up, the second try says so.
    await clock.wait(backOffMs, deadline.signal).catch(() => deadline.caller.throwIfAborted());
    const second = await read(source, limits, deadline);
    if (typeof second === 'string') throw refusedInput('unreachable', limits, {}, second);
    return second;
  };
  return async (source, limits, signal) => {
    const { url, name, declaredBytes = 0 } = source;
    try {
      if (!URL.canParse(url) || !isTrusted(new URL(url))) throw refusedInput('untrusted_host', limits);
      if (declaredBytes > limits.maxBytes) throw refusedInput('too_many_bytes', limits, { limit: limits.maxBytes });
      const fetched = () => withTimeout(signal, timeoutMs, (deadline) => fetchBytes(source, limits, deadline));
      const bytes = await fetching.run(fetched, signal);
      const file = checkHeader(bytes, limits);
      const lane = file.widthPx * file.heightPx > largePixels ? lanes.large : lanes.small;
      return await lane.run(() => checkPixels(file, limits), signal);
    } catch (thrown) {
      throw named(thrown, name);
    }
  };
}

/** What fetching a member's videos and sounds needs. */
interface FetchMediaSettings extends Pick<FetchInputSettings, 'dispatcher' | 'cdnBaseUrl'> {
  readonly scratch: Pick<Scratch, 'pathFor'>;
}

/** A large file of Discord's own takes a while. */
const mediaTimeout = { totalMs: 120_000, silenceMs: 15_000 } as const;

/** Makes the function that fetches a video or a sound onto the disk, only from Discord, and checks its bytes. */
export function createFetchMedia({ dispatcher, cdnBaseUrl, scratch }: FetchMediaSettings): FetchMedia {
  const isTrusted = createInputTrust(cdnBaseUrl);
  const slots = createSemaphore(fetchedAtOnce);
  const wireTo = (url: URL) => (isTrusted(url) ? dispatcher : null);
  const alone = { picture: null } as const;
  return async ({ url, name }, { job, kind, maxBytes, maxSeconds }, signal) => {
    try {
      const path = await scratch.pathFor(job, 'part');
      const how = { wireTo, maxBytes, accept: `${kind}/*` };
      const fetch = (deadline: Deadline) => intoFile(path, (sink) => fetchTrusted(url, { ...how, sink }, deadline));
      const fetched = await slots.run(() => withTimeout(signal, mediaTimeout, fetch), signal);
      const told = bytesIn(fetched, { ...defaultInputLimits, maxBytes });
      if (typeof told === 'string') throw refusedInput('unreachable', alone, {}, told);
      const read = await readMedia(path, kind, (format) => scratch.pathFor(job, format));
      if (read === null) throw refusedInput('not_the_kind', alone, { value: kind });
      const isTooLong = read.durationMs !== null && read.durationMs > maxSeconds * 1000 + 500;
      if (isTooLong) throw refusedInput('too_long', alone, { limit: maxSeconds });
      return read;
    } catch (thrown) {
      throw named(thrown, name);
    }
  };
}

/** The bytes, or in a word why another try may do better. @throws {@link BotError} `refused.image` */
function bytesIn(fetched: Fetched, limits: InputLimits): Uint8Array | string {
  switch (fetched.kind) {
    case 'answered':
      return bytesOf(fetched.answer, limits);
    case 'unanswered':
      return `${fetched.host}: ${fetched.reason}`;
    case 'untrusted':
    case 'lost_way':
      throw refusedInput('untrusted_host', limits, {}, `${fetched.kind}: ${fetched.host}`);
  }
}

/** An attachment's address works for a day or so; what is refused afterwards stays refused. */
function bytesOf({ status, bytes }: WireAnswer, limits: InputLimits): Uint8Array | string {
  if (isPassing(status)) return `status ${status}`;
  if (status !== 200) throw refusedInput('gone', limits, { httpStatus: status }, `status ${status}`);
  if (bytes === null) throw refusedInput('too_many_bytes', limits, { limit: limits.maxBytes });
  return bytes;
}

/** With the file's name, so that the member knows which one is meant. */
function named(thrown: unknown, file: string): unknown {
  if (!(thrown instanceof BotError)) return thrown;
  return new BotError(thrown.code, thrown.message, { ...thrown.facts, file }, thrown.cause);
}

/** Says whether a picture to edit may be fetched from there. */
type InputTrust = (url: URL) => boolean;

/**
 * Where Discord keeps attachments, and where it shows pictures of other sites (the proxies of embeds).
 *
 * @see https://docs.discord.com/developers/reference#cdn-formatting, read 2026-11
 */
const discordHosts: ReadonlySet<string> = new Set([
  'cdn.discordapp.com',
  'media.discordapp.net',
  'images-ext-1.discordapp.net',
  'images-ext-2.discordapp.net',
]);

/**
 * Makes the rule for pictures that members bring: Discord's own hosts over https, and the configured CDN at exactly its
 * protocol, host and port. Members choose the address, so nothing else is ever contacted, least of all a private address.
 */
export function createInputTrust(cdnBaseUrl: string): InputTrust {
  const { origin } = new URL(cdnBaseUrl);
  return (url) => {
    if (url.username !== '' || url.password !== '') return false;
    if (url.protocol !== 'https:' && url.protocol !== 'http:') return false;
    return url.origin === origin || (url.protocol === 'https:' && url.port === '' && discordHosts.has(url.hostname));
  };
}

/** A sticker's address is made, not told: where another CDN is configured it lies there. */
function atConfiguredCdn(address: string, cdnBaseUrl: string): string {
  const isDiscords = discordHosts.has(new URL(cdnBaseUrl).hostname);
  const { hostname, pathname } = new URL(address);
  if (isDiscords || !discordHosts.has(hostname) || !pathname.startsWith('/stickers/')) return address;
  return new URL(pathname, cdnBaseUrl).href;
}
