import { describeError } from '../messages/failures.ts';
import { pace } from '../messages/limits.ts';
import type { OutgoingMessage } from '../messages/message.ts';
import { post } from '../messages/post.ts';
import type { ReplyDeps } from '../replies/reply-message.ts';
import type { Caller } from './interaction.ts';
import type { Responder } from './responder.ts';

/**
 * An answer that everyone in the channel sees. Where it took so long that the interaction was held back privately, it is
 * also posted in the channel.
 *
 * @throws {@link BotError} `delivery.expired`
 */
export async function announce(
  message: OutgoingMessage,
  deps: ReplyDeps,
  caller: Caller,
  responder: Responder,
): Promise<void> {
  const { visibility } = await responder.announce(message);
  if (visibility === 'public' || !responder.target.canUseChannel) return;
  const at = { channelId: caller.channelId, id: caller.id, purpose: 'announcement' };
  await post(message, at, deps, pace.answerBudgetMs).catch((cause: unknown) => {
    deps.log.warn({ id: caller.id, cause: describeError(cause) }, 'an announcement stays private');
  });
}
