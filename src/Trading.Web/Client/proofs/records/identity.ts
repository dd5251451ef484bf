// Who somebody is: login/1, register/1, certify/1.
import { base64, sameBytes, type Bytes } from '../primitives/bytes';
import { sm3, type Digest } from '../primitives/sm3';
import { canonicalBytes } from './canonical';
import { expectDistinct, readLines, RecordError, writeLines, type Line } from './line-record';
import { shapeOf } from './shapes';
import { timeText } from './times';

/** 登录声明: answers a one-time challenge of a web origin; its type line keeps it from passing for a bid's. */
export interface LoginRecord {
  readonly origin: string;
  readonly nonce: Digest;
  readonly certificate: Digest;
  readonly time: Date;
}

export function loginText(record: LoginRecord): string {
  return writeLines(shapeOf('login/1'), [
    ['origin', record.origin],
    ['nonce', record.nonce],
    ['certificate', record.certificate],
    ['time', timeText(record.time)],
  ]);
}

export function readLogin(text: string): LoginRecord {
  const group = readLines(shapeOf('login/1'), text);
  return {
    origin: group.text('origin'), nonce: group.digest('nonce'), certificate: group.digest('certificate'),
    time: new Date(group.text('time')),
  };
}

export type PartyKind = 'bidder' | 'tenderee' | 'agency' | 'supervisor' | 'notary' | 'centre' | 'expert' | 'auditor';

/** 主体登记书: a party registers itself and its keys; contact data is named by its salted digest only. */
export interface RegisterRecord {
  readonly kind: PartyKind;
  readonly code: string;
  readonly name: string;
  readonly sign: Digest;
  readonly encrypt: readonly Digest[];
  readonly contact: Digest;
  readonly time: Date;
}

export function registerText(record: RegisterRecord): string {
  if (record.kind === 'bidder' && record.encrypt.length === 0) {
    throw new RecordError('Inconsistent', 0, 'a bidder registers at least one encryption key');
  }

  // 双证书: one key for both would let an escrowed encryption key sign.
  expectDistinct([...record.encrypt, record.sign].map(base64), 'a key stands twice');
  return writeLines(shapeOf('register/1'), [
    ['kind', record.kind],
    ['code', record.code],
    ['name', record.name],
    ['sign', record.sign],
    ...record.encrypt.map((key): Line => ['encrypt', key]),
    ['contact', record.contact],
    ['time', timeText(record.time)],
  ]);
}

export function readRegister(text: string): RegisterRecord {
  const group = readLines(shapeOf('register/1'), text);
  const record: RegisterRecord = {
    kind: group.text('kind') as PartyKind, code: group.text('code'), name: group.text('name'), sign: group.digest('sign'),
    encrypt: group.digests('encrypt'), contact: group.digest('contact'), time: new Date(group.text('time')),
  };
  registerText(record);
  return record;
}

/** Whom to reach; personal, so only its salted digest is signed. */
export interface PartyContact {
  readonly person: string;
  readonly phone: string;
  readonly mail?: string;
}

/** SM3(salt ‖ canonical JSON), the `contact` line. */
export function contactDigest({ person, phone, mail }: PartyContact, salt: Digest): Digest {
  return sm3(salt, canonicalBytes({ person, phone, mail }));
}

/** 证书申请书: asks the test CA for a pair; signed by the new signing key. */
export interface CertifyRecord {
  readonly subject: string;
  readonly code: string;
  /** SubjectPublicKeyInfo, DER. */
  readonly sign: Bytes;
  readonly encrypt: Bytes;
  readonly time: Date;
}

export function certifyText(record: CertifyRecord): string {
  if (sameBytes(record.sign, record.encrypt)) {
    throw new RecordError('Inconsistent', 0, 'one key is asked for both uses');
  }

  return writeLines(shapeOf('certify/1'), [
    ['subject', record.subject],
    ['code', record.code],
    ['sign', record.sign],
    ['encrypt', record.encrypt],
    ['time', timeText(record.time)],
  ]);
}

export function readCertify(text: string): CertifyRecord {
  const group = readLines(shapeOf('certify/1'), text);
  const record: CertifyRecord = {
    subject: group.text('subject'), code: group.text('code'), sign: group.bytes('sign'), encrypt: group.bytes('encrypt'),
    time: new Date(group.text('time')),
  };
  certifyText(record);
  return record;
}
