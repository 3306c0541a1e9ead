import { DiscordAPIError, HTTPError, RateLimitError, RESTJSONErrorCodes } from 'discord.js';
import { BotError } from '#core/errors.ts';

/** The deadline of ours that an exchange with Discord did not meet. */
export class DeadlineError extends Error {
  override name = 'DeadlineError';
}

/**
 * What a failed call to Discord means for the caller.
 * `unreachable` it certainly did not arrive; `lost` the answer is missing, it may have been carried out; `hung` likewise,
 * and waiting already took its time; `server` 5xx. `closed` an archived or locked thread; `words_refused` Discord takes the
 * message without its words (AutoMod, an invalid form body); `picture_refused` it does not take the file as it is.
 */
export type Failure =
  | 'already_answered'
  | 'interaction_gone'
  | 'token_ended'
  | 'message_gone'
  | 'message_too_old'
  | 'closed'
  | 'forbidden'
  | 'too_large'
  | 'words_refused'
  | 'picture_refused'
  | 'unreachable'
  | 'lost'
  | 'hung'
  | 'server'
  | 'refused';

/** @see https://docs.discord.com/developers/topics/opcodes-and-status-codes#json */
const failureOfCode: ReadonlyMap<number, Failure> = new Map<number, Failure>([
  [RESTJSONErrorCodes.InteractionHasAlreadyBeenAcknowledged, 'already_answered'],
  [RESTJSONErrorCodes.UnknownInteraction, 'interaction_gone'],
  [RESTJSONErrorCodes.InvalidWebhookToken, 'token_ended'],
  [RESTJSONErrorCodes.UnknownWebhook, 'token_ended'],
  [RESTJSONErrorCodes.UnknownMessage, 'message_gone'],
  [RESTJSONErrorCodes.MaximumNumberOfEditsToMessagesOlderThanOneHourReached, 'message_too_old'],
  [RESTJSONErrorCodes.CannotEditMessageAuthoredByAnotherUser, 'message_gone'],
  [RESTJSONErrorCodes.InvalidActionOnArchivedThread, 'closed'],
  [RESTJSONErrorCodes.ThreadLocked, 'closed'],
  [RESTJSONErrorCodes.MaximumActiveThreads, 'closed'],
  [RESTJSONErrorCodes.MissingAccess, 'forbidden'],
  [RESTJSONErrorCodes.MissingPermissions, 'forbidden'],
  [RESTJSONErrorCodes.UnknownChannel, 'forbidden'],
  [RESTJSONErrorCodes.UnknownGuild, 'forbidden'],
  [RESTJSONErrorCodes.RequestEntityTooLarge, 'too_large'],
  [RESTJSONErrorCodes.FileUploadedExceedsMaximumSize, 'too_large'],
  [RESTJSONErrorCodes.MessageWasBlockedByAutomaticModeration, 'words_refused'],
  [RESTJSONErrorCodes.TitleWasBlockedByAutomaticModeration, 'words_refused'],
  [RESTJSONErrorCodes.MessageBlockedByHarmfulLinksFilter, 'words_refused'],
  [RESTJSONErrorCodes.InvalidFormBodyOrContentType, 'words_refused'],
  [RESTJSONErrorCodes.ExplicitContentCannotBeSentToTheDesiredRecipient, 'picture_refused'],
  [RESTJSONErrorCodes.InvalidFileUploaded, 'picture_refused'],
  [RESTJSONErrorCodes.ServerWriteRateLimit, 'server'],
  [RESTJSONErrorCodes.ChannelWriteRateLimit, 'server'],
  [RESTJSONErrorCodes.APIResourceOverloaded, 'server'],
]);

/** Reads what a discord.js call threw, also where it was thrown on as a {@link BotError}. */
export function failureOf(thrown: unknown): Failure {
  if (thrown instanceof BotError) return failureOf(thrown.cause);
  if (thrown instanceof DiscordAPIError)
    return failureOfCode.get(Number(thrown.code)) ?? failureOfStatus(thrown.status);
  if (thrown instanceof HTTPError) return failureOfStatus(thrown.status);
  // The only rate limits that are not waited for are those of old messages.
  if (thrown instanceof RateLimitError) return 'message_too_old';
  if (thrown instanceof DeadlineError) return 'hung';
  if (!(thrown instanceof Error)) return 'refused';
  if (thrown.name === 'AbortError' || thrown.name === 'TimeoutError') return 'hung';
  return failureOfSocket(thrown);
}

/** True where Discord takes the message in another form: without its words, or with another file. */
export function isAboutForm(failure: Failure): boolean {
  return failure === 'words_refused' || failure === 'picture_refused' || failure === 'too_large';
}

/** True where the same call may do better in a moment, given that repeating it is harmless. */
export function mayPass(failure: Failure): boolean {
  return failure === 'unreachable' || failure === 'lost' || failure === 'hung' || failure === 'server';
}

function failureOfStatus(status: number): Failure {
  if (status >= 500) return 'server';
  if (status === 413) return 'too_large';
  if (status === 401 || status === 404) return 'token_ended';
  return status === 403 ? 'forbidden' : 'refused';
}

const neverConnected = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
  'EASEL_PROXY_REFUSED',
]);
const cutOff = new Set([
  'UND_ERR_SOCKET',
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
  'UND_ERR_HEADERS_TIMEOUT',
  'UND_ERR_BODY_TIMEOUT',
]);

function failureOfSocket(error: Error): Failure {
  const code: unknown = Reflect.get(error, 'code');
  if (typeof code === 'string' && neverConnected.has(code)) return 'unreachable';
  return typeof code === 'string' && cutOff.has(code) ? 'lost' : 'refused';
}

/** What the log may know of something that was thrown. */
interface ErrorDescription {
  readonly name: string;
  readonly message: string;
  readonly code?: string | number;
  readonly status?: number;
  readonly method?: string;
  readonly url?: string;
  readonly stack?: string;
  readonly cause?: ErrorDescription;
}

/** How many causes deep a description goes. */
const maxDepth = 3;

/**
 * Facts about an error that hold no secret: discord.js's errors carry the request's body and a URL with a token that
 * writes for 15 minutes, so they are never logged whole.
 */
export function describeError(thrown: unknown, depth = 0): ErrorDescription {
  if (!(thrown instanceof Error)) return { name: typeof thrown, message: redact(String(thrown)) };
  const fields = {
    ...pick(thrown, 'code'),
    ...pick(thrown, 'status'),
    ...pick(thrown, 'method'),
    ...pick(thrown, 'url'),
  };
  return {
    name: thrown.name,
    message: redact(thrown.message),
    ...fields,
    ...(thrown instanceof BotError || thrown.stack === undefined ? {} : { stack: redact(thrown.stack) }),
    ...(thrown.cause === undefined || depth >= maxDepth ? {} : { cause: describeError(thrown.cause, depth + 1) }),
  };
}

/** Replaces the token in every webhook and interaction address within a text. */
export function redact(text: string): string {
  return text.replace(/\/(webhooks|interactions)\/(\d+)\/[^\s/?"']+/g, '/$1/$2/[token]');
}

function pick(error: Error, field: 'code' | 'status' | 'method' | 'url'): Record<string, string | number> {
  const value: unknown = Reflect.get(error, field);
  if (typeof value === 'number') return { [field]: value };
  return typeof value === 'string' ? { [field]: redact(value) } : {};
}
