import { ApiError } from './api-error.ts';
import { addFollowUp } from './interactions.ts';
import { readMessageBody } from './message-body.ts';
import { editMessage, findMessage, postMessage } from './messages.ts';
import type { UploadedFile } from './multipart.ts';
import type { InteractionRecord, StoredMessage } from './records.ts';
import { isEphemeral, isLoading, messageFlags } from './wire.ts';
import type { World } from './world.ts';

/** Follow-ups that an interaction may have where the bot was only installed by a user. */
export const userInstallFollowUps = 5;

/**
 * Posts a follow-up. Straight after a defer it is the edit of the deferred reply, as at Discord.
 *
 * @throws {@link ApiError} 40094, 50035, 50006
 */
export async function sendFollowUp(
  world: World,
  record: InteractionRecord,
  raw: unknown,
  files: readonly UploadedFile[],
): Promise<StoredMessage> {
  const original = record.originalId === null ? undefined : world.messages.get(record.originalId);
  const body = readMessageBody(raw, { isV2: false, isEdit: false, fileCount: files.length });
  if (original !== undefined && isLoading(original)) return editMessage(world, original.id, raw, files);
  if (record.isUserInstallOnly && record.followUpIds.length >= userInstallFollowUps) throw new ApiError(40094);
  const isPrivate = isEphemeral({ flags: body.flags ?? 0 });
  const id = world.ids.next();
  addFollowUp(world, record, id);
  const place = {
    id,
    channelId: record.channelId,
    authorId: world.bot.id,
    viewerId: isPrivate ? record.userId : null,
    interactionId: record.id,
    flags: isPrivate ? messageFlags.ephemeral : 0,
  };
  return postMessage(world, place, body, files);
}

/** The message that a webhook route names; an interaction's token reaches only its own. @throws {@link ApiError} 10008 */
export function webhookMessage(world: World, record: InteractionRecord, name: string): StoredMessage {
  const id = name === '@original' ? record.originalId : name;
  if (id === null || (id !== record.originalId && !record.followUpIds.includes(id))) throw new ApiError(10008);
  return findMessage(world, id);
}
