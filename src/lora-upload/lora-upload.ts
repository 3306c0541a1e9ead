import type { Clock } from '#core/clock.ts';
import { BotError, levelOf } from '#core/errors.ts';
import type { GuildId } from '#core/ids.ts';
import type { Log } from '#core/log.ts';
import type { AskUploadTicket } from '#providers/provider.ts';
import {
  type FetchLora,
  type PutLora,
  type SpooledFile,
  type UploadBook,
  type UploadEnd,
  type UploadRefusal,
  type UploadStep,
  uploadsAtOnce,
  type Watch,
} from './upload.ts';

/** @see createLoraUploads */
export interface LoraUploadDeps {
  readonly fetch: FetchLora;
  readonly ask: AskUploadTicket;
  readonly put: PutLora;
  readonly book: UploadBook;
  readonly clock: Clock;
  readonly log: Log;
}

/** What somebody wants to have uploaded. */
export interface UploadRequest {
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
export function createLoraUploads(deps: LoraUploadDeps): LoraUploads {
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
    done.abort();
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
  log[levelOf[code]]({ code, facts, detail: message }, 'a LoRA could not be uploaded');
  return { why: code === 'provider.rejected' || code === 'provider.unfunded' ? 'service_refused' : 'service_down' };
}

function refused(refusal: UploadRefusal): UploadEnd {
  return { kind: 'refused', refusal };
}
