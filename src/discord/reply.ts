import { type BotError, levelOf } from '../domain/errors.ts';
import type { MessageId } from '../domain/ids.ts';
import type { Delivery, Job, ReplyAddress } from '../domain/job.ts';
import type { Log, MoneyOutcome, Progress, Reply } from '../domain/ports.ts';
import type { Slots } from '../domain/slots.ts';
import { firstAddress, openAddress } from './accept.ts';
import { progressButtons, resultButtons } from './buttons.ts';
import { deliver } from './deliver.ts';
import { describeError } from './describe-error.ts';
import type { Caller } from './interaction.ts';
import { pace } from './limits.ts';
import type { OutgoingMessage } from './message.ts';
import type { Patience } from './persist.ts';
import { ProgressEdits } from './progress-edits.ts';
import { ReplyMessage, type ReplyOwner } from './reply-message.ts';
import type { Responder } from './responder.ts';
import type { MessageRoutes } from './routes.ts';
import type { Sealer } from './seal.ts';
import { errorText, referenceOf } from './wording/errors.ts';
import { speak } from './wording/language.ts';
import { progressText } from './wording/progress.ts';

/** What every reply of a process shares. */
export interface ReplyParts {
  readonly routes: MessageRoutes;
  readonly patience: Patience;
  readonly sealer: Sealer;
  readonly uploads: Slots;
  readonly log: Log;
  /** Whether some model here edits pictures; none does when left out. */
  readonly canEdit?: () => boolean;
}

/** The reply of an interaction that has not been answered yet. `isPrivate` is the member's wish. */
export function createReply(parts: ReplyParts, caller: Caller, responder: Responder, isPrivate: boolean): Reply {
  const owner = { id: caller.id, guildId: caller.guildId, userId: caller.userId };
  let open: OpenReply | null = null;
  const acceptance = { caller, responder, isPrivate };
  return {
    address: () => firstAddress(parts, acceptance),
    async accept() {
      const { address, token } = await openAddress(parts, acceptance);
      open = new OpenReply(parts, owner, address, token);
      return address;
    },
    show: (job, progress) => open?.show(job, progress),
    deliver: (delivery) => (open ?? closedReply(parts, delivery.job)).deliver(delivery),
    async fail(error, money) {
      if (open) return open.fail(error, money);
      const content = speak(caller.locale, () => errorText(error, money, referenceOf(caller.id)));
      await responder.answer({ content, buttons: [] }).catch((cause: unknown) => {
        parts.log.warn(
          { jobId: caller.id, code: error.code, cause: describeError(cause) },
          'a refusal could not be told',
        );
      });
    },
  };
}

/** The reply of a job that was accepted before, perhaps by a process that is gone. */
export function resumeReply(parts: ReplyParts, job: Job): Reply {
  const open = closedReply(parts, job);
  return {
    address: () => job.replyTo,
    accept: () => Promise.resolve(job.replyTo),
    show: (current, progress) => open.show(current, progress),
    deliver: (delivery) => open.deliver(delivery),
    fail: (error, money) => open.fail(error, money),
  };
}

/** What is left of a reply once its address is known. */
export type PlacedReply = Pick<Reply, 'show' | 'deliver' | 'fail'>;

/** @see PlacedReply; without a token by the bot's own right. */
export function replyInPlace(
  parts: ReplyParts,
  owner: ReplyOwner,
  address: ReplyAddress,
  token: string | null,
): PlacedReply {
  const open = new OpenReply(parts, owner, address, token);
  return {
    show: (job, progress) => open.show(job, progress),
    deliver: (delivery) => open.deliver(delivery),
    fail: (error, money) => open.fail(error, money),
  };
}

function closedReply(parts: ReplyParts, job: Job): OpenReply {
  const sealed = job.replyTo.sealedToken;
  return new OpenReply(parts, job, job.replyTo, sealed === null ? null : parts.sealer.open(sealed));
}

class OpenReply {
  readonly #parts: ReplyParts;
  readonly #owner: ReplyOwner;
  readonly #address: ReplyAddress;
  readonly #message: ReplyMessage;
  readonly #edits: ProgressEdits;

  constructor(parts: ReplyParts, owner: ReplyOwner, address: ReplyAddress, token: string | null) {
    this.#parts = parts;
    this.#owner = owner;
    this.#address = address;
    this.#message = new ReplyMessage({ routes: parts.routes, patience: parts.patience, owner, address, token });
    const { clock } = parts.patience;
    this.#edits = new ProgressEdits({ clock, minGapMs: pace.progressGapMs, send: (message) => this.#send(message) });
  }

  show(job: Job, progress: Progress): void {
    const message = () => ({ content: progressText(job, progress), buttons: progressButtons(job, progress) });
    this.#edits.offer(speak(this.#address.locale, message));
  }

  async deliver(delivery: Delivery): Promise<MessageId | null> {
    await this.#edits.stop();
    const { attachmentLimitBytes, locale } = this.#address;
    const { uploads: slots, canEdit } = this.#parts;
    return speak(locale, () => {
      const buttons = resultButtons(delivery.job, canEdit?.() === true);
      return deliver(delivery, { message: this.#message, attachmentLimitBytes, buttons, slots });
    });
  }

  async fail(error: BotError, money: MoneyOutcome): Promise<void> {
    await this.#edits.stop();
    try {
      await speak(this.#address.locale, () => {
        const content = errorText(error, money, referenceOf(this.#owner.id));
        return this.#message.write({ content, buttons: [] }, { budgetMs: pace.failureBudgetMs, anew: 'failure' });
      });
    } catch (cause) {
      const facts = { jobId: this.#owner.id, code: error.code, cause: describeError(cause) };
      this.#parts.log[levelOf[error.code] === 'error' ? 'error' : 'warn'](facts, 'a failure could not be told');
    }
  }

  async #send(message: OutgoingMessage): Promise<boolean> {
    try {
      await this.#message.write(message, { budgetMs: pace.progressBudgetMs, anew: null });
      return true;
    } catch (cause) {
      this.#parts.log.debug({ jobId: this.#owner.id, cause: describeError(cause) }, 'progress could not be shown');
      return false;
    }
  }
}
