import { BotError, levelOf } from '#core/errors.ts';
import { withLocale } from '#i18n/t.ts';
import type { Delivery, Job, MoneyOutcome, Posted, Progress, Reply, ReplyAddress } from '#jobs/job.ts';
import type { Caller } from '../interactions/interaction.ts';
import type { Responder } from '../interactions/responder.ts';
import { failureButtons, progressButtons, refusalButtons, resultButtons } from '../messages/buttons.ts';
import { describeError, failureOf } from '../messages/failures.ts';
import { pace } from '../messages/limits.ts';
import type { OutgoingMessage } from '../messages/message.ts';
import { errorText, referenceOf } from '../texts/errors.ts';
import { progressText } from '../texts/result.ts';
import { firstAddress, locateReply, openAddress } from './accept.ts';
import { deliver } from './deliver.ts';
import { ProgressEdits } from './progress-edits.ts';
import { type ReplyDeps, ReplyMessage, type ReplyOwner } from './reply-message.ts';

/** The reply of an interaction that has not been answered yet. `isPrivate` is the member's wish. */
export function createReply(deps: ReplyDeps, caller: Caller, responder: Responder, isPrivate: boolean): Reply {
  const owner = { id: caller.id, guildId: caller.guildId, userId: caller.userId };
  let open: OpenReply | null = null;
  deps.tokens.arrived(responder.target.token, responder.arrivedAtMs);
  const acceptance = { caller, responder, isPrivate };
  return {
    address: () => firstAddress(deps, acceptance),
    async accept() {
      const { address, token } = await openAddress(deps, acceptance);
      open = new OpenReply(deps, owner, address, token);
      return address;
    },
    show: (job, progress) => open?.show(job, progress),
    deliver: (delivery) => (open ?? closedReply(deps, delivery.job)).deliver(delivery),
    async fail(error, money) {
      if (open) return open.fail(error, money);
      const message = withLocale(caller.locale, () => ({
        content: errorText(error, money, referenceOf(caller.id)),
        buttons: refusalButtons(caller.id, error),
      }));
      await responder.answer(message).catch((cause: unknown) => {
        deps.log.warn(
          { jobId: caller.id, code: error.code, cause: describeError(cause) },
          'a refusal could not be told',
        );
      });
    },
  };
}

/** The reply of a job that was accepted before, perhaps by a process that is gone. */
export function resumeReply(deps: ReplyDeps, job: Job): Reply {
  let located: Promise<OpenReply> | null = null;
  const open = () => {
    located ??= locateReply(deps, job).then(({ address, token }) => new OpenReply(deps, job, address, token));
    return located;
  };
  return {
    address: () => job.replyTo,
    accept: () => Promise.resolve(job.replyTo),
    show: (current, progress) => void open().then((reply) => reply.show(current, progress)),
    deliver: async (delivery) => (await open()).deliver(delivery),
    fail: async (error, money) => (await open()).fail(error, money),
  };
}

/** Pictures that are finished, as the answer to an interaction, for the member alone. @throws {@link BotError} `delivery.*` */
export async function showPictures(deps: ReplyDeps, responder: Responder, delivery: Delivery): Promise<void> {
  const message = {
    write: async (outgoing: OutgoingMessage) => {
      await responder.answer(outgoing);
      return null;
    },
  };
  const { attachmentLimitBytes } = responder.target;
  const buttons = resultButtons({ ...delivery.job, replyTo: { ...delivery.job.replyTo, isPrivate: true } }, false);
  await deliver(delivery, { message, attachmentLimitBytes, buttons, slots: deps.uploads });
}

/** What is left of a reply once its address is known. */
export type PlacedReply = Pick<Reply, 'show' | 'deliver' | 'fail'>;

/** @see PlacedReply; without a token by the bot's own right. */
export function replyInPlace(
  deps: ReplyDeps,
  owner: ReplyOwner,
  address: ReplyAddress,
  token: string | null,
): PlacedReply {
  const open = new OpenReply(deps, owner, address, token);
  return {
    show: (job, progress) => open.show(job, progress),
    deliver: (delivery) => open.deliver(delivery),
    fail: (error, money) => open.fail(error, money),
  };
}

function closedReply(deps: ReplyDeps, job: Job): OpenReply {
  const sealed = job.replyTo.sealedToken;
  return new OpenReply(deps, job, job.replyTo, sealed === null ? null : deps.sealer.open(sealed));
}

class OpenReply {
  readonly #deps: ReplyDeps;
  readonly #owner: ReplyOwner;
  readonly #address: ReplyAddress;
  readonly #message: ReplyMessage;
  readonly #edits: ProgressEdits;
  /** Discord does not take the prompt in this channel: from then on the progress does without it. */
  #areWordsRefused = false;

  constructor(deps: ReplyDeps, owner: ReplyOwner, address: ReplyAddress, token: string | null) {
    this.#deps = deps;
    this.#owner = owner;
    this.#address = address;
    this.#message = new ReplyMessage({ ...deps, owner, address, token });
    const { clock } = deps.retryDeps;
    this.#edits = new ProgressEdits({ clock, minGapMs: pace.progressGapMs, send: (message) => this.#send(message) });
  }

  show(job: Job, progress: Progress): void {
    const message = () => ({
      content: progressText(job, progress, this.#areWordsRefused),
      buttons: progressButtons(job, progress),
    });
    this.#edits.quote(withLocale(this.#address.locale, message));
  }

  async deliver(delivery: Delivery): Promise<Posted | null> {
    await this.#edits.stop();
    const { attachmentLimitBytes, locale } = this.#address;
    const { uploads: slots, canEdit } = this.#deps;
    return withLocale(locale, () => {
      const buttons = resultButtons(delivery.job, canEdit?.() === true);
      return deliver(delivery, { message: this.#message, attachmentLimitBytes, buttons, slots });
    });
  }

  async fail(error: BotError, money: MoneyOutcome): Promise<void> {
    await this.#edits.stop();
    try {
      await withLocale(this.#address.locale, () => this.#tell(error, money));
    } catch (cause) {
      const facts = { jobId: this.#owner.id, code: error.code, cause: describeError(cause) };
      this.#deps.log[levelOf[error.code] === 'error' ? 'error' : 'warn'](facts, 'a failure could not be told');
    }
  }

  /** A refusal is the member's own business: it takes the public message away where it can. */
  async #tell(error: BotError, money: MoneyOutcome): Promise<void> {
    const reference = referenceOf(this.#owner.id);
    const buttons = failureButtons(this.#owner.id, error, money);
    const message = { content: errorText(error, money, reference), buttons };
    if (error.code.startsWith('refused.') && (await this.#message.tellAlone(message, pace.answerBudgetMs))) return;
    const writing = { budgetMs: pace.failureBudgetMs, repostAs: 'failure' };
    try {
      await this.#message.write(message, writing);
    } catch (cause) {
      if (failureOf(cause) !== 'words_refused') throw cause;
      const { isKept } = error.facts;
      const facts = isKept === undefined ? {} : { isKept };
      const plain = errorText(new BotError(error.code, error.message, facts), money, reference);
      await this.#message.write({ content: plain, buttons }, writing);
    }
  }

  async #send(message: OutgoingMessage): Promise<boolean> {
    try {
      await this.#message.write(message, { budgetMs: pace.progressBudgetMs, repostAs: null });
      return true;
    } catch (cause) {
      this.#areWordsRefused ||= failureOf(cause) === 'words_refused';
      this.#deps.log.debug({ jobId: this.#owner.id, cause: describeError(cause) }, 'progress could not be shown');
      return false;
    }
  }
}
