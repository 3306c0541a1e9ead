import { createHash } from 'node:crypto';
import { type FileHandle, mkdtemp, open, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Dispatcher, drop, orAborted, request } from '#http/exchange.ts';
import { type AddressRules, isRefusedLiteral, openGuardedAgent, publicWeb } from '#http/guarded-agent.ts';
import type { HttpProxy } from '#http/proxy.ts';

/** @see createFetchLora */
export interface FetchLoraSettings {
  /** Milliseconds. */
  readonly now: () => number;
  /** {@link publicWeb} unless told. */
  readonly rules?: AddressRules | undefined;
  /** None when left out. */
  readonly proxy?: HttpProxy | null | undefined;
  readonly maxBytes?: number;
  /** How long the other side may be silent. */
  readonly silenceMs?: number;
  /** Where the file lies meanwhile; the system's folder for such files unless told. */
  readonly folder?: string;
}

const defaultSilenceMs = 30_000;
const maxRedirects = 5;
const redirectStatuses: ReadonlySet<number> = new Set([301, 302, 303, 307, 308]);

/**
 * Makes the function that fetches a LoRA from an address that somebody typed: every hop is held against the rules, the
 * size is cut off while reading, what comes too slowly is given up, and what does not begin like a safetensors file is not read any further.
 */
export function createFetchLora(settings: FetchLoraSettings): FetchLora {
  const { rules = publicWeb } = settings;
  return async (address, watch) => {
    watch.signal.throwIfAborted();
    const agent = openGuardedAgent(rules, settings.proxy);
    try {
      return { kind: 'fetched', file: await follow(address, watch, { ...settings, rules, wire: agent.dispatcher }) };
    } catch (error) {
      watch.signal.throwIfAborted();
      return { kind: 'refused', refusal: refusalOf(error) };
    } finally {
      await agent.close();
    }
  };
}

type Journey = FetchLoraSettings & { readonly rules: AddressRules; readonly wire: Dispatcher };

async function follow(address: string, watch: Watch, journey: Journey) {
  const names: string[] = [];
  let url = checked(address, journey.rules);
  for (let hop = 0; hop <= maxRedirects; hop += 1) {
    names.push(url.pathname);
    const response = await get(url, watch.signal, journey);
    if (!redirectStatuses.has(response.statusCode)) return accept(response, names, watch, journey);
    drop(response);
    url = checked(firstOf(response.headers.location), journey.rules, url);
  }
  throw new Refused({ why: 'unreachable' });
}

/** Every address passes here before it is contacted, the first one and each redirect's. */
function checked(address: string, rules: AddressRules, from?: URL): URL {
  const url = URL.canParse(address, from?.href) ? new URL(address, from) : null;
  if (url === null || !rules.mayFetch(url)) throw new Refused({ why: 'address' });
  if (isRefusedLiteral(url, rules)) throw new Refused({ why: 'unreachable' });
  return url;
}

function get(url: URL, signal: AbortSignal, { wire, silenceMs = defaultSilenceMs }: Journey) {
  const headers = { accept: '*/*', 'accept-encoding': 'identity', 'user-agent': 'Easel' };
  const silence = { headersTimeout: silenceMs, bodyTimeout: silenceMs };
  return orAborted(request(url, { dispatcher: wire, method: 'GET', headers, signal, ...silence }), signal);
}

function accept(response: Dispatcher.ResponseData, paths: readonly string[], watch: Watch, journey: Journey) {
  const { maxBytes = mostLoraBytes, folder, now } = journey;
  const refusal = refusalBy(response, paths, maxBytes);
  if (refusal === null) return receiveSafetensors(response, watch, { maxBytes, folder, now });
  drop(response);
  throw new Refused(refusal);
}

/** What the headers tell already. */
function refusalBy(
  { statusCode, headers }: Dispatcher.ResponseData,
  paths: readonly string[],
  maxBytes: number,
): UploadRefusal | null {
  if (statusCode !== 200) return { why: 'status', status: statusCode };
  const given = nameIn(firstOf(headers['content-disposition']));
  if (!(given === null ? paths : [given]).some(isSafetensorsName)) return { why: 'not_safetensors' };
  return Number(headers['content-length'] ?? 0) > maxBytes ? { why: 'too_large' } : null;
}

/** The name that the other side gives the file; services with numbers for addresses do. */
function nameIn(disposition: string): string | null {
  const found = /filename\*?=(?:[\w-]*''|)"?([^";]+)"?/i.exec(disposition);
  return found?.[1]?.trim() ?? null;
}

function firstOf(value: string | string[] | undefined): string {
  return (Array.isArray(value) ? value[0] : value) ?? '';
}

/** A private address, a name without one and a host that is silent are one and the same to the person who asks. */
function refusalOf(error: unknown): UploadRefusal {
  return error instanceof Refused ? error.refusal : { why: 'unreachable' };
}

/** Ends a fetch with a reason that the operator reads. */
export class Refused extends Error {
  readonly refusal: UploadRefusal;

  constructor(refusal: UploadRefusal) {
    super(refusal.why);
    this.name = 'Refused';
    this.refusal = refusal;
  }
}

/** What bounds a file that is received. */
interface ReceiveLimits {
  readonly maxBytes: number;
  /** Where it lies; the system's folder for such files when undefined. */
  readonly folder: string | undefined;
  /** Milliseconds; for {@link leastLoraRate}. */
  readonly now: () => number;
}

/** Reads an answer's body onto the disk as it comes. @throws {@link Refused}, and what the connection says; then nothing is left on the disk */
async function receiveSafetensors(
  response: Dispatcher.ResponseData,
  watch: Watch,
  { maxBytes, folder, now }: ReceiveLimits,
): Promise<SpooledFile> {
  const announced = Number(response.headers['content-length'] ?? Number.NaN);
  const total = Number.isFinite(announced) ? announced : null;
  const spool = await onDisk(openSpool(folder));
  try {
    return await pour(response.body, spool, { maxBytes, now, onBytes: (done) => watch.onBytes(done, total) });
  } catch (error) {
    await spool.discard();
    throw error;
  }
}

interface Pouring extends Pick<ReceiveLimits, 'maxBytes' | 'now'> {
  readonly onBytes: (done: number) => void;
}

async function pour(body: AsyncIterable<Uint8Array>, spool: Spool, { maxBytes, now, onBytes }: Pouring) {
  const startedAtMs = now();
  let done = 0;
  let start: Uint8Array = new Uint8Array();
  for await (const chunk of body) {
    // Leaving the loop destroys the stream, and with it the connection.
    done += chunk.byteLength;
    if (done > maxBytes) throw new Refused({ why: 'too_large' });
    if (isCrawling(done, now() - startedAtMs)) throw new Refused({ why: 'crawling' });
    if (start.byteLength < safetensorsStartBytes) start = checkedStart(Buffer.concat([start, chunk]));
    await onDisk(spool.write(chunk));
    onBytes(done);
  }
  if (start.byteLength < safetensorsStartBytes || done < 8 + safetensorsHeaderBytes(start)) {
    throw new Refused({ why: 'not_safetensors' });
  }
  return spool.seal();
}

/** Looked at with every piece; between two of them the silence is bounded. */
function isCrawling(bytes: number, tookMs: number): boolean {
  const { bytesPerSecond, afterMs } = leastLoraRate;
  return tookMs > afterMs && bytes < (tookMs / 1000) * bytesPerSecond;
}

/** As soon as there is enough to judge by: nobody waits for gigabytes of something else. */
function checkedStart(start: Uint8Array): Uint8Array {
  if (start.byteLength < safetensorsStartBytes || isSafetensorsStart(start)) return start;
  throw new Refused({ why: 'not_safetensors' });
}

async function onDisk<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch {
    throw new Refused({ why: 'no_room' });
  }
}

/** How many bytes of a file {@link isSafetensorsStart} looks at. */
const safetensorsStartBytes = 9;

/** The format's own limit. @see https://github.com/huggingface/safetensors (`MAX_HEADER_SIZE`), read 2026-11-21 */
const longestHeaderBytes = 100_000_000;

/**
 * Whether a file may begin like this: eight bytes with the length of the header, the lowest first, then the header, which
 * is a JSON object. `start` has {@link safetensorsStartBytes} or more.
 */
export function isSafetensorsStart(start: Uint8Array): boolean {
  const length = safetensorsHeaderBytes(start);
  return length >= 2 && length <= longestHeaderBytes && start[8] === 0x7b;
}

/** What the first eight bytes say of the header's length. A file is longer than both together. */
export function safetensorsHeaderBytes(start: Uint8Array): number {
  return start.subarray(0, 8).reduce((sum, byte, at) => sum + byte * 256 ** at, 0);
}

/** Whether a file is called like one: the last part of an address, or a name of its own. */
export function isSafetensorsName(name: string): boolean {
  return /[^/\\]\.safetensors$/i.test(name);
}

/** A file on disk that is being written. */
interface Spool {
  /** In order. @throws what the disk says */
  write(chunk: Uint8Array): Promise<void>;
  /** No more is written. */
  seal(): SpooledFile;
  /** @see SpooledFile.discard */
  discard(): Promise<void>;
}

const readBytes = 256 * 1024;

/**
 * Opens a file without a name: it is taken out of its folder while it is open, so that not even a crash leaves it behind.
 *
 * @throws what the disk says
 */
export async function openSpool(parent: string = tmpdir()): Promise<Spool> {
  const folder = await mkdtemp(join(parent, 'easel-'));
  const removeFolder = () => rm(folder, { recursive: true, force: true });
  // Where an open file cannot be taken away, it goes with `discard`.
  const handle = await open(join(folder, 'file'), 'wx+', 0o600).finally(() => removeFolder().catch(() => undefined));
  return createSpool(handle, removeFolder);
}

function createSpool(handle: FileHandle, removeFolder: () => Promise<void>): Spool {
  const hash = createHash('md5');
  let sizeBytes = 0;
  let isOpen = true;
  const discard = async () => {
    if (!isOpen) return;
    isOpen = false;
    await handle.close().catch(() => undefined);
    await removeFolder().catch(() => undefined);
  };
  return {
    discard,
    async write(chunk) {
      hash.update(chunk);
      for (let at = 0; at < chunk.byteLength; ) {
        const { bytesWritten } = await handle.write(chunk, at, chunk.byteLength - at, sizeBytes);
        at += bytesWritten;
        sizeBytes += bytesWritten;
      }
    },
    seal: () => ({ sizeBytes, md5Hex: hash.digest('hex'), discard, chunks: () => chunksOf(handle, sizeBytes) }),
  };
}

async function* chunksOf(handle: FileHandle, sizeBytes: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < sizeBytes; ) {
    const { bytesRead, buffer } = await handle.read(Buffer.alloc(readBytes), 0, readBytes, at);
    if (bytesRead === 0) throw new Error(`the file ends after ${at} of ${sizeBytes} bytes`);
    at += bytesRead;
    yield buffer.subarray(0, bytesRead);
  }
}

/** What one upload may weigh. Style files have up to some hundred MB; whole models are another thing. */
export const mostLoraBytes = 2 * 1024 ** 3;

/** What the other side has to send on average once `afterMs` are over: others wait meanwhile. */
export const leastLoraRate = { bytesPerSecond: 256_000, afterMs: 30_000 } as const;

/**
 * Why a LoRA was not uploaded. `status` is what the other side answered instead of a file; `againAtMs` (Unix time) is when
 * the guild may upload again. `unreachable` is the one word for an address that is private, that has no name, or at which
 * nothing answers: which of them it is would tell about the operator's network.
 */
export type UploadRefusal =
  | { readonly why: 'status'; readonly status: number }
  | { readonly why: 'daily' | 'failures'; readonly againAtMs: number }
  | {
      readonly why:
        | 'busy'
        | 'full'
        | 'address'
        | 'unreachable'
        | 'too_large'
        | 'not_safetensors'
        | 'no_room'
        | 'service_refused'
        | 'service_down'
        | 'crawling'
        | 'slow'
        | 'stopping';
    };

/** Told while bytes go by: how many of how many; null where the other side does not say. */
export interface Watch {
  readonly signal: AbortSignal;
  onBytes(done: number, total: number | null): void;
}

/** A file that lies on disk until it is discarded, and no longer. */
export interface SpooledFile {
  readonly sizeBytes: number;
  readonly md5Hex: string;
  /** From the beginning, as often as asked. */
  chunks(): AsyncIterable<Uint8Array>;
  /** Frees the disk. Harmless when repeated; never throws. */
  discard(): Promise<void>;
}

/** Fetches a `.safetensors` file from a public https address. @throws the signal's reason, and nothing else */
export type FetchLora = (
  address: string,
  watch: Watch,
) => Promise<
  | { readonly kind: 'fetched'; readonly file: SpooledFile }
  | { readonly kind: 'refused'; readonly refusal: UploadRefusal }
>;
