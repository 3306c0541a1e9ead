import { BotError } from '#core/errors.ts';
import type { Job } from '#jobs/job.ts';
import { failureOf } from '../messages/failures.ts';
import { pace } from '../messages/limits.ts';
import { withRetries } from '../messages/retry.ts';
import { asDeliveryError, type ReplyDeps } from './reply-message.ts';

/**
 * Deletes the message of a job; false where it was gone already.
 *
 * @throws {@link BotError} `delivery.forbidden` the bot has no access (any more), or only the member sees the message and
 * its token has ended; `delivery.expired` Discord does not answer
 */
export async function removePicture(deps: ReplyDeps, job: Job): Promise<boolean> {
  const { messageId, isPrivate } = job.replyTo;
  if (isPrivate) return attempt(deps, deletingPrivate(deps, job));
  if (messageId === null) return false;
  const at = { channelId: job.replyTo.channelId, messageId };
  return attempt(deps, (signal) => deps.routes.deleteMessage(at, signal));
}

function deletingPrivate({ routes, sealer, tokens }: ReplyDeps, { id, replyTo }: Job) {
  const { applicationId, sealedToken } = replyTo;
  const token = sealedToken === null ? null : sealer.open(sealedToken);
  if (token === null || tokens.isOver(token, id, replyTo))
    throw new BotError('delivery.forbidden', 'private, and its token has ended');
  return (signal: AbortSignal) => routes.deleteOriginal({ applicationId, token }, signal);
}

async function attempt({ retryDeps }: ReplyDeps, remove: (signal: AbortSignal) => Promise<void>): Promise<boolean> {
  try {
    await withRetries(retryDeps, pace.answerBudgetMs, remove);
    return true;
  } catch (error) {
    const failure = failureOf(error);
    if (failure === 'message_gone') return false;
    if (failure === 'token_ended') throw new BotError('delivery.forbidden', 'its token has ended', {}, error);
    throw asDeliveryError(error);
  }
}
