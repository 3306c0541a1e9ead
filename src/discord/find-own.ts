import type { ChannelId, JobId, MessageId } from '../domain/ids.ts';
import { bornAtMs } from '../domain/snowflake.ts';
import { pace } from './limits.ts';
import { type Patience, persist } from './persist.ts';
import type { MessageRoutes } from './routes.ts';

/** Discord knows a nonce for some minutes; what may have been posted before that is looked for. */
const nonceLivesMs = 3 * 60_000;

/** A message of the bot's own whose id was lost with a process. */
export interface LostMessage {
  readonly channelId: ChannelId;
  /** What the message is about; it is not older. */
  readonly id: JobId;
  /** The beginning of a custom id that its buttons have, which names `id`. */
  readonly action: string;
}

/**
 * Finds it by its buttons: among those that followed the request, and among the latest ones. Null where it is not found, or where
 * the bot may not read the channel's history; also for a request so young that a nonce still makes one message of two.
 */
export async function findOwnMessage(
  { channelId, id, action }: LostMessage,
  { routes, patience }: { readonly routes: MessageRoutes; readonly patience: Patience },
): Promise<MessageId | null> {
  if (patience.clock.now() - bornAtMs(id) < nonceLivesMs) return null;
  const mark = `${action}:${id}`;
  for (const after of [id, null]) {
    const find = (signal: AbortSignal) => routes.findMessage({ channelId, after, mark }, signal);
    const found = await persist(patience, pace.answerBudgetMs, find).catch(() => null);
    if (found !== null) return found;
  }
  return null;
}
