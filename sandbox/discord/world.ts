import { createEndpoint, type Endpoint } from './endpoint.ts';
import type { Gateway } from './gateway.ts';
import type {
  ChannelRecord,
  GuildRecord,
  InteractionRecord,
  MessageChange,
  RegisteredCommand,
  StoredFile,
  StoredMessage,
} from './records.ts';
import type { Settings } from './settings.ts';
import { createSnowflakes, type Snowflakes } from './snowflakes.ts';
import { makeUser, type User } from './wire.ts';

/** Everything there is at this Discord. */
export interface World {
  readonly settings: Settings;
  readonly origin: string;
  readonly ids: Snowflakes;
  readonly gateway: Gateway;
  /** Where interactions are posted instead, once it is set. */
  readonly endpoint: Endpoint;
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
    endpoint: createEndpoint(settings),
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
