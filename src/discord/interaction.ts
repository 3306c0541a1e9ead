import { InteractionType } from 'discord.js';
import {
  type ChannelId,
  channelId,
  type GuildId,
  guildId,
  type JobId,
  jobId,
  type RoleId,
  roleId,
  type UserId,
  userId,
} from '../domain/ids.ts';
import { bornAtMs } from '../domain/snowflake.ts';
import { type FormPart, interactionSchema, type RawCommand, type RawInteraction } from './interaction-schema.ts';
import { limits } from './limits.ts';
import { canPostInChannel, type MemberPowers, memberPowers } from './permissions.ts';
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
  /** As Discord marks the channel. */
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
  | {
      readonly kind: 'command' | 'completion';
      readonly name: string;
      readonly options: readonly RawOption[];
      /** By user id. */
      readonly resolvedUsers: ReadonlyMap<string, ResolvedUser>;
      /** By attachment id. */
      readonly resolvedAttachments: ReadonlyMap<string, ResolvedAttachment>;
    }
  | { readonly kind: 'press'; readonly customId: string }
  | { readonly kind: 'form'; readonly customId: string; readonly fields: ReadonlyMap<string, string> };

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
  return { deed: deedOf(raw), caller, target: targetOf(raw), hearers: hearersOf(raw) };
}

function deedOf({ type, data }: RawInteraction): Deed {
  switch (type) {
    case InteractionType.ApplicationCommand:
      return { kind: 'command', ...typedIn(data) };
    case InteractionType.ApplicationCommandAutocomplete:
      return { kind: 'completion', ...typedIn(data) };
    case InteractionType.MessageComponent:
      return { kind: 'press', customId: data.custom_id };
    case InteractionType.ModalSubmit:
      return { kind: 'form', customId: data.custom_id, fields: fieldsOf(data.components) };
  }
}

function typedIn(data: RawCommand) {
  const { name, options } = data;
  return { name, options, resolvedUsers: usersOf(data), resolvedAttachments: attachmentsOf(data) };
}

function usersOf({ resolved }: RawCommand): ReadonlyMap<string, ResolvedUser> {
  const isMember = (id: string) => Object.hasOwn(resolved?.members ?? {}, id);
  return new Map(
    Object.entries(resolved?.users ?? {}).map(([id, { bot }]) => [id, { isBot: bot, isMember: isMember(id) }]),
  );
}

function attachmentsOf({ resolved }: RawCommand): ReadonlyMap<string, ResolvedAttachment> {
  const rows = Object.values(resolved?.attachments ?? {}).map(
    ({ id, filename, size, url, content_type: mediaType, width, height }): ResolvedAttachment => ({
      id,
      filename,
      sizeBytes: size,
      url,
      mediaType: mediaType ?? null,
      widthPx: width ?? null,
      heightPx: height ?? null,
    }),
  );
  return new Map(rows.map((row) => [row.id, row]));
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
    isAgeRestricted: raw.channel?.nsfw === true,
    joinedAtMs: Number.isNaN(joinedAtMs) ? null : joinedAtMs,
    accountMadeAtMs: bornAtMs(raw.member.user.id),
    askedAtMs,
    ...memberPowers(raw.member.permissions),
    ...hearersOf(raw),
  };
}

function hearersOf({ locale, guild_locale: guildLocale }: RawInteraction): Hearers {
  return { locale: locale ?? null, guildLocale: guildLocale ?? null };
}

/** Announcement, public and private threads. */
const threadTypes = new Set([10, 11, 12]);

function targetOf(raw: RawInteraction): AnswerTarget {
  return {
    applicationId: raw.application_id,
    id: jobId(raw.id),
    token: raw.token,
    attachmentLimitBytes: raw.attachment_size_limit ?? limits.defaultAttachmentBytes,
    canUseChannel: canPostInChannel(raw.app_permissions ?? '', threadTypes.has(raw.channel?.type ?? 0)),
  };
}

/** A form's fields lie in rows (older) or in labels (newer). */
function fieldsOf(parts: readonly FormPart[]): ReadonlyMap<string, string> {
  const inputs = parts.flatMap(({ component, components }) => [
    ...(component ? [component] : []),
    ...(components ?? []),
  ]);
  return new Map(inputs.map(({ custom_id, value }) => [custom_id, value ?? '']));
}
