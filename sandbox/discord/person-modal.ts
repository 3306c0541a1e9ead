import type { Scene } from './interaction-payload.ts';
import type { Modal } from './records.ts';
import { renderMessage } from './render-message.ts';
import { allComponents, type Component, type JsonObject } from './wire.ts';

/** Texts, or chosen values, by custom id. */
export type ModalValues = Readonly<Record<string, string | readonly string[]>>;

/** The payload of a filled-in form. @throws Error when Discord's client would not let a person send it */
export function modalPayload(scene: Scene, modal: Modal, values: ModalValues): JsonObject {
  if (modal.userId !== scene.user.id) throw new Error(`The form was not opened for ${scene.user.username}.`);
  const known = allComponents(modal.components).map((each) => each.custom_id);
  const stranger = Object.keys(values).find((customId) => !known.includes(customId));
  if (stranger !== undefined) throw new Error(`The form has no field "${stranger}".`);
  const source = scene.world.messages.get(modal.sourceMessageId ?? '');
  return {
    data: { custom_id: modal.custom_id, components: submitted(modal.components, values) },
    ...(source === undefined ? {} : { message: renderMessage(scene.world, source) }),
  };
}

function submitted(components: readonly Component[], values: ModalValues): JsonObject[] {
  return components.map((component, index) => {
    const common = { type: component.type, id: component.id ?? index + 1 };
    if (component.components) return { ...common, components: submitted(component.components, values) };
    if (component.component) return { ...common, component: submitted([component.component], values)[0] };
    return { ...common, ...fieldValue(component, values) };
  });
}

function fieldValue(field: Component, values: ModalValues): JsonObject {
  const { custom_id: customId } = field;
  if (!customId) return {};
  const given = values[customId];
  if (field.type === 4)
    return { custom_id: customId, value: checkedText(field, typeof given === 'string' ? given : (field.value ?? '')) };
  return { custom_id: customId, values: typeof given === 'string' ? [given] : (given ?? []) };
}

function checkedText(field: Component, text: string): string {
  const isRequired = field.required !== false;
  if (text === '' && !isRequired) return text;
  const [min, max] = [Math.max(field.min_length ?? 0, isRequired ? 1 : 0), field.max_length ?? 4000];
  if (text.length < min || text.length > max)
    throw new Error(`"${field.custom_id}" must have ${min} to ${max} characters.`);
  return text;
}
