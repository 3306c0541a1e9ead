import { BotError } from '#core/errors.ts';
import type { ChannelId, GuildId, JobId, MessageId } from '#core/ids.ts';
import type { Semaphore } from '#core/lock.ts';
import type { Log } from '#core/log.ts';
import type { Job, Posted, ReplyAddress } from '#jobs/job.ts';
import type { MediaLink } from '#media/kept-media.ts';
import type { StoredMedia } from '#media/media.ts';
import type { PictureUses } from '../messages/buttons.ts';
import { type Failure, failureOf, isAboutForm, mayPass } from '../messages/failures.ts';
import { pace } from '../messages/limits.ts';
import type { OutgoingMessage } from '../messages/message.ts';
import { asDeliveryError, isWorthRepeatingUpload, nonceOf, takeAway, tellAlone } from '../messages/post.ts';
import { type RetryDeps, withRetries } from '../messages/retry.ts';
import type { MessageRoutes } from '../messages/routes.ts';
import { linkedText, movedText } from '../texts/result.ts';
import type { Sealer, TokenLives } from './tokens.ts';

/** What is done with a file that is too large for a channel. Neither rejects. */
export interface LargeMedia {
  /** The file in fewer bytes; null where that cannot be done. */
  fit(file: StoredMedia, job: JobId, maxBytes: number): Promise<StoredMedia | null>;
  /** Where it can be fetched instead; null where it cannot. */
  link(file: StoredMedia, job: JobId): Promise<MediaLink | null>;
  /** Deletes what is kept of a job. */
  forget(job: JobId): Promise<void>;
}

/** What every reply of a process shares. */
export interface ReplyDeps {
  readonly routes: MessageRoutes;
  readonly retryDeps: RetryDeps;
  readonly sealer: Sealer;
  readonly tokens: TokenLives;
  readonly uploads: Semaphore;
  /** What is done with files that are too large for the channel; nothing when left out. */
  readonly large?: LargeMedia | undefined;
  readonly log: Log;
  /** What can be done with the pictures of a job, in its guild; nothing when left out. Never rejects. */
  readonly uses?: (job: Job) => Promise<PictureUses>;
}

/** The member whose reply it is, and its job. */
export type ReplyOwner = Pick<Job, 'id' | 'guildId' | 'userId'>;

interface ReplyMessageDeps extends Pick<ReplyDeps, 'routes' | 'retryDeps' | 'tokens'> {
  readonly owner: ReplyOwner;
  readonly address: ReplyAddress;
  /** Unsealed; null once it has ended. */
  readonly token: string | null;
}

/** How one writing of the message goes. */
interface Writing {
  readonly budgetMs: number;
  /** Whether a new message may take the place of one that cannot be edited. Then its purpose names it, so that it is posted once. */
  readonly repostAs: string | null;
}

/** One way to post a new message. */
type Way = () => Promise<Posted | null>;

/**
 * The one message of a reply, by the first route that still reaches it: the interaction's token, then the channel with the
 * bot token. Where it cannot be edited, a new message links the old one: in the same channel, by the token, or in the
 * channel that the thread belongs to.
 */
export class ReplyMessage {
  readonly #deps: ReplyMessageDeps;
  #token: string | null;
  /** False once the interaction's own message is known to be gone, while its token may still write new ones. */
  #hasOriginal = true;
  #posted: Posted | null;

  constructor(deps: ReplyMessageDeps) {
    this.#deps = deps;
    this.#token = deps.token;
    const { channelId, messageId } = deps.address;
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
      if (writing.repostAs === null || isAboutForm(failure) || mayPass(failure)) throw asDeliveryError(error);
      return this.#repost(message, { ...writing, repostAs: writing.repostAs }, error);
    }
  }

  /** Writes to the member alone and takes the public message away, while the token lives. False where that fails. */
  async tellAlone(message: OutgoingMessage, budgetMs: number): Promise<boolean> {
    const token = this.#liveToken();
    const { address, retryDeps, routes } = this.#deps;
    if (token === null || address.isPrivate) return false;
    const holder = { applicationId: address.applicationId, token };
    try {
      await takeAway(holder, { routes, retryDeps }, budgetMs);
      this.#hasOriginal = false;
      this.#posted = null;
      await tellAlone(holder, message, { routes, retryDeps }, budgetMs);
      return true;
    } catch {
      return false;
    }
  }

  /** @throws what Discord answered */
  async #edit(message: OutgoingMessage, { budgetMs }: Writing): Promise<Posted | null> {
    const { address, retryDeps, routes } = this.#deps;
    const token = this.#hasOriginal ? this.#liveToken() : null;
    let obstacle: unknown = outOfReach(address);
    if (token !== null) {
      const holder = { applicationId: address.applicationId, token };
      try {
        return this.#keep(
          await withRetries(retryDeps, budgetMs, (signal) => routes.editOriginal(holder, message, signal)),
        );
      } catch (error) {
        if (!this.#isOutOfTokensReach(failureOf(error))) throw error;
        obstacle = error;
      }
    }
    const at = this.#posted;
    if (at === null || address.isPrivate || !address.canUseChannel) throw obstacle;
    await withRetries(retryDeps, budgetMs, (signal) => routes.editMessage(at, message, signal));
    return at;
  }

  /** Discord bans who keeps calling a webhook that is gone. */
  #isOutOfTokensReach(failure: Failure): boolean {
    if (failure === 'message_gone') this.#hasOriginal = false;
    else if (failure === 'token_ended') this.#token = null;
    else return false;
    return true;
  }

  async #repost(
    message: OutgoingMessage,
    writing: Writing & { readonly repostAs: string },
    obstacle: unknown,
  ): Promise<Posted | null> {
    const before = this.#posted;
    this.#posted = await firstOf(this.#waysFor(this.#linked(message), writing), asDeliveryError(obstacle));
    if (before !== null && failureOf(obstacle) === 'closed') await this.#pointOn(before, this.#posted);
    return this.#posted;
  }

  /** By the token before the thread's channel: it needs no permission, and stays where the picture was asked for. */
  #waysFor(message: OutgoingMessage, { budgetMs, repostAs }: Writing & { readonly repostAs: string }): readonly Way[] {
    const { address, owner, retryDeps, routes } = this.#deps;
    const { applicationId, channelId, isPrivate, fallbackChannelId } = address;
    const inChannel = (channel: ChannelId): Way => {
      const at = { channelId: channel, nonce: nonceOf(owner.id, repostAs) };
      const create = (signal: AbortSignal) => routes.createMessage(at, message, signal);
      return async () => placeOf(channel, await withRetries(retryDeps, budgetMs, create, isWorthRepeatingUpload));
    };
    const token = this.#liveToken();
    const byToken = (live: string): Way => {
      const holder = { applicationId, token: live, isPrivate };
      const create = (signal: AbortSignal) => routes.createFollowUp(holder, message, signal);
      // It has no nonce: what may have arrived is not repeated.
      return async () => placeOf(channelId, await withRetries(retryDeps, budgetMs, create, isUnreached));
    };
    return [
      ...(isPrivate || !address.canUseChannel ? [] : [inChannel(channelId)]),
      ...(token === null ? [] : [byToken(token)]),
      ...(isPrivate || fallbackChannelId === undefined ? [] : [inChannel(fallbackChannelId)]),
    ];
  }

  #linked(message: OutgoingMessage): OutgoingMessage {
    const { address, owner } = this.#deps;
    if (address.isPrivate || message.content === '') return message;
    const link = this.#posted && linkTo(owner.guildId, this.#posted);
    return { ...message, content: linkedText(link, owner.userId, message.content) };
  }

  /** A thread that the new message has opened again takes edits: its old message need not say that the picture is being made. */
  async #pointOn(before: Posted, posted: Posted | null): Promise<void> {
    const { owner, retryDeps, routes } = this.#deps;
    const content = movedText(posted && linkTo(owner.guildId, posted));
    const edit = (signal: AbortSignal) => routes.editMessage(before, { content }, signal);
    await withRetries(retryDeps, pace.progressBudgetMs, edit).catch(() => undefined);
  }

  #liveToken(): string | null {
    const { address, owner, tokens } = this.#deps;
    const token = this.#token;
    return token === null || tokens.isOver(token, owner.id, address) ? null : token;
  }

  #keep(messageId: MessageId | null): Posted | null {
    this.#posted = placeOf(this.#deps.address.channelId, messageId) ?? this.#posted;
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

function isUnreached(failure: Failure): boolean {
  return failure === 'unreachable';
}
