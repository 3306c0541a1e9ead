import { PermissionFlagsBits } from 'discord-api-types/v10';

/** A permission by the name Discord's documents give it in PascalCase, as in discord.js: `ManageGuild`, `ModerateMembers`. */
export type PermissionName = keyof typeof PermissionFlagsBits;

/** The bits of some permissions. */
export function permissionBits(names: readonly PermissionName[]): bigint {
  return names.reduce((bits, name) => bits | PermissionFlagsBits[name], 0n);
}

/** True when all wanted bits are there; an administrator has every permission. */
export function hasPermission(bits: bigint, wanted: bigint): boolean {
  return (bits & PermissionFlagsBits.Administrator) !== 0n || (bits & wanted) === wanted;
}

/** What everyone may do in a new guild. */
export const everyonePermissions = permissionBits([
  'ViewChannel',
  'SendMessages',
  'SendMessagesInThreads',
  'EmbedLinks',
  'AttachFiles',
  'ReadMessageHistory',
  'AddReactions',
  'UseExternalEmojis',
  'UseApplicationCommands',
]);
