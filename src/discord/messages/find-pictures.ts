import { BotError } from '#core/errors.ts';
import type { FindPictures } from '#members/pending-edits.ts';
import { failureOf } from './failures.ts';
import { type RetryDeps, withRetries } from './retry.ts';
import type { MessageRoutes } from './routes.ts';

/** A request is decided within two seconds or not at all. */
const budgetMs = 1_000;

/** Makes the function that looks up a message's pictures by the bot's own right. */
export function createFindPictures(routes: Pick<MessageRoutes, 'findPictures'>, retryDeps: RetryDeps): FindPictures {
  return async (channelId, messageId) => {
    try {
      const at = { channelId, messageId };
      return await withRetries(retryDeps, budgetMs, (signal) => routes.findPictures(at, signal));
    } catch (error) {
      const failure = failureOf(error);
      if (failure === 'message_gone') return [];
      const reason = failure === 'forbidden' ? 'no_history' : 'unreachable';
      throw new BotError('refused.image', `a message could not be looked up: ${failure}`, { reason }, error);
    }
  };
}
