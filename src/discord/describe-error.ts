import { BotError } from '../domain/errors.ts';

/** What the log may know of something that was thrown. */
export interface ErrorDescription {
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
