import { describe, expect, it } from 'vitest';
import { isOldEdit } from '#discord/gateway/client.ts';

const epochMs = 1_420_070_400_000;
const nowMs = Date.UTC(2026, 10, 28);
const messageOf = (ageMs: number) => String(BigInt(nowMs - ageMs - epochMs) << 22n);
const editOf = (ageMs: number, retryAfter: number, method = 'PATCH') => ({
  method,
  url: `https://discord.com/api/v10/channels/800000000000000001/messages/${messageOf(ageMs)}`,
  retryAfter,
});
const hourMs = 3_600_000;

describe('a limit that an edit has met', () => {
  it.each([
    ['of an old message, long', editOf(2 * hourMs, 600_000), true],
    ['of an old message, without an end', editOf(2 * hourMs, 0), true],
    ['of an old message, as of any channel', editOf(2 * hourMs, 5_000), false],
    ['of a young message', editOf(60_000, 600_000), false],
    ['of no edit', editOf(2 * hourMs, 600_000, 'GET'), false],
    [
      'of another address',
      { method: 'PATCH', url: 'https://discord.com/api/v10/guilds/1', retryAfter: 600_000 },
      false,
    ],
  ])('%s: %o is given up: %s', (_name, limit, isGivenUp) => {
    expect(isOldEdit(limit, nowMs)).toBe(isGivenUp);
  });
});
