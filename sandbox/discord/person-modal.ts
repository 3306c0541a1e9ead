import { keepAttached, type PersonFile, renderAttachment } from './files.ts';
import type { Scene } from './interaction-payload.ts';
import { type Resolved, resolveEntity } from './option-values.ts';
import { optionTypeOfMenu } from './person-components.ts';
import type { Modal } from './records.ts';
import { renderMessage } from './render-message.ts';
import { allComponents, type Component, componentTypes, type JsonObject } from './wire.ts';

/** Texts, or chosen values, by custom id. */
export type ModalValues = Readonly<Record<string, string | readonly string[]>>;
/** What is attached to the upload fields, by custom id. */
export type ModalFiles = Readonly<Record<string, readonly PersonFile[]>>;

/** The payload of a filled-in form. @throws Error when Discord's client would not let a person send it */
export function modalPayload(scene: Scene, modal: Modal, values: ModalValues, files: ModalFiles = {}): JsonObject {
  if (modal.userId !== scene.user.id) throw new Error(`The form was not opened for ${scene.user.username}.`);
  const known = allComponents(modal.components).map((each) => each.custom_id);
  const stranger = [...Object.keys(values), ...Object.keys(files)].find((customId) => !known.includes(customId));
  if (stranger !== undefined) throw new Error(`The form has no field "${stranger}".`);
  const source = scene.world.messages.get(modal.sourceMessageId ?? '');
  const resolved: Resolved = {};
  const components = submitted(modal.components, { scene, values, files, resolved });
  const data = { custom_id: modal.custom_id, components };
  return {
    data: Object.keys(resolved).length === 0 ? data : { ...data, resolved },
    ...(source === undefined ? {} : { message: renderMessage(scene.world, source) }),
  };
}

interface Filling {
  readonly scene: Scene;
  readonly values: ModalValues;
  readonly files: ModalFiles;
  readonly resolved: Resolved;
}

function submitted(components: readonly Component[], filling: Filling): JsonObject[] {
  return components.map((component, index) => {
    const common = { type: component.type, id: component.id ?? index + 1 };
    if (component.components) return { ...common, components: submitted(component.components, filling) };
    if (component.component) return { ...common, component: submitted([component.component], filling)[0] };
    return { ...common, ...fieldValue(component, filling) };
  });
}

function fieldValue(field: Component, filling: Filling): JsonObject {
  const { custom_id: customId, type } = field;
  if (!customId) return {};
  if (type === componentTypes.fileUpload)
    return { custom_id: customId, values: uploaded(field, filling.files[customId] ?? [], filling) };
  const given = filling.values[customId];
  if (type === componentTypes.textInput)
    return { custom_id: customId, value: checkedText(field, typeof given === 'string' ? given : (field.value ?? '')) };
  const chosen = typeof given === 'string' ? [given] : (given ?? []);
  const entity = optionTypeOfMenu[type];
  if (entity === undefined) return { custom_id: customId, values: chosen };
  const { scene, resolved } = filling;
  const place = { world: scene.world, guild: scene.guild, channelId: scene.channel.id, attachments: {}, resolved };
  return { custom_id: customId, values: chosen.map((value) => resolveEntity(entity, value, place)) };
}

function checkedText(field: Component, text: string): string {
  const isRequired = field.required !== false;
  if (text === '' && !isRequired) return text;
  const [min, max] = [Math.max(field.min_length ?? 0, isRequired ? 1 : 0), field.max_length ?? 4000];
  if (text.length < min || text.length > max)
    throw new Error(`"${field.custom_id}" must have ${min} to ${max} characters.`);
  return text;
}

/** Puts the files on the CDN and answers their ids. @see https://docs.discord.com/developers/components/reference#file-upload read 2026-11-28 */
function uploaded(field: Component, files: readonly PersonFile[], { scene, resolved }: Filling): readonly string[] {
  const [min, max] = [field.required === false ? 0 : (field.min_values ?? 1), field.max_values ?? 1];
  if (files.length < min || files.length > max) throw new Error(`"${field.custom_id}" takes ${min} to ${max} files.`);
  const limit = scene.guild?.attachmentLimitBytes ?? scene.world.settings.fileLimitBytes;
  return files.map((file) => {
    if (file.bytes.byteLength > limit) throw new Error(`"${file.name}" is too large; ${limit} bytes are allowed here.`);
    const stored = keepAttached(scene.world, file, scene.channel.id);
    resolved.attachments = { ...resolved.attachments, [stored.id]: { ...renderAttachment(scene.world, stored) } };
    return stored.id;
  });
}
