import type { GenerationRequest } from '#catalog/request.ts';
import { asBotError, BotError } from '#core/errors.ts';
import type { ChannelId, MessageId } from '#core/ids.ts';
import { withLocale } from '#i18n/t.ts';
import type { Notices } from '#moderation/notices.ts';
import type { PendingRequest } from '#moderation/pending-requests.ts';
import { approverActions, approverButtons } from '../messages/buttons.ts';
import { describeError, failureOf, mayPass } from '../messages/failures.ts';
import { findOwnMessage } from '../messages/find.ts';
import { pace } from '../messages/limits.ts';
import type { OutgoingMessage } from '../messages/message.ts';
import { post, withoutRefusedWords } from '../messages/post.ts';
import { withRetries } from '../messages/retry.ts';
import { type ChannelReplyDeps, createChannelReply, createPrivateReply, removePicture } from '../replies/reply.ts';
import { approverText, askedModelText, decisionText, endedText } from '../texts/approvals.ts';
import { wordsRefusedText } from '../texts/audit.ts';

/** What notices are made of. */
export interface NoticeDeps extends ChannelReplyDeps {
  /** The model that the request comes to, as a person reads it. */
  readonly modelTitleOf: (request: GenerationRequest) => Promise<string>;
}

/** Everything that Easel posts outside a reply, with the bot token: interaction tokens are over by then. */
export function createNotices(deps: NoticeDeps): Notices {
  return {
    askApprovers: (pending, channelId) => askApprovers(deps, pending, channelId),
    findNotice: ({ id }, channelId) =>
      findOwnMessage({ channelId, id, action: approverActions.approve, isReposted: true }, deps.replies),
    showDecision: (pending) =>
      quietly(deps, pending, 'a decision could not be shown', () => showDecision(deps, pending)),
    tellMember: (pending) => quietly(deps, pending, 'a member could not be told', () => tellMember(deps, pending)),
    removePicture: (job) => removePicture(deps.replies, job),
    replyInChannel: (request) => createChannelReply(deps, request),
    replyInPrivate: (request, address) => createPrivateReply(deps, request, address),
  };
}

async function askApprovers(deps: NoticeDeps, pending: PendingRequest, channelId: ChannelId): Promise<MessageId> {
  const title = await titleOf(deps, pending);
  const messageOf = (shown: Shown) =>
    withLocale(pending.request.guildLocale, () => ({
      content: shown.finish(approverText(shown.pending, title)),
      buttons: approverButtons(pending.id),
    }));
  const place = { channelId, id: pending.id, purpose: 'approval' };
  try {
    const ask = (shown: Shown) => post(messageOf(shown), place, deps.replies, pace.answerBudgetMs);
    return await withoutRefusedWords(ask, shownOf(pending));
  } catch (thrown) {
    const error = asBotError(thrown);
    throw new BotError(error.code, error.message, { ...error.facts, rule: 'approval' }, thrown);
  }
}

async function showDecision(deps: NoticeDeps, pending: PendingRequest): Promise<void> {
  const { notice } = pending;
  if (notice === null) return;
  const { routes, retryDeps } = deps.replies;
  const title = await titleOf(deps, pending);
  const atMs = retryDeps.clock.now();
  await withoutRefusedWords(async ({ pending: shown, finish }: Shown) => {
    const content = withLocale(pending.request.guildLocale, () => finish(decisionText(shown, title, atMs)));
    const message: OutgoingMessage = { content, buttons: [] };
    try {
      await withRetries(retryDeps, pace.answerBudgetMs, (signal) => routes.editMessage(notice, message, signal));
    } catch (error) {
      // Messages older than an hour can be edited now and then only.
      if (failureOf(error) !== 'message_too_old') throw error;
      const place = { channelId: notice.channelId, id: pending.id, purpose: 'decision' };
      await post(message, place, deps.replies, pace.answerBudgetMs);
    }
  }, shownOf(pending));
}

async function tellMember({ replies }: NoticeDeps, pending: PendingRequest): Promise<void> {
  const place = { channelId: pending.request.channelId, id: pending.id, purpose: 'ended' };
  const tell = ({ pending: shown, finish }: Shown) => {
    const content = withLocale(pending.request.guildLocale, () => finish(endedText(shown)));
    return post({ content }, place, replies, pace.answerBudgetMs);
  };
  await withoutRefusedWords(tell, shownOf(pending));
}

/** A request as it is shown, and what its text ends with. */
interface Shown {
  readonly pending: PendingRequest;
  readonly finish: (text: string) => string;
}

/** With its words, and without them. */
function shownOf(pending: PendingRequest): { readonly message: Shown; readonly plain: Shown } {
  const request: GenerationRequest = { ...pending.request, prompt: '', images: [] };
  return {
    message: { pending, finish: (text) => text },
    plain: {
      pending: { ...pending, request, decisionReason: '' },
      finish: (text) => `${text}\n${wordsRefusedText()}`,
    },
  };
}

/** A message without the model's title is better than none. */
async function titleOf({ modelTitleOf, replies }: NoticeDeps, { id, request }: PendingRequest): Promise<string> {
  try {
    return await modelTitleOf(request);
  } catch (error) {
    replies.log.warn({ jobId: id, error: describeError(error) }, 'the model of a request is not known');
    return withLocale(request.guildLocale, () => askedModelText(request));
  }
}

/** Whether Discord may take it later. */
function isPassing(error: unknown): boolean {
  return error instanceof BotError ? error.facts.retryAfterMs !== undefined : mayPass(failureOf(error));
}

/** False where it is worth another try later. */
async function quietly(
  { replies }: NoticeDeps,
  { id }: PendingRequest,
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
