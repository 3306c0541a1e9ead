import { bornAtMs, type ChannelId, type JobId, type MessageId } from '#core/ids.ts';
import { asDeliveryError } from '../replies/reply-message.ts';
import { failureOf, mayPass } from './failures.ts';
import { pace } from './limits.ts';
import { type RetryDeps, withRetries } from './retry.ts';
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
  /** True where it is posted again unless it is found: for some minutes Discord itself makes one of the two. */
  readonly isReposted: boolean;
  /** The interaction that the message may be the answer to; also one that still says "thinking…". */
  readonly answerTo?: JobId;
}

/**
 * Finds it by its buttons, or by what it answers: among the messages that followed the request, and among the latest ones. Null
 * where it is not found, or where the bot may not read the channel's history.
 *
 * @throws {@link BotError} `delivery.expired` with `retryAfterMs` where Discord does not answer and a second message would be posted
 */
export async function findOwnMessage(
  { channelId, id, action, isReposted, answerTo }: LostMessage,
  { routes, retryDeps }: { readonly routes: MessageRoutes; readonly retryDeps: RetryDeps },
): Promise<MessageId | null> {
  if (isReposted && retryDeps.clock.now() - bornAtMs(id) < nonceLivesMs) return null;
  const mark = `${action}:${id}`;
  for (const after of [id, null]) {
    const find = (signal: AbortSignal) =>
      routes.findMessage({ channelId, after, mark, ...(answerTo && { answerTo }) }, signal);
    const found = await withRetries(retryDeps, pace.answerBudgetMs, find).catch((error: unknown) => {
      if (isReposted && mayPass(failureOf(error))) throw asDeliveryError(error);
      return null;
    });
    if (found !== null) return found;
  }
  return null;
}
