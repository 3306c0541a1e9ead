import type { GenerationRequest } from '#catalog/request.ts';
import type { MessageId } from '#core/ids.ts';
import { t, withLocale } from '#i18n/t.ts';
import type { Reply, ReplyAddress } from '#jobs/job.ts';
import { cancelButtons, replyActions } from '../messages/buttons.ts';
import { findOwnMessage } from '../messages/find-own.ts';
import { limits, pace } from '../messages/limits.ts';
import { post } from '../messages/post.ts';
import { withRetries } from '../messages/retry.ts';
import { type PlacedReply, replyInPlace } from './reply.ts';
import { asDeliveryError, type ReplyDeps } from './reply-message.ts';

/** @see createChannelReply */
export interface ChannelReplyDeps {
  readonly replies: ReplyDeps;
  /** Known once the bot has logged in. */
  readonly applicationId: () => string;
}

/** The reply of a request whose interaction is over: a new message in its channel, which everyone sees. */
export function createChannelReply({ replies, applicationId }: ChannelReplyDeps, request: GenerationRequest): Reply {
  const at = (messageId: MessageId | null) =>
    replyInPlace(replies, request, addressOf(request, applicationId(), messageId), null);
  let open: PlacedReply | null = null;
  return {
    address: () => addressOf(request, applicationId(), null),
    async accept() {
      const { id, channelId } = request;
      const message = withLocale(request.guildLocale, () => ({
        content: t('accepted.inChannel', { member: `<@${request.userId}>` }),
        buttons: cancelButtons(id),
      }));
      const place = { channelId, id, purpose: 'accepted' };
      const messageId =
        (await findOwnMessage({ channelId, id, action: replyActions.cancel, isReposted: true }, replies)) ??
        (await post(message, place, replies, pace.answerBudgetMs));
      open = at(messageId);
      return addressOf(request, applicationId(), messageId);
    },
    show: (job, progress) => open?.show(job, progress),
    // Without a message of its own yet, the reply is posted as one.
    deliver: (delivery) => (open ?? at(null)).deliver(delivery),
    fail: (error, money) => (open ?? at(null)).fail(error, money),
  };
}

/** @see Notices.replyInPrivate */
export function createPrivateReply(
  { replies }: ChannelReplyDeps,
  request: GenerationRequest,
  address: ReplyAddress,
): Reply {
  const token = address.sealedToken === null ? null : replies.sealer.open(address.sealedToken);
  const open = replyInPlace(replies, request, address, token);
  return {
    ...open,
    address: () => address,
    async accept() {
      const holder = { applicationId: address.applicationId, token: token ?? '' };
      const message = { content: withLocale(address.locale, () => t('price.making')) };
      await withRetries(replies.retryDeps, pace.answerBudgetMs, (signal) =>
        replies.routes.editOriginal(holder, message, signal),
      ).catch((cause: unknown) => {
        throw asDeliveryError(cause);
      });
      return address;
    },
  };
}

function addressOf(request: GenerationRequest, applicationId: string, messageId: MessageId | null): ReplyAddress {
  return {
    applicationId,
    channelId: request.channelId,
    messageId,
    sealedToken: null,
    tokenExpiresAtMs: request.askedAtMs,
    isPrivate: false,
    locale: request.guildLocale,
    guildLocale: request.guildLocale,
    ...(request.fallbackChannelId && { fallbackChannelId: request.fallbackChannelId }),
    attachmentLimitBytes: limits.defaultAttachmentBytes,
    canUseChannel: true,
  };
}
