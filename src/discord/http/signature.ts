import { createPublicKey, verify } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';

/** What a request says about its signature. */
interface ClaimedSignature {
  readonly signature: Buffer;
  /** As it was sent: it is signed as text. */
  readonly timestamp: string;
  /** The same, Unix milliseconds. */
  readonly signedAtMs: number;
}

/** Whether `body` was signed by the holder of the key. */
export type VerifySignature = (claimed: ClaimedSignature, body: Uint8Array) => boolean;

/**
 * Reads the two headers of a signed request; null where one is missing, doubled or of another form.
 *
 * @see https://docs.discord.com/developers/interactions/overview#validating-security-request-headers, read 2026-11-28
 */
export function readSignature(headers: IncomingHttpHeaders): ClaimedSignature | null {
  const { 'x-signature-ed25519': signature, 'x-signature-timestamp': timestamp } = headers;
  // Node joins a header that comes twice with a comma, which neither form allows.
  if (typeof signature !== 'string' || !/^[0-9a-f]{128}$/i.test(signature)) return null;
  if (typeof timestamp !== 'string' || !/^\d{1,12}$/.test(timestamp)) return null;
  return { signature: Buffer.from(signature, 'hex'), timestamp, signedAtMs: Number(timestamp) * 1000 };
}

/** Checks the signatures of one application; `publicKey` has 64 hex digits and is a key that can be trusted. @see isPublicKey */
export function createVerify(publicKey: string): VerifySignature {
  const x = Buffer.from(publicKey, 'hex').toString('base64url');
  const key = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x }, format: 'jwk' });
  return ({ signature, timestamp }, body) =>
    verify(null, Buffer.concat([Buffer.from(timestamp), body]), key, signature);
}
