// GM/T 0010 EnvelopedData for one recipient: SM2 wraps an SM4 key, SM4-CBC holds the content. One byte form only. CBC
// alone shows no change: whoever needs that compares with a rebuilt envelope, or signs it.
import { isNamedBy, type Certificate } from '../certificates/certificate';
import { concat, sameBytes, utf8, type Bytes } from '../primitives/bytes';
import { der, DerError, DerReader, explicit, implicit, octets, oid, sequence, tags, unsigned } from '../primitives/der';
import { draw, type Entropy } from '../primitives/entropy';
import { hkdfExpand, hkdfExtract } from '../primitives/hmac';
import { oids } from '../primitives/oids';
import type { PrivateKey } from '../primitives/sm2';
import { decodeSm2Cipher, encryptSm2, hasNonce } from '../primitives/sm2-cipher';
import type { Digest } from '../primitives/sm3';
import { decryptCbc, encryptCbc, key_size } from '../primitives/sm4';
import { limits, roleBytes, type StanzaRole } from './limits';

/** The most bytes one envelope carries in a session. */
export const largest_payload = 65_536;

export interface Envelope {
  readonly issuer: Bytes;
  readonly serial: Bytes;
  readonly wrapped: Bytes;
  readonly iv: Bytes;
  readonly encrypted: Bytes;
}

/** Reads the one DER form; null for anything else. */
export function decodeEnvelope(bytes: Bytes): Envelope | null {
  try {
    const envelope = read(new DerReader(bytes));
    return envelope !== null && sameBytes(encodeEnvelope(envelope), bytes) ? envelope : null;
  } catch (failure) {
    if (failure instanceof DerError) {
      return null;
    }

    throw failure;
  }
}

export function encodeEnvelope(envelope: Envelope): Bytes {
  const one = unsigned(new Uint8Array([1]));
  const recipient = sequence(
    one,
    sequence(envelope.issuer, der(tags.integer, envelope.serial)),
    sequence(oid(oids.sm2Encryption)),
    octets(envelope.wrapped));
  const content = sequence(
    oid(oids.data), sequence(oid(oids.sm4Cbc), octets(envelope.iv)), der(implicit(0), envelope.encrypted));
  return sequence(
    oid(oids.envelopedData), der(explicit(0), sequence(one, der(tags.set, recipient), content)));
}

export function isEnvelopeFor(envelope: Envelope, certificate: Certificate): boolean {
  return isNamedBy(certificate, envelope.issuer, envelope.serial);
}

/** The content, or null when the key does not open it. */
export async function openEnvelope(bytes: Bytes, key: PrivateKey): Promise<Bytes | null> {
  const envelope = decodeEnvelope(bytes);
  const kek = envelope === null ? null : await key.unwrap(envelope.wrapped);
  return envelope !== null && kek?.length === key_size ? decryptCbc(kek, envelope.iv, envelope.encrypted) : null;
}

/** What follows from a secret for one holder: key, iv and nonce of its envelope (sealing.md B.3, lines 39 and 40). */
class SecretKeys {
  public readonly kek: Bytes;
  public readonly iv: Bytes;
  public readonly nonce: Bytes;

  public constructor(context: Digest, role: StanzaRole, index: number, secret: Uint8Array, keyId: Digest) {
    const info = concat(utf8('bidseal/1 wrap'), [roleBytes[role], index], keyId);
    const w = hkdfExpand(hkdfExtract(context, secret), info, 80);
    [this.kek, this.iv, this.nonce] = [w.slice(0, 16), w.slice(16, 32), w.slice(32)];
  }
}

/** m = byte(role) ‖ byte(i) ‖ secret: what a release hands over. */
export function releaseMessage(role: StanzaRole, index: number, secret: Uint8Array): Bytes {
  if (secret.length !== limits.secret) {
    throw new RangeError('A secret has 32 bytes.');
  }

  return concat([roleBytes[role], index], secret);
}

/** envelope(role, i, secret, certificate): the same bytes for the same secret. Throws in the 2^−128 case. */
export function buildSecretEnvelope(
  context: Digest, role: StanzaRole, index: number, secret: Uint8Array, recipient: Certificate,
): Bytes {
  const { kek, iv, nonce } = new SecretKeys(context, role, index, secret, recipient.id);
  const built = build(recipient, kek, iv, nonce, releaseMessage(role, index, secret));
  if (built === null) {
    throw new Error('The key stream came out all zero: draw new secrets and seal again.');
  }

  return built;
}

/** Opens one with its recipient's key: m, or null when it does not open or holds another role or number. */
export async function openSecretEnvelope(
  bytes: Bytes, key: PrivateKey, role: StanzaRole, index: number,
): Promise<Bytes | null> {
  const message = await openEnvelope(bytes, key);
  const isOurs = message?.length === limits.release && message[0] === roleBytes[role] && message[1] === index;
  return isOurs ? message : null;
}

/** The nonce's point, iv and content compared, for want of the recipient's certificate. */
export function matchesWithoutCertificate(
  context: Digest, role: StanzaRole, index: number, secret: Uint8Array, keyId: Digest, bytes: Bytes,
): boolean {
  const { kek, iv, nonce } = new SecretKeys(context, role, index, secret, keyId);
  const envelope = decodeEnvelope(bytes);
  return envelope !== null
    && sameBytes(envelope.iv, iv)
    && sameBytes(envelope.encrypted, encryptCbc(kek, iv, releaseMessage(role, index, secret)))
    && hasNonce(envelope.wrapped, nonce);
}

/** A payload on its way to one key for one session: fresh randomness. The record that carries it is signed. */
export function sealForSession(payload: Uint8Array, recipient: Certificate, entropy: Entropy): Bytes {
  if (payload.length > largest_payload) {
    throw new RangeError(`One envelope carries at most ${largest_payload} bytes.`);
  }

  for (;;) {
    const random = draw(entropy, 80);
    const built = build(recipient, random.slice(0, 16), random.slice(16, 32), random.slice(32), payload);
    if (built !== null) {
      return built;
    }
  }
}

function build(
  recipient: Certificate, kek: Uint8Array, iv: Bytes, nonce: Uint8Array, content: Uint8Array,
): Bytes | null {
  const wrapped = encryptSm2(recipient.publicKey, kek, nonce);
  return wrapped === null ? null : encodeEnvelope({
    issuer: recipient.issuer.der, serial: recipient.serial, wrapped, iv, encrypted: encryptCbc(kek, iv, content),
  });
}

function read(reader: DerReader): Envelope | null {
  const info = reader.enter();
  reader.expectEnd();
  const isEnveloped = info.oid() === oids.envelopedData;
  const wrapper = info.enter(explicit(0));
  info.expectEnd();
  const enveloped = wrapper.enter();
  wrapper.expectEnd();
  const first = enveloped.small();
  const recipients = enveloped.enter(tags.set);
  const recipient = recipients.enter();
  recipients.expectEnd();

  const second = recipient.small();
  const identity = recipient.enter();
  const issuer = identity.readEncoded();
  const serial = identity.integer();
  identity.expectEnd();
  const wrapping = recipient.enter();
  const isSm2 = wrapping.oid() === oids.sm2Encryption;
  wrapping.expectEnd();
  const wrapped = recipient.octets();
  recipient.expectEnd();

  const content = enveloped.enter();
  enveloped.expectEnd();
  const isData = content.oid() === oids.data;
  const algorithm = content.enter();
  const isSm4 = algorithm.oid() === oids.sm4Cbc;
  const iv = algorithm.octets();
  algorithm.expectEnd();
  const encrypted = content.read(implicit(0));
  content.expectEnd();

  const isKnown = isEnveloped && isSm2 && isData && isSm4 && first === 1 && second === 1;
  const isSized = iv.length === key_size && encrypted.length > 0 && encrypted.length % key_size === 0;
  return isKnown && isSized && decodeSm2Cipher(wrapped) !== null ? { issuer, serial, wrapped, iv, encrypted } : null;
}
