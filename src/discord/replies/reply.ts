import type { GenerationRequest } from '#catalog/request.ts';
import { type Clock, endWait } from '#core/clock.ts';
import { BotError, errorRules } from '#core/errors.ts';
import type { MessageId } from '#core/ids.ts';
import { t, withLocale } from '#i18n/t.ts';
import type { Delivery, Job, MoneyOutcome, Reply, ReplyAddress } from '#jobs/job.ts';
import type { Caller } from '../interactions/interaction.ts';
import type { Responder } from '../interactions/responder.ts';
import { failureButtons, progressButtons, refusalButtons, replyActions, resultButtons } from '../messages/buttons.ts';
import { describeError, failureOf } from '../messages/failures.ts';
import { findOwnMessage } from '../messages/find.ts';
import { limits, pace } from '../messages/limits.ts';
import type { OutgoingMessage } from '../messages/message.ts';
import { asDeliveryError } from '../messages/post.ts';
import { withRetries } from '../messages/retry.ts';
import { errorText, referenceOf } from '../texts/errors.ts';
import { progressText } from '../texts/result.ts';
import { channelAddress, firstAddress, locateReply, openAddress, postAccepted } from './accept.ts';
import { deliver } from './deliver.ts';
import { type ReplyDeps, ReplyMessage, type ReplyOwner } from './reply-message.ts';

/** The reply of an interaction that has not been answered yet. `isPrivate` is the member's wish. */
export function createReply(deps: ReplyDeps, caller: Caller, responder: Responder, isPrivate: boolean): Reply {
  let open: OpenReply | null = null;
  /** A message of its own, which the private answer links to; null where the answer is the reply. */
  let elsewhere: MessageId | null = null;
  deps.tokens.arrived(responder.target.token, responder.arrivedAtMs);
  const acceptance = { caller, responder, isPrivate };
  return {
    address: () => firstAddress(deps, acceptance),
    async accept() {
      const { address, token } = await openAddress(deps, acceptance);
      open = openReply(deps, caller, address, token);
      elsewhere = token === null ? address.messageId : null;
      return address;
    },
    show: (job, progress) => open?.show(job, progress),
    rest: async () => open?.rest(),
    async deliver(delivery) {
      const { job } = delivery;
      open ??= openReply(deps, job, job.replyTo, deps.sealer.open(job.replyTo.sealedToken));
      return open.deliver(delivery);
    },
    async fail(error, money) {
      if (open) {
        if (elsewhere !== null && isRefusal(error)) {
          await open.rest();
          const failure = withLocale(caller.locale, () => failureMessage(caller.id, error, money));
          if (await tellInAnswer(failure, elsewhere, acceptance, deps)) return;
        }
        return open.fail(error, money);
      }
      const message = withLocale(caller.locale, () => ({
        content: errorText(error, money, referenceOf(caller.id)),
        buttons: refusalButtons(caller.id, error),
      }));
      await responder.answer(message).catch((cause: unknown) => {
        const facts = { jobId: caller.id, code: error.code, cause: describeError(cause) };
        deps.log.warn(facts, 'a refusal could not be told');
      });
    },
  };
}

/**
 * Tells the member alone, in place of the link to the message for everyone. That message is deleted, or says that nothing came. False where
 * the member could not be told.
 */
async function tellInAnswer(
  message: OutgoingMessage,
  messageId: MessageId,
  { caller, responder }: { readonly caller: Caller; readonly responder: Responder },
  { routes, retryDeps, log }: ReplyDeps,
): Promise<boolean> {
  try {
    await responder.answer(message, pace.failureBudgetMs);
  } catch {
    return false;
  }
  const at = { channelId: caller.channelId, messageId };
  const remove = (signal: AbortSignal) => routes.deleteMessage(at, signal);
  const content = withLocale(caller.guildLocale, () => t('accepted.refused', { member: `<@${caller.userId}>` }));
  const close = (signal: AbortSignal) => routes.editMessage(at, { content, buttons: [] }, signal);
  await withRetries(retryDeps, pace.failureBudgetMs, remove)
    .catch(async (cause: unknown) => {
      if (failureOf(cause) !== 'message_gone') await withRetries(retryDeps, pace.failureBudgetMs, close);
    })
    .catch((cause: unknown) => {
      log.warn({ messageId, cause: describeError(cause) }, 'the message of a refused request stays');
    });
  return true;
}

/** The reply of a job that was accepted before, perhaps by a process that is gone. */
export function resumeReply(deps: ReplyDeps, job: Job): Reply {
  let located: Promise<OpenReply> | null = null;
  const open = () => {
    located ??= locateReply(deps, job).then(({ address, token }) => openReply(deps, job, address, token));
    return located;
  };
  return {
    address: () => job.replyTo,
    accept: () => Promise.resolve(job.replyTo),
    show: (current, progress) => void open().then((reply) => reply.show(current, progress)),
    rest: async () => (await located)?.rest(),
    deliver: async (delivery) => (await open()).deliver(delivery),
    fail: async (error, money) => (await open()).fail(error, money),
  };
}

/** The replies of requests whose interaction is over. */
export interface ChannelReplyDeps {
  readonly replies: ReplyDeps;
  /** Known once the bot has logged in. */
  readonly applicationId: () => string;
}

/** A new message in the request's channel, which everyone sees. */
export function createChannelReply({ replies, applicationId }: ChannelReplyDeps, request: GenerationRequest): Reply {
  const addressOf = (messageId: MessageId | null) => {
    const attachmentLimitBytes = limits.defaultAttachmentBytes;
    const target = { applicationId: applicationId(), attachmentLimitBytes, canUseChannel: true };
    return channelAddress(request, target, messageId);
  };
  let accepted: OpenReply | null = null;
  // Without a message of its own yet, the reply is posted as one.
  const open = () => accepted ?? openReply(replies, request, addressOf(null), null);
  return {
    address: () => addressOf(null),
    async accept() {
      const { id, channelId } = request;
      const lost = { channelId, id, action: replyActions.cancel, isReposted: true };
      const address = addressOf((await findOwnMessage(lost, replies)) ?? (await postAccepted(request, replies)));
      accepted = openReply(replies, request, address, null);
      return address;
    },
    show: (job, progress) => accepted?.show(job, progress),
    rest: async () => accepted?.rest(),
    deliver: (delivery) => open().deliver(delivery),
    fail: (error, money) => open().fail(error, money),
  };
}

/** @see Notices.replyInPrivate */
export function createPrivateReply(
  { replies }: ChannelReplyDeps,
  request: GenerationRequest,
  address: ReplyAddress,
): Reply {
  const token = replies.sealer.open(address.sealedToken);
  return {
    ...openReply(replies, request, address, token),
    address: () => address,
    async accept() {
      const holder = { applicationId: address.applicationId, token: token ?? '' };
      const message = { content: withLocale(address.locale, () => t('price.making')) };
      const edit = (signal: AbortSignal) => replies.routes.editOriginal(holder, message, signal);
      await withRetries(replies.retryDeps, pace.answerBudgetMs, edit).catch((cause: unknown) => {
        throw asDeliveryError(cause);
      });
      return address;
    },
  };
}

/** Finished pictures as the answer to an interaction, for the member alone. @throws {@link BotError} `delivery.*` */
export async function showPictures(deps: ReplyDeps, responder: Responder, delivery: Delivery): Promise<void> {
  const write = async (outgoing: OutgoingMessage) => {
    await responder.answer(outgoing);
    return null;
  };
  const { attachmentLimitBytes } = responder.target;
  const { job } = delivery;
  const buttons = resultButtons({ ...job, replyTo: { ...job.replyTo, isPrivate: true } }, {});
  await deliver(delivery, {
    message: { write },
    attachmentLimitBytes,
    buttons,
    slots: deps.uploads,
    large: deps.large,
  });
}

type OpenReply = Pick<Reply, 'show' | 'rest' | 'deliver' | 'fail'>;

/** A reply whose address is known; without a token it is written by the bot's own right. */
function openReply(deps: ReplyDeps, owner: ReplyOwner, address: ReplyAddress, token: string | null): OpenReply {
  const { log, retryDeps, uploads: slots, large, uses } = deps;
  const { id: jobId } = owner;
  const { locale, attachmentLimitBytes } = address;
  const message = new ReplyMessage({ ...deps, owner, address, token });
  /** Discord refuses the prompt in this channel: the progress is then shown without it. */
  let areWordsRefused = false;
  const send = async (outgoing: OutgoingMessage): Promise<boolean> => {
    try {
      await message.write(outgoing, { budgetMs: pace.progressBudgetMs, repostAs: null });
      return true;
    } catch (cause) {
      areWordsRefused ||= failureOf(cause) === 'words_refused';
      log.debug({ jobId, cause: describeError(cause) }, 'progress could not be shown');
      return false;
    }
  };
  const edits = progressEdits(retryDeps.clock, send);
  return {
    show(job, progress) {
      const shown = () => ({
        content: progressText(job, progress, areWordsRefused),
        buttons: progressButtons(job, progress),
      });
      edits.show(withLocale(locale, shown));
    },
    rest: edits.rest,
    async deliver(delivery) {
      await edits.stop();
      const possible = (await uses?.(delivery.job)) ?? {};
      return withLocale(locale, () => {
        const buttons = resultButtons(delivery.job, possible);
        return deliver(delivery, { message, attachmentLimitBytes, buttons, slots, large });
      });
    },
    async fail(error, money) {
      await edits.stop();
      try {
        await withLocale(locale, () => writeFailure(message, jobId, error, money));
      } catch (cause) {
        const facts = { jobId, code: error.code, cause: describeError(cause) };
        log[errorRules[error.code].level === 'error' ? 'error' : 'warn'](facts, 'a failure could not be told');
      }
    },
  };
}

/** A refusal concerns the member alone: it takes the public message away where it can. */
async function writeFailure(message: ReplyMessage, id: string, error: BotError, money: MoneyOutcome): Promise<void> {
  const failure = failureMessage(id, error, money);
  if (isRefusal(error) && (await message.tellAlone(failure, pace.failureBudgetMs))) return;
  const writing = { budgetMs: pace.failureBudgetMs, repostAs: 'failure' };
  try {
    await message.write(failure, writing);
  } catch (cause) {
    if (failureOf(cause) !== 'words_refused') throw cause;
    const { isKept } = error.facts;
    const facts = isKept === undefined ? {} : { isKept };
    const plain = errorText(new BotError(error.code, error.message, facts), money, referenceOf(id));
    await message.write({ ...failure, content: plain }, writing);
  }
}

function failureMessage(id: string, error: BotError, money: MoneyOutcome): OutgoingMessage {
  return { content: errorText(error, money, referenceOf(id)), buttons: failureButtons(id, error, money) };
}

function isRefusal({ code }: BotError): boolean {
  return code.startsWith('refused.');
}

/**
 * Shows the latest state of a reply in the background: only changes, at most one edit per {@link pace.progressGapMs}, the last
 * one always. `send` resolves with whether the message was shown, and never rejects.
 */
function progressEdits(clock: Clock, send: (message: OutgoingMessage) => Promise<boolean>) {
  let gap = new AbortController();
  let isStopped = false;
  let wanted: OutgoingMessage | null = null;
  let shown: string | null = null;
  let running: Promise<void> | null = null;
  let nextAtMs = Number.NEGATIVE_INFINITY;

  /** Waits for the gap to pass, then takes the latest message; null ends the run. */
  const next = async (): Promise<OutgoingMessage | null> => {
    const waitMs = wanted === null ? 0 : nextAtMs - clock.monotonic();
    if (waitMs > 0) await clock.wait(waitMs, gap.signal).catch(() => undefined);
    const message = wanted;
    wanted = null;
    if (message === null) running = null;
    return message;
  };
  const run = async (): Promise<void> => {
    for (let message = await next(); message !== null; message = await next()) {
      const content = JSON.stringify([message.content, message.buttons]);
      if (content === shown) continue;
      nextAtMs = clock.monotonic() + pace.progressGapMs;
      if (await send(message)) shown = content;
    }
  };

  /** Drops a message that waits; resolves when no edit is under way, so that what comes next is not overwritten. */
  const rest = async (): Promise<void> => {
    wanted = null;
    endWait(gap);
    await running;
    gap = new AbortController();
  };

  return {
    rest,
    /** Replaces a message that waits. */
    show(message: OutgoingMessage): void {
      if (isStopped) return;
      wanted = message;
      running ??= run();
    },
    /** Rests for good. */
    async stop(): Promise<void> {
      isStopped = true;
      await rest();
    },
  };
}

/**
 * Deletes the message of a job, and what is kept of it here; false where the message was gone already.
 *
 * @throws {@link BotError} `delivery.forbidden` the bot has no access (any more), or only the member sees the message and
 * its token has ended; `delivery.expired` Discord does not answer
 */
export async function removePicture(deps: ReplyDeps, job: Job): Promise<boolean> {
  const { channelId, messageId, isPrivate } = job.replyTo;
  await deps.large?.forget(job.id);
  if (!isPrivate && messageId === null) return false;
  const remove =
    isPrivate || messageId === null
      ? removalByToken(deps, job)
      : (signal: AbortSignal) => deps.routes.deleteMessage({ channelId, messageId }, signal);
  try {
    await withRetries(deps.retryDeps, pace.answerBudgetMs, remove);
    return true;
  } catch (error) {
    const failure = failureOf(error);
    if (failure === 'message_gone') return false;
    if (failure === 'token_ended') throw new BotError('delivery.forbidden', 'its token has ended', {}, error);
    throw asDeliveryError(error);
  }
}

function removalByToken({ routes, sealer, tokens }: ReplyDeps, { id, replyTo }: Job) {
  const { applicationId, sealedToken } = replyTo;
  const token = sealer.open(sealedToken);
  if (token === null || tokens.isOver(token, id, replyTo)) {
    throw new BotError('delivery.forbidden', 'private, and its token has ended');
  }
  return (signal: AbortSignal) => routes.deleteOriginal({ applicationId, token }, signal);
}
