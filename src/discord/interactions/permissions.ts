import { PermissionFlagsBits } from 'discord.js';

/** What a member may do, read from the payload; Discord's own command permissions are a default that servers override. */
export interface MemberPowers {
  /** Moderate Members, or more. */
  readonly isModerator: boolean;
  /** Manage Server, or more. */
  readonly isManager: boolean;
}

/** From the bit set that Discord sends as a decimal string. */
export function memberPowers(permissions: string): MemberPowers {
  const has = reader(permissions);
  return {
    isModerator: has(PermissionFlagsBits.ModerateMembers) || has(PermissionFlagsBits.ManageGuild),
    isManager: has(PermissionFlagsBits.ManageGuild),
  };
}

/** Whether the bot may post pictures through the channel once the interaction's token has ended. */
export function canPostInChannel(appPermissions: string, isThread: boolean): boolean {
  const has = reader(appPermissions);
  const send = isThread ? PermissionFlagsBits.SendMessagesInThreads : PermissionFlagsBits.SendMessages;
  return has(PermissionFlagsBits.ViewChannel) && has(send) && has(PermissionFlagsBits.AttachFiles);
}

const toPost = ['ViewChannel', 'SendMessages'] as const;
/** All that Easel needs in a server. @see README, the invite */
const needed = [...toPost, 'SendMessagesInThreads', 'EmbedLinks', 'AttachFiles', 'ReadMessageHistory'] as const;

/** The permissions that the bot lacks to write in a channel, by Discord's names: `Send Messages`. */
export function missingToPost(appPermissions: string): readonly string[] {
  return missingOf(toPost, appPermissions);
}

/** The permissions that the bot lacks in a server, by Discord's names; a channel may grant or deny more. */
export function missingPermissions(permissions: string): readonly string[] {
  return missingOf(needed, permissions);
}

function missingOf(names: readonly (typeof needed)[number][], permissions: string): readonly string[] {
  const has = reader(permissions);
  const missing = names.filter((name) => !has(PermissionFlagsBits[name]));
  return missing.map((name) => name.replace(/(?<=[a-z])(?=[A-Z])/gu, ' ').replace(' In ', ' in '));
}

function reader(permissions: string): (flag: bigint) => boolean {
  const bits = /^\d{1,40}$/.test(permissions) ? BigInt(permissions) : 0n;
  const isAdministrator = (bits & PermissionFlagsBits.Administrator) !== 0n;
  return (flag) => isAdministrator || (bits & flag) !== 0n;
}
