import { ApplicationCommandType, InteractionType } from 'discord.js';
import { z } from 'zod';
import {
  bornAtMs,
  type ChannelId,
  channelId,
  type GuildId,
  guildId,
  isSnowflake,
  type JobId,
  jobId,
  type MessageId,
  messageId,
  type RoleId,
  roleId,
  type UserId,
  userId,
} from '#core/ids.ts';
import type { Locales } from '#i18n/t.ts';
import type { SourceImage } from '#media/media.ts';
import { limits } from '../messages/limits.ts';
import {
  attachmentSchema,
  hasOnlyDrawnStickers,
  type PictureMessage,
  pictureMessageSchema,
  picturesIn,
} from '../messages/message-pictures.ts';
import { canPostInChannel, type MemberPowers, memberPowers } from './permissions.ts';

/** Who asked, where, with which powers: everything from the payload, nothing from a cache. */
export interface Caller extends MemberPowers, Locales {
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
export type InteractionAction =
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
  readonly deed: InteractionAction;
  readonly caller: Caller | null;
  readonly target: AnswerTarget;
  readonly hearers: Locales;
}

/** Reads the payload of an INTERACTION_CREATE; null where it is none of the kinds that Easel knows. */
export function parseInteraction(payload: unknown, receivedAtMs: number): Interaction | null {
  const read = interactionSchema.safeParse(payload);
  if (!read.success) return null;
  const raw = read.data;
  const caller = callerOf(raw, receivedAtMs);
  return { deed: parseAction(raw), caller, target: targetOf(raw), hearers: hearersOf(raw) };
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

function hearersOf({ locale, guild_locale: guildLocale }: RawInteraction): Locales {
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

/** An id from outside becomes part of addresses and keys. */
const idSchema = z.string().refine(isSnowflake);
/** Becomes a part of an address as well; it can never lead to another one. */
const tokenSchema = z.string().regex(/^[\w.:=+-]*\w[\w.:=+-]*$/u);

const optionSchema: z.ZodType<RawOption> = z.object({
  name: z.string(),
  value: z.union([z.string(), z.number(), z.boolean()]).optional(),
  focused: z.boolean().optional(),
  options: z.lazy(() => z.array(optionSchema)).optional(),
});
const commandSchema = z.object({
  name: z.string(),
  type: z.number().default(ApplicationCommandType.ChatInput),
  target_id: idSchema.optional(),
  options: z.array(optionSchema).default([]),
  resolved: z
    .object({
      users: z.record(z.string(), z.object({ bot: z.boolean().default(false) })).optional(),
      members: z.record(z.string(), z.unknown()).optional(),
      roles: z.record(z.string(), z.unknown()).optional(),
      channels: z
        .record(
          z.string(),
          z.object({ type: z.number(), guild_id: idSchema.nullish(), app_permissions: z.string().nullish() }),
        )
        .optional(),
      attachments: z.record(z.string(), attachmentSchema).optional(),
      messages: z.record(z.string(), pictureMessageSchema).optional(),
    })
    .optional(),
});
/** What was typed, and what Discord tells of those whom it names. */
export type RawCommand = z.infer<typeof commandSchema>;
const inputSchema = z.object({ custom_id: z.string(), value: z.string().optional() });
const formPartSchema = z.object({ component: inputSchema.optional(), components: z.array(inputSchema).optional() });
/** A row or a label of a form that was sent. */
export type FormPart = z.infer<typeof formPartSchema>;

const common = {
  id: idSchema,
  application_id: idSchema,
  token: tokenSchema,
  guild_id: idSchema.optional(),
  channel_id: idSchema.optional(),
  channel: z
    .object({
      id: idSchema,
      type: z.number().optional(),
      nsfw: z.boolean().optional(),
      parent_id: idSchema.nullish(),
    })
    .optional(),
  member: z
    .object({
      user: z.object({ id: idSchema }),
      roles: z.array(idSchema).default([]),
      joined_at: z.string().nullish(),
      permissions: z.string().default('0'),
    })
    .optional(),
  app_permissions: z.string().optional(),
  locale: z.string().nullish(),
  guild_locale: z.string().nullish(),
  attachment_size_limit: z.number().optional(),
};
/** The parts of an interaction that Easel reads. @see https://docs.discord.com/developers/interactions/receiving-and-responding#interaction-object, read 2026-11 */
export const interactionSchema = z.discriminatedUnion('type', [
  z.object({ ...common, type: z.literal(InteractionType.ApplicationCommand), data: commandSchema }),
  z.object({ ...common, type: z.literal(InteractionType.ApplicationCommandAutocomplete), data: commandSchema }),
  z.object({
    ...common,
    type: z.literal(InteractionType.MessageComponent),
    data: z.object({ custom_id: z.string() }),
    message: pictureMessageSchema.optional(),
  }),
  z.object({
    ...common,
    type: z.literal(InteractionType.ModalSubmit),
    data: z.object({ custom_id: z.string(), components: z.array(formPartSchema).default([]) }),
    message: pictureMessageSchema.optional(),
  }),
]);
/** A payload that {@link interactionSchema} has read. */
export type RawInteraction = z.infer<typeof interactionSchema>;

/** What was done, as the payload tells it. */
export function parseAction(raw: RawInteraction): InteractionAction {
  switch (raw.type) {
    case InteractionType.ApplicationCommand:
      return messageCommandOf(raw.data) ?? { kind: 'command', ...typedIn(raw.data) };
    case InteractionType.ApplicationCommandAutocomplete:
      return { kind: 'completion', ...typedIn(raw.data) };
    case InteractionType.MessageComponent:
      return { kind: 'press', customId: raw.data.custom_id, pictures: picturesOf(raw.message) };
    case InteractionType.ModalSubmit: {
      const { custom_id: customId, components } = raw.data;
      return { kind: 'form', customId, fields: fieldsOf(components), pictures: picturesOf(raw.message) };
    }
  }
}

function messageCommandOf({ type, name, target_id: target = '', resolved }: RawCommand): InteractionAction | null {
  if (type !== ApplicationCommandType.Message) return null;
  const message = resolved?.messages?.[target];
  const isDrawn = message !== undefined && hasOnlyDrawnStickers(message);
  return { kind: 'message_command', name, messageId: messageId(target), pictures: picturesOf(message), isDrawn };
}

function picturesOf(message: PictureMessage | undefined): readonly SourceImage[] {
  return message === undefined ? [] : picturesIn(message);
}

function typedIn(data: RawCommand) {
  const { name, options } = data;
  const resolvedRoles = new Set(Object.keys(data.resolved?.roles ?? {}));
  const resolved = { resolvedUsers: usersOf(data), resolvedRoles, resolvedChannels: channelsOf(data) };
  return { name, options, ...resolved, resolvedAttachments: attachmentsOf(data) };
}

function usersOf({ resolved }: RawCommand): ReadonlyMap<string, ResolvedUser> {
  const isMember = (id: string) => Object.hasOwn(resolved?.members ?? {}, id);
  return new Map(
    Object.entries(resolved?.users ?? {}).map(([id, { bot }]) => [id, { isBot: bot, isMember: isMember(id) }]),
  );
}

function channelsOf({ resolved }: RawCommand): ReadonlyMap<string, ResolvedChannel> {
  const rows = Object.entries(resolved?.channels ?? {});
  return new Map(
    rows.map(([id, { type, guild_id: guildId, app_permissions: appPermissions }]) => [
      id,
      { type, guildId: guildId ?? null, appPermissions: appPermissions ?? null },
    ]),
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

/** A form's fields lie in rows (older) or in labels (newer). */
function fieldsOf(parts: readonly FormPart[]): ReadonlyMap<string, string> {
  const inputs = parts.flatMap(({ component, components }) => [
    ...(component ? [component] : []),
    ...(components ?? []),
  ]);
  return new Map(inputs.map(({ custom_id, value }) => [custom_id, value ?? '']));
}
