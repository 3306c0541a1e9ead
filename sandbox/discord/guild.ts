import { ChannelType } from 'discord-api-types/v10';
import { everyonePermissions, type PermissionName, permissionBits } from './permissions.ts';
import { createPerson, type Person } from './person.ts';
import type { ChannelRecord, GuildRecord } from './records.ts';
import { makeUser } from './wire.ts';
import type { World } from './world.ts';

/** What a server is made with. */
export interface GuildOptions {
  readonly name: string;
  /** 17–19 digits, to place it on a certain shard. */
  readonly id?: string;
  readonly locale?: string;
  /** What one file may weigh; grows with boosts at Discord. */
  readonly attachmentLimitBytes?: number;
  /** False makes it a server in which people use the bot that they installed for themselves. */
  readonly botIsMember?: boolean;
  /** False makes it a server in which the application's owner is no member. */
  readonly ownerIsMember?: boolean;
}

/** What a channel is made with. */
export interface ChannelOptions {
  readonly name: string;
  readonly nsfw?: boolean;
  /** A thread belongs to the general channel. */
  readonly type?: 'text' | 'announcement' | 'public_thread' | 'private_thread';
  /** Everything that everyone may do, when left out. An empty list takes all access away. */
  readonly botPermissions?: readonly PermissionName[];
  /** Only members who have these see the channel; everyone when left out. */
  readonly visibleTo?: readonly PermissionName[];
}

/** What a member is made with. */
export interface MemberOptions {
  readonly name: string;
  readonly roles?: readonly { readonly id: string }[];
  /** Besides those of the roles. */
  readonly permissions?: readonly PermissionName[];
  readonly locale?: string;
}

/** A channel of a server. */
export interface SandboxChannel {
  readonly id: string;
  readonly name: string;
  readonly guildId: string;
  setBotPermissions(names: readonly PermissionName[]): void;
  /** Takes the channel and its messages away. */
  delete(): void;
}

/** A role of a server. */
export interface SandboxRole {
  readonly id: string;
  readonly name: string;
}

/** A server and those who run it. */
export interface SandboxGuild {
  readonly id: string;
  readonly name: string;
  /** Made with the server; where members are until they go elsewhere. */
  readonly general: SandboxChannel;
  addChannel(options: ChannelOptions): SandboxChannel;
  addRole(options: { readonly name: string; readonly permissions?: readonly PermissionName[] }): SandboxRole;
  /** Lets a new person join. */
  member(options: MemberOptions): Person;
  /** Opens a command to everyone under Integrations, whatever its default permissions say. */
  openCommand(name: string): void;
}

/** Makes a server with a channel named general. */
export function addGuild(world: World, options: GuildOptions): SandboxGuild {
  const id = options.id ?? world.ids.at(world.settings.now() - world.guilds.size);
  const guild: GuildRecord = {
    id,
    name: options.name,
    ownerId: world.ids.next(),
    locale: options.locale ?? 'en-US',
    attachmentLimitBytes: options.attachmentLimitBytes ?? world.settings.fileLimitBytes,
    botIsMember: options.botIsMember ?? true,
    roles: new Map([[id, { id, name: '@everyone', permissions: everyonePermissions }]]),
    members: new Map(),
    openCommands: new Set(),
  };
  if (options.ownerIsMember !== false) joinOwner(world, guild);
  world.guilds.set(id, guild);
  const addChannelHere = (channel: ChannelOptions) => addChannel(world, guild, channel);
  const general = addChannelHere({ name: 'general' });
  return {
    id,
    name: guild.name,
    general,
    addChannel: addChannelHere,
    addRole: ({ name, permissions = [] }) => {
      const role = { id: world.ids.next(), name, permissions: permissionBits(permissions) };
      guild.roles.set(role.id, role);
      return { id: role.id, name };
    },
    member: (member) => addMember(world, guild, general.id, member),
    openCommand: (name) => {
      guild.openCommands.add(name);
    },
  };
}

const channelTypes = {
  text: ChannelType.GuildText,
  announcement: ChannelType.GuildAnnouncement,
  public_thread: ChannelType.PublicThread,
  private_thread: ChannelType.PrivateThread,
} as const;

function addChannel(world: World, guild: GuildRecord, options: ChannelOptions): SandboxChannel {
  const type = options.type ?? 'text';
  const parent = [...world.channels.values()].find((each) => each.guildId === guild.id);
  const channel: ChannelRecord = {
    id: world.ids.next(),
    guildId: guild.id,
    name: options.name,
    type: channelTypes[type],
    isNsfw: options.nsfw ?? false,
    parentId: type.endsWith('thread') ? (parent?.id ?? null) : null,
    recipientId: null,
    viewPermissions: permissionBits(options.visibleTo ?? []),
    botPermissions: options.botPermissions === undefined ? everyonePermissions : permissionBits(options.botPermissions),
  };
  world.channels.set(channel.id, channel);
  return {
    id: channel.id,
    name: channel.name,
    guildId: guild.id,
    setBotPermissions: (names) => {
      channel.botPermissions = permissionBits(names);
    },
    delete: () => {
      world.channels.delete(channel.id);
      for (const message of world.messages.values())
        if (message.channelId === channel.id) world.messages.delete(message.id);
    },
  };
}

/** Whoever runs the bot is in the server, as at Discord where one invites the own bot. */
function joinOwner(world: World, guild: GuildRecord): void {
  const { id: userId } = world.applicationOwner;
  guild.members.set(userId, { userId, roleIds: [], permissions: 0n, joinedAtMs: world.settings.now() });
}

function addMember(world: World, guild: GuildRecord, channelId: string, options: MemberOptions): Person {
  const user = makeUser(world.ids.next(), options.name);
  world.users.set(user.id, user);
  guild.members.set(user.id, {
    userId: user.id,
    roleIds: (options.roles ?? []).map((role) => role.id),
    permissions: permissionBits(options.permissions ?? []),
    joinedAtMs: world.settings.now(),
  });
  const channel = world.channels.get(channelId);
  if (channel === undefined) throw new Error(`${guild.name} has lost its general channel.`);
  return createPerson({ world, user, guild, channel, locale: options.locale ?? 'en-US' });
}
