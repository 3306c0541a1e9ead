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

/** What Easel needs in a server, by Discord's names. @see README, the invite */
const needed = {
  'View Channel': PermissionFlagsBits.ViewChannel,
  'Send Messages': PermissionFlagsBits.SendMessages,
  'Send Messages in Threads': PermissionFlagsBits.SendMessagesInThreads,
  'Embed Links': PermissionFlagsBits.EmbedLinks,
  'Attach Files': PermissionFlagsBits.AttachFiles,
  'Read Message History': PermissionFlagsBits.ReadMessageHistory,
} as const;

/** The names of those that the bot lacks in a server; channels may grant or deny them besides. */
export function missingPermissions(permissions: string): readonly string[] {
  const has = reader(permissions);
  return Object.entries(needed).flatMap(([name, flag]) => (has(flag) ? [] : [name]));
}

function reader(permissions: string): (flag: bigint) => boolean {
  const bits = /^\d+$/.test(permissions) ? BigInt(permissions) : 0n;
  const isAdministrator = (bits & PermissionFlagsBits.Administrator) !== 0n;
  return (flag) => isAdministrator || (bits & flag) !== 0n;
}
