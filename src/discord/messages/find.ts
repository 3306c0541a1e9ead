import { BotError } from '#core/errors.ts';
import { bornAtMs, type ChannelId, type GuildId, type JobId, type MessageId } from '#core/ids.ts';
import type { Job } from '#jobs/job.ts';
import type { FindPictures } from '#members/pending-edits.ts';
import { failureOf, mayPass } from './failures.ts';
import { pace } from './limits.ts';
import { asDeliveryError } from './post.ts';
import { type RetryDeps, withRetries } from './retry.ts';
import type { MessageRoutes } from './routes.ts';

/** Discord knows a nonce for some minutes; only after them is it worth looking for an earlier message. */
const nonceLivesMs = 3 * 60_000;

/** A message of the bot's own whose id was lost with a process. */
interface LostMessage {
  readonly channelId: ChannelId;
  /** The subject of the message; it is not older. */
  readonly id: JobId;
  /** The beginning of a custom id that its buttons have, which names `id`. */
  readonly action: string;
  /** True where it is posted again unless it is found: for some minutes Discord itself makes one of the two. */
  readonly isReposted: boolean;
  /** The interaction that the message may be the answer to; also one that still says "thinking…". */
  readonly answerTo?: JobId;
}

/**
 * Finds it by its buttons, or by the interaction that it answers: among the messages that followed the request, and among the
 * latest ones. Null where it is not found, or where the bot may not read the channel's history.
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

/** A request is decided within two seconds or not at all. */
const picturesBudgetMs = 1_000;

/** Makes the function that looks up a message's pictures by the bot's own right. */
export function createFindPictures(routes: Pick<MessageRoutes, 'findPictures'>, retryDeps: RetryDeps): FindPictures {
  return async (channelId, messageId) => {
    try {
      const at = { channelId, messageId };
      return await withRetries(retryDeps, picturesBudgetMs, (signal) => routes.findPictures(at, signal));
    } catch (error) {
      const failure = failureOf(error);
      if (failure === 'message_gone') return [];
      const reason = failure === 'forbidden' ? 'no_history' : 'unreachable';
      throw new BotError('refused.image', `a message could not be looked up: ${failure}`, { reason }, error);
    }
  };
}

/**
 * Makes the function that looks whether a job's message holds its files; false where the bot can't read it, such as a private one. Never
 * rejects.
 */
export function createIsPosted(
  routes: Pick<MessageRoutes, 'findFiles'>,
  retryDeps: RetryDeps,
): (job: Job) => Promise<boolean> {
  return async ({ id, replyTo: { channelId, messageId } }) => {
    if (messageId === null) return false;
    const find = (signal: AbortSignal) => routes.findFiles({ channelId, messageId }, signal);
    const names = await withRetries(retryDeps, pace.answerBudgetMs, find).catch(() => []);
    return names.some((name) => name.includes(`easel-${id}-`));
  };
}

/** Asks Discord, by the bot's own right, whether a channel is one of the server's. Never rejects. */
export type LocateChannel = (
  guildId: GuildId,
  channelId: ChannelId,
) => Promise<'here' | 'elsewhere' | /** The bot can't see it. */ 'hidden' | /** Discord doesn't answer. */ 'unknown'>;

/** Leaves time for a second try before the answer to a command is deferred. */
const channelBudgetMs = 3_000;

/** @see LocateChannel */
export function createLocateChannel(routes: Pick<MessageRoutes, 'findChannel'>, retryDeps: RetryDeps): LocateChannel {
  return async (guildId, channelId) => {
    try {
      const found = await withRetries(retryDeps, channelBudgetMs, (signal) => routes.findChannel(channelId, signal));
      return found.guildId === guildId ? 'here' : 'elsewhere';
    } catch (error) {
      return failureOf(error) === 'forbidden' ? 'hidden' : 'unknown';
    }
  };
}
