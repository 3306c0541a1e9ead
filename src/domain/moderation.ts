import type { Period } from './credits.ts';
import type { GuildSettings, MemberRecord } from './guild-settings.ts';
import type { ChannelId, GuildId, JobId, MessageId, UserId } from './ids.ts';
import type { ReplyAddress } from './job.ts';
import type { GenerationRequest } from './request.ts';

/** Pictures and credits of one member with one model. */
export interface UsageRow {
  readonly userId: UserId;
  readonly model: string;
  readonly pictures: number;
  /** Spent, less what was refunded. */
  readonly credits: number;
}

/** @see Usage.ofDays */
export interface DayUsageRow extends UsageRow {
  /** Start of the day, Unix milliseconds, UTC. */
  readonly dayMs: number;
}

/** Who spent what, kept from the journal. Refunds count on the day of the picture. */
export interface Usage {
  /** Every member and model of the period around `atMs`. @throws {@link BotError} `store.unavailable` */
  ofPeriod(guildId: GuildId, period: Period, atMs: number): Promise<readonly UsageRow[]>;
  /** The same, day by day, for the days from `fromMs` to `toMs` (at most 31). @throws {@link BotError} `store.unavailable` */
  ofDays(guildId: GuildId, fromMs: number, toMs: number): Promise<readonly DayUsageRow[]>;
}

/** The guilds' own settings. @throws {@link BotError} `store.unavailable` */
export interface GuildSettingsStore {
  /** Frozen, and the same object as long as nothing has changed: what is computed from it can be kept beside it. */
  get(guildId: GuildId): Promise<GuildSettings>;
  /**
   * Reads, changes and writes in one step, one change after the other. Resolves with what is stored now. `change` may run
   * several times, and does nothing but compute.
   */
  change(guildId: GuildId, change: (settings: GuildSettings) => GuildSettings): Promise<GuildSettings>;
}

/** What is held about members. @throws {@link BotError} `store.unavailable` */
export interface MemberRecords {
  get(guildId: GuildId, userId: UserId): Promise<MemberRecord>;
  /** Reads, changes and writes in one step, one change after the other. Resolves with what is stored now. */
  change(guildId: GuildId, userId: UserId, change: (record: MemberRecord) => MemberRecord): Promise<MemberRecord>;
  /**
   * Notes that the member has reported a picture; false where that was noted before. The last `mostReportsKept` are
   * remembered.
   */
  report(guildId: GuildId, userId: UserId, id: JobId): Promise<boolean>;
}

/** Why a request waits for somebody. `price` the member confirms it; the others need an approval. */
export type ParkedReason = 'price' | 'threshold' | 'short';

/**
 * What a decision still has to lead to: `record` it in the journal, `run` the request, `show` it on the approvers' message,
 * `tell` the member. Stored with the decision, so that a process that ends in between leaves it to the next one.
 */
export const parkedSteps = ['record', 'run', 'show', 'tell'] as const;
/** @see parkedSteps */
export type ParkedStep = (typeof parkedSteps)[number];

/** A request that waits for a decision, or for what the decision leads to. */
export interface ParkedRequest {
  readonly id: JobId;
  readonly request: GenerationRequest;
  readonly reason: ParkedReason;
  readonly credits: number;
  readonly state: 'waiting' | 'approved' | 'declined' | 'expired' | 'dropped';
  readonly expiresAtMs: number;
  /** The approvers' message; null until it is posted. */
  readonly notice: { readonly channelId: ChannelId; readonly messageId: MessageId } | null;
  readonly decidedBy: UserId | null;
  readonly decisionReason: string;
  /** Empty while it waits, and when everything is done. */
  readonly todo: readonly ParkedStep[];
  /** Where the member has said yes to the price; null for the other reasons, and before. */
  readonly replyTo: ReplyAddress | null;
}

/** A decision, as it is written down. */
export type ParkedDecision = Pick<ParkedRequest, 'state' | 'decidedBy' | 'decisionReason' | 'todo'> &
  Partial<Pick<ParkedRequest, 'replyTo'>>;

/** Requests that wait. They survive restarts and are decided once. @throws {@link BotError} `store.unavailable` */
export interface ParkedRequests {
  park(parked: ParkedRequest): Promise<void>;
  find(id: JobId): Promise<ParkedRequest | null>;
  /**
   * From `waiting` to `state`; null when somebody decided before, or it is gone. The answer has the prompt. What is stored has
   * it as long as something is to do.
   */
  decide(id: JobId, decision: ParkedDecision): Promise<ParkedRequest | null>;
  /** Changes one that is in `state` still, in one step; null for any other. */
  amend(id: JobId, state: ParkedRequest['state'], change: Partial<ParkedRequest>): Promise<ParkedRequest | null>;
  /** Resolves with the request as it is now; null when it is gone. */
  setNotice(id: JobId, notice: ParkedRequest['notice']): Promise<ParkedRequest | null>;
  /** These steps need not be done any more; after the last one the prompt is emptied. Harmless when repeated. */
  done(id: JobId, steps: readonly ParkedStep[]): Promise<void>;
  /** All that wait or have something to do, oldest first; those that cannot be read are left out. */
  open(): Promise<readonly ParkedRequest[]>;
}
