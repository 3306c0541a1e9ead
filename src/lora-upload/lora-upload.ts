import { Readable } from 'node:stream';
import { type Clock, endWait } from '#core/clock.ts';
import { BotError, errorRules } from '#core/errors.ts';
import type { GuildId, ProviderName } from '#core/ids.ts';
import type { Log } from '#core/log.ts';
import type { Wire } from '#http/agent.ts';
import type { ReachOf } from '#http/download.ts';
import { drop, orAborted, request } from '#http/exchange.ts';
import { type AddressRules, openGuardedAgent, publicWeb } from '#http/guarded-agent.ts';
import type { HttpProxy } from '#http/proxy.ts';
import type { AskUploadTicket } from '#providers/provider.ts';
import { createFetchLora, type FetchLora, type SpooledFile, type UploadRefusal, type Watch } from './fetch-lora.ts';
import { createUploadBook, type UploadBook } from './upload-book.ts';

export { leastLoraRate, mostLoraBytes, type UploadRefusal } from './fetch-lora.ts';
export { mostFailuresPerDay, mostUploadsPerDay } from './upload-book.ts';

/** @see createLoraUploads */
export interface LoraUploadDeps {
  readonly fetch: FetchLora;
  readonly ask: AskUploadTicket;
  readonly put: PutLora;
  readonly book: UploadBook;
  readonly clock: Clock;
  readonly log: Log;
}

interface OpenLoraUploads extends Omit<PutLoraSettings, 'rules'>, Pick<LoraUploadDeps, 'ask' | 'clock' | 'log'> {
  readonly store: Parameters<typeof createUploadBook>[0]['store'];
  /** Where files may be fetched from; the open internet when left out. */
  readonly addressRules?: AddressRules | undefined;
}

/** Uploads as a running bot makes them. */
export function openLoraUploads({ store, addressRules: rules, ...deps }: OpenLoraUploads): LoraUploads {
  const { provider, proxy, clock } = deps;
  const uploads = createLoraUploads({
    ...deps,
    fetch: createFetchLora({ rules, proxy, now: clock.monotonic }),
    put: createPutLora(deps),
    book: createUploadBook({ store, now: clock.now }),
  });
  return { ...uploads, provider };
}

/** What somebody wants to have uploaded. */
interface UploadRequest {
  readonly guildId: GuildId;
  /** What the service shall call it besides its own file name. */
  readonly name: string;
  /** As typed. It may carry a secret: it is neither logged nor kept. */
  readonly address: string;
  /** Unix milliseconds; what is not done by then is given up. */
  readonly untilMs: number;
}

/** Brings LoRAs from the web to the image service: one of each guild at a time, and a few altogether. */
export interface LoraUploads {
  /** The service that keeps the files. */
  readonly provider: ProviderName;
  /**
   * `show` hears of every piece that went by. Whatever happens, nothing stays on the disk.
   *
   * @throws {@link BotError} `store.unavailable`
   */
  upload(wish: UploadRequest, show: (step: UploadStep) => void): Promise<UploadEnd>;
  /** Gives up those that are under way; from now on there are no others. */
  stop(): void;
}

/** As long as an answer can be edited, whatever the wall time does meanwhile. */
const longestMs = 14 * 60_000;
/** An address that cannot be reached is never said to be so sooner: how long it took would tell why. */
const unreachableAfterMs = 1_000;

/** @see LoraUploads */
export function createLoraUploads(deps: LoraUploadDeps): Omit<LoraUploads, 'provider'> {
  const stopping = new AbortController();
  const underWay = new Set<GuildId>();
  return {
    async upload(wish, show) {
      if (stopping.signal.aborted) return refused({ why: 'stopping' });
      if (underWay.has(wish.guildId)) return refused({ why: 'busy' });
      if (underWay.size >= uploadsAtOnce) return refused({ why: 'full' });
      underWay.add(wish.guildId);
      try {
        return await withinCount(deps.book, wish.guildId, () =>
          withinTime(deps, wish.untilMs, stopping.signal, (signal) => carry(deps, wish, show, signal)),
        );
      } finally {
        underWay.delete(wish.guildId);
      }
    },
    stop: () => stopping.abort(new Error('the process stops')),
  };
}

/** What the guild is not to blame for. */
const blameless: ReadonlySet<UploadRefusal['why']> = new Set(['stopping', 'no_room', 'service_down', 'address']);

/** Counts what has arrived and what has failed: both may be repeated, but not without end. */
async function withinCount(book: UploadBook, guildId: GuildId, work: () => Promise<UploadEnd>): Promise<UploadEnd> {
  const refusal = await book.refusal(guildId);
  if (refusal !== null) return refused(refusal);
  const end = await work();
  if (end.kind === 'uploaded') await book.note(guildId, 'uploaded');
  else if (!blameless.has(end.refusal.why)) await book.note(guildId, 'failed');
  return end;
}

/** The clock or the end of the process breaks the work off, whatever it is waiting for. */
async function withinTime(
  { clock }: LoraUploadDeps,
  untilMs: number,
  stopping: AbortSignal,
  work: (signal: AbortSignal) => Promise<UploadEnd>,
): Promise<UploadEnd> {
  const [late, done] = [new AbortController(), new AbortController()];
  const giveUp = () => late.abort(new Error('not done in time'));
  const leftMs = Math.min(longestMs, Math.max(0, untilMs - clock.now()));
  void clock.wait(leftMs, done.signal).then(giveUp, () => undefined);
  const signal = AbortSignal.any([late.signal, stopping]);
  try {
    return await work(signal);
  } catch (error) {
    if (!signal.aborted) throw error;
    return refused({ why: stopping.aborted ? 'stopping' : 'slow' });
  } finally {
    endWait(done);
  }
}

type Show = (step: UploadStep) => void;

async function carry(deps: LoraUploadDeps, wish: UploadRequest, show: Show, signal: AbortSignal): Promise<UploadEnd> {
  const { clock } = deps;
  const earliestMs = clock.monotonic() + unreachableAfterMs;
  const fetched = await deps.fetch(wish.address, watching('fetching', show, signal));
  if (fetched.kind === 'refused') {
    const earlyMs = fetched.refusal.why === 'unreachable' ? earliestMs - clock.monotonic() : 0;
    if (earlyMs > 0) await clock.wait(earlyMs, signal);
    return fetched;
  }
  const { file } = fetched;
  try {
    return await handOver(deps, wish.name, file, watching('uploading', show, signal));
  } catch (error) {
    signal.throwIfAborted();
    return refused(serviceRefusal(error, deps.log));
  } finally {
    await file.discard();
  }
}

async function handOver({ ask, put }: LoraUploadDeps, name: string, file: SpooledFile, watch: Watch) {
  const { md5Hex, sizeBytes } = file;
  const ticket = await ask({ name, md5Hex }, watch.signal);
  watch.onBytes(0, sizeBytes);
  await put(ticket.url, file, watch);
  return { kind: 'uploaded', file: ticket.file, sizeBytes } as const;
}

function watching(kind: UploadStep['kind'], show: Show, signal: AbortSignal): Watch {
  return {
    signal,
    onBytes: (done, total) =>
      show({ kind, fraction: total === null || total === 0 ? null : Math.min(1, done / total) }),
  };
}

/** The operator reads what it means, the log has what it was. */
function serviceRefusal(error: unknown, log: Log): UploadRefusal {
  if (!(error instanceof BotError)) throw error;
  const { code, facts, message } = error;
  log[errorRules[code].level]({ code, facts, detail: message }, 'a LoRA could not be uploaded');
  return { why: code === 'provider.rejected' || code === 'provider.unfunded' ? 'service_refused' : 'service_down' };
}

function refused(refusal: UploadRefusal): UploadEnd {
  return { kind: 'refused', refusal };
}

/** Uploads that go through at the same time; one of each guild. */
export const uploadsAtOnce = 3;

/** Puts the file there. @throws {@link BotError} `provider.*`, and the signal's reason */
type PutLora = (address: string, file: SpooledFile, watch: Watch) => Promise<void>;

/** How far an upload is; `fraction` is 0..1, or null where the size is not known. */
export interface UploadStep {
  readonly kind: 'fetching' | 'uploading';
  readonly fraction: number | null;
}

/** How it ended. `file` is what the service calls the LoRA. */
type UploadEnd =
  | { readonly kind: 'uploaded'; readonly file: string; readonly sizeBytes: number }
  | { readonly kind: 'refused'; readonly refusal: UploadRefusal };

interface PutLoraSettings {
  readonly provider: ProviderName;
  /** For hosts that the operator named. */
  readonly dispatcher: Wire;
  readonly reachOf: ReachOf;
  /** For all other hosts; {@link publicWeb} unless told. */
  readonly rules?: AddressRules | undefined;
  /** What all other hosts are reached through; none unless told. */
  readonly proxy?: HttpProxy | null | undefined;
}

/**
 * Makes the function that puts a file where the image service's own answer says: a host that the operator named, or a public
 * address over https. A redirect is not followed.
 */
export function createPutLora({ provider, dispatcher, reachOf, rules = publicWeb, proxy }: PutLoraSettings): PutLora {
  return async (address, file, watch) => {
    const { url, reach } = judged(address, provider, reachOf);
    const open = openGuardedAgent(rules, proxy);
    try {
      const status = await put(url, file, watch, {
        provider,
        dispatcher: reach === 'configured' ? dispatcher : open.dispatcher,
      });
      if (status >= 200 && status <= 299) return;
      const facts = { provider, httpStatus: status };
      throw new BotError('provider.unavailable', `${provider}: the upload ended with status ${status}`, facts);
    } finally {
      await open.close();
    }
  };
}

/** @throws {@link BotError} `provider.malformed`, naming only the host: the rest of the address is a signature */
function judged(address: string, provider: ProviderName, reachOf: ReachOf) {
  const url = URL.canParse(address) ? new URL(address) : null;
  const reach = url === null ? 'refused' : reachOf(url, provider);
  if (url !== null && reach !== 'refused') return { url, reach };
  const detail = `${provider}: an upload address at ${url?.host ?? 'no host'}`;
  throw new BotError('provider.malformed', detail, { provider });
}

async function put(
  url: URL,
  file: SpooledFile,
  watch: Watch,
  { provider, dispatcher }: Pick<PutLoraSettings, 'provider' | 'dispatcher'>,
): Promise<number> {
  const { signal } = watch;
  signal.throwIfAborted();
  const body = Readable.from(counted(file, watch), { objectMode: false });
  // One that is given up on reports nothing by itself.
  body.on('error', () => undefined);
  try {
    const headers = { 'content-type': 'application/octet-stream', 'content-length': String(file.sizeBytes) };
    // The caller's signal ends it: how long some gigabytes take, nobody knows.
    const retryDeps = { headersTimeout: 0, bodyTimeout: 0 };
    const response = await orAborted(
      request(url, { dispatcher, method: 'PUT', headers, body, signal, ...retryDeps }),
      signal,
    );
    drop(response);
    return response.statusCode;
  } catch (error) {
    signal.throwIfAborted();
    const reason = error instanceof Error && 'code' in error ? String(error.code) : 'no answer';
    throw new BotError('provider.unavailable', `${provider}: the upload broke off (${reason})`, { provider }, error);
  } finally {
    body.destroy();
  }
}

export async function* counted(file: SpooledFile, watch: Watch): AsyncGenerator<Uint8Array> {
  let done = 0;
  for await (const chunk of file.chunks()) {
    yield chunk;
    done += chunk.byteLength;
    watch.onBytes(done, file.sizeBytes);
  }
}
