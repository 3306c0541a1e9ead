import type { Balance, HoldRequest, LedgerEntry, PoolMode, Reservation, Settlement, Terms, Totals } from './credits.ts';
import type { BotError } from './errors.ts';
import type { GuildId, JobId, UserId } from './ids.ts';
import type { InputFile } from './input.ts';
import type {
  AccountStatus,
  CancelOutcome,
  Delivery,
  FollowedTicket,
  ImageFile,
  Job,
  JobUpdate,
  Offer,
  Posted,
  RemoteImage,
  ReplyAddress,
  Ticket,
} from './job.ts';
import type { ProviderName } from './model.ts';
import type { Note } from './note.ts';
import type { SourceImage } from './request.ts';

/** A member's picture on its way to a service: fetched and checked, with where it came from. */
export interface CheckedInput {
  readonly file: InputFile;
  readonly source: SourceImage;
}

/** An image service. Every call covers its whole answer with a timeout and ends early when `signal` does. */
export interface Provider {
  readonly name: ProviderName;
  /**
   * Asks for a picture. Never repeated once bytes may have left, except for the one documented change of body form.
   *
   * @param wakeUrl where the provider may call when the job ends, or null
   * @throws {@link BotError} `provider.rejected` refused for good; `provider.unfunded` the key or the account is of no use
   * (`facts.reason` is `auth` or `balance`, nothing was started); `provider.unavailable` (see `facts.nothingStarted`);
   * `provider.unsure` the answer was lost, `provider.malformed` it could not be read: a job may exist
   */
  submit(offer: Offer, wakeUrl: string | null, signal: AbortSignal): Promise<Ticket>;
  /**
   * Hands over a picture and resolves with the address under which the service finds it, for a job that is asked for at
   * once: it may be good for a day only. Starts no job, may be repeated.
   *
   * @throws {@link BotError} `provider.unavailable`, `provider.unfunded`, and `provider.rejected` where the content filter
   * refused the picture; each with `facts.nothingStarted`
   */
  upload(input: CheckedInput, signal: AbortSignal): Promise<string>;
  /**
   * Asks how the job is. Safe to repeat.
   *
   * @throws {@link BotError} `provider.failed` the job has ended without a picture (final); `provider.unavailable` and
   * `provider.malformed` say nothing about the job: ask again later
   */
  check(ticket: FollowedTicket, signal: AbortSignal): Promise<JobUpdate>;
  /** Asks to stop the job. @throws {@link BotError} `provider.unavailable`, `provider.malformed` */
  cancel(ticket: Ticket, signal: AbortSignal): Promise<CancelOutcome>;
  /** Asks for the account's balance and queue. @throws {@link BotError} `provider.*` */
  account(signal: AbortSignal): Promise<AccountStatus>;
}

/** What a member is shown while waiting. */
export type Progress =
  | { readonly kind: 'starting' }
  /** Approved, and `place` (1 is next) in the line of those that wait until the member or the guild has room for one more. */
  | { readonly kind: 'in_line'; readonly place: number }
  /** The pictures to edit are fetched, checked and handed over. */
  | { readonly kind: 'looking'; readonly pictures: number }
  | { readonly kind: 'queued'; readonly ahead: number | null; readonly expectedAtMs: number | null }
  | {
      readonly kind: 'running';
      readonly fraction: number | null;
      readonly expectedAtMs: number | null;
      /** Where the pictures are made one by one: how many of them are there. */
      readonly done?: { readonly jobs: number; readonly of: number };
    }
  | { readonly kind: 'cancelling' }
  | { readonly kind: 'overdue'; readonly untilMs: number };

/** What the end of a job did to the money. Texts about credits are made from this, never guessed. */
export interface MoneyOutcome {
  readonly charged: number;
  readonly returned: number;
  /** Still held, until `heldUntilMs`. */
  readonly held: number;
  readonly heldUntilMs: number | null;
}

/** The one reply that a request has. It is never the reason why money or a job is lost: failures to show are swallowed and logged. */
export interface Reply {
  /** Where the reply will be, as far as that is known before anything was said: what is written down first. */
  address(): ReplyAddress;
  /** Tells the member that the request was taken. Resolves with the address to store. @throws {@link BotError} `delivery.expired` when Discord no longer takes the answer */
  accept(): Promise<ReplyAddress>;
  /** Shows progress: on change only, throttled, in the background. Never throws. */
  show(job: Job, progress: Progress): void;
  /** Posts the picture; null where Discord does not tell where. @throws {@link BotError} `delivery.*` when it could not be posted in any way */
  deliver(delivery: Delivery): Promise<Posted | null>;
  /** Tells what went wrong and what happened to the credits. Never throws. */
  fail(error: BotError, money: MoneyOutcome): Promise<void>;
}

/**
 * Who owns how many credits. Every change is ordered by guild, survives a crash at any moment, and is harmless when
 * repeated with the same job id. Amounts are whole credits.
 */
export interface Ledger {
  /**
   * Holds credits so that two commands cannot spend the same balance. A hold of the same id that lasts is the answer; one
   * that was released is made again, and one that was settled is refused.
   *
   * @throws {@link BotError} `refused.quota`, `store.unavailable`, `bug` for a hold that was settled
   */
  reserve(hold: HoldRequest): Promise<Reservation>;
  /**
   * Held to spent. `credits` below the hold returns the rest; `pictures` (1 when left out) is what the usage counts. A hold
   * that is gone changes nothing; one that has ended neither, and what was refunded since counts as returned. @throws {@link BotError} `store.unavailable`
   */
  settle(guildId: GuildId, id: JobId, credits?: number, pictures?: number): Promise<Settlement>;
  /** Held back to where it came from. One that has ended is as in `settle`. @throws {@link BotError} `store.unavailable` */
  release(guildId: GuildId, id: JobId): Promise<Settlement>;
  /** Out of the pool into a member's bonus. `id` names the act, so that it happens once. @throws {@link BotError} `refused.quota`, `store.unavailable` */
  grant(grant: Grant): Promise<Balance>;
  /** A refill that is due is done first. @throws {@link BotError} `store.unavailable`, never a zero */
  balance(guildId: GuildId, userId: UserId, terms: Terms): Promise<Balance>;
  /** @throws {@link BotError} `store.unavailable` */
  totals(guildId: GuildId): Promise<Totals>;
  /** Every hold of every guild, for the sweep at start. A guild whose rows cannot be read is logged and left out. @throws {@link BotError} `store.unavailable` */
  holds(): Promise<readonly Reservation[]>;
  /** Out of a member's bonus back into the pool (an unlimited pool keeps nothing of it). Resolves with the credits taken: at most what was there. @throws {@link BotError} `store.unavailable` */
  revoke(grant: Grant): Promise<number>;
  /** Out of the bonus of `byUserId` into that of `userId`; resolves with the giver's balance. @throws {@link BotError} `refused.quota`, `store.unavailable` */
  give(gift: Grant): Promise<Balance>;
  /** Spent back into the member's bonus, once per job. Resolves with the credits given back; 0 when nothing was charged, it was refunded before, or the member's data was erased. @throws {@link BotError} `store.unavailable` */
  refund(refund: Refund): Promise<number>;
  /** Puts credits into the pool. @throws {@link BotError} `store.unavailable` */
  addToPool(change: PoolChange): Promise<Totals>;
  /** Takes credits out of the pool for good. @throws {@link BotError} `refused.quota` when fewer lie there, `store.unavailable` */
  removeFromPool(change: PoolChange): Promise<Totals>;
  /** What lies in the pool stays there. @throws {@link BotError} `store.unavailable` */
  setPoolMode(act: Act, mode: PoolMode): Promise<Totals>;
  /** Writes down what moves no credits, in its order among what does; once per kind and id. @throws {@link BotError} `store.unavailable` */
  note(note: Note): Promise<void>;
  /** The entry of a note, by its kind and id; null where it was not written. @throws {@link BotError} `store.unavailable` */
  findNote(note: Pick<Note, 'guildId' | 'kind' | 'id'>): Promise<LedgerEntry | null>;
  /** Newest first; of one member, or of the whole guild with `userId` null. @throws {@link BotError} `store.unavailable` */
  history(guildId: GuildId, userId: UserId | null, page: HistoryPage): Promise<readonly LedgerEntry[]>;
}

/** What is settled, and for how much. */
export interface SettleOrder {
  readonly guildId: GuildId;
  readonly id: JobId;
  /** All that is held when left out. */
  readonly credits?: number | undefined;
  /** How many the usage counts; 1 when left out. */
  readonly pictures?: number | undefined;
}

/** Credits and the job that they are for, in one transaction: neither is written down without the other. */
export interface Bookings {
  /**
   * Holds credits as {@link Ledger.reserve} does, and writes down the job that `jobOf` makes of the hold. Resolves with the job.
   * Harmless when repeated; `jobOf` may be called several times.
   *
   * @throws {@link BotError} `refused.quota`, `store.unavailable`, `bug` for a hold that was settled
   */
  open(hold: HoldRequest, jobOf: (held: Reservation) => Job): Promise<Job>;
  /** Settles as {@link Ledger.settle} does, and writes down the job that `jobOf` makes of it; null for none. @throws {@link BotError} `store.unavailable` */
  settle(
    order: SettleOrder,
    jobOf: (settlement: Settlement) => Job | null,
  ): Promise<{ readonly settlement: Settlement; readonly job: Job | null }>;
}

/** Something a person does to the books. `id` names it (the interaction's id), so that it happens once. */
export interface Act {
  readonly id: string;
  readonly guildId: GuildId;
  readonly byUserId: UserId;
  readonly reason: string;
  readonly terms: Terms;
}

/** @see Ledger.addToPool */
export interface PoolChange extends Act {
  /** 1 or more. */
  readonly credits: number;
}

/** @see Ledger.grant */
export interface Grant extends PoolChange {
  readonly userId: UserId;
}

/** @see Ledger.refund */
export interface Refund {
  readonly guildId: GuildId;
  readonly jobId: JobId;
  /** Null for Easel itself: then what an approval had added goes back to the pool. A moderator gives all of it to the member. */
  readonly byUserId: UserId | null;
  readonly reason: string;
  /** What stays charged: 0 when left out. */
  readonly keep?: number;
}

/** A page of at most `limit` entries (1..100); `beforeSeq` is the last `seq` of the page before, or null for the newest. */
export interface HistoryPage {
  readonly beforeSeq: number | null;
  readonly limit: number;
}

/** What jobs cost the operator, in credits of the price list. */
export interface JobCosts {
  /** Each open job, with the most that it can cost. */
  readonly open: readonly { readonly id: JobId; readonly guildId: GuildId; readonly credits: number }[];
  /** The sum of each guild's closed jobs. */
  readonly closed: readonly { readonly guildId: GuildId; readonly credits: number }[];
}

/** The jobs as they are written down. */
export interface Jobs {
  /**
   * A late write changes nothing: once a job is closed (see {@link isOpenJob}) it stays as it is. The member, the guild and the
   * start of a job never change. @throws {@link BotError} `store.unavailable`
   */
  save(job: Job): Promise<void>;
  /**
   * Notes who wants to stop the job, unless it has ended or its picture is on its way. Resolves with the job as it is stored
   * now; null where there is none. @throws {@link BotError} `store.unavailable`
   */
  markCancelled(id: JobId, by: 'user' | 'moderator'): Promise<Job | null>;
  /** @throws {@link BotError} `store.unavailable` */
  find(id: JobId): Promise<Job | null>;
  /** Jobs that are under way or whose end was not told yet, oldest first. One unreadable row is logged and left out, never a reason not to start. @throws {@link BotError} `store.unavailable` */
  listOpen(): Promise<readonly Job[]>;
}

/** Fetches a result from the address that the provider names. @throws {@link BotError} `images.unfetchable` */
export type Download = (image: RemoteImage, provider: ProviderName, signal: AbortSignal) => Promise<ImageFile>;

/** Time, so that tests can hold it still. */
export interface Clock {
  /** Unix milliseconds: for what is written down and for dates. It may be set forward or back at any moment. */
  now(): number;
  /** Milliseconds since some moment of this process, never set: for every pause, deadline and measured time. Not comparable with `now`. */
  monotonic(): number;
  /** Resolves after `ms`, or rejects with the signal's reason. */
  wait(ms: number, signal: AbortSignal): Promise<void>;
}

/** The part of pino that Easel uses. Facts never hold tokens, keys or prompts. */
export interface Log {
  debug(facts: object, message: string): void;
  info(facts: object, message: string): void;
  warn(facts: object, message: string): void;
  error(facts: object, message: string): void;
}
