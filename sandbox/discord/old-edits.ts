import { ApiError } from './api-error.ts';
import type { StoredMessage } from './records.ts';
import type { World } from './world.ts';

const hourMs = 3_600_000;

/** Refuses one edit too many of messages older than an hour, counted per channel and hour. @throws {@link ApiError} 30046 */
export function checkOldEdit(world: World, message: StoredMessage): void {
  const atMs = world.settings.now();
  if (atMs - message.createdAtMs < hourMs) return;
  const recent = (world.oldEdits.get(message.channelId) ?? []).filter((editedAtMs) => atMs - editedAtMs < hourMs);
  if (recent.length >= world.settings.oldMessageEdits) throw new ApiError(30046);
  world.oldEdits.set(message.channelId, [...recent, atMs]);
}
