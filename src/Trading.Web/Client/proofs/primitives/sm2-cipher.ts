// SM2 encryption (GB/T 32918.4) in the one form on the wire, GM/T 0009 SM2Cipher:
// SEQUENCE{INTEGER x1, INTEGER y1, OCTET STRING C3(32), OCTET STRING C2}. The nonce is a parameter, so that what was
// encrypted can be built again byte for byte.
import { concat, sameBytes, uint32be, type Bytes } from './bytes';
import { coordinates, field_size, pointOf, scalarFrom, timesBase, timesBlinded, type CurvePoint } from './curve';
import { DerError, DerReader, octets, sequence, unsigned } from './der';
import type { Entropy } from './entropy';
import { digest_size, sm3 } from './sm3';
import type { PublicKey } from './sm2';

/** The longest secret; session keys have 16 bytes. */
export const longest_secret = 4096;

interface Sm2Cipher {
  readonly point: CurvePoint;
  readonly check: Bytes;
  readonly masked: Bytes;
}

/** The SM2Cipher (DER) with k = (nonce mod (n−1)) + 1, or null when the key stream is all zero: draw again. */
export function encryptSm2(key: PublicKey, secret: Uint8Array, nonce: Uint8Array): Bytes | null {
  if (nonce.length < 32) {
    throw new RangeError('An SM2 nonce takes at least 32 bytes.');
  }

  return encryptSm2With(key, secret, scalarFrom(nonce));
}

export function encryptSm2With(key: PublicKey, secret: Uint8Array, k: bigint): Bytes | null {
  if (secret.length === 0 || secret.length > longest_secret) {
    throw new RangeError(`SM2 encrypts 1 to ${longest_secret} bytes.`);
  }

  const [x, y] = coordinates(key.point.multiply(k));
  const masked = mask(x, y, secret);
  if (masked === null) {
    return null;
  }

  const [x1, y1] = coordinates(timesBase(k));
  return sequence(unsigned(x1), unsigned(y1), octets(sm3(x, secret, y)), octets(masked));
}

/** The secret, or null when the bytes are no SM2Cipher or not for this scalar. */
export function unwrapSm2(der: Uint8Array, d: bigint, entropy: Entropy): Bytes | null {
  const cipher = decodeSm2Cipher(der);
  if (cipher === null) {
    return null;
  }

  const [x, y] = coordinates(timesBlinded(cipher.point, d, entropy));
  const secret = mask(x, y, cipher.masked);
  return secret !== null && sameBytes(sm3(x, secret, y), cipher.check) ? secret : null;
}

/** Whether C1 is the nonce's point, which shows without the recipient's key. */
export function hasNonce(der: Uint8Array, nonce: Uint8Array): boolean {
  return decodeSm2Cipher(der)?.point.equals(timesBase(scalarFrom(nonce))) ?? false;
}

export function decodeSm2Cipher(der: Uint8Array): Sm2Cipher | null {
  try {
    const reader = new DerReader(concat(der));
    const values = reader.enter();
    reader.expectEnd();
    const [x, y] = [coordinate(values.integer()), coordinate(values.integer())];
    const [check, masked] = [values.octets(), values.octets()];
    values.expectEnd();
    const isSized = check.length === digest_size && masked.length > 0 && masked.length <= longest_secret;
    const point = x !== null && y !== null && isSized ? pointOf(x, y) : null;
    return point === null ? null : { point, check, masked };
  } catch (failure) {
    if (failure instanceof DerError) {
      return null;
    }

    throw failure;
  }
}

/** XOR with SM3(x2 ‖ y2 ‖ counter) from 1; null when the whole key stream is zero. */
function mask(x: Bytes, y: Bytes, text: Uint8Array): Bytes | null {
  const output = concat(text);
  let any = 0;
  for (let at = 0, count = 1; at < text.length; at += digest_size, count++) {
    const block = sm3(x, y, uint32be(count));
    for (let i = 0; i < digest_size && at + i < text.length; i++) {
      any |= block[i]!;
      output[at + i] = output[at + i]! ^ block[i]!;
    }
  }

  return any === 0 ? null : output;
}

/** An INTEGER's content as 32 bytes; null for negative ones and other sizes. */
function coordinate(content: Bytes): Bytes | null {
  const digits = content[0] === 0 ? content.subarray(1) : content;
  return content[0]! >= 0x80 || digits.length > field_size
    ? null
    : concat(new Uint8Array(field_size - digits.length), digits);
}
