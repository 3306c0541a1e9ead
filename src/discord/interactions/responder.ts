import { type APIModalInteractionResponseCallbackData, InteractionResponseType, MessageFlags } from 'discord.js';
import { BotError } from '#core/errors.ts';
import type { MessageId } from '#core/ids.ts';
import { visible } from '#i18n/escape.ts';
import { failureOf, mayPass } from '../messages/failures.ts';
import { limits, pace } from '../messages/limits.ts';
import { type OutgoingMessage, toBody, toEdit, toPrivateBody } from '../messages/message.ts';
import { takeAway, tellAlone } from '../messages/post.ts';
import { type RetryDeps, withBackoff, withRetries, withTimeout } from '../messages/retry.ts';
import type { MessageRoutes } from '../messages/routes.ts';
import type { Suggestion } from './calls.ts';
import type { AnswerTarget } from './interaction.ts';

/** Who sees an answer; fixed by the first one. */
export type Visibility = 'public' | 'private';

/** How the first answer went. */
interface Opened {
  readonly visibility: Visibility;
  /** Null where Discord did not tell. */
  readonly messageId: MessageId | null;
}

/**
 * Owns the first answer of one interaction: there is exactly one, and the first caller makes it. A callback whose answer was
 * lost is sent again; "already acknowledged" then means that it had arrived. Afterwards everything goes through the
 * token's edit route, which needs no state of a discord.js object.
 */
export class Responder {
  readonly target: AnswerTarget;
  readonly #routes: MessageRoutes;
  readonly #retryDeps: RetryDeps;
  /** Monotonic. */
  readonly arrivedAtMs: number;
  /** Resolves when the first answer is there, or has failed. */
  readonly answered: Promise<void>;
  /** As {@link answered}, where the answer is more than one that holds back. */
  readonly decided: Promise<void>;
  #settle: () => void = () => undefined;
  #decide: () => void = () => undefined;
  #first: Promise<Opened> | null = null;
  /** Everyone reads "thinking…", and whether the answer is for everyone is not known yet. */
  #isHeldInPublic = false;
  /** The member's own message, which has taken the place of a public "thinking…". */
  #alone: MessageId | null = null;
  /** Who sees the first answer, whether or not Discord has said that it took it. */
  #visibility: Visibility = 'private';
  #mayHaveArrived = false;
  /** A try of the first answer has not ended. */
  #isUnderWay = false;

  constructor(target: AnswerTarget, routes: MessageRoutes, retryDeps: RetryDeps, receivedAtMs: number) {
    this.target = target;
    this.#routes = routes;
    this.#retryDeps = retryDeps;
    const { clock } = retryDeps;
    this.arrivedAtMs = clock.monotonic() - Math.max(0, clock.now() - receivedAtMs);
    this.answered = new Promise((resolve) => {
      this.#settle = resolve;
    });
    const spoken = new Promise<void>((resolve) => {
      this.#decide = resolve;
    });
    this.decided = spoken.then(() => this.answered);
  }

  /**
   * "Easel is thinking…", before the work has begun or said anything. After a public one {@link answer} takes it away and writes to the
   * member alone. @throws {@link BotError} `delivery.expired`
   */
  async holdBack(visibility: Visibility): Promise<void> {
    if (this.#first !== null) return;
    this.#isHeldInPublic = visibility === 'public';
    await this.#think(visibility);
  }

  /** "Easel is thinking…"; where an answer is on its way already, that one counts. @throws {@link BotError} `delivery.expired` */
  async defer(visibility: Visibility): Promise<Opened> {
    this.#decide();
    // Where it is given up, Discord may have taken it all the same: the error is the member's alone.
    if (this.#first === null) this.#isHeldInPublic = visibility === 'public';
    const opened = await this.#think(visibility);
    this.#isHeldInPublic = false;
    return opened;
  }

  #think(visibility: Visibility): Promise<Opened> {
    const data = visibility === 'private' ? { flags: MessageFlags.Ephemeral } : {};
    this.#first ??= this.#open({ type: InteractionResponseType.DeferredChannelMessageWithSource, data }, visibility);
    return this.#first;
  }

  /** To the member alone, or as the edit of what was deferred. @throws {@link BotError} `delivery.expired` */
  async answer(message: OutgoingMessage, budgetMs?: number): Promise<void> {
    this.#decide();
    if (this.#first === null && !message.files?.length) {
      const data = toPrivateBody(message);
      await this.#say({ type: InteractionResponseType.ChannelMessageWithSource, data }, message, 'private');
    } else {
      // Files do not go with a first answer: it is deferred, and they follow in its edit.
      void this.#think('private');
      await this.#editFirst(message, budgetMs);
    }
  }

  /**
   * As {@link answer}, for as long as the token writes: where Discord has taken the first answer and is away then, the member reads the
   * message once it is back. @throws {@link BotError} `delivery.expired`
   */
  async insist(message: OutgoingMessage): Promise<void> {
    if (this.#first === null) {
      const isThere = await this.answer(message).then(
        () => true,
        () => false,
      );
      if (isThere) return;
    }
    const { clock } = this.#retryDeps;
    const endsAtMs = this.arrivedAtMs + limits.tokenLifeMs - pace.tokenMarginMs;
    await this.#editFirst(message, Math.max(1, endsAtMs - clock.monotonic()));
  }

  /** To everyone; where a private answer is on its way already, to the member alone. @throws {@link BotError} `delivery.expired` */
  async announce(message: OutgoingMessage): Promise<Opened> {
    this.#isHeldInPublic = false;
    this.#decide();
    if (this.#first === null) {
      const body = { type: InteractionResponseType.ChannelMessageWithSource, data: toBody(message) };
      return this.#say(body, message, 'public');
    }
    await this.#editFirst(message);
    // One that was given up had arrived, since it could be edited.
    return this.#first.catch(() => ({ visibility: this.#visibility, messageId: null }));
  }

  /** Replaces the message that holds the pressed button. @throws {@link BotError} `delivery.expired` */
  async update(message: OutgoingMessage): Promise<void> {
    this.#decide();
    if (this.#first !== null) return this.#editFirst(message);
    if (message.files?.length) {
      // As with an answer: files do not go with the first one.
      this.#first = this.#open({ type: InteractionResponseType.DeferredMessageUpdate }, 'private');
      return this.#editFirst(message);
    }
    await this.#say({ type: InteractionResponseType.UpdateMessage, data: toEdit(message) }, message, 'private');
  }

  /** Suggestions for the option that is being typed. @throws {@link BotError} `delivery.expired` */
  async suggest(choices: readonly Suggestion[]): Promise<void> {
    this.#first ??= this.#open(
      { type: InteractionResponseType.ApplicationCommandAutocompleteResult, data: { choices: choices.map(shown) } },
      'private',
    );
    await this.#first;
  }

  /** Opens a form. @throws {@link BotError} `delivery.expired`, also when something was answered before */
  async openForm(data: APIModalInteractionResponseCallbackData): Promise<void> {
    this.#decide();
    if (this.#first !== null)
      throw new BotError('delivery.expired', 'a form has to be the first answer', { rule: 'form' });
    this.#first = this.#open({ type: InteractionResponseType.Modal, data }, 'private');
    await this.#first;
  }

  /** Sends the first answer with its words. Where that is given up Discord may have taken it: then the edit succeeds. */
  async #say(body: object, message: OutgoingMessage, visibility: Visibility): Promise<Opened> {
    this.#first = this.#open(body, visibility);
    try {
      return await this.#first;
    } catch {
      await this.#editFirst(message);
      const opened = { visibility, messageId: null };
      this.#first = Promise.resolve(opened);
      return opened;
    }
  }

  async #editFirst(message: OutgoingMessage, budgetMs: number = pace.answerBudgetMs): Promise<void> {
    // A callback that was given up may have arrived nevertheless; then the edit works.
    await this.#first?.catch((error: unknown) => {
      if (!this.#mayHaveArrived) throw error;
    });
    try {
      if (this.#isHeldInPublic) return await this.#tellAlone(message, budgetMs);
      await withRetries(this.#retryDeps, budgetMs, (signal) => this.#routes.editOriginal(this.target, message, signal));
    } catch (cause) {
      throw new BotError('delivery.expired', `the answer could not be edited: ${failureOf(cause)}`, {}, cause);
    }
  }

  /** @throws what Discord answered */
  async #tellAlone(message: OutgoingMessage, budgetMs: number): Promise<void> {
    const [routes, messageId] = [this.#routes, this.#alone];
    if (messageId === null) {
      const { clock } = this.#retryDeps;
      const endsAtMs = clock.monotonic() + budgetMs;
      await takeAway(this.target, { routes, retryDeps: this.#retryDeps }, budgetMs);
      // Each try that hangs may leave a copy: a few of them at most.
      const leftMs = Math.max(1, Math.min(endsAtMs - clock.monotonic(), pace.failureBudgetMs));
      this.#alone = await tellAlone(this.target, message, { routes, retryDeps: this.#retryDeps }, leftMs);
    } else {
      const holder = { ...this.target, messageId };
      await withRetries(this.#retryDeps, budgetMs, (signal) => routes.editFollowUp(holder, message, signal));
    }
  }

  async #open(body: object, visibility: Visibility): Promise<Opened> {
    const { clock } = this.#retryDeps;
    this.#visibility = visibility;
    const leftMs = Math.min(
      pace.firstAnswerBudgetMs,
      Math.max(1, this.arrivedAtMs + pace.firstAnswerBudgetMs - clock.monotonic()),
    );
    try {
      const messageId = await withTimeout(clock, leftMs, (signal) => this.#send(body, signal));
      return { visibility, messageId };
    } catch (cause) {
      // The deadline doesn't wait for the end of the try that it cuts off.
      this.#mayHaveArrived ||= this.#isUnderWay;
      throw new BotError('delivery.expired', `no first answer: ${failureOf(cause)}`, {}, cause);
    } finally {
      this.#settle();
    }
  }

  async #send(body: object, signal: AbortSignal): Promise<MessageId | null> {
    const { id, token } = this.target;
    const isWorthRepeating = (error: unknown) => {
      this.#isUnderWay = false;
      const failure = failureOf(error);
      if (!mayPass(failure)) return false;
      this.#mayHaveArrived ||= failure !== 'unreachable';
      return !signal.aborted;
    };
    const backoff = { firstPauseMs: 50, longestPauseMs: pace.firstAnswerBudgetMs, signal, isWorthRepeating };
    try {
      return await withBackoff(this.#retryDeps, backoff, () => {
        this.#isUnderWay = true;
        return this.#routes.callback(id, token, body, signal);
      });
    } catch (error) {
      // Without an earlier try of ours, another process serves this interaction.
      if (failureOf(error) === 'already_answered' && this.#mayHaveArrived) return null;
      throw error;
    }
  }
}

/** Names may be a member's; a value is sent back as it is, and must stay what was saved. */
function shown({ name, value }: Suggestion): Suggestion {
  return { name: visible(name).trim() || '…', value };
}
