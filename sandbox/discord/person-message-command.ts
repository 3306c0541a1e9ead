import { checkAvailable, commandsIn } from './available-commands.ts';
import type { Scene } from './interaction-payload.ts';
import { visibleMessage } from './person-components.ts';
import type { JsonObject } from './wire.ts';

/** Discord's number for commands of a message's menu. */
const messageType = 3;

/** The payload of a command that is chosen from a message's menu, with the whole message. @throws Error when the person cannot choose it */
export function messageCommandPayload(scene: Scene, messageId: string, name: string): JsonObject {
  const commands = commandsIn(scene).filter(({ type }) => type === messageType);
  const command = commands.find((each) => each.name === name);
  if (command === undefined) {
    const names = commands.map((each) => each.name).join(', ');
    throw new Error(`There is no message command "${name}"; there is: ${names || 'none'}.`);
  }
  checkAvailable(scene, command);
  const message = visibleMessage(scene, messageId);
  if (message.channel_id !== scene.channel.id) throw new Error(`The message ${messageId} is in another channel.`);
  const { id, guildId } = command;
  const data = { id, name, type: messageType, target_id: messageId, resolved: { messages: { [messageId]: message } } };
  return { data: guildId === null ? data : { ...data, guild_id: guildId } };
}
