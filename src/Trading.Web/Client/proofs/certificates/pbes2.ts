// EncryptedPrivateKeyInfo by PBES2 (RFC 8018). Writes PBKDF2-HMAC-SM3 with SM4-CBC (GM/T 0091); reads also what openssl
// writes by itself: HMAC-SHA256, and AES-256-CBC, which the browser computes.
import { concat, utf8, type Bytes } from '../primitives/bytes';
import { der, DerError, DerReader, octets, oid, sequence, tags, unsigned } from '../primitives/der';
import { draw, type Entropy } from '../primitives/entropy';
import { pbkdf2, pbkdf2_most_rounds, pbkdf2_rounds } from '../primitives/hmac';
import { oids } from '../primitives/oids';
import { decryptCbc, encryptCbc, key_size } from '../primitives/sm4';

export function encryptPbes2(plaintext: Uint8Array, passphrase: string, entropy: Entropy): Bytes {
  const [salt, iv] = [draw(entropy, 16), draw(entropy, 16)];
  const key = pbkdf2(passphrase, salt, pbkdf2_rounds, key_size);
  const rounds = unsigned(new Uint8Array([pbkdf2_rounds >> 16, pbkdf2_rounds >> 8, pbkdf2_rounds]));
  const derivation = sequence(octets(salt), rounds, sequence(oid(oids.hmacSm3), der(tags.null)));
  return sequence(
    sequence(
      oid(oids.pbes2),
      sequence(sequence(oid(oids.pbkdf2), derivation), sequence(oid(oids.sm4Cbc), octets(iv)))),
    octets(encryptCbc(key, iv, plaintext)));
}

/** Null when the pass phrase is wrong; 'unknown' for another scheme or no DER at all. */
export async function decryptPbes2(bytes: Bytes, passphrase: string): Promise<Bytes | null | 'unknown'> {
  let scheme: Scheme | null;
  try {
    scheme = read(bytes);
  } catch (failure) {
    if (!(failure instanceof DerError)) {
      throw failure;
    }

    scheme = null;
  }

  if (scheme === null) {
    return 'unknown';
  }

  const key = await scheme.derive(passphrase);
  return scheme.isSm4 ? decryptCbc(key, scheme.iv, scheme.ciphertext) : decryptAes(key, scheme.iv, scheme.ciphertext);
}

interface Scheme {
  readonly derive: (passphrase: string) => Promise<Bytes>;
  readonly isSm4: boolean;
  readonly iv: Bytes;
  readonly ciphertext: Bytes;
}

function read(bytes: Bytes): Scheme | null {
  const reader = new DerReader(bytes);
  const info = reader.enter();
  reader.expectEnd();
  const algorithm = info.enter();
  const ciphertext = info.octets();
  if (algorithm.oid() !== oids.pbes2) {
    return null;
  }

  const parameters = algorithm.enter();
  const kdf = parameters.enter();
  if (kdf.oid() !== oids.pbkdf2) {
    return null;
  }

  const derivation = kdf.enter();
  const salt = derivation.octets();
  const rounds = derivation.small();
  if (derivation.peek() === tags.integer) {
    derivation.small();
  }

  const mac = derivation.enter().oid();
  const encryption = parameters.enter();
  const cipher = encryption.oid();
  const iv = encryption.octets();
  const isSm4 = cipher === oids.sm4Cbc;
  const length = isSm4 ? key_size : 32;
  if (rounds < 1 || rounds > pbkdf2_most_rounds || iv.length !== 16 || (!isSm4 && cipher !== oids.aes256Cbc)) {
    return null;
  }

  switch (mac) {
    case oids.hmacSm3: case oids.hmacSm3Registered:
      return { derive: (phrase) => Promise.resolve(pbkdf2(phrase, salt, rounds, length)), isSm4, iv, ciphertext };
    case oids.hmacSha256:
      return { derive: (phrase) => pbkdf2Sha256(phrase, salt, rounds, length), isSm4, iv, ciphertext };
    default:
      return null;
  }
}

async function pbkdf2Sha256(passphrase: string, salt: Bytes, rounds: number, length: number): Promise<Bytes> {
  const secret = await crypto.subtle.importKey('raw', utf8(passphrase), 'PBKDF2', false, ['deriveBits']);
  const bits = await crypto.subtle.deriveBits(
    { name: 'PBKDF2', hash: 'SHA-256', salt, iterations: rounds }, secret, length * 8);
  return new Uint8Array(bits);
}

async function decryptAes(key: Bytes, iv: Bytes, ciphertext: Bytes): Promise<Bytes | null> {
  const secret = await crypto.subtle.importKey('raw', key, 'AES-CBC', false, ['decrypt']);
  try {
    return concat(new Uint8Array(await crypto.subtle.decrypt({ name: 'AES-CBC', iv }, secret, ciphertext)));
  } catch {
    return null;
  }
}
