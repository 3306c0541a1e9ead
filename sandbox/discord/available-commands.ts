import { PermissionFlagsBits } from 'discord-api-types/v10';
import { personPermissions, type Scene } from './interaction-payload.ts';
import { hasPermission } from './permissions.ts';
import type { RegisteredCommand } from './records.ts';

/** The commands of a place: the guild's own ones hide global ones of the same name. */
export function commandsIn({ world, guild }: Scene): readonly RegisteredCommand[] {
  return [...(world.commands.get(guild?.id ?? '') ?? []), ...(world.commands.get('global') ?? [])];
}

/** @throws Error when Discord would not show the command here, or not to this person */
export function checkAvailable(scene: Scene, command: RegisteredCommand): void {
  const { guild, channel } = scene;
  const where = guild === null ? 1 : 0;
  if (command.contexts && !command.contexts.includes(where)) throw new Error(`/${command.name} is not offered here.`);
  if (guild === null) return;
  if (!guild.botIsMember && !command.integration_types?.includes(1)) {
    throw new Error(`/${command.name} cannot be installed by a user.`);
  }
  if (command.nsfw === true && !channel.isNsfw)
    throw new Error(`/${command.name} is only offered in age-restricted channels.`);
  if (!guild.openCommands.has(command.name)) checkPermission(scene, command);
}

/** Whether {@link checkAvailable} lets it through. */
export function isAvailable(scene: Scene, command: RegisteredCommand): boolean {
  try {
    checkAvailable(scene, command);
    return true;
  } catch {
    return false;
  }
}

function checkPermission(scene: Scene, { name, default_member_permissions: wanted }: RegisteredCommand): void {
  if (wanted === undefined || wanted === null) return;
  const bits = BigInt(wanted) === 0n ? PermissionFlagsBits.Administrator : BigInt(wanted);
  if (!hasPermission(personPermissions(scene), bits))
    throw new Error(`${scene.user.username} has no permission for /${name}.`);
}
