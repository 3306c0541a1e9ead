import type { GuildId, MessageId } from '#core/ids.ts';
import { t, withGuildLocale, withLocale } from '#i18n/t.ts';
import type { Job, ReplyAddress } from '#jobs/job.ts';
import type { Caller } from '../interactions/interaction.ts';
import type { Opened, Responder } from '../interactions/responder.ts';
import { cancelButtons, replyActions } from '../messages/buttons.ts';
import { describeError } from '../messages/failures.ts';
import { findOwnMessage } from '../messages/find-own.ts';
import { limits, pace } from '../messages/limits.ts';
import { post } from '../messages/post.ts';
import { withRetries } from '../messages/retry.ts';
import type { TokenHolder } from '../messages/routes.ts';
import { linkTo, type ReplyDeps } from './reply-message.ts';

/** Whose interaction it is, and whether only they shall see the picture. */
export interface Acceptance {
  readonly caller: Caller;
  readonly responder: Responder;
  readonly isPrivate: boolean;
}

/** Where the reply is from now on, and the token that writes there (null where only the channel does). */
export interface OpenedAddress {
  readonly address: ReplyAddress;
  readonly token: string | null;
}

/** Finding the message's id is worth this much, and no more. */
const findBudgetMs = 1500;

/**
 * Defers the interaction. Where that happened already and privately, since the checks took long, a public picture gets a
 * message of its own in the channel.
 *
 * @throws {@link BotError} `delivery.expired`
 */
export async function openAddress(deps: ReplyDeps, acceptance: Acceptance): Promise<OpenedAddress> {
  const { responder, isPrivate } = acceptance;
  const opened = await responder.defer(isPrivate ? 'private' : 'public');
  if (opened.visibility === 'private' && !isPrivate && responder.target.canUseChannel) {
    const messageId = await postInChannel(deps, acceptance);
    if (messageId !== null) return { address: channelAddress(acceptance, messageId), token: null };
  }
  return tokenAddress(deps, acceptance, opened);
}

/**
 * Where the reply of a stored job is. A process that ended between posting a public picture's own message and storing its id
 * leaves the address of the answer: the message is then found by its Cancel button, and a private answer points to it. So is a public
 * answer whose id was not stored before its token ended.
 */
export async function locateReply(deps: ReplyDeps, { id, guildId, replyTo }: Job): Promise<OpenedAddress> {
  const token = replyTo.sealedToken === null ? null : deps.sealer.open(replyTo.sealedToken);
  const stored = { address: replyTo, token };
  const { applicationId, channelId, messageId, isPrivate, canUseChannel } = replyTo;
  if (messageId !== null || isPrivate || !canUseChannel) return stored;
  const lost = { channelId, id, action: replyActions.cancel, isReposted: false, answerTo: id };
  const found = await findOwnMessage(lost, deps);
  if (found === null) return stored;
  const isAnswer =
    token !== null && !(await isElsewhere(deps, { applicationId, token }, { ...replyTo, guildId, found }));
  return isAnswer
    ? { address: { ...replyTo, messageId: found }, token }
    : { address: { ...replyTo, messageId: found, sealedToken: null }, token: null };
}

/** Whether the message is another one than the answer to the interaction, which then says where it is. */
async function isElsewhere(
  { routes, retryDeps, log }: ReplyDeps,
  holder: TokenHolder,
  { guildId, channelId, found, locale }: ReplyAddress & { readonly guildId: GuildId; readonly found: MessageId },
): Promise<boolean> {
  try {
    const original = await withRetries(retryDeps, findBudgetMs, (signal) => routes.findOriginal(holder, signal));
    if (original === found) return false;
    const content = withLocale(locale, () =>
      t('accepted.elsewhere', { link: linkTo(guildId, { channelId, messageId: found }) }),
    );
    await withRetries(retryDeps, findBudgetMs, (signal) => routes.editOriginal(holder, { content }, signal));
  } catch (cause) {
    log.debug({ cause: describeError(cause) }, 'the answer does not say where the reply is');
  }
  return true;
}

async function tokenAddress(deps: ReplyDeps, acceptance: Acceptance, opened: Opened): Promise<OpenedAddress> {
  const { responder } = acceptance;
  const messageId = opened.messageId ?? (await findMessage(deps, responder));
  const isPrivate = opened.visibility === 'private';
  return {
    address: { ...firstAddress(deps, { ...acceptance, isPrivate }), messageId },
    token: responder.target.token,
  };
}

/** Where the reply will be, before anything was said: by the interaction's token, as the member wishes it. */
export function firstAddress({ sealer }: ReplyDeps, { caller, responder, isPrivate }: Acceptance): ReplyAddress {
  const { applicationId, token, attachmentLimitBytes, canUseChannel } = responder.target;
  return {
    applicationId,
    channelId: caller.channelId,
    messageId: null,
    sealedToken: sealer.seal(token),
    tokenExpiresAtMs: caller.askedAtMs + limits.tokenLifeMs,
    isPrivate,
    locale: isPrivate ? caller.locale : caller.guildLocale,
    guildLocale: caller.guildLocale,
    ...fallbackOf(caller),
    attachmentLimitBytes,
    canUseChannel,
  };
}

function channelAddress({ caller, responder }: Acceptance, messageId: MessageId): ReplyAddress {
  const { applicationId, attachmentLimitBytes, canUseChannel } = responder.target;
  return {
    applicationId,
    channelId: caller.channelId,
    messageId,
    sealedToken: null,
    tokenExpiresAtMs: caller.askedAtMs,
    isPrivate: false,
    locale: caller.guildLocale,
    guildLocale: caller.guildLocale,
    ...fallbackOf(caller),
    attachmentLimitBytes,
    canUseChannel,
  };
}

function fallbackOf({ fallbackChannelId }: Caller): Pick<ReplyAddress, 'fallbackChannelId'> {
  return fallbackChannelId === undefined ? {} : { fallbackChannelId };
}

async function postInChannel(deps: ReplyDeps, { caller, responder }: Acceptance): Promise<MessageId | null> {
  const place = { channelId: caller.channelId, id: caller.id, purpose: 'accepted' };
  const content = withGuildLocale(() => t('accepted.inChannel', { member: `<@${caller.userId}>` }));
  const message = { content, buttons: cancelButtons(caller.id) };
  try {
    const messageId = await post(message, place, deps, pace.answerBudgetMs);
    const link = linkTo(caller.guildId, { channelId: caller.channelId, messageId });
    // The picture comes there, whether or not the member is told where.
    await responder.answer({ content: t('accepted.elsewhere', { link }) }).catch((cause: unknown) => {
      deps.log.warn({ jobId: caller.id, cause: describeError(cause) }, 'the member does not know where the reply is');
    });
    return messageId;
  } catch (cause) {
    deps.log.warn(
      { jobId: caller.id, cause: describeError(cause) },
      'no message in the channel; the reply stays private',
    );
    return null;
  }
}

async function findMessage({ routes, retryDeps, log }: ReplyDeps, { target }: Responder): Promise<MessageId | null> {
  try {
    return await withRetries(retryDeps, findBudgetMs, (signal) => routes.findOriginal(target, signal));
  } catch (cause) {
    log.debug({ jobId: target.id, cause: describeError(cause) }, 'the id of the reply is not known yet');
    return null;
  }
}
