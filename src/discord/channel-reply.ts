import type { MessageId } from '../domain/ids.ts';
import type { ReplyAddress } from '../domain/job.ts';
import type { Reply } from '../domain/ports.ts';
import type { GenerationRequest } from '../domain/request.ts';
import { cancelButtons, replyActions } from './buttons.ts';
import { findOwnMessage } from './find-own.ts';
import { limits, pace } from './limits.ts';
import { persist } from './persist.ts';
import { post } from './post.ts';
import { type PlacedReply, type ReplyParts, replyInPlace } from './reply.ts';
import { asDeliveryError } from './reply-message.ts';
import { acceptedTexts } from './wording/accepted.ts';
import { priceTexts } from './wording/approvals.ts';
import { speak } from './wording/language.ts';

/** @see createChannelReply */
export interface ChannelReplyParts {
  readonly replies: ReplyParts;
  /** Known once the bot has logged in. */
  readonly applicationId: () => string;
}

/** The reply of a request whose interaction is over: a new message in its channel, which everyone sees. */
export function createChannelReply({ replies, applicationId }: ChannelReplyParts, request: GenerationRequest): Reply {
  const at = (messageId: MessageId | null) =>
    replyInPlace(replies, request, addressOf(request, applicationId(), messageId), null);
  let open: PlacedReply | null = null;
  return {
    address: () => addressOf(request, applicationId(), null),
    async accept() {
      const { id, channelId } = request;
      const message = speak(request.guildLocale, () => ({
        content: acceptedTexts.inChannel(request.userId),
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
  { replies }: ChannelReplyParts,
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
      const message = { content: speak(address.locale, () => priceTexts.making), buttons: [] };
      await persist(replies.patience, pace.answerBudgetMs, (signal) =>
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
