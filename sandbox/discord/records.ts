import type { CommandBody } from './command-body.ts';
import type { Choice, Component, Embed, JsonObject, Message } from './wire.ts';

/** A server. */
export interface GuildRecord {
  readonly id: string;
  readonly name: string;
  readonly ownerId: string;
  readonly locale: string;
  readonly attachmentLimitBytes: number;
  /** False where people can only use the bot because they installed it for themselves. */
  readonly botIsMember: boolean;
  readonly roles: Map<string, RoleRecord>;
  readonly members: Map<string, MemberRecord>;
  /** Commands that the server's administrators opened to everyone under Integrations. */
  readonly openCommands: Set<string>;
}

/** The role of the guild's own id is everyone's. */
export interface RoleRecord {
  readonly id: string;
  readonly name: string;
  readonly permissions: bigint;
}

/** `permissions` are what this member has besides the roles. */
export interface MemberRecord {
  readonly userId: string;
  readonly roleIds: readonly string[];
  readonly permissions: bigint;
  readonly joinedAtMs: number;
}

/** A channel; `guildId` is null for a direct-message channel. */
export interface ChannelRecord {
  readonly id: string;
  readonly guildId: string | null;
  readonly name: string;
  readonly type: number;
  readonly isNsfw: boolean;
  readonly parentId: string | null;
  readonly recipientId: string | null;
  /** What a member must be allowed to do to see the channel; 0 lets everyone see it. */
  readonly viewPermissions: bigint;
  botPermissions: bigint;
}

/** A message as it is kept; replaced by an edit, never changed. */
export interface StoredMessage {
  readonly id: string;
  readonly channelId: string;
  readonly authorId: string;
  readonly createdAtMs: number;
  readonly editedAtMs: number | null;
  readonly content: string;
  readonly embeds: readonly Embed[];
  readonly components: readonly Component[];
  readonly files: readonly StoredFile[];
  readonly flags: number;
  readonly nonce: string | number | null;
  readonly mentions: Mentions;
  /** The only person who sees it; null for a message that everyone in the channel sees. */
  readonly viewerId: string | null;
  readonly interactionId: string | null;
  readonly repliesTo: string | null;
}

/** Whom a message rings. */
export interface Mentions {
  readonly everyone: boolean;
  readonly userIds: readonly string[];
  readonly roleIds: readonly string[];
}

/** What happened to a message. `viewerId` is the only person who sees it, or null. */
export interface MessageChange {
  readonly kind: 'created' | 'edited' | 'deleted';
  readonly message: Message;
  readonly viewerId: string | null;
  readonly atMs: number;
}

/** A command as it is registered. */
export interface RegisteredCommand extends CommandBody {
  readonly id: string;
  readonly version: string;
  readonly guildId: string | null;
}

/** A file on the CDN. */
export interface StoredFile {
  readonly id: string;
  readonly folder: 'attachments' | 'ephemeral-attachments';
  readonly channelId: string;
  readonly filename: string;
  readonly contentType: string;
  readonly bytes: Uint8Array;
  readonly description: string | null;
  readonly widthPx: number | null;
  readonly heightPx: number | null;
}

/** 2 slash command, 3 button or select, 4 autocompletion, 5 modal. */
export type InteractionType = 2 | 3 | 4 | 5;

/** A form that the application asked a person to fill in. */
export interface Modal {
  readonly custom_id: string;
  readonly title: string;
  readonly components: readonly Component[];
  readonly channelId: string;
  readonly userId: string;
  /** The message whose button opened it, or null. */
  readonly sourceMessageId: string | null;
}

/** What the application answered first. */
export type FirstAnswer =
  | { readonly kind: 'message'; readonly message: Message }
  | { readonly kind: 'deferred'; readonly isPrivate: boolean }
  | { readonly kind: 'updated'; readonly message: Message }
  | { readonly kind: 'deferred_update' }
  | { readonly kind: 'modal'; readonly modal: Modal }
  | { readonly kind: 'choices'; readonly choices: readonly Choice[] };

/** What an interaction's maker hears of it. */
export type InteractionEvent =
  | { readonly kind: 'answered'; readonly answer: FirstAnswer }
  | { readonly kind: 'missed' }
  /** Its reply or one of its follow-ups, whichever route changed it. */
  | { readonly kind: 'message'; readonly change: MessageChange };

/** One interaction and how far it is. */
export interface InteractionRecord {
  readonly id: string;
  readonly token: string;
  readonly type: InteractionType;
  readonly userId: string;
  readonly channelId: string;
  /** As `authorizing_integration_owners`. */
  readonly owners: Readonly<Record<string, string>>;
  readonly sourceMessageId: string | null;
  readonly createdAtMs: number;
  readonly isUserInstallOnly: boolean;
  readonly listeners: Set<(event: InteractionEvent) => void>;
  readonly stopDeadline: () => void;
  /** Sends it to the application. */
  readonly dispatch: () => string | null;
  /** @see SandboxDiscord.doorOf */
  door: string | null;
  state: 'waiting' | 'answered' | 'missed';
  isTokenExpired: boolean;
  /** The INTERACTION_CREATE that was sent. */
  readonly event: JsonObject;
  /** The message that `@original` means. */
  originalId: string | null;
  readonly followUpIds: string[];
}
