/**
 * What the page and its server say to each other, as JSON. Nothing is imported here, so that the page can read it too. Moments are Unix
 * milliseconds; what is not there yet is null.
 */

/** The lasting part of a login. */
export interface SessionAnswer {
  /** What every act brings along in the header `x-easel-csrf`. */
  readonly csrf: string;
  readonly lastsMs: number;
}

/** A job as the page lists it. */
export interface JobLine {
  readonly id: string;
  readonly guild: string;
  readonly member: string;
  readonly state: string;
  readonly model: string;
  readonly kind: string;
  readonly service: string;
  readonly error: string | null;
  readonly openedAtMs: number;
  readonly submittedAtMs: number | null;
  /** Its result was here and charged; null for one that was not charged. */
  readonly readyAtMs: number | null;
  readonly endedAtMs: number | null;
  /** What the member pays at most; what was charged in the end; what of it was given back. */
  readonly credits: number;
  readonly charged: number | null;
  readonly refunded: number;
  /** What the service says that it took, in credits of the price list; null where it says nothing. */
  readonly took: number | null;
  /** What its member reads at the moment; null for one that this process does not follow. */
  readonly progress: string | null;
}

/** A page of jobs; `next` is handed back as `before`. */
export interface JobsAnswer {
  readonly jobs: readonly JobLine[];
  readonly next: string | null;
}

/** Everything about one job. */
export interface JobDetails extends JobLine {
  /** Empty once it is deleted. */
  readonly prompt: string;
  readonly endpoint: string;
  readonly pictures: number;
  readonly came: number | null;
  readonly costs: readonly { readonly currency: string; readonly amount: number }[];
  readonly remoteIds: readonly string[];
  readonly cancelledBy: string | null;
  readonly isPrivate: boolean;
  /** Where its message is, at Discord; null for one that is not there, or that only its member sees. */
  readonly link: string | null;
  readonly isRemoved: boolean;
}

/** Something that is paused. */
export interface PauseNote {
  readonly sinceMs: number;
  /** For the whole bot: what members read. */
  readonly reason: string;
}

/** An image service and its queue. */
export interface ServiceLine {
  readonly name: string;
  readonly title: string;
  /** Jobs that it has: waiting there, being made, or not told yet. */
  readonly submitted: number;
  readonly queued: number;
  readonly running: number;
  /** Jobs that it has not been handed yet. */
  readonly waiting: number;
  readonly delivering: number;
  /** How long it is given a rest after too many requests. */
  readonly restsForMs: number;
  readonly pause: PauseNote | null;
}

/** A route whose last submits failed; `isOpen`: it is offered last. */
export interface TroubleLine {
  readonly route: string;
  readonly failures: number;
  readonly agoMs: number;
  readonly isOpen: boolean;
}

/** What an operator looks at first. */
export interface Overview {
  readonly nowMs: number;
  readonly spent: { readonly today: number; readonly limit: number | null; readonly renewsAtMs: number };
  readonly open: number;
  readonly waitingInLine: number;
  readonly services: readonly ServiceLine[];
  readonly troubled: readonly TroubleLine[];
  readonly pause: PauseNote | null;
  /** What was paused and taken up again, the newest first. */
  readonly acts: readonly PauseActLine[];
  /** Of the last 24 hours; `error` null: delivered. */
  readonly ends: readonly { readonly hourMs: number; readonly error: string | null; readonly jobs: number }[];
  /** From the end at the service to Discord, in seconds, since the start of the process. */
  readonly lag: { readonly pictures: number; readonly p50: number | null; readonly p95: number | null };
  readonly models: readonly { readonly id: string; readonly title: string; readonly kind: string }[];
  readonly promptRetentionDays: number;
}

/** @see Overview.acts */
export interface PauseActLine {
  readonly id: string;
  readonly atMs: number;
  readonly subject: string;
  readonly isPaused: boolean;
  readonly reason: string;
}

/** Credits and pictures with one key, beside what the services took. */
export interface SpendRow {
  readonly key: string;
  /** What people call it. */
  readonly title: string;
  readonly pictures: number;
  /** What members spent, less what was refunded. */
  readonly credits: number;
  /** Jobs that ended, also those that nothing was charged for. */
  readonly jobs: number;
  /** What the services say that they took, in credits of the price list, and what was charged for the same jobs. */
  readonly took: number;
  readonly chargedOfTold: number;
}

/** What was spent. `days` are in their order and have no gaps (their key is their start); `rows` begin with the dearest and are the first hundred. */
export interface SpendReport {
  readonly days: readonly SpendRow[];
  readonly rows: readonly SpendRow[];
}

/** A server's books: `added = pool + bonuses + held + spent`. */
export interface BooksLine {
  readonly guildId: string;
  readonly mode: string;
  readonly added: number;
  readonly pool: number;
  readonly bonuses: number;
  readonly held: number;
  readonly spent: number;
  readonly members: number;
}

/** A page of servers; `next` is handed back as `after`. */
export interface GuildsAnswer {
  readonly guilds: readonly BooksLine[];
  readonly next: string | null;
}

/** One server. */
export interface GuildAnswer {
  readonly books: BooksLine;
  /** What it has spent today of the operator's money; the limit is null where there is none. */
  readonly today: { readonly spent: number; readonly limit: number | null };
  /** What its managers have decided, by topic. */
  readonly settings: Readonly<Record<string, unknown>>;
}

/** An entry of a journal. `by` is null for Easel itself, and `operator` for the person at this page. */
export interface EntryLine {
  readonly seq: number;
  readonly kind: string;
  readonly atMs: number;
  readonly id: string;
  readonly by: string | null;
  readonly member: string | null;
  readonly credits: number;
  readonly reason: string;
  readonly poolAfter: number;
}

/** A page of a journal; `next` is handed back as `before`. */
export interface JournalAnswer {
  readonly entries: readonly EntryLine[];
  readonly next: number | null;
}

/** What an act has led to. */
export type Outcome =
  | {
      readonly kind: 'cancel';
      readonly answer: 'cancelled' | 'asked' | 'too_late' | 'over' | 'not_found' | 'not_yours';
    }
  /** Null where there is no such job; 0 where nothing was left to give back. */
  | { readonly kind: 'refund'; readonly credits: number | null }
  /** False where it was so before. */
  | { readonly kind: 'pause' | 'resume'; readonly isNew: boolean };
