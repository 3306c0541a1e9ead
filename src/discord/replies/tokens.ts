import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';
import { type Clock, dayMs } from '#core/clock.ts';
import { bornAtMs, type JobId } from '#core/ids.ts';
import type { ReplyAddress } from '#jobs/job.ts';
import { limits, pace } from '../messages/limits.ts';

/** Which interaction tokens still write, however often the machine's clock is set. */
export interface TokenLives {
  /** A token that arrived at `arrivedAtMs` of the monotonic clock. */
  arrived(token: string, arrivedAtMs: number): void;
  /**
   * Whether the token of a job's reply has ended. One of an earlier process is judged by the wall clock, which may be wrong: it
   * has ended only when it is over for more than a day. Discord refuses one that has ended before, which costs one call.
   */
  isOver(token: string, id: JobId, address: Pick<ReplyAddress, 'tokenExpiresAtMs'>): boolean;
}

/** @see TokenLives */
export function createTokenLives(clock: Pick<Clock, 'now' | 'monotonic'>): TokenLives {
  /** By token, in the order of their arrival. */
  const endsAtMs = new Map<string, number>();
  return {
    arrived(token, arrivedAtMs) {
      for (const [known, endMs] of endsAtMs) {
        // An end that is forgotten is judged like one of an earlier process: it has to be over by then.
        if (endMs + forgottenAfterMs > clock.monotonic()) break;
        endsAtMs.delete(known);
      }
      endsAtMs.set(token, arrivedAtMs + limits.tokenLifeMs);
    },
    isOver(token, id, { tokenExpiresAtMs }) {
      const endMs = endsAtMs.get(token);
      if (endMs !== undefined) return clock.monotonic() >= endMs - pace.tokenMarginMs;
      return clock.now() - Math.max(tokenExpiresAtMs, bornAtMs(id) + limits.tokenLifeMs) > dayMs;
    },
  };
}

const forgottenAfterMs = 25 * 60 * 60_000;

/** Keeps interaction tokens unreadable in the store. */
export interface Sealer {
  seal(text: string): string;
  /** Null where there is none, where it was sealed with another key, or where it is damaged. */
  open(sealed: string | null): string | null;
}

const algorithm = 'aes-256-gcm';
const keyBytes = 32;
const nonceBytes = 12;
const tagBytes = 16;

/** AES-256-GCM under a key derived from the bot token: the store alone, without the bot token, reveals nothing. */
export function createSealer(botToken: string): Sealer {
  const key = Buffer.from(hkdfSync('sha256', botToken, 'easel', 'interaction token', keyBytes));
  return {
    seal(text) {
      const nonce = randomBytes(nonceBytes);
      const cipher = createCipheriv(algorithm, key, nonce, { authTagLength: tagBytes });
      const body = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
      return Buffer.concat([nonce, cipher.getAuthTag(), body]).toString('base64url');
    },
    open(sealed) {
      const bytes = Buffer.from(sealed ?? '', 'base64url');
      if (bytes.length < nonceBytes + tagBytes) return null;
      const decipher = createDecipheriv(algorithm, key, bytes.subarray(0, nonceBytes), { authTagLength: tagBytes });
      decipher.setAuthTag(bytes.subarray(nonceBytes, nonceBytes + tagBytes));
      try {
        const body = bytes.subarray(nonceBytes + tagBytes);
        return Buffer.concat([decipher.update(body), decipher.final()]).toString('utf8');
      } catch {
        return null;
      }
    },
  };
}
