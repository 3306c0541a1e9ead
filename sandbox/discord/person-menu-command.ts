import { checkAvailable, commandsIn } from './available-commands.ts';
import type { Scene } from './interaction-payload.ts';
import { resolvedMemberPayload } from './payloads.ts';
import { visibleMessage } from './person-components.ts';
import type { RegisteredCommand } from './records.ts';
import type { JsonObject } from './wire.ts';

/** Discord's numbers for commands of a person's and a message's menu. */
const menuTypes = { user: 2, message: 3 } as const;

/** The payload of a command that is chosen from a message's menu, with the whole message. @throws Error when the person cannot choose it */
export function messageCommandPayload(scene: Scene, messageId: string, name: string): JsonObject {
  const command = menuCommand(scene, 'message', name);
  const message = visibleMessage(scene, messageId);
  if (message.channel_id !== scene.channel.id) throw new Error(`The message ${messageId} is in another channel.`);
  return payload(command, messageId, { messages: { [messageId]: message } });
}

/** The payload of a command that is chosen from a member's menu. @throws Error when the person cannot choose it */
export function memberCommandPayload(scene: Scene, userId: string, name: string): JsonObject {
  const command = menuCommand(scene, 'user', name);
  const user = scene.world.users.get(userId);
  if (user === undefined) throw new Error(`There is no person ${userId}.`);
  const member = scene.guild?.members.get(userId);
  const members =
    scene.guild === null || member === undefined ? {} : { [userId]: resolvedMemberPayload(scene.guild, member) };
  return payload(command, userId, { users: { [userId]: user }, members });
}

function menuCommand(scene: Scene, kind: keyof typeof menuTypes, name: string): RegisteredCommand {
  const commands = commandsIn(scene).filter(({ type }) => type === menuTypes[kind]);
  const command = commands.find((each) => each.name === name);
  if (command === undefined) {
    const names = commands.map((each) => each.name).join(', ');
    throw new Error(`There is no ${kind} command "${name}"; there is: ${names || 'none'}.`);
  }
  checkAvailable(scene, command);
  return command;
}

function payload({ id, name, type, guildId }: RegisteredCommand, targetId: string, resolved: JsonObject): JsonObject {
  const data = { id, name, type, target_id: targetId, resolved };
  return { data: guildId === null ? data : { ...data, guild_id: guildId } };
}
