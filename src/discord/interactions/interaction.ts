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
  sourceOfFile,
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
interface ResolvedUser {
  readonly isBot: boolean;
  /** False for somebody who is not in the server. */
  readonly isMember: boolean;
}

/** What Discord tells of a channel that an option names; null for what it does not tell. `appPermissions` is a bit set in decimal. */
type ResolvedChannel = z.output<typeof channelSchema>;

/** Everything that options name, by id. What is not in here was not resolved by Discord and belongs to another server, or to none. */
export interface ResolvedEntities {
  readonly resolvedUsers: ReadonlyMap<string, ResolvedUser>;
  readonly resolvedRoles: ReadonlySet<string>;
  readonly resolvedChannels: ReadonlyMap<string, ResolvedChannel>;
  /** Type and size in pixels are the sender's word; an address is valid for a day at most: fetched at once or never. */
  readonly resolvedAttachments: ReadonlyMap<string, SourceImage>;
}

/** A slash command, or as much of it as a member has typed. */
export interface TypedCommand extends ResolvedEntities {
  readonly name: string;
  readonly options: readonly RawOption[];
}

/** A command of a message's own menu, a button or a form's answer brings the pictures of its message. */
export type InteractionAction =
  | ({ readonly kind: 'command' } & TypedCommand)
  | ({ readonly kind: 'completion' } & TypedCommand)
  | {
      readonly kind: 'message_command';
      readonly name: string;
      readonly messageId: MessageId;
      /** Of that message. */
      readonly pictures: readonly SourceImage[];
      /** The message shows a sticker drawn by a program, which is no picture. */
      readonly isDrawn: boolean;
    }
  | {
      readonly kind: 'button';
      readonly customId: string;
      /** What was chosen of a menu; empty for a button. */
      readonly values: readonly string[];
      /** Of the message under which the button is, as it is now. */
      readonly pictures: readonly SourceImage[];
    }
  | {
      readonly kind: 'modal';
      readonly customId: string;
      /** By the input's custom id, as typed or chosen; of a file or a channel its id; empty for nothing. */
      readonly fields: ReadonlyMap<string, string>;
      readonly resolvedAttachments: ResolvedEntities['resolvedAttachments'];
      readonly resolvedChannels: ResolvedEntities['resolvedChannels'];
      /** Of the message whose button opened the form, as it is now; none where no button did. */
      readonly pictures: readonly SourceImage[];
    };

/** An interaction, read. `caller` is null outside servers, where Easel does nothing. */
export interface Interaction {
  readonly action: InteractionAction;
  readonly caller: Caller | null;
  readonly target: AnswerTarget;
  readonly locales: Locales;
}

/** Reads the payload of an INTERACTION_CREATE; null where it is none of the kinds that Easel knows. */
export function parseInteraction(payload: unknown, receivedAtMs: number): Interaction | null {
  const read = interactionSchema.safeParse(payload);
  if (!read.success) return null;
  const raw = read.data;
  const locales = { locale: raw.locale, guildLocale: raw.guild_locale };
  const isThread = threadTypes.has(raw.channel?.type ?? 0);
  const target = {
    applicationId: raw.application_id,
    id: jobId(raw.id),
    token: raw.token,
    attachmentLimitBytes: raw.attachment_size_limit,
    canUseChannel: canPostInChannel(raw.app_permissions, isThread),
  };
  return { action: parseAction(raw), caller: callerOf(raw, locales, receivedAtMs), target, locales };
}

function callerOf(raw: RawInteraction, locales: Locales, askedAtMs: number): Caller | null {
  const { channel, member } = raw;
  const idOfChannel = channel?.id ?? raw.channel_id;
  if (!raw.guild_id || !member || !idOfChannel) return null;
  const type = channel?.type ?? 0;
  const parent = channel?.parent_id && threadTypes.has(type) ? channelId(channel.parent_id) : null;
  const joinedAtMs = Date.parse(member.joined_at ?? '');
  return {
    id: jobId(raw.id),
    guildId: guildId(raw.guild_id),
    channelId: channelId(idOfChannel),
    userId: userId(member.user.id),
    roleIds: member.roles.map(roleId),
    parentChannelId: parent,
    // A request in a private thread is not posted where everyone reads.
    ...(parent !== null && publicThreadTypes.has(type) && { fallbackChannelId: parent }),
    isAgeRestricted: channel?.nsfw === true,
    joinedAtMs: Number.isNaN(joinedAtMs) ? null : joinedAtMs,
    accountMadeAtMs: bornAtMs(member.user.id),
    askedAtMs,
    ...memberPowers(member.permissions),
    ...locales,
  };
}

/** Announcement, public and private threads. */
const threadTypes: ReadonlySet<number> = new Set([10, 11, 12]);
const publicThreadTypes: ReadonlySet<number> = new Set([10, 11]);

function parseAction(raw: RawInteraction): InteractionAction {
  switch (raw.type) {
    case InteractionType.ApplicationCommand:
      return raw.data.type === ApplicationCommandType.Message
        ? messageCommandOf(raw.data)
        : { kind: 'command', ...typedIn(raw.data) };
    case InteractionType.ApplicationCommandAutocomplete:
      return { kind: 'completion', ...typedIn(raw.data) };
    case InteractionType.MessageComponent:
      return {
        kind: 'button',
        customId: raw.data.custom_id,
        values: raw.data.values,
        pictures: picturesOf(raw.message),
      };
    case InteractionType.ModalSubmit: {
      const { custom_id: customId, components, resolved } = raw.data;
      // Fields come in rows (older) or in labels (newer).
      const inputs = components.flatMap((part) => [...(part.component ? [part.component] : []), ...part.components]);
      const fields = new Map(inputs.map(({ custom_id, value, values }) => [custom_id, values[0] ?? value]));
      return {
        kind: 'modal',
        customId,
        fields,
        resolvedAttachments: mapOf(resolved.attachments, sourceOfFile),
        resolvedChannels: new Map(Object.entries(resolved.channels)),
        pictures: picturesOf(raw.message),
      };
    }
  }
}

function messageCommandOf({ name, target_id: target, resolved }: RawCommand): InteractionAction {
  const message = resolved.messages[target];
  const isDrawn = message !== undefined && hasOnlyDrawnStickers(message);
  return { kind: 'message_command', name, messageId: messageId(target), pictures: picturesOf(message), isDrawn };
}

function picturesOf(message: PictureMessage | undefined): readonly SourceImage[] {
  return message === undefined ? [] : picturesIn(message);
}

function typedIn({ name, options, resolved }: RawCommand) {
  const { users, members, roles, channels, attachments } = resolved;
  return {
    name,
    options,
    resolvedRoles: new Set(Object.keys(roles)),
    resolvedUsers: mapOf(users, ({ bot }, id) => ({ isBot: bot, isMember: Object.hasOwn(members, id) })),
    resolvedChannels: new Map(Object.entries(channels)),
    resolvedAttachments: mapOf(attachments, sourceOfFile),
  };
}

function mapOf<T, U>(all: Readonly<Record<string, T>>, read: (each: T, id: string) => U): ReadonlyMap<string, U> {
  return new Map(Object.entries(all).map(([id, each]) => [id, read(each, id)]));
}

/** An id from outside becomes part of addresses and keys. */
const idSchema = z.string().refine(isSnowflake);
/** Part of an address as well; it can never lead to another one. */
const tokenSchema = z.string().regex(/^[\w.:=+-]*\w[\w.:=+-]*$/u);
const nullableText = z.string().nullable().default(null);

const optionSchema: z.ZodType<RawOption> = z.object({
  name: z.string(),
  value: z.union([z.string(), z.number(), z.boolean()]).optional(),
  focused: z.boolean().optional(),
  options: z.lazy(() => z.array(optionSchema)).optional(),
});
/** `type` is one of Discord's `ChannelType`. */
const channelSchema = z
  .object({ type: z.number(), guild_id: idSchema.nullable().default(null), app_permissions: nullableText })
  .transform(({ type, guild_id: guildId, app_permissions: appPermissions }) => ({ type, guildId, appPermissions }));
const byId = <Schema extends z.ZodType>(schema: Schema) => z.record(z.string(), schema).default({});
const commandSchema = z.object({
  name: z.string(),
  type: z.number().default(ApplicationCommandType.ChatInput),
  target_id: idSchema.or(z.literal('')).default(''),
  options: z.array(optionSchema).default([]),
  resolved: z
    .object({
      users: byId(z.object({ bot: z.boolean().default(false) })),
      members: byId(z.unknown()),
      roles: byId(z.unknown()),
      channels: byId(channelSchema),
      attachments: byId(attachmentSchema),
      messages: byId(pictureMessageSchema),
    })
    .prefault({}),
});
type RawCommand = z.infer<typeof commandSchema>;
const inputSchema = z.object({
  custom_id: z.string(),
  value: z.string().default(''),
  values: z.array(z.string()).default([]),
});
const formPartSchema = z.object({ component: inputSchema.optional(), components: z.array(inputSchema).default([]) });

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
  app_permissions: z.string().default(''),
  locale: nullableText,
  guild_locale: nullableText,
  attachment_size_limit: z.number().default(limits.defaultAttachmentBytes),
};
/** @see https://docs.discord.com/developers/interactions/receiving-and-responding#interaction-object, read 2026-11 */
const interactionSchema = z.discriminatedUnion('type', [
  z.object({ ...common, type: z.literal(InteractionType.ApplicationCommand), data: commandSchema }),
  z.object({ ...common, type: z.literal(InteractionType.ApplicationCommandAutocomplete), data: commandSchema }),
  z.object({
    ...common,
    type: z.literal(InteractionType.MessageComponent),
    data: z.object({ custom_id: z.string(), values: z.array(z.string()).default([]) }),
    message: pictureMessageSchema.optional(),
  }),
  z.object({
    ...common,
    type: z.literal(InteractionType.ModalSubmit),
    data: z.object({
      custom_id: z.string(),
      components: z.array(formPartSchema).default([]),
      resolved: z.object({ channels: byId(channelSchema), attachments: byId(attachmentSchema) }).prefault({}),
    }),
    message: pictureMessageSchema.optional(),
  }),
]);
type RawInteraction = z.infer<typeof interactionSchema>;
