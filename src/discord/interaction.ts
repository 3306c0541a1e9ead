import {
  type ChannelId,
  channelId,
  type GuildId,
  guildId,
  type JobId,
  jobId,
  type MessageId,
  type RoleId,
  roleId,
  type UserId,
  userId,
} from '../domain/ids.ts';
import type { SourceImage } from '../domain/request.ts';
import { bornAtMs } from '../domain/snowflake.ts';
import { interactionSchema, type RawInteraction } from './interaction-schema.ts';
import { limits } from './limits.ts';
import { canPostInChannel, type MemberPowers, memberPowers } from './permissions.ts';
import { readDeed } from './read-deed.ts';
import type { Hearers } from './wording/language.ts';

/** Who asked, where, with which powers: everything from the payload, nothing from a cache. */
export interface Caller extends MemberPowers, Hearers {
  /** The interaction's id, which becomes the job's. */
  readonly id: JobId;
  readonly guildId: GuildId;
  readonly channelId: ChannelId;
  readonly userId: UserId;
  readonly roleIds: readonly RoleId[];
  /** The channel that a thread is in; null for a channel. */
  readonly parentChannelId: ChannelId | null;
  /** The parent of a public thread, which takes the pictures that the thread no longer takes; left out elsewhere. */
  readonly fallbackChannelId?: ChannelId;
  /** As Discord marks the channel; a thread is as its channel. */
  readonly isAgeRestricted: boolean;
  /** When the member joined the server; null where Discord does not tell. */
  readonly joinedAtMs: number | null;
  readonly accountMadeAtMs: number;
  /** When the interaction reached us, Unix milliseconds. */
  readonly askedAtMs: number;
}

/** What answering needs. The token writes in the member's channel for 15 minutes: it is never logged. */
export interface AnswerTarget {
  readonly applicationId: string;
  readonly id: JobId;
  readonly token: string;
  readonly attachmentLimitBytes: number;
  readonly canUseChannel: boolean;
}

/** An option as Discord sends it; subcommands hold options of their own. */
export interface RawOption {
  readonly name: string;
  readonly value?: string | number | boolean | undefined;
  readonly focused?: boolean | undefined;
  readonly options?: readonly RawOption[] | undefined;
}

/** What Discord tells of a user that an option names. */
export interface ResolvedUser {
  readonly isBot: boolean;
  /** False for somebody who is not in the server. */
  readonly isMember: boolean;
}

/** What Discord tells of a channel that an option names. */
export interface ResolvedChannel {
  /** @see ChannelType */
  readonly type: number;
  /** Null where Discord does not tell. */
  readonly guildId: string | null;
  /** What the bot may do there, as a bit set in decimal; null where Discord does not tell. */
  readonly appPermissions: string | null;
}

/** Everything that options name, by id. What is not in here was not resolved by Discord and belongs to another server, or to none. */
export interface ResolvedEntities {
  readonly resolvedUsers: ReadonlyMap<string, ResolvedUser>;
  readonly resolvedRoles: ReadonlySet<string>;
  readonly resolvedChannels: ReadonlyMap<string, ResolvedChannel>;
  readonly resolvedAttachments: ReadonlyMap<string, ResolvedAttachment>;
}

/** A file that a member attached to a command, as Discord describes it. Type and size in pixels are the sender's word. */
export interface ResolvedAttachment {
  readonly id: string;
  readonly filename: string;
  readonly sizeBytes: number;
  /** Signed, and valid for a day at most: fetched at once or never. */
  readonly url: string;
  readonly mediaType: string | null;
  readonly widthPx: number | null;
  readonly heightPx: number | null;
}

/** What was done. */
export type Deed =
  | ({
      readonly kind: 'command' | 'completion';
      readonly name: string;
      readonly options: readonly RawOption[];
    } & ResolvedEntities)
  | {
      /** A command of a message's own menu. */
      readonly kind: 'message_command';
      readonly name: string;
      readonly messageId: MessageId;
      /** Of the message. */
      readonly pictures: readonly SourceImage[];
      /** It shows a sticker that a program draws, which is no picture. */
      readonly isDrawn: boolean;
    }
  | { readonly kind: 'press'; readonly customId: string; readonly pictures: readonly SourceImage[] }
  | {
      readonly kind: 'form';
      readonly customId: string;
      readonly fields: ReadonlyMap<string, string>;
      /** Of the message whose button opened the form; none where no button did. */
      readonly pictures: readonly SourceImage[];
    };

/** An interaction, read. `caller` is null outside servers, where Easel does nothing. */
export interface Interaction {
  readonly deed: Deed;
  readonly caller: Caller | null;
  readonly target: AnswerTarget;
  readonly hearers: Hearers;
}

/** Reads the payload of an INTERACTION_CREATE; null where it is none of the kinds that Easel knows. */
export function parseInteraction(payload: unknown, receivedAtMs: number): Interaction | null {
  const read = interactionSchema.safeParse(payload);
  if (!read.success) return null;
  const raw = read.data;
  const caller = callerOf(raw, receivedAtMs);
  return { deed: readDeed(raw), caller, target: targetOf(raw), hearers: hearersOf(raw) };
}

function callerOf(raw: RawInteraction, askedAtMs: number): Caller | null {
  const channel = raw.channel?.id ?? raw.channel_id;
  if (!raw.guild_id || !raw.member || !channel) return null;
  const isThread = threadTypes.has(raw.channel?.type ?? 0);
  const joinedAtMs = Date.parse(raw.member.joined_at ?? '');
  return {
    id: jobId(raw.id),
    guildId: guildId(raw.guild_id),
    channelId: channelId(channel),
    userId: userId(raw.member.user.id),
    roleIds: raw.member.roles.map(roleId),
    parentChannelId: isThread && raw.channel?.parent_id ? channelId(raw.channel.parent_id) : null,
    ...fallbackOf(raw),
    isAgeRestricted: raw.channel?.nsfw === true,
    joinedAtMs: Number.isNaN(joinedAtMs) ? null : joinedAtMs,
    accountMadeAtMs: bornAtMs(raw.member.user.id),
    askedAtMs,
    ...memberPowers(raw.member.permissions),
    ...hearersOf(raw),
  };
}

/** What was asked for in a private thread is not posted where everyone reads. */
function fallbackOf({ channel }: RawInteraction): Pick<Caller, 'fallbackChannelId'> {
  if (!channel?.parent_id || !publicThreadTypes.has(channel.type ?? 0)) return {};
  return { fallbackChannelId: channelId(channel.parent_id) };
}

function hearersOf({ locale, guild_locale: guildLocale }: RawInteraction): Hearers {
  return { locale: locale ?? null, guildLocale: guildLocale ?? null };
}

/** Announcement, public and private threads. */
const threadTypes = new Set([10, 11, 12]);
const publicThreadTypes = new Set([10, 11]);

function targetOf(raw: RawInteraction): AnswerTarget {
  return {
    applicationId: raw.application_id,
    id: jobId(raw.id),
    token: raw.token,
    attachmentLimitBytes: raw.attachment_size_limit ?? limits.defaultAttachmentBytes,
    canUseChannel: canPostInChannel(raw.app_permissions ?? '', threadTypes.has(raw.channel?.type ?? 0)),
  };
}
