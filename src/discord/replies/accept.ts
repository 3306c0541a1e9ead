import type { GenerationRequest } from '#catalog/request.ts';
import type { MessageId } from '#core/ids.ts';
import { t, withLocale } from '#i18n/t.ts';
import type { Job, ReplyAddress } from '#jobs/job.ts';
import type { AnswerTarget, Caller } from '../interactions/interaction.ts';
import type { Responder } from '../interactions/responder.ts';
import { cancelButtons, replyActions } from '../messages/buttons.ts';
import { describeError } from '../messages/failures.ts';
import { findOwnMessage } from '../messages/find.ts';
import { limits } from '../messages/limits.ts';
import { post } from '../messages/post.ts';
import { withRetries } from '../messages/retry.ts';
import type { TokenHolder } from '../messages/routes.ts';
import { linkTo, type ReplyDeps } from './reply-message.ts';

/** An interaction, and whether only its member shall see the picture. */
interface Acceptance {
  readonly caller: Caller;
  readonly responder: Responder;
  readonly isPrivate: boolean;
}

/** Where the reply is from now on, and the token that writes there (null where only the channel does). */
interface OpenedAddress {
  readonly address: ReplyAddress;
  readonly token: string | null;
}

/** Without its message a public picture becomes private, so there is time for a try that hangs, and for waiting behind others in the channel. */
const postBudgetMs = 30_000;
/** Finding the message's id is worth this much, and no more. */
const findBudgetMs = 1500;

/**
 * Defers the interaction. Where slow checks have already deferred it privately, a public picture gets a message of its own in
 * the channel.
 *
 * @throws {@link BotError} `delivery.expired`
 */
export async function openAddress(deps: ReplyDeps, acceptance: Acceptance): Promise<OpenedAddress> {
  const { caller, responder, isPrivate } = acceptance;
  const opened = await responder.defer(isPrivate ? 'private' : 'public');
  if (opened.visibility === 'private' && !isPrivate && responder.target.canUseChannel) {
    const messageId = await postInChannel(deps, acceptance);
    if (messageId !== null) return { address: channelAddress(caller, responder.target, messageId), token: null };
  }
  const messageId = opened.messageId ?? (await findAnswer(deps, responder.target));
  const address = firstAddress(deps, { ...acceptance, isPrivate: opened.visibility === 'private' });
  return { address: { ...address, messageId }, token: responder.target.token };
}

/**
 * Where the reply of a stored job is. A process that ended between posting a public picture's own message and storing its id
 * leaves the address of the answer: the message is then found by its Cancel button, and a private answer points to it. A public
 * answer whose id was not stored before its token ended is found the same way.
 */
export async function locateReply(deps: ReplyDeps, { id, guildId, replyTo }: Job): Promise<OpenedAddress> {
  const token = deps.sealer.open(replyTo.sealedToken);
  const { applicationId, channelId, isPrivate, canUseChannel } = replyTo;
  if (replyTo.messageId !== null || isPrivate || !canUseChannel) return { address: replyTo, token };
  const lost = { channelId, id, action: replyActions.cancel, isReposted: false, answerTo: id };
  const messageId = await findOwnMessage(lost, deps);
  if (messageId === null) return { address: replyTo, token };
  const link = linkTo(guildId, { channelId, messageId });
  const isAnswer =
    token !== null && (await isAnswerOf({ applicationId, token }, messageId, deps, { link, locale: replyTo.locale }));
  return isAnswer
    ? { address: { ...replyTo, messageId }, token }
    : { address: { ...replyTo, messageId, sealedToken: null }, token: null };
}

/** Whether the message is the answer to the interaction. If not, the answer is edited to link it. */
async function isAnswerOf(
  holder: TokenHolder,
  messageId: MessageId,
  { routes, retryDeps, log }: ReplyDeps,
  { link, locale }: { readonly link: string; readonly locale: string | null },
): Promise<boolean> {
  try {
    const original = await withRetries(retryDeps, findBudgetMs, (signal) => routes.findOriginal(holder, signal));
    if (original === messageId) return true;
    const content = withLocale(locale, () => t('accepted.elsewhere', { link }));
    await withRetries(retryDeps, findBudgetMs, (signal) => routes.editOriginal(holder, { content }, signal));
  } catch (cause) {
    log.debug({ cause: describeError(cause) }, 'the answer does not say where the reply is');
  }
  return false;
}

/** Where the reply will be before there is any answer: by the interaction's token, seen as the member wishes. */
export function firstAddress({ sealer }: ReplyDeps, { caller, responder, isPrivate }: Acceptance): ReplyAddress {
  return {
    ...channelAddress(caller, responder.target, null),
    sealedToken: sealer.seal(responder.target.token),
    tokenExpiresAtMs: caller.askedAtMs + limits.tokenLifeMs,
    isPrivate,
    locale: isPrivate ? caller.locale : caller.guildLocale,
  };
}

type Asked = Pick<GenerationRequest, 'id' | 'userId' | 'channelId' | 'askedAtMs' | 'guildLocale' | 'fallbackChannelId'>;

/** A message of its own in the channel, which everyone sees and the bot writes by its own right. */
export function channelAddress(
  { channelId, askedAtMs, guildLocale, fallbackChannelId }: Omit<Asked, 'id' | 'userId'>,
  target: Pick<AnswerTarget, 'applicationId' | 'attachmentLimitBytes' | 'canUseChannel'>,
  messageId: MessageId | null,
): ReplyAddress {
  const { applicationId, attachmentLimitBytes, canUseChannel } = target;
  return {
    applicationId,
    channelId,
    messageId,
    sealedToken: null,
    tokenExpiresAtMs: askedAtMs,
    isPrivate: false,
    locale: guildLocale,
    guildLocale,
    ...(fallbackChannelId && { fallbackChannelId }),
    attachmentLimitBytes,
    canUseChannel,
  };
}

/** Posts the message that becomes the reply; trying again posts it once. @throws {@link BotError} `delivery.*` */
export function postAccepted({ id, userId, channelId, guildLocale }: Asked, deps: ReplyDeps): Promise<MessageId> {
  const content = withLocale(guildLocale, () => t('accepted.inChannel', { member: `<@${userId}>` }));
  const buttons = withLocale(guildLocale, () => cancelButtons(id));
  return post({ content, buttons }, { channelId, id, purpose: 'accepted' }, deps, postBudgetMs);
}

async function postInChannel(deps: ReplyDeps, { caller, responder }: Acceptance): Promise<MessageId | null> {
  const { id: jobId, guildId, channelId } = caller;
  try {
    const messageId = await postAccepted(caller, deps);
    const link = linkTo(guildId, { channelId, messageId });
    // The picture comes there, whether or not the member reads the link.
    await responder.answer({ content: t('accepted.elsewhere', { link }) }).catch((cause: unknown) => {
      deps.log.warn({ jobId, cause: describeError(cause) }, 'the member does not know where the reply is');
    });
    return messageId;
  } catch (cause) {
    deps.log.warn({ jobId, cause: describeError(cause) }, 'no message in the channel; the reply stays private');
    return null;
  }
}

async function findAnswer({ routes, retryDeps, log }: ReplyDeps, target: AnswerTarget): Promise<MessageId | null> {
  try {
    return await withRetries(retryDeps, findBudgetMs, (signal) => routes.findOriginal(target, signal));
  } catch (cause) {
    log.debug({ jobId: target.id, cause: describeError(cause) }, 'the id of the reply is not known yet');
    return null;
  }
}
