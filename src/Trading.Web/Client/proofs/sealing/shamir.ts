// Shamir's sharing of 32 bytes, byte by byte over GF(2^8) with polynomial 0x11B, x = the holder's number. Coefficients
// are derived from the secret: sharing twice gives the same shares, which is how a wrong one is found.
import { concat, utf8, type Bytes } from '../primitives/bytes';
import { hkdfExpand, hkdfExtract } from '../primitives/hmac';
import { limits } from './limits';

export type SharePurpose = 'bidseal/1 shamir' | 'bidseal/1 escrow';

export interface Share {
  readonly index: number;
  readonly value: Uint8Array;
}

/** Shares 1 to `count`, of which any `threshold` give the secret. */
export function shareSecret(
  context: Uint8Array, secret: Uint8Array, purpose: SharePurpose, threshold: number, count: number,
): readonly Bytes[] {
  if (secret.length !== limits.secret || threshold < 1 || threshold > count || count > 255) {
    throw new RangeError('A secret of 32 bytes is shared 1 ≤ k ≤ n ≤ 255.');
  }

  const prk = hkdfExtract(context, secret);
  const coefficients = Array.from({ length: threshold }, (_, j) =>
    j === 0 ? secret : hkdfExpand(prk, concat(utf8(purpose), [j]), limits.secret));
  return Array.from({ length: count }, (_, i) => evaluate(coefficients, i + 1));
}

/** The secret of the threshold's shares: numbers 1 to 255, each once. More than enough also works. */
export function combineShares(shares: readonly Share[]): Bytes {
  const numbers = new Set(shares.map(({ index }) => index));
  const isGood = (share: Share): boolean =>
    Number.isInteger(share.index) && share.index >= 1 && share.index <= 255 && share.value.length === limits.secret;
  if (shares.length === 0 || numbers.size !== shares.length || !shares.every(isGood)) {
    throw new RangeError('Shares have 32 bytes and different numbers from 1 to 255.');
  }

  const secret = new Uint8Array(limits.secret);
  for (const { index, value } of shares) {
    let weight = 1;
    for (const other of numbers) {
      if (other !== index) {
        weight = multiply(weight, multiply(other, inverse(other ^ index)));
      }
    }

    for (let i = 0; i < secret.length; i++) {
      secret[i] = secret[i]! ^ multiply(value[i]!, weight);
    }
  }

  return secret;
}

function evaluate(coefficients: readonly Uint8Array[], x: number): Bytes {
  const value = new Uint8Array(limits.secret);
  for (const coefficient of [...coefficients].reverse()) {
    for (let i = 0; i < value.length; i++) {
      value[i] = multiply(value[i]!, x) ^ coefficient[i]!;
    }
  }

  return value;
}

/** Without tables and branches, so that time says nothing about a share. */
function multiply(a: number, b: number): number {
  let product = 0;
  for (let i = 0; i < 8; i++) {
    product ^= -(b & 1) & a;
    a = (a << 1) ^ (-(a >> 7) & 0x11b);
    b >>= 1;
  }

  return product & 255;
}

/** a^254. */
function inverse(a: number): number {
  let power = a;
  for (let i = 0; i < 6; i++) {
    power = multiply(multiply(power, power), a);
  }

  return multiply(power, power);
}
