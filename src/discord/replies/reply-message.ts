import { createHash } from 'node:crypto';
import { BotError } from '#core/errors.ts';
import type { ChannelId, GuildId, JobId, MessageId, UserId } from '#core/ids.ts';
import type { Slots } from '#core/lock.ts';
import type { Log } from '#core/log.ts';
import type { Posted, ReplyAddress } from '#jobs/job.ts';
import { type Failure, failureOf, isAboutForm, mayPass } from '../messages/failures.ts';
import { limits, pace } from '../messages/limits.ts';
import type { OutgoingMessage } from '../messages/message.ts';
import { type Patience, persist } from '../messages/persist.ts';
import type { MessageRoutes } from '../messages/routes.ts';
import { linkedText, movedText } from '../texts/result.ts';
import type { Sealer } from './seal.ts';
import type { TokenLives } from './token-life.ts';

/** What every reply of a process shares. */
export interface ReplyParts {
  readonly routes: MessageRoutes;
  readonly patience: Patience;
  readonly sealer: Sealer;
  readonly tokens: TokenLives;
  readonly uploads: Slots;
  readonly log: Log;
  /** Whether some model here edits pictures; none does when left out. */
  readonly canEdit?: () => boolean;
}

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
  readonly tokens: TokenLives;
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

/** One way to post a new message. */
type Way = () => Promise<Posted | null>;

/**
 * The one message of a reply, by the first route that still reaches it: the interaction's token, then the channel with the
 * bot token. Where it cannot be edited, a new message links the old one: in the same channel, by the token, or in the
 * channel that the thread belongs to.
 */
export class ReplyMessage {
  readonly #parts: ReplyMessageParts;
  #token: string | null;
  /** False once the interaction's own message is known to be gone, while its token may still write new ones. */
  #hasOriginal = true;
  #posted: Posted | null;

  constructor(parts: ReplyMessageParts) {
    this.#parts = parts;
    this.#token = parts.token;
    const { channelId, messageId } = parts.address;
    this.#posted = messageId && { channelId, messageId };
  }

  /**
   * Resolves with the message's place where Discord told it.
   *
   * @throws {@link BotError} `delivery.expired` nothing reaches the member any more, or Discord did not answer in time
   * (then `facts.retryAfterMs` is set); `delivery.forbidden`; `delivery.too_large`. Where Discord would take the message in
   * another form, the cause says so. @see isAboutForm
   */
  async write(message: OutgoingMessage, writing: Writing): Promise<Posted | null> {
    try {
      return await this.#edit(message, writing);
    } catch (error) {
      const failure = failureOf(error);
      if (writing.anew === null || isAboutForm(failure) || mayPass(failure)) throw asDeliveryError(error);
      return this.#postAnew(message, { ...writing, anew: writing.anew }, error);
    }
  }

  /** Shown to the member alone, while the token lives; the public message is taken away. False where that cannot be. */
  async tellAlone(message: OutgoingMessage, budgetMs: number): Promise<boolean> {
    const token = this.#liveToken();
    const { address, patience, routes } = this.#parts;
    if (token === null || address.isPrivate) return false;
    const holder = { applicationId: address.applicationId, token };
    try {
      // A follow-up to an answer that is still "thinking" would take its place, and its visibility.
      await persist(patience, budgetMs, (signal) => routes.deleteOriginal(holder, signal));
      this.#hasOriginal = false;
      this.#posted = null;
      const alone = { ...holder, isPrivate: true };
      await persist(patience, budgetMs, (signal) => routes.createFollowUp(alone, message, signal), isSafeForCreate);
      return true;
    } catch {
      return false;
    }
  }

  /** @throws what Discord answered */
  async #edit(message: OutgoingMessage, { budgetMs }: Writing): Promise<Posted | null> {
    const { address, patience, routes } = this.#parts;
    const token = this.#hasOriginal ? this.#liveToken() : null;
    let obstacle: unknown = outOfReach(address);
    if (token !== null) {
      const holder = { applicationId: address.applicationId, token };
      try {
        return this.#keep(await persist(patience, budgetMs, (signal) => routes.editOriginal(holder, message, signal)));
      } catch (error) {
        if (!this.#isOutOfTokensReach(failureOf(error))) throw error;
        obstacle = error;
      }
    }
    const at = this.#posted;
    if (at === null || address.isPrivate || !address.canUseChannel) throw obstacle;
    await persist(patience, budgetMs, (signal) => routes.editMessage(at, message, signal));
    return at;
  }

  /** Discord bans who keeps calling a webhook that is gone. */
  #isOutOfTokensReach(failure: Failure): boolean {
    if (failure === 'message_gone') this.#hasOriginal = false;
    else if (failure === 'token_ended') this.#token = null;
    else return false;
    return true;
  }

  async #postAnew(
    message: OutgoingMessage,
    writing: Writing & { readonly anew: string },
    obstacle: unknown,
  ): Promise<Posted | null> {
    const before = this.#posted;
    this.#posted = await firstOf(this.#waysFor(this.#linked(message), writing), asDeliveryError(obstacle));
    if (before !== null && failureOf(obstacle) === 'closed') await this.#pointOn(before, this.#posted);
    return this.#posted;
  }

  /** By the token before the thread's channel: it needs no permission, and stays where the picture was asked for. */
  #waysFor(message: OutgoingMessage, { budgetMs, anew }: Writing & { readonly anew: string }): readonly Way[] {
    const { address, owner, patience, routes } = this.#parts;
    const { applicationId, channelId, isPrivate, fallbackChannelId } = address;
    const inChannel = (channel: ChannelId): Way => {
      const at = { channelId: channel, nonce: nonceOf(owner.id, anew) };
      const create = (signal: AbortSignal) => routes.createMessage(at, message, signal);
      return async () => placeOf(channel, await persist(patience, budgetMs, create, isSafeForCreate));
    };
    const token = this.#liveToken();
    const byToken = (live: string): Way => {
      const holder = { applicationId, token: live, isPrivate };
      const create = (signal: AbortSignal) => routes.createFollowUp(holder, message, signal);
      // It has no nonce: what may have arrived is not repeated.
      return async () => placeOf(channelId, await persist(patience, budgetMs, create, isUnreached));
    };
    return [
      ...(isPrivate || !address.canUseChannel ? [] : [inChannel(channelId)]),
      ...(token === null ? [] : [byToken(token)]),
      ...(isPrivate || fallbackChannelId === undefined ? [] : [inChannel(fallbackChannelId)]),
    ];
  }

  #linked(message: OutgoingMessage): OutgoingMessage {
    const { address, owner } = this.#parts;
    if (address.isPrivate || message.content === '') return message;
    const link = this.#posted && linkTo(owner.guildId, this.#posted);
    return { ...message, content: linkedText(link, owner.userId, message.content) };
  }

  /** A thread that the new message has opened again takes edits: its old message need not say that the picture is being made. */
  async #pointOn(before: Posted, posted: Posted | null): Promise<void> {
    const { owner, patience, routes } = this.#parts;
    const content = movedText(posted && linkTo(owner.guildId, posted));
    const edit = (signal: AbortSignal) => routes.editMessage(before, { content, buttons: [] }, signal);
    await persist(patience, pace.progressBudgetMs, edit).catch(() => undefined);
  }

  #liveToken(): string | null {
    const { address, owner, tokens } = this.#parts;
    const token = this.#token;
    return token === null || tokens.isOver(token, owner.id, address) ? null : token;
  }

  #keep(messageId: MessageId | null): Posted | null {
    this.#posted = placeOf(this.#parts.address.channelId, messageId) ?? this.#posted;
    return this.#posted;
  }
}

/** @throws {@link BotError} what stood in the way: rather what a moderator can change than anything else */
async function firstOf(ways: readonly Way[], obstacle: BotError): Promise<Posted | null> {
  let told = obstacle;
  for (const way of ways) {
    try {
      return await way();
    } catch (error) {
      const failure = failureOf(error);
      if (isAboutForm(failure) || mayPass(failure)) throw asDeliveryError(error);
      if (told.code !== 'delivery.forbidden') told = asDeliveryError(error);
    }
  }
  throw told;
}

function placeOf(channelId: ChannelId, messageId: MessageId | null): Posted | null {
  return messageId && { channelId, messageId };
}

/** The address of a message, as people open it. */
export function linkTo(guildId: GuildId, { channelId, messageId }: Posted): string {
  return `https://discord.com/channels/${guildId}/${channelId}/${messageId}`;
}

function outOfReach({ isPrivate, canUseChannel }: ReplyAddress): BotError {
  if (isPrivate) return new BotError('delivery.expired', 'private, and its token has ended');
  if (!canUseChannel) return new BotError('delivery.forbidden', 'the bot may not post in this channel');
  return new BotError('delivery.expired', 'its message is not known');
}

/** A name for one message of one job (or act), within Discord's 25 characters: posting it again returns the same message. */
export function nonceOf(id: string, purpose: string): string {
  return createHash('sha256').update(`${id}:${purpose}`).digest('hex').slice(0, limits.nonceCharacters);
}

/** A create that hung may have been carried out; one that was cut off is repeated, since its nonce makes it one message. */
export function isSafeForCreate(failure: Failure): boolean {
  return mayPass(failure) && failure !== 'hung';
}

function isUnreached(failure: Failure): boolean {
  return failure === 'unreachable';
}

/** After an outage of Discord, a delivery is worth trying again this much later. */
const retryAfterMs = 30_000;

/** What a failed exchange with Discord about a message means. */
export function asDeliveryError(error: unknown): BotError {
  if (error instanceof BotError) return error;
  const failure = failureOf(error);
  const detail = `discord: ${failure}`;
  if (failure === 'too_large') return new BotError('delivery.too_large', detail, {}, error);
  if (failure === 'forbidden') return new BotError('delivery.forbidden', detail, {}, error);
  return new BotError('delivery.expired', detail, mayPass(failure) ? { retryAfterMs } : {}, error);
}
