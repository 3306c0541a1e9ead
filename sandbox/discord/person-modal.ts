import { keepAttached, type PersonFile, renderAttachment } from './files.ts';
import type { Scene } from './interaction-payload.ts';
import { type Resolved, resolveEntity } from './option-values.ts';
import { optionTypeOfMenu } from './person-components.ts';
import { openTypedFile } from './person-files.ts';
import type { Modal } from './records.ts';
import { renderMessage } from './render-message.ts';
import { allComponents, type Component, componentTypes, type JsonObject } from './wire.ts';

/** Texts, chosen values or files, by custom id. A text for a file is a path, or `sample`. */
export type ModalValues = Readonly<Record<string, string | PersonFile | readonly (string | PersonFile)[]>>;

/** The payload of a filled-in form. @throws Error when Discord's client would not let a person send it */
export function modalPayload(scene: Scene, modal: Modal, values: ModalValues): JsonObject {
  if (modal.userId !== scene.user.id) throw new Error(`The form was not opened for ${scene.user.username}.`);
  const known = allComponents(modal.components).map((each) => each.custom_id);
  const stranger = Object.keys(values).find((customId) => !known.includes(customId));
  if (stranger !== undefined) throw new Error(`The form has no field "${stranger}".`);
  const source = scene.world.messages.get(modal.sourceMessageId ?? '');
  const filled: Filled = { scene, values, resolved: {} };
  const components = submitted(modal.components, filled);
  const { resolved } = filled;
  return {
    data: { custom_id: modal.custom_id, components, ...(Object.keys(resolved).length > 0 ? { resolved } : {}) },
    ...(source === undefined ? {} : { message: renderMessage(scene.world, source) }),
  };
}

/** What is filled in, and what stands behind the ids that come of it. */
interface Filled {
  readonly scene: Scene;
  readonly values: ModalValues;
  readonly resolved: Resolved;
}

function submitted(components: readonly Component[], filled: Filled): JsonObject[] {
  return components.map((component, index) => {
    const common = { type: component.type, id: component.id ?? index + 1 };
    if (component.components) return { ...common, components: submitted(component.components, filled) };
    if (component.component) return { ...common, component: submitted([component.component], filled)[0] };
    return { ...common, ...fieldValue(component, filled) };
  });
}

function fieldValue(field: Component, filled: Filled): JsonObject {
  const { custom_id: customId } = field;
  if (!customId) return {};
  const given = filled.values[customId];
  if (field.type === componentTypes.textInput)
    return { custom_id: customId, value: checkedText(field, typeof given === 'string' ? given : (field.value ?? '')) };
  const isFile = field.type === componentTypes.fileUpload;
  return { custom_id: customId, values: isFile ? fileIds(field, given, filled) : chosenValues(field, given, filled) };
}

/** What is left alone stays as it was chosen at first. */
function chosenValues(
  field: Component,
  given: ModalValues[string] | undefined,
  { scene, resolved }: Filled,
): readonly string[] {
  const first = (field.options ?? []).filter((option) => option.default === true).map(({ value }) => value);
  const firstIds = (field.default_values ?? []).map(({ id }) => id);
  const values = given === undefined ? [...first, ...firstIds] : listOf(given).map(String);
  checkCount(field, values.length);
  const { world, guild, channel } = scene;
  const entity = optionTypeOfMenu[field.type];
  if (entity === undefined) return values.map((text) => optionValue(field, text));
  return values.map((text) => {
    const id = resolveEntity(entity, text, { world, guild, channelId: channel.id, attachments: {}, resolved });
    checkKind(field, world.channels.get(id)?.type, text);
    return id;
  });
}

/** A menu of channels may offer some kinds only. */
function checkKind({ channel_types: types, custom_id: id }: Component, type: number | undefined, text: string): void {
  if (types && type !== undefined && !types.includes(type))
    throw new Error(`"${text}" is no channel that "${id}" takes.`);
}

function optionValue({ type, options, custom_id: id }: Component, text: string): string {
  if (type !== componentTypes.stringSelect) return text;
  const option = options?.find(({ value, label }) => value === text || label === text);
  if (option === undefined) throw new Error(`"${text}" is not an option of "${id}".`);
  return option.value;
}

function fileIds(
  field: Component,
  given: ModalValues[string] | undefined,
  { scene, resolved }: Filled,
): readonly string[] {
  const { world, channel, guild } = scene;
  const files = listOf(given ?? '').map((each) =>
    typeof each === 'string' ? openTypedFile(field.custom_id ?? '', each) : each,
  );
  checkCount(field, files.length);
  return files.map((file) => {
    const limit = guild?.attachmentLimitBytes ?? world.settings.fileLimitBytes;
    if (file.bytes.byteLength > limit) throw new Error(`"${file.name}" is too large; ${limit} bytes are allowed here.`);
    const stored = keepAttached(world, file, channel.id);
    resolved.attachments = { ...resolved.attachments, [stored.id]: { ...renderAttachment(world, stored) } };
    return stored.id;
  });
}

/** An empty text is nothing. */
function listOf(given: ModalValues[string]): readonly (string | PersonFile)[] {
  const list = typeof given === 'string' || 'bytes' in given ? [given] : given;
  return list.filter((each) => each !== '');
}

/** Nothing at all is allowed where nothing is required, whatever the least is. */
function checkCount({ custom_id: id, required, min_values: least, max_values: most }: Component, count: number): void {
  const isRequired = required !== false;
  if (count === 0 && !isRequired) return;
  const [min, max] = [Math.max(least ?? 1, isRequired ? 1 : 0), most ?? 1];
  if (count < min || count > max) throw new Error(`"${id}" takes ${min} to ${max} values.`);
}

function checkedText(field: Component, text: string): string {
  const isRequired = field.required !== false;
  if (text === '' && !isRequired) return text;
  const [min, max] = [Math.max(field.min_length ?? 0, isRequired ? 1 : 0), field.max_length ?? 4000];
  if (text.length < min || text.length > max)
    throw new Error(`"${field.custom_id}" must have ${min} to ${max} characters.`);
  return text;
}
