import { createHash } from 'node:crypto';
import { BotError } from '#core/errors.ts';
import type { ChannelId, MessageId } from '#core/ids.ts';
import { type Failure, failureOf, mayPass } from './failures.ts';
import { limits } from './limits.ts';
import type { OutgoingMessage } from './message.ts';
import { type RetryDeps, withRetries } from './retry.ts';
import type { MessageRoutes, TokenHolder } from './routes.ts';

/** Where a message goes; `id` and `purpose` name it, so that it is posted once however often it is tried. */
interface PostPlace {
  readonly channelId: ChannelId;
  readonly id: string;
  readonly purpose: string;
}

interface PostDeps {
  readonly routes: MessageRoutes;
  readonly retryDeps: RetryDeps;
}

/**
 * A new message in a channel, by the bot's own right.
 *
 * @throws {@link BotError} `delivery.forbidden`, `delivery.expired`
 */
export async function post(
  message: OutgoingMessage,
  { channelId, id, purpose }: PostPlace,
  { routes, retryDeps }: PostDeps,
  budgetMs: number,
): Promise<MessageId> {
  const at = { channelId, nonce: nonceOf(id, purpose) };
  const create = (signal: AbortSignal) => routes.createMessage(at, message, signal);
  const messageId = await withRetries(retryDeps, budgetMs, create).catch((cause: unknown) => {
    throw asDeliveryError(cause);
  });
  if (messageId === null) throw new BotError('delivery.expired', 'discord did not name the message');
  return messageId;
}

/**
 * Takes the answer to an interaction away, so that its member can be told alone. One that is gone already is no failure.
 *
 * @throws what Discord answered
 */
export async function takeAway(holder: TokenHolder, { routes, retryDeps }: PostDeps, budgetMs: number): Promise<void> {
  try {
    await withRetries(retryDeps, budgetMs, (signal) => routes.deleteOriginal(holder, signal));
  } catch (error) {
    if (failureOf(error) !== 'message_gone') throw error;
  }
}

/**
 * Writes to the member alone. The answer is {@link takeAway taken away} before: a follow-up to one that is still "thinking" takes its
 * place, and its visibility.
 *
 * @throws what Discord answered
 */
export function tellAlone(
  holder: TokenHolder,
  message: OutgoingMessage,
  { routes, retryDeps }: PostDeps,
  budgetMs: number,
): Promise<MessageId | null> {
  const alone = { ...holder, isPrivate: true };
  // It has no nonce, and is repeated all the same: a member who reads it twice is better off than one who reads nothing.
  return withRetries(retryDeps, budgetMs, (signal) => routes.createFollowUp(alone, message, signal));
}

/**
 * Writes the message; where Discord refuses its words (AutoMod), the one without them: its buttons are worth more than its words.
 *
 * @throws what `write` throws
 */
export async function withoutRefusedWords<T, M>(
  write: (message: M) => Promise<T>,
  { message, plain }: { readonly message: M; readonly plain: M },
): Promise<T> {
  try {
    return await write(message);
  } catch (error) {
    if (failureOf(error) !== 'words_refused') throw error;
    return write(plain);
  }
}

/** A name for one message of one job (or act), within Discord's 25 characters: posting it again returns the same message. */
export function nonceOf(id: string, purpose: string): string {
  return createHash('sha256').update(`${id}:${purpose}`).digest('hex').slice(0, limits.nonceCharacters);
}

/** An upload that was cut off is repeated: its nonce makes it one message. One that hung has used up its time. */
export function isWorthRepeatingUpload(failure: Failure): boolean {
  return mayPass(failure) && failure !== 'hung';
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
