// SM2 signatures with SM3 (GB/T 32918.2): keys, signing, checking. Values are DER SEQUENCE{r, s}, one form each.
import { concat, fromInteger, toInteger, utf8, type Bytes } from './bytes';
import {
  curveText, decodePoint, encodePoint, field_size, inverse, modulo, order, sumOfTwo, timesBase,
  type CurvePoint,
} from './curve';
import { bits, DerError, DerReader, oid, sequence, unsigned } from './der';
import { draw, systemEntropy, type Entropy } from './entropy';
import { hmac } from './hmac';
import { oids } from './oids';
import { sm3, type Digest } from './sm3';
import { unwrapSm2 } from './sm2-cipher';

/** The signer's identity in certificates and in all our records (GM/T 0009). */
export const default_identity = '1234567812345678';

const longest_signature = 72;

/** A signer and receiver of secrets whose private half may lie in a token: nothing exports it. */
export interface PrivateKey {
  readonly publicKey: PublicKey;

  /** SM2-with-SM3 over the message under the default identity, DER. */
  sign(message: Uint8Array): Promise<Bytes>;

  /** The secret in an SM2Cipher (DER), or null when it is not for this key. */
  unwrap(cipher: Uint8Array): Promise<Bytes | null>;
}

/** A point on the curve, checked on every import. Two keys are the same when their ids are. */
export class PublicKey {
  /** SubjectPublicKeyInfo, DER: id-ecPublicKey with the named curve, uncompressed. */
  public readonly spki: Bytes;

  /** 0x04 ‖ x ‖ y. */
  public readonly encoded: Bytes;

  /** SM3 of the SubjectPublicKeyInfo: names the key everywhere, certid in sealed files. */
  public readonly id: Digest;

  private constructor(public readonly point: CurvePoint) {
    this.encoded = encodePoint(point);
    this.spki = sequence(sequence(oid(oids.ecPublicKey), oid(oids.curve)), bits(this.encoded));
    this.id = sm3(this.spki);
  }

  public static ofPoint(point: CurvePoint): PublicKey {
    return new PublicKey(point);
  }

  /** Takes 0x04 ‖ x ‖ y; throws for anything else. */
  public static fromPoint(encoded: Uint8Array): PublicKey {
    const point = decodePoint(encoded);
    if (point === null) {
      throw new DerError('The public key is not an uncompressed point on the SM2 curve.');
    }

    return new PublicKey(point);
  }

  /** Takes a SubjectPublicKeyInfo in the one form above; throws for another algorithm, curve or form. */
  public static fromSpki(der: Bytes): PublicKey {
    const reader = new DerReader(der);
    const spki = reader.enter();
    reader.expectEnd();
    const algorithm = spki.enter();
    const isNamed = algorithm.oid() === oids.ecPublicKey && algorithm.oid() === oids.curve;
    algorithm.expectEnd();
    const { value, unused } = spki.bits();
    spki.expectEnd();
    if (!isNamed || unused !== 0) {
      throw new DerError('The public key is not an SM2 key on the recommended curve.');
    }

    return PublicKey.fromPoint(value);
  }

  /** e = SM3(Z ‖ M), the 32 bytes that a token signs. */
  public messageDigest(message: Uint8Array, identity = default_identity): Digest {
    return sm3(this.identityDigest(identity), message);
  }

  /** Z = SM3(ENTL ‖ ID ‖ a ‖ b ‖ G ‖ this point). */
  public identityDigest(identity = default_identity): Digest {
    const id = utf8(identity);
    const length = id.length * 8;
    return sm3(concat([length >> 8, length & 255], id, curveText, this.encoded.subarray(1)));
  }

  /** Whether the signature (DER) is this key's over the message; wrong forms are false, never an exception. */
  public verify(message: Uint8Array, signature: Uint8Array): boolean {
    const given = decodeSignature(signature);
    if (given === null) {
      return false;
    }

    const { r, s } = given;
    const t = modulo(r + s);
    if (t === 0n) {
      return false;
    }

    const point = sumOfTwo(s, this.point, t);
    return !point.is0() && modulo(toInteger(this.messageDigest(message)) + point.toAffine().x) === r;
  }
}

/** A private key in software: a scalar in [1, n−2], on a person's own machine and in tests. */
export class SoftwareKey implements PrivateKey {
  public readonly publicKey: PublicKey;

  private constructor(private readonly d: bigint, private readonly entropy: Entropy) {
    this.publicKey = PublicKey.ofPoint(timesBase(d));
  }

  /** Takes 32 bytes; with d = n−1 nothing could be signed, since 1+d = 0. */
  public static fromScalar(scalar: Uint8Array, entropy: Entropy = systemEntropy): SoftwareKey {
    const d = toInteger(scalar);
    if (scalar.length !== field_size || d === 0n || d >= order - 1n) {
      throw new RangeError('The private key is not 32 bytes in the range 1 to n−2.');
    }

    return new SoftwareKey(d, entropy);
  }

  /** A new key from 48 bytes of chance (bias below 2^−128). */
  public static generate(entropy: Entropy = systemEntropy): SoftwareKey {
    return new SoftwareKey((toInteger(draw(entropy, 48)) % (order - 2n)) + 1n, entropy);
  }

  /** The scalar: for key files only. */
  public exportScalar(): Bytes {
    return fromInteger(this.d, field_size);
  }

  public sign(message: Uint8Array): Promise<Bytes> {
    return Promise.resolve(this.signDigest(this.publicKey.messageDigest(message)));
  }

  public unwrap(cipher: Uint8Array): Promise<Bytes | null> {
    return Promise.resolve(unwrapSm2(cipher, this.d, this.entropy));
  }

  /** Signs e = SM3(Z ‖ M). */
  public signDigest(e: Digest, nonces: Iterable<bigint> = noncesFor(this.exportScalar(), e, this.entropy)): Bytes {
    for (const k of nonces) {
      const r = modulo(toInteger(e) + timesBase(k).toAffine().x);
      const s = modulo(inverse(1n + this.d) * (k - r * this.d));
      if (r !== 0n && r + k !== order && s !== 0n) {
        return sequence(unsigned(fromInteger(r, field_size)), unsigned(fromInteger(s, field_size)));
      }
    }

    throw new RangeError('None of the nonces gives a signature.');
  }
}

/**
 * Nonces by RFC 6979 with HMAC-SM3, fresh randomness mixed in (3.6): a broken generator can never repeat one for two
 * messages.
 */
function* noncesFor(d: Uint8Array, e: Digest, entropy: Entropy): Generator<bigint, never> {
  const seed = concat(d, fromInteger(modulo(toInteger(e)), field_size), draw(entropy, 32));
  let key: Bytes = new Uint8Array(32);
  let value: Bytes = new Uint8Array(32).fill(1);
  const stir = (mark: number, more: Uint8Array): void => {
    key = hmac(key, value, new Uint8Array([mark]), more);
    value = hmac(key, value);
  };

  stir(0, seed);
  stir(1, seed);
  for (;;) {
    value = hmac(key, value);
    const k = toInteger(value);
    stir(0, new Uint8Array(0));
    if (k > 0n && k < order) {
      yield k;
    }
  }
}

function decodeSignature(der: Uint8Array): { readonly r: bigint; readonly s: bigint } | null {
  if (der.length > longest_signature) {
    return null;
  }

  try {
    const reader = new DerReader(concat(der));
    const values = reader.enter();
    reader.expectEnd();
    const [r, s] = [values.integer(), values.integer()];
    values.expectEnd();
    const isPositive = r[0]! < 0x80 && s[0]! < 0x80;
    const numbers = { r: toInteger(r), s: toInteger(s) };
    const inRange = (value: bigint): boolean => value > 0n && value < order;
    return isPositive && inRange(numbers.r) && inRange(numbers.s) ? numbers : null;
  } catch (failure) {
    if (failure instanceof DerError) {
      return null;
    }

    throw failure;
  }
}

