import { createHash } from 'node:crypto';
import { BotError } from '../domain/errors.ts';
import type { GuildId, JobId, MessageId, UserId } from '../domain/ids.ts';
import type { ReplyAddress } from '../domain/job.ts';
import { type Failure, failureOf, mayPass } from './failures.ts';
import { limits, pace } from './limits.ts';
import type { OutgoingMessage } from './message.ts';
import { type Patience, persist } from './persist.ts';
import type { MessageRoutes } from './routes.ts';
import { linkedText } from './wording/result.ts';

/** Whose reply it is. */
export interface ReplyOwner {
  readonly id: JobId;
  readonly guildId: GuildId;
  readonly userId: UserId;
}

/** @see ReplyMessage */
export interface ReplyMessageParts {
  readonly routes: MessageRoutes;
  readonly patience: Patience;
  readonly owner: ReplyOwner;
  readonly address: ReplyAddress;
  /** Unsealed; null once it has ended. */
  readonly token: string | null;
}

/** How one writing of the message goes. */
export interface Writing {
  readonly budgetMs: number;
  /** Whether a new message may take the place of one that cannot be edited. Then its purpose names it, so that it is posted once. */
  readonly anew: string | null;
}

/**
 * The one message of a reply, by whichever route still reaches it: the interaction's token, then the channel with the bot
 * token, then a new message that links the old one.
 */
export class ReplyMessage {
  readonly #parts: ReplyMessageParts;
  #token: string | null;
  #messageId: MessageId | null;

  constructor(parts: ReplyMessageParts) {
    this.#parts = parts;
    this.#token = parts.token;
    this.#messageId = parts.address.messageId;
  }

  /**
   * Resolves with the message's id where Discord told it.
   *
   * @throws {@link BotError} `delivery.expired` nothing reaches the member any more, or Discord did not answer in time
   * (then `facts.retryAfterMs` is set); `delivery.forbidden`; `delivery.too_large`
   */
  async write(message: OutgoingMessage, writing: Writing): Promise<MessageId | null> {
    try {
      return await this.#throughToken(message, writing);
    } catch (error) {
      throw error instanceof BotError ? error : asDeliveryError(error);
    }
  }

  async #throughToken(message: OutgoingMessage, writing: Writing): Promise<MessageId | null> {
    const { address, patience, routes } = this.#parts;
    const token = this.#token;
    if (token === null || patience.clock.now() >= address.tokenExpiresAtMs - pace.tokenMarginMs) {
      return this.#throughChannel(message, writing);
    }
    const holder = { applicationId: address.applicationId, token };
    try {
      return this.#keep(
        await persist(patience, writing.budgetMs, (signal) => routes.editOriginal(holder, message, signal)),
      );
    } catch (error) {
      const failure = failureOf(error);
      if (failure !== 'token_ended' && failure !== 'message_gone') throw error;
      // Discord bans who keeps calling a webhook that is gone.
      this.#token = null;
      return this.#throughChannel(message, writing);
    }
  }

  async #throughChannel(message: OutgoingMessage, writing: Writing): Promise<MessageId | null> {
    const { address, patience, routes } = this.#parts;
    if (address.isPrivate) throw new BotError('delivery.expired', 'private, and its token has ended');
    if (!address.canUseChannel) throw new BotError('delivery.forbidden', 'the bot may not post in this channel');
    const messageId = this.#messageId;
    if (messageId === null) return this.#postAnew(message, writing);
    const at = { channelId: address.channelId, messageId };
    try {
      return await persist(patience, writing.budgetMs, (signal) => routes.editMessage(at, message, signal));
    } catch (error) {
      if (!cannotBeEdited(failureOf(error))) throw error;
      return this.#postAnew(message, writing);
    }
  }

  async #postAnew(message: OutgoingMessage, { anew, budgetMs }: Writing): Promise<MessageId | null> {
    const { address, owner, patience, routes } = this.#parts;
    if (anew === null) throw new BotError('delivery.expired', 'its message is gone');
    const link =
      this.#messageId && `https://discord.com/channels/${owner.guildId}/${address.channelId}/${this.#messageId}`;
    const linked = { ...message, content: linkedText(link, owner.userId, message.content) };
    const at = { channelId: address.channelId, nonce: nonceOf(owner.id, anew) };
    const posted = persist(patience, budgetMs, (signal) => routes.createMessage(at, linked, signal), isSafeForCreate);
    return this.#keep(await posted);
  }

  #keep(messageId: MessageId | null): MessageId | null {
    this.#messageId = messageId ?? this.#messageId;
    return this.#messageId;
  }
}

/** A name for one message of one job (or act), within Discord's 25 characters: posting it again returns the same message. */
export function nonceOf(id: string, purpose: string): string {
  return createHash('sha256').update(`${id}:${purpose}`).digest('hex').slice(0, limits.nonceCharacters);
}

/** A create that hung may have been carried out; one that was cut off is repeated, since its nonce makes it one message. */
export function isSafeForCreate(failure: Failure): boolean {
  return mayPass(failure) && failure !== 'hung';
}

/** The channel route says 404 for a message that is gone and 30046 for one that is too old. */
function cannotBeEdited(failure: Failure): boolean {
  return failure === 'message_gone' || failure === 'message_too_old';
}

/** After an outage of Discord, a delivery is worth trying again this much later. */
const retryAfterMs = 30_000;

/** What a failed exchange with Discord about a message means. */
export function asDeliveryError(error: unknown): BotError {
  const failure = failureOf(error);
  const detail = `discord: ${failure}`;
  if (failure === 'too_large') return new BotError('delivery.too_large', detail, {}, error);
  if (failure === 'forbidden') return new BotError('delivery.forbidden', detail, {}, error);
  return new BotError('delivery.expired', detail, mayPass(failure) ? { retryAfterMs } : {}, error);
}
