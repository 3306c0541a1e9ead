/** The prime of the field. @see RFC 8032, section 5.1, read 2026-11-28 */
const prime = 2n ** 255n - 19n;
/** The constant of the curve, -121665/121666. */
const d = multiply(prime - 121_665n, inverse(121_666n));
const signBit = 2n ** 255n;

/**
 * Whether 64 hex digits are an Ed25519 public key that can be trusted: a point of the curve that is not one of the eight of
 * small order. With one of those, such as 64 zeros, anybody can make signatures that fit.
 *
 * Nothing here is secret, so nothing here takes care to run in constant time.
 *
 * @see RFC 8032, section 5.1.3
 */
export function isPublicKey(hex: string): boolean {
  if (!/^[0-9a-f]{64}$/i.test(hex)) return false;
  const bytes = Buffer.from(hex, 'hex').reverse();
  const encoded = BigInt(`0x${bytes.toString('hex')}`);
  const y = encoded % signBit;
  if (y >= prime || !isSquare(squareOfX(y))) return false;
  return ![y, doubled(y), doubled(doubled(y)), doubled(doubled(doubled(y)))].includes(1n);
}

/** From -x² + y² = 1 + dx²y². */
function squareOfX(y: bigint): bigint {
  const ySquared = multiply(y, y);
  return multiply(ySquared - 1n, inverse(multiply(d, ySquared) + 1n));
}

/** The y of a point added to itself; its x is needed as a square only. */
function doubled(y: bigint): bigint {
  const [xSquared, ySquared] = [squareOfX(y), multiply(y, y)];
  return multiply(ySquared + xSquared, inverse(2n + xSquared - ySquared));
}

function isSquare(value: bigint): boolean {
  return value === 0n || power(value, (prime - 1n) / 2n) === 1n;
}

function multiply(one: bigint, other: bigint): bigint {
  return (((one * other) % prime) + prime) % prime;
}

function inverse(value: bigint): bigint {
  return power(value, prime - 2n);
}

function power(base: bigint, exponent: bigint): bigint {
  let [result, factor, left] = [1n, multiply(base, 1n), exponent];
  while (left > 0n) {
    if (left % 2n === 1n) result = multiply(result, factor);
    factor = multiply(factor, factor);
    left /= 2n;
  }
  return result;
}
