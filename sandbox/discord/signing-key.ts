import { generateKeyPairSync, sign } from 'node:crypto';

/** An application's key pair: this Discord signs with one half, and shows the other as `verify_key`. */
export interface SigningKey {
  /** 64 hex digits. */
  readonly publicKey: string;
  /** The two headers of a request with this body, signed at `atMs` (Unix milliseconds). */
  headersFor(body: string | Uint8Array, atMs: number): Readonly<Record<string, string>>;
}

/** Makes a key pair. @see https://docs.discord.com/developers/interactions/overview#validating-security-request-headers read 2026-11-28 */
export function createSigningKey(): SigningKey {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519');
  const { x = '' } = publicKey.export({ format: 'jwk' });
  return {
    publicKey: Buffer.from(x, 'base64url').toString('hex'),
    headersFor(body, atMs) {
      const timestamp = String(Math.floor(atMs / 1000));
      const signed = Buffer.concat([Buffer.from(timestamp), Buffer.from(body)]);
      return {
        'x-signature-ed25519': sign(null, signed, privateKey).toString('hex'),
        'x-signature-timestamp': timestamp,
      };
    },
  };
}
