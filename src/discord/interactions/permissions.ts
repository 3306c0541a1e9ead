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
const needed = [...toPost, 'SendMessagesInThreads', 'EmbedLinks', 'AttachFiles', 'ReadMessageHistory'] as const;

/** All that Easel needs in a server, by Discord's names: `Send Messages`. The invite link asks for these and no others. */
export const neededPermissions: readonly string[] = needed.map(titleOf);

/** The permissions that the bot lacks to write in a channel, by Discord's names: `Send Messages`. */
export function missingToPost(appPermissions: string): readonly string[] {
  return missingOf(toPost, appPermissions);
}

/** The permissions that the bot lacks in a server, by Discord's names; a channel may grant or deny more. */
export function missingPermissions(permissions: string): readonly string[] {
  return missingOf(needed, permissions);
}

/**
 * Where somebody with Manage Server adds the bot to a server. Null where `apiBaseUrl` is not Discord's own address: a loopback or a
 * REST proxy has no such page.
 *
 * @see https://docs.discord.com/developers/topics/oauth2#bot-authorization-flow, read 2026-11
 */
export function inviteLink(applicationId: string, apiBaseUrl: string): string | null {
  const { hostname } = new URL(apiBaseUrl);
  if (!/^([a-z]+\.)?discord(app)?\.com$/.test(hostname)) return null;
  const permissions = needed.reduce((bits, name) => bits | PermissionFlagsBits[name], 0n);
  const query = `client_id=${applicationId}&scope=bot+applications.commands&permissions=${permissions}`;
  return `https://${hostname}/oauth2/authorize?${query}`;
}

function missingOf(names: readonly (typeof needed)[number][], permissions: string): readonly string[] {
  const has = reader(permissions);
  return names.filter((name) => !has(PermissionFlagsBits[name])).map(titleOf);
}

/** `SendMessagesInThreads` as Discord shows it. */
function titleOf(name: string): string {
  return name.replace(/(?<=[a-z])(?=[A-Z])/gu, ' ').replace(' In ', ' in ');
}

function reader(permissions: string): (flag: bigint) => boolean {
  const bits = /^\d{1,40}$/.test(permissions) ? BigInt(permissions) : 0n;
  const isAdministrator = (bits & PermissionFlagsBits.Administrator) !== 0n;
  return (flag) => isAdministrator || (bits & flag) !== 0n;
}
