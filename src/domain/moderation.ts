import type { Period } from './credits.ts';
import type { GuildSettings, MemberRecord } from './guild-settings.ts';
import type { ChannelId, GuildId, JobId, MessageId, UserId } from './ids.ts';
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
  get(guildId: GuildId): Promise<GuildSettings>;
  /** Reads, changes and writes in one step, one change after the other. Resolves with what is stored now. */
  change(guildId: GuildId, change: (settings: GuildSettings) => GuildSettings): Promise<GuildSettings>;
}

/** What is held about members. @throws {@link BotError} `store.unavailable` */
export interface MemberRecords {
  get(guildId: GuildId, userId: UserId): Promise<MemberRecord>;
  /** Reads, changes and writes in one step, one change after the other. Resolves with what is stored now. */
  change(guildId: GuildId, userId: UserId, change: (record: MemberRecord) => MemberRecord): Promise<MemberRecord>;
}

/** Why a request waits for somebody. `price` the member confirms it; the others need an approval. */
export type ParkedReason = 'price' | 'threshold' | 'short';

/** A request that waits for a decision. */
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
}

/** Requests that wait. They survive restarts and are decided once. @throws {@link BotError} `store.unavailable` */
export interface ParkedRequests {
  park(parked: ParkedRequest): Promise<void>;
  find(id: JobId): Promise<ParkedRequest | null>;
  /**
   * From `waiting` to `state`; null when somebody decided before, or it is gone. The answer has the prompt. What is stored has
   * it only when the request was approved by others (`reason` is not `price`): it stays until {@link ParkedRequests.close}.
   */
  decide(
    id: JobId,
    decision: Pick<ParkedRequest, 'state' | 'decidedBy' | 'decisionReason'>,
  ): Promise<ParkedRequest | null>;
  setNotice(id: JobId, notice: ParkedRequest['notice']): Promise<void>;
  /** An approved request was carried out, or never will be: its prompt is emptied. Harmless when repeated, and for any other request. */
  close(id: JobId): Promise<void>;
  /** Approved by others and not closed: a crash may have come before they were carried out. Oldest first; those that cannot be read are left out. */
  approvedOpen(): Promise<readonly ParkedRequest[]>;
  /** Waiting ones whose time is over, oldest first. */
  overdue(nowMs: number): Promise<readonly ParkedRequest[]>;
}
