// *.seal.json: what the bidder keeps and never uploads. With the file itself it gives the sealed file again, byte for
// byte, and B and T from it stand in for a lost key or a stubborn custodian.
import { Certificate } from '../certificates/certificate';
import { base64, fromBase64, fromUtf8, sameBytes, uint32be, utf8, type Bytes } from '../primitives/bytes';
import { DerError } from '../primitives/der';
import { draw, systemEntropy, type Entropy } from '../primitives/entropy';
import { hkdfExpand, hmac, pbkdf2, pbkdf2_most_rounds, pbkdf2_rounds } from '../primitives/hmac';
import { asDigest, type Digest } from '../primitives/sm3';
import { decryptCbc, encryptCbc } from '../primitives/sm4';
import { isPart, isRelease, limits } from './limits';
import { faultOf, type SealRequest, type SealSecrets } from './request';

export interface SealRecord {
  readonly request: SealRequest;
  readonly secrets: SealSecrets;
  /** SM3 of P, as in the header. */
  readonly digest: Digest;
  /** Bytes of the file that was sealed. */
  readonly length: number;
  readonly fileSm3: Digest;
  readonly fileSize: number;
}

export type SealRecordFault = 'no-record' | 'passphrase-needed' | 'passphrase-wrong' | 'unknown-encryption';

export class SealRecordError extends Error {
  public override readonly name = 'SealRecordError';

  public constructor(public readonly fault: SealRecordFault, message: string) {
    super(message);
  }
}

const clear_type = 'seal-record/1';
const encrypted_type = 'seal-record/1 encrypted';
const kdf_name = 'PBKDF2-HMAC-SM3';

/** The record in the clear: whoever reads it can open the bid alone. */
export function writeSealRecord(record: SealRecord): string {
  const { request, secrets } = record;
  return `${JSON.stringify({
    type: clear_type,
    suite: 'SM',
    tender: request.tender,
    lot: request.lot,
    part: request.part,
    bidder: request.bidder,
    version: request.version,
    opening: base64(request.opening),
    release: request.release,
    threshold: request.threshold,
    bidder_certificates: request.bidderCertificates.map(({ der }) => base64(der)),
    custodian_certificates: request.custodianCertificates.map(({ der }) => base64(der)),
    b: base64(secrets.b),
    t: base64(secrets.t),
    salt: base64(secrets.salt),
    digest: base64(record.digest),
    length: record.length,
    file_sm3: base64(record.fileSm3),
    file_size: record.fileSize,
  }, null, 2)}\n`;
}

/** The record under a pass phrase, 600,000 rounds: a second or two of work. */
export function writeEncryptedSealRecord(
  record: SealRecord, passphrase: string, entropy: Entropy = systemEntropy,
): string {
  const [salt, iv] = [draw(entropy, 16), draw(entropy, 16)];
  const { key, macKey } = keysOf(passphrase, salt, pbkdf2_rounds);
  const ciphertext = encryptCbc(key, iv, utf8(writeSealRecord(record)));
  return `${JSON.stringify({
    type: encrypted_type,
    kdf: kdf_name,
    rounds: pbkdf2_rounds,
    salt: base64(salt),
    iv: base64(iv),
    ciphertext: base64(ciphertext),
    mac: base64(hmac(macKey, salt, uint32be(pbkdf2_rounds), iv, ciphertext)),
  }, null, 2)}\n`;
}

/** Whether reading the text needs a pass phrase. */
export function isEncryptedSealRecord(text: string): boolean {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && 'type' in value && value.type === encrypted_type;
  } catch {
    return false;
  }
}

/** Reads either form; throws a {@link SealRecordError}. */
export function readSealRecord(text: string, passphrase: string | null = null): SealRecord {
  const clear = isEncryptedSealRecord(text) ? decrypt(text, passphrase) : text;
  try {
    return decode(new Fields(clear));
  } catch (failure) {
    if (failure instanceof DerError || failure instanceof RangeError || failure instanceof SyntaxError) {
      throw new SealRecordError('no-record', `This is not a seal record: ${failure.message}`);
    }

    throw failure;
  }
}

function decrypt(text: string, passphrase: string | null): string {
  if (passphrase === null) {
    throw new SealRecordError('passphrase-needed', 'The seal record is encrypted; give its pass phrase.');
  }

  const fields = new Fields(text);
  fields.text('type');
  const [kdf, rounds] = [fields.text('kdf'), fields.number('rounds')];
  const [salt, iv, ciphertext, mac] = [
    fields.bytes('salt'), fields.bytes('iv'), fields.bytes('ciphertext'), fields.bytes('mac'),
  ];
  fields.expectNoMore();
  if (kdf !== kdf_name || rounds < 1 || rounds > pbkdf2_most_rounds || iv.length !== 16) {
    throw new SealRecordError('unknown-encryption', 'The seal record is encrypted in a way not known here.');
  }

  const { key, macKey } = keysOf(passphrase, salt, rounds);
  const isWhole = sameBytes(hmac(macKey, salt, uint32be(rounds), iv, ciphertext), mac);
  const plaintext = isWhole ? decryptCbc(key, iv, ciphertext) : null;
  if (plaintext === null) {
    throw new SealRecordError(
      'passphrase-wrong', 'The pass phrase does not open the seal record, or the record was changed.');
  }

  return fromUtf8(plaintext);
}

function keysOf(passphrase: string, salt: Bytes, rounds: number): { readonly key: Bytes; readonly macKey: Bytes } {
  const keys = hkdfExpand(pbkdf2(passphrase, salt, rounds, 32), clear_type, 48);
  return { key: keys.slice(0, 16), macKey: keys.slice(16) };
}

function decode(fields: Fields): SealRecord {
  if (fields.text('type') !== clear_type || fields.text('suite') !== 'SM') {
    throw new RangeError('another type or suite');
  }

  const [part, release] = [fields.text('part'), fields.text('release')];
  if (!isPart(part) || !isRelease(release)) {
    throw new RangeError('no known part or release mode');
  }

  const request: SealRequest = {
    tender: fields.text('tender'),
    lot: fields.text('lot'),
    part,
    bidder: fields.text('bidder'),
    version: fields.number('version'),
    opening: asDigest(fields.bytes('opening')),
    release,
    threshold: fields.number('threshold'),
    bidderCertificates: fields.list('bidder_certificates').map((der) => new Certificate(der)),
    custodianCertificates: fields.list('custodian_certificates').map((der) => new Certificate(der)),
  };
  const secrets: SealSecrets = { b: fields.bytes('b'), t: fields.bytes('t'), salt: fields.bytes('salt') };
  const record: SealRecord = {
    request, secrets, digest: asDigest(fields.bytes('digest')), length: fields.number('length'),
    fileSm3: asDigest(fields.bytes('file_sm3')), fileSize: fields.number('file_size'),
  };
  fields.expectNoMore();
  const fault = faultOf(request)
    ?? (Object.values(secrets).every(({ length }) => length === limits.secret) ? null : 'B, T and salt have 32 bytes each.');
  if (fault !== null) {
    throw new RangeError(fault);
  }

  return record;
}

/** A JSON object whose fields are asked for one by one; what nobody asked for is refused. */
class Fields {
  private readonly values = new Map<string, unknown>();

  public constructor(text: string) {
    const value: unknown = JSON.parse(text);
    if (typeof value !== 'object' || value === null || Array.isArray(value)) {
      throw new RangeError('no object');
    }

    for (const [name, field] of Object.entries(value)) {
      this.values.set(name, field);
    }
  }

  public text(name: string): string {
    const value = this.take(name);
    return typeof value === 'string' ? value : this.refuse(name);
  }

  public number(name: string): number {
    const value = this.take(name);
    return Number.isSafeInteger(value) ? (value as number) : this.refuse(name);
  }

  public bytes(name: string): Bytes {
    return fromBase64(this.text(name)) ?? this.refuse(name);
  }

  public list(name: string): readonly Bytes[] {
    const value = this.take(name);
    return Array.isArray(value)
      ? value.map((item: unknown) => (typeof item === 'string' ? fromBase64(item) : null) ?? this.refuse(name))
      : this.refuse(name);
  }

  public expectNoMore(): void {
    for (const name of this.values.keys()) {
      this.refuse(name);
    }
  }

  private take(name: string): unknown {
    const value = this.values.get(name);
    this.values.delete(name);
    return value;
  }

  private refuse(name: string): never {
    throw new RangeError(`the field ${name} is missing, unknown or of another form`);
  }
}
