import { ApiError, refuseForm } from './api-error.ts';
import { storeFile } from './files.ts';
import { announceInteraction } from './interactions.ts';
import { mentionsOf } from './mentions.ts';
import { readMessageBody } from './message-body.ts';
import type { MessageBody } from './message-schema.ts';
import type { UploadedFile } from './multipart.ts';
import type { MessageChange, StoredFile, StoredMessage } from './records.ts';
import { renderMessage } from './render-message.ts';
import { messageFlags, textOf } from './wire.ts';
import type { World } from './world.ts';

/** Where a new message goes and whose it is. `id` may be chosen before the message is there. */
export interface MessagePlace {
  readonly id: string;
  readonly channelId: string;
  readonly authorId: string;
  readonly viewerId: string | null;
  readonly interactionId: string | null;
  readonly flags: number;
}

/** Posts a message whose body has been checked. */
export async function postMessage(
  world: World,
  place: MessagePlace,
  body: MessageBody,
  uploads: readonly UploadedFile[],
): Promise<StoredMessage> {
  const files = await attach(world, place.channelId, body, uploads, []);
  const content = body.content ?? '';
  const components = body.components ?? [];
  const kept = messageFlags.suppressEmbeds | messageFlags.componentsV2;
  const message: StoredMessage = {
    ...place,
    createdAtMs: world.settings.now(),
    editedAtMs: null,
    content,
    embeds: body.embeds ?? [],
    components,
    files,
    flags: place.flags | ((body.flags ?? 0) & kept),
    nonce: body.nonce ?? null,
    mentions: mentionsOf(world, textOf({ content, components }), body.allowed_mentions, place.interactionId !== null),
    repliesTo: body.message_reference?.message_id ?? null,
  };
  world.messages.set(message.id, message);
  announce(world, 'created', message);
  return message;
}

/**
 * Changes what the body names and keeps the rest; an `attachments` list keeps only what it lists.
 *
 * @throws {@link ApiError} 10008 when the message is gone, 50035
 */
export async function editMessage(
  world: World,
  id: string,
  raw: unknown,
  uploads: readonly UploadedFile[],
): Promise<StoredMessage> {
  const before = findMessage(world, id);
  const isV2 = (before.flags & messageFlags.componentsV2) !== 0;
  const body = readMessageBody(raw, { isV2, isEdit: true, fileCount: uploads.length });
  const files = await attach(world, before.channelId, body, uploads, before.files);
  const current = findMessage(world, id);
  const wasLoading = (current.flags & messageFlags.loading) !== 0;
  const content = body.content === undefined ? current.content : (body.content ?? '');
  const flags = editedFlags(current.flags, body.flags);
  if ((flags & messageFlags.componentsV2) !== 0 && content !== '') refuseForm([contentInTheWay]);
  const components = body.components === undefined ? current.components : (body.components ?? []);
  const after: StoredMessage = {
    ...current,
    content,
    embeds: body.embeds === undefined ? current.embeds : (body.embeds ?? []),
    components,
    files,
    flags,
    mentions: mentionsOf(world, textOf({ content, components }), body.allowed_mentions, current.interactionId !== null),
    editedAtMs: wasLoading ? null : world.settings.now(),
  };
  forgetFiles(world, current.files, files);
  world.messages.set(id, after);
  announce(world, 'edited', after);
  return after;
}

/** Takes a message and its files away. @throws {@link ApiError} 10008 */
export function deleteMessage(world: World, id: string): void {
  const message = findMessage(world, id);
  world.messages.delete(id);
  forgetFiles(world, message.files, []);
  announce(world, 'deleted', message);
}

/** @throws {@link ApiError} 10008 */
export function findMessage(world: World, id: string): StoredMessage {
  const message = world.messages.get(id);
  if (message === undefined) throw new ApiError(10008);
  return message;
}

function announce(world: World, kind: MessageChange['kind'], message: StoredMessage): void {
  const change = {
    kind,
    message: renderMessage(world, message),
    viewerId: message.viewerId,
    atMs: world.settings.now(),
  };
  for (const record of world.watchers.get(message.id) ?? []) announceInteraction(record, { kind: 'message', change });
  for (const listener of [...world.messageListeners]) listener(change);
}

/** A message becomes a card only where nothing of the old kind stays. */
const contentInTheWay = {
  path: ['content'],
  code: 'MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2',
  message: 'The `content` field cannot be used when using MessageFlags.IS_COMPONENTS_V2',
};

function editedFlags(before: number, wanted: number | null | undefined): number {
  const kept = before & ~messageFlags.loading;
  if (wanted === undefined || wanted === null) return kept;
  const suppressed = (kept & ~messageFlags.suppressEmbeds) | (wanted & messageFlags.suppressEmbeds);
  return suppressed | (wanted & messageFlags.componentsV2);
}

async function attach(
  world: World,
  channelId: string,
  body: MessageBody,
  uploads: readonly UploadedFile[],
  existing: readonly StoredFile[],
): Promise<readonly StoredFile[]> {
  const place = { channelId, folder: 'attachments' as const };
  if (body.attachments === undefined || body.attachments === null) {
    const added = await Promise.all(uploads.map((file) => storeFile(world, file, place)));
    return body.attachments === null ? added : [...existing, ...added];
  }
  const listed = body.attachments.map(async (entry) => {
    const kept = existing.find((file) => file.id === String(entry.id));
    const upload = uploads.find((file) => file.field === `files[${entry.id}]`);
    if (kept === undefined && upload === undefined) return null;
    const file =
      kept ??
      (upload === undefined
        ? null
        : await storeFile(world, { ...upload, filename: entry.filename ?? upload.filename }, place));
    if (file === null) return null;
    const described = { ...file, description: entry.description ?? file.description };
    world.files.set(described.id, described);
    return described;
  });
  return (await Promise.all(listed)).filter((file) => file !== null);
}

function forgetFiles(world: World, before: readonly StoredFile[], after: readonly StoredFile[]): void {
  const kept = new Set(after.map((file) => file.id));
  for (const file of before) if (!kept.has(file.id)) world.files.delete(file.id);
}
