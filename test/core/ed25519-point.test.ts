import { generateKeyPairSync } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { isPublicKey } from '#core/ed25519-point.ts';

/** Little-endian, as in a key. */
function encoded(y: bigint): string {
  return Buffer.from(y.toString(16).padStart(64, '0'), 'hex').reverse().toString('hex');
}

const prime = 2n ** 255n - 19n;

describe('isPublicKey', () => {
  it('takes every key that Node makes, in either case', () => {
    for (let count = 0; count < 20; count += 1) {
      const { x = '' } = generateKeyPairSync('ed25519').publicKey.export({ format: 'jwk' });
      const hex = Buffer.from(x, 'base64url').toString('hex');
      expect([hex, isPublicKey(hex), isPublicKey(hex.toUpperCase())]).toEqual([hex, true, true]);
    }
  });

  it('takes the key of the first test of RFC 8032', () => {
    expect(isPublicKey('d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a')).toBe(true);
  });

  it('refuses what is not 64 hex digits', () => {
    for (const text of ['', '0'.repeat(63), 'g'.repeat(64), `${'0'.repeat(64)}\n`])
      expect(isPublicKey(text)).toBe(false);
  });

  it('refuses about half of all numbers, which are no points of the curve', () => {
    const all = Array.from({ length: 40 }, (_, index) => encoded(BigInt(index + 2)));
    const points = all.filter(isPublicKey);
    expect(points.length).toBeGreaterThan(8);
    expect(points.length).toBeLessThan(32);
    expect(isPublicKey(encoded(2n))).toBe(false);
  });

  it('refuses a number that is not below the prime', () => {
    expect(isPublicKey(encoded(prime + 3n))).toBe(false);
    expect(isPublicKey('f'.repeat(64))).toBe(false);
  });

  it.each([
    ['of order 1', encoded(1n)],
    ['of order 2', encoded(prime - 1n)],
    ['of order 4', '0'.repeat(64)],
    ['of order 4, with the sign', `${'0'.repeat(62)}80`],
    ['of order 8', '26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05'],
    ['of order 8, the other one', 'c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a'],
  ])('refuses a point %s, with which anybody could sign', (_, hex) => {
    expect(isPublicKey(hex)).toBe(false);
  });
});
