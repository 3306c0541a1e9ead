import type { GenerationRequest } from '#catalog/request.ts';
import type { BotError } from '#core/errors.ts';
import type { ChannelId, GuildId, MessageId, UserId } from '#core/ids.ts';
import type { EntryKind } from '#credits/credits.ts';
import type { Job, Reply, ReplyAddress } from '#jobs/job.ts';
import type { PendingRequest } from './pending-requests.ts';

/** Something that moderators should be able to look up. */
export type AuditEntry =
  /** A job has ended; `error` null is a delivered one. */
  | { readonly kind: 'job'; readonly job: Job; readonly error: BotError | null }
  /** A rule refused a request. */
  | { readonly kind: 'refusal'; readonly request: GenerationRequest; readonly error: BotError }
  /** A person's act; `credits` where credits were moved. */
  | { readonly kind: 'act'; readonly act: AuditedAct }
  /** A limit of the operator is nearly (0.8) or wholly (1) used; `all` is the installation's, `guild` this server's share. */
  | { readonly kind: 'limit'; readonly guildId: GuildId; readonly scope: 'all' | 'guild'; readonly share: 0.8 | 1 }
  /** An image service takes no jobs of this installation, which is the operator's to mend. */
  | { readonly kind: 'outage'; readonly guildId: GuildId; readonly guildLocale: string | null }
  /** A member reports a picture. */
  | { readonly kind: 'report'; readonly job: Job; readonly byUserId: UserId; readonly reason: string };

/** An act as moderators read it. */
export interface AuditedAct {
  readonly guildId: GuildId;
  readonly what: EntryKind;
  /** Null for Easel itself. */
  readonly byUserId: UserId | null;
  /** Null where it concerns the guild. */
  readonly userId: UserId | null;
  readonly credits: number | null;
  readonly reason: string;
  /** When a suspension ends. */
  readonly untilMs?: number;
  /** The server's language where the act is outside an interaction, or may be. */
  readonly guildLocale?: string | null;
}

/** Tells the guild's log channel, where it has one. Never throws and is not waited for: the journal is the record. */
export interface Audit {
  write(entry: AuditEntry): void;
}

/** Messages outside a reply: to the approvers, and to a member whose request was decided. They mention no one. */
export interface Notices {
  /** Puts a request before the approvers. @throws {@link BotError} `delivery.forbidden`, `delivery.expired` */
  askApprovers(pending: PendingRequest, channelId: ChannelId): Promise<MessageId>;
  /** The approvers' message whose id was lost with a process; null where there is none or Discord can't be asked. Never throws. */
  findNotice(pending: PendingRequest, channelId: ChannelId): Promise<MessageId | null>;
  /** Shows on the approvers' message how it ended. False where that is worth another try later. Never throws. */
  showDecision(pending: PendingRequest): Promise<boolean>;
  /** Tells the member that the request was declined or has expired, in its channel. As {@link Notices.showDecision}. */
  tellMember(pending: PendingRequest): Promise<boolean>;
  /** Takes a delivered picture away. False where it was gone already. @throws {@link BotError} `delivery.forbidden` */
  removePicture(job: Job): Promise<boolean>;
  /** A reply for a request whose interaction is over: a new message in its channel. */
  replyInChannel(request: GenerationRequest): Reply;
  /** The reply that only the member sees, by the token of an interaction that another process has answered. */
  replyInPrivate(request: GenerationRequest, address: ReplyAddress): Reply;
}
