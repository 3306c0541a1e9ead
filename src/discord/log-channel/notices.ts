import type { GenerationRequest } from '#catalog/request.ts';
import { asBotError, BotError } from '#core/errors.ts';
import type { ChannelId, MessageId } from '#core/ids.ts';
import { speak } from '#i18n/t.ts';
import type { Notices } from '#moderation/notices.ts';
import type { ParkedRequest } from '#moderation/pending-requests.ts';
import { approverActions, approverButtons } from '../messages/buttons.ts';
import { describeError, failureOf, mayPass } from '../messages/failures.ts';
import { findOwnMessage } from '../messages/find-own.ts';
import { pace } from '../messages/limits.ts';
import type { OutgoingMessage } from '../messages/message.ts';
import { persist } from '../messages/persist.ts';
import { post, withoutRefusedWords } from '../messages/post.ts';
import { type ChannelReplyParts, createChannelReply, createPrivateReply } from '../replies/channel-reply.ts';
import { removePicture } from '../replies/remove-picture.ts';
import { approverText, askedModelText, decisionText, endedText } from '../texts/approvals.ts';
import { wordsRefusedText } from '../texts/audit.ts';

/** What notices are made of. */
export interface NoticeParts extends ChannelReplyParts {
  /** The model that the request comes to, as a person reads it. */
  readonly modelTitleOf: (request: GenerationRequest) => Promise<string>;
}

/** Everything that Easel posts outside a reply, with the bot token: interaction tokens are over by then. */
export function createNotices(parts: NoticeParts): Notices {
  return {
    askApprovers: (parked, channelId) => askApprovers(parts, parked, channelId),
    findNotice: ({ id }, channelId) =>
      findOwnMessage({ channelId, id, action: approverActions.approve, isReposted: true }, parts.replies),
    showDecision: (parked) =>
      quietly(parts, parked, 'a decision could not be shown', () => showDecision(parts, parked)),
    tellMember: (parked) => quietly(parts, parked, 'a member could not be told', () => tellMember(parts, parked)),
    removePicture: (job) => removePicture(parts.replies, job),
    replyInChannel: (request) => createChannelReply(parts, request),
    replyInPrivate: (request, address) => createPrivateReply(parts, request, address),
  };
}

async function askApprovers(parts: NoticeParts, parked: ParkedRequest, channelId: ChannelId): Promise<MessageId> {
  const title = await titleOf(parts, parked);
  const messageOf = (shown: Shown) =>
    speak(parked.request.guildLocale, () => ({
      content: shown.finish(approverText(shown.parked, title)),
      buttons: approverButtons(parked.id),
    }));
  const place = { channelId, id: parked.id, purpose: 'approval' };
  try {
    const ask = (shown: Shown) => post(messageOf(shown), place, parts.replies, pace.answerBudgetMs);
    return await withoutRefusedWords(ask, shownOf(parked));
  } catch (thrown) {
    const error = asBotError(thrown);
    throw new BotError(error.code, error.message, { ...error.facts, rule: 'approval' }, thrown);
  }
}

async function showDecision(parts: NoticeParts, parked: ParkedRequest): Promise<void> {
  const { notice } = parked;
  if (notice === null) return;
  const { routes, patience } = parts.replies;
  const title = await titleOf(parts, parked);
  const atMs = patience.clock.now();
  await withoutRefusedWords(async ({ parked: shown, finish }: Shown) => {
    const content = speak(parked.request.guildLocale, () => finish(decisionText(shown, title, atMs)));
    const message: OutgoingMessage = { content, buttons: [] };
    try {
      await persist(patience, pace.answerBudgetMs, (signal) => routes.editMessage(notice, message, signal));
    } catch (error) {
      // Messages older than an hour can be edited now and then only.
      if (failureOf(error) !== 'message_too_old') throw error;
      const place = { channelId: notice.channelId, id: parked.id, purpose: 'decision' };
      await post(message, place, parts.replies, pace.answerBudgetMs);
    }
  }, shownOf(parked));
}

async function tellMember({ replies }: NoticeParts, parked: ParkedRequest): Promise<void> {
  const place = { channelId: parked.request.channelId, id: parked.id, purpose: 'ended' };
  const tell = ({ parked: shown, finish }: Shown) => {
    const content = speak(parked.request.guildLocale, () => finish(endedText(shown)));
    return post({ content, buttons: [] }, place, replies, pace.answerBudgetMs);
  };
  await withoutRefusedWords(tell, shownOf(parked));
}

/** A request as it is shown, and what its text ends with. */
interface Shown {
  readonly parked: ParkedRequest;
  readonly finish: (text: string) => string;
}

/** With its words, and without them. */
function shownOf(parked: ParkedRequest): { readonly message: Shown; readonly plain: Shown } {
  const request: GenerationRequest = { ...parked.request, prompt: '', images: [] };
  return {
    message: { parked, finish: (text) => text },
    plain: {
      parked: { ...parked, request, decisionReason: '' },
      finish: (text) => `${text}\n${wordsRefusedText()}`,
    },
  };
}

/** A message without the model's title is better than none. */
async function titleOf({ modelTitleOf, replies }: NoticeParts, { id, request }: ParkedRequest): Promise<string> {
  try {
    return await modelTitleOf(request);
  } catch (error) {
    replies.log.warn({ jobId: id, error: describeError(error) }, 'the model of a request is not known');
    return speak(request.guildLocale, () => askedModelText(request));
  }
}

/** Whether Discord may take it later. */
function isPassing(error: unknown): boolean {
  return error instanceof BotError ? error.facts.retryAfterMs !== undefined : mayPass(failureOf(error));
}

/** False where it is worth another try later. */
async function quietly(
  { replies }: NoticeParts,
  { id }: ParkedRequest,
  trouble: string,
  work: () => Promise<void>,
): Promise<boolean> {
  try {
    await work();
    return true;
  } catch (error) {
    replies.log.warn({ jobId: id, error: describeError(error) }, trouble);
    return !isPassing(error);
  }
}
