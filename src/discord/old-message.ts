/** Discord's epoch, the first millisecond of 2015. @see https://docs.discord.com/developers/reference#snowflakes */
const epochMs = 1_420_070_400_000;
/** Edits of messages older than an hour are limited; a little less, for clocks that differ. */
const oldAfterMs = 55 * 60_000;

/**
 * Whether a rate limit was met by an edit of a message older than an hour. Discord says 30046 with status 429 then, and
 * discord.js would try again and again.
 */
export function isOldEdit({ method, url }: { readonly method: string; readonly url: string }, nowMs: number): boolean {
  const id = /\/channels\/\d+\/messages\/(\d+)/.exec(url)?.[1];
  if (id === undefined || method.toUpperCase() !== 'PATCH') return false;
  return nowMs - (Number(BigInt(id) >> 22n) + epochMs) > oldAfterMs;
}
