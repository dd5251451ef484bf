// X.509 certificates for SM2 keys, signed SM2-with-SM3: what of them is used here. Reading one says nothing about its
// worth; chain.ts does.
import { sameBytes, type Bytes } from '../primitives/bytes';
import { DerError, DerReader, explicit, implicit, tags } from '../primitives/der';
import { oids } from '../primitives/oids';
import { PublicKey } from '../primitives/sm2';
import type { Digest } from '../primitives/sm3';
import { findCreditCode } from './credit-code';
import { DistinguishedName, nameOids } from './names';
import { pemBlocks, toPem } from './pem';

export const test_only_oid = '2.25.137438957472530112940347256823147862014';
export const key_usage_oid = '2.5.29.15';
export const basic_constraints_oid = '2.5.29.19';

/** What the holder may do with the key (GM/T 0015: double certificates). */
export interface CertificateUsage {
  /** Sign records and log in. */
  readonly sign: boolean;

  /** Receive sealed secrets. */
  readonly encrypt: boolean;

  /** Sign other certificates. */
  readonly issue: boolean;
}

interface Extension {
  readonly oid: string;
  readonly critical: boolean;
  readonly value: Bytes;
}

const largest = 16_384;
const most_extensions = 64;

export class Certificate {
  public readonly publicKey: PublicKey;
  public readonly usage: CertificateUsage;
  public readonly issuer: DistinguishedName;
  public readonly subject: DistinguishedName;

  /** The content bytes of the serial number. */
  public readonly serial: Bytes;
  public readonly notBefore: Date;
  public readonly notAfter: Date;

  /** 统一社会信用代码 of the holder by the rule for its issuer, its check right; null when absent. */
  public readonly creditCode: string | null;

  /** The bytes that are signed, and the issuer's signature over them. */
  public readonly signed: Bytes;
  public readonly signature: Bytes;
  public readonly extensions: readonly Extension[];

  /** Reads strict DER; throws a DerError for anything else, and for other keys. */
  public constructor(public readonly der: Bytes) {
    if (der.length > largest) {
      throw new DerError(`A certificate has at most ${largest} bytes.`);
    }

    const outer = new DerReader(der);
    const whole = outer.enter();
    outer.expectEnd();
    this.signed = whole.readEncoded();
    readAlgorithm(whole);
    const { value, unused } = whole.bits();
    whole.expectEnd();
    if (unused !== 0) {
      throw new DerError('The signature is not whole bytes.');
    }

    this.signature = value;
    const body = new DerReader(this.signed).enter();
    const version = readVersion(body);
    this.serial = body.integer();
    readAlgorithm(body);
    this.issuer = new DistinguishedName(body.readEncoded());
    const validity = body.enter();
    [this.notBefore, this.notAfter] = [readTime(validity), readTime(validity)];
    validity.expectEnd();
    this.subject = new DistinguishedName(body.readEncoded());
    this.publicKey = PublicKey.fromSpki(body.readEncoded());
    this.extensions = readExtensions(body, version);
    this.usage = this.readUsage();
    this.creditCode = findCreditCode(this.issuer.get(nameOids.organization), (oid) => this.extension(oid));
  }

  /** Every certificate of a PEM text, in order. */
  public static readAll(pem: string): readonly Certificate[] {
    return pemBlocks(pem).filter(({ label }) => label === 'CERTIFICATE').map(({ bytes }) => new Certificate(bytes));
  }

  /** The first certificate of a PEM text; throws when there is none. */
  public static fromPem(pem: string): Certificate {
    const [first] = Certificate.readAll(pem);
    if (first === undefined) {
      throw new DerError('The text holds no CERTIFICATE block.');
    }

    return first;
  }

  /** SM3 of the SubjectPublicKeyInfo: certid. */
  public get id(): Digest {
    return this.publicKey.id;
  }

  /** For people; never proof of who somebody is. */
  public get commonName(): string {
    return this.subject.get(nameOids.commonName) ?? '';
  }

  public get isTestOnly(): boolean {
    return this.extension(test_only_oid) !== null;
  }

  public extension(oid: string): Bytes | null {
    return this.extensions.find((extension) => extension.oid === oid)?.value ?? null;
  }

  public toPem(): string {
    return toPem('CERTIFICATE', this.der);
  }

  public equals(other: Certificate): boolean {
    return sameBytes(this.der, other.der);
  }

  /** Whether basicConstraints make it a CA, and how many issuers may follow below; null when it is none. */
  public pathLength(): number | null {
    const extension = this.extension(basic_constraints_oid);
    const constraints = extension === null ? null : new DerReader(extension).enter();
    if (constraints === null || !constraints.hasData || !constraints.boolean()) {
      return null;
    }

    return constraints.hasData ? constraints.small() : Number.POSITIVE_INFINITY;
  }

  /** Without keyUsage a CA may still issue (RFC 5280 4.2.1.3); a holder's certificate then allows nothing. */
  private readUsage(): CertificateUsage {
    const isCa = this.pathLength() !== null;
    const extension = this.extension(key_usage_oid);
    if (extension === null) {
      return { sign: false, encrypt: false, issue: isCa };
    }

    const reader = new DerReader(extension);
    const { value } = reader.bits();
    reader.expectEnd();
    const first = value[0] ?? 0;
    return { sign: (first & 0xc0) !== 0, encrypt: (first & 0x38) !== 0, issue: (first & 0x04) !== 0 && isCa };
  }
}

/** Whether a certificate is the one an envelope names: issuer and serial number. */
export function isNamedBy(certificate: Certificate, issuer: Uint8Array, serial: Uint8Array): boolean {
  return sameBytes(certificate.issuer.der, issuer) && sameBytes(certificate.serial, serial);
}

function readVersion(body: DerReader): number {
  if (body.peek() !== explicit(0)) {
    return 1;
  }

  const version = body.enter(explicit(0)).small();
  if (version !== 1 && version !== 2) {
    throw new DerError('The certificate has a version not known here.');
  }

  return version + 1;
}

function readAlgorithm(reader: DerReader): void {
  const algorithm = reader.enter();
  if (algorithm.oid() !== oids.sm2WithSm3) {
    throw new DerError('The certificate is not signed SM2-with-SM3.');
  }

  // Parameters are absent by the standard; some CAs write NULL.
  if (algorithm.hasData) {
    algorithm.read(tags.null);
    algorithm.expectEnd();
  }
}

function readTime(reader: DerReader): Date {
  const isShort = reader.peek() === tags.utcTime;
  const text = String.fromCharCode(...reader.read(isShort ? tags.utcTime : tags.generalizedTime));
  const digits = isShort && /^\d{12}Z$/.test(text) ? `${Number(text.slice(0, 2)) < 50 ? 20 : 19}${text}` : text;
  const found = /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)Z$/.exec(digits);
  const time = new Date(found === null ? NaN : `${found.slice(1, 4).join('-')}T${found.slice(4).join(':')}Z`);
  if (Number.isNaN(time.getTime())) {
    throw new DerError('A time is malformed.');
  }

  return time;
}

function readExtensions(body: DerReader, version: number): readonly Extension[] {
  for (const number of [1, 2]) {
    // issuerUniqueID and subjectUniqueID, long out of use.
    if (body.peek() === implicit(number)) {
      body.readEncoded();
    }
  }

  const found: Extension[] = [];
  if (!body.hasData) {
    return found;
  }

  const wrapper = body.enter(explicit(3));
  body.expectEnd();
  const list = wrapper.enter();
  wrapper.expectEnd();
  while (list.hasData) {
    const values = list.enter();
    const oid = values.oid();
    const critical = values.peek() === tags.boolean && values.boolean();
    const value = values.octets();
    values.expectEnd();
    if (version !== 3 || found.length === most_extensions || found.some((extension) => extension.oid === oid)) {
      throw new DerError(`The extension ${oid} stands twice, or where none may stand.`);
    }

    found.push({ oid, critical, value });
  }

  return found;
}
