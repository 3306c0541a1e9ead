import type { CommandBody } from './command-body.ts';
import type { StoredFile } from './files.ts';
import type { Gateway } from './gateway.ts';
import type { InteractionRecord } from './interactions.ts';
import type { Settings } from './settings.ts';
import { createSnowflakes, type Snowflakes } from './snowflakes.ts';
import type { Component, Embed, Message, User } from './wire.ts';

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

/** Everything there is at this Discord. */
export interface World {
  readonly settings: Settings;
  readonly origin: string;
  readonly ids: Snowflakes;
  readonly gateway: Gateway;
  readonly bot: User;
  /** Who runs the bot. */
  readonly applicationOwner: User;
  readonly users: Map<string, User>;
  readonly guilds: Map<string, GuildRecord>;
  readonly channels: Map<string, ChannelRecord>;
  /** Oldest first. */
  readonly messages: Map<string, StoredMessage>;
  readonly files: Map<string, StoredFile>;
  /** By id. */
  readonly interactions: Map<string, InteractionRecord>;
  /** The same ones by token. */
  readonly interactionsByToken: Map<string, InteractionRecord>;
  /** By guild id, or `global`. */
  readonly commands: Map<string, readonly RegisteredCommand[]>;
  /** The interactions whose reply or follow-up a message is, by message id. */
  readonly watchers: Map<string, readonly InteractionRecord[]>;
  /** When commands were created, by scope. */
  readonly commandCreations: Map<string, readonly number[]>;
  /** When old messages were edited, by channel. */
  readonly oldEdits: Map<string, readonly number[]>;
  readonly messageListeners: Set<(change: MessageChange) => void>;
}

/** A Discord with one application and nothing else; `guilds` is shared with the gateway, which names them in READY. */
export function createWorld(
  settings: Settings,
  origin: string,
  gateway: Gateway,
  guilds: Map<string, GuildRecord>,
): World {
  const bot = makeUser(settings.applicationId, 'easel', true);
  const ids = createSnowflakes(settings.now);
  const applicationOwner = makeUser(ids.next(), 'Operator');
  return {
    settings,
    origin,
    gateway,
    bot,
    applicationOwner,
    ids,
    users: new Map([bot, applicationOwner].map((user) => [user.id, user])),
    guilds,
    channels: new Map(),
    messages: new Map(),
    files: new Map(),
    interactions: new Map(),
    interactionsByToken: new Map(),
    commands: new Map(),
    watchers: new Map(),
    commandCreations: new Map(),
    oldEdits: new Map(),
    messageListeners: new Set(),
  };
}

/** A user with nothing special about them. */
export function makeUser(id: string, name: string, bot = false): User {
  return {
    id,
    username: name.toLowerCase(),
    global_name: bot ? null : name,
    discriminator: '0',
    avatar: null,
    bot,
    public_flags: 0,
    flags: 0,
    primary_guild: null,
  };
}
