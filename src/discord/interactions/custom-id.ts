import { limits } from '../messages/limits.ts';

/**
 * What a button or modal is called at Discord: `action:subject` or `action:subject:extra`. Ids in it stay strings. It
 * proves nothing: the person who presses is authorised against the stored job.
 */
export interface CustomId {
  /** Lower-case word that names the route. */
  readonly action: string;
  /** The id of a job, a request or a member, or a page's number: 1 to 20 digits or small letters. */
  readonly subject: string;
  readonly extra: string | null;
}

/** @throws RangeError beyond Discord's 100 characters, or where a part holds a colon: both are bugs of the caller */
export function formatCustomId({ action, subject, extra }: CustomId): string {
  const parts = extra === null ? [action, subject] : [action, subject, extra];
  const text = parts.join(':');
  if (parts.slice(0, 2).some((part) => part === '' || part.includes(':'))) throw new RangeError('malformed custom id');
  if (text.length > limits.customIdCharacters) throw new RangeError(`custom id of ${text.length} characters`);
  return text;
}

/** Null for what Easel did not make. What is in it came from outside: an `extra` is checked where it is used. */
export function parseCustomId(text: string): CustomId | null {
  if (text.length > limits.customIdCharacters) return null;
  const match = /^([a-z_]+):([0-9a-z]{1,20})(?::(.*))?$/su.exec(text);
  const [, action, subject, extra] = match ?? [];
  return action === undefined || subject === undefined ? null : { action, subject, extra: extra ?? null };
}
