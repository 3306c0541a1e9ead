import type { Scene } from './interaction-payload.ts';
import { type Resolved, resolveEntity } from './option-values.ts';
import { renderMessage } from './render-message.ts';
import { allComponents, type Component, type JsonObject, type Message } from './wire.ts';

/** The payload of a press. @throws Error when the person cannot press it */
export function buttonPayload(scene: Scene, messageId: string, labelOrCustomId: string): JsonObject {
  const message = visibleMessage(scene, messageId);
  const buttons = allComponents(message.components).filter((each) => each.type === 2);
  const button =
    buttons.find((each) => each.custom_id === labelOrCustomId) ??
    buttons.find((each) => each.label === labelOrCustomId);
  if (button === undefined) {
    throw new Error(
      `There is no button "${labelOrCustomId}"; there is: ${buttons.map((each) => each.label ?? each.custom_id).join(', ') || 'none'}.`,
    );
  }
  if (!button.custom_id) throw new Error(`"${labelOrCustomId}" is a link.`);
  refuseDisabled(button);
  return { message, data: { component_type: 2, custom_id: button.custom_id, id: button.id } };
}

/** A choice of a menu. */
export interface Selection {
  readonly customId: string;
  readonly values: readonly string[];
}

/** The payload of a choice. @throws Error when the person cannot choose so */
export function selectPayload(scene: Scene, messageId: string, { customId, values }: Selection): JsonObject {
  const message = visibleMessage(scene, messageId);
  const menu = allComponents(message.components).find((each) => each.custom_id === customId && each.type !== 2);
  if (menu === undefined) throw new Error(`There is no menu "${customId}".`);
  refuseDisabled(menu);
  const [min, max] = [menu.min_values ?? 1, menu.max_values ?? 1];
  if (values.length < min || values.length > max) throw new Error(`"${customId}" takes ${min} to ${max} values.`);
  const common = { component_type: menu.type, custom_id: customId, id: menu.id };
  if (menu.type === 3) return { message, data: { ...common, values: values.map((value) => optionValue(menu, value)) } };
  const resolved: Resolved = {};
  const place = { world: scene.world, guild: scene.guild, channelId: scene.channel.id, attachments: {}, resolved };
  const ids = values.map((value) => resolveEntity(optionTypeOfMenu[menu.type] ?? 0, value, place));
  return { message, data: { ...common, values: ids, resolved } };
}

/** User, role, mentionable and channel menus offer what options of these types take. */
export const optionTypeOfMenu: Readonly<Record<number, number>> = { 5: 6, 6: 8, 7: 9, 8: 7 };

function optionValue(menu: Component, text: string): string {
  const option = menu.options?.find((each) => each.value === text) ?? menu.options?.find((each) => each.label === text);
  if (option === undefined) throw new Error(`"${text}" is not an option of "${menu.custom_id}".`);
  return option.value;
}

/** The message as this person sees it. @throws Error when it is gone, or somebody else's */
export function visibleMessage({ world, user }: Scene, messageId: string): Message {
  const message = world.messages.get(messageId);
  if (message === undefined) throw new Error(`The message ${messageId} is gone.`);
  if (message.viewerId !== null && message.viewerId !== user.id)
    throw new Error(`${user.username} does not see the message ${messageId}.`);
  return renderMessage(world, message);
}

function refuseDisabled(component: Component): void {
  if (component.disabled === true) throw new Error(`"${component.label ?? component.custom_id}" is disabled.`);
}
