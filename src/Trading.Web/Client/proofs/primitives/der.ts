// Strict DER: one byte form a value. Only what certificates, keys, envelopes and signatures use.
import { concat, fromAscii, type Bytes } from './bytes';

export const tags = {
  boolean: 0x01, integer: 0x02, bitString: 0x03, octetString: 0x04, null: 0x05, oid: 0x06, utf8String: 0x0c,
  numericString: 0x12, printableString: 0x13, t61String: 0x14, ia5String: 0x16, utcTime: 0x17, generalizedTime: 0x18,
  visibleString: 0x1a, bmpString: 0x1e, sequence: 0x30, set: 0x31,
} as const;

/** [n] EXPLICIT, or IMPLICIT of something constructed. */
export function explicit(number: number): number {
  return 0xa0 | number;
}

/** [n] IMPLICIT of something primitive. */
export function implicit(number: number): number {
  return 0x80 | number;
}

export class DerError extends Error {
  public override readonly name = 'DerError';
}

/** Reads values one after the other; every deviation from DER is a {@link DerError}. */
export class DerReader {
  private at = 0;

  public constructor(private readonly bytes: Bytes) {}

  public get hasData(): boolean {
    return this.at < this.bytes.length;
  }

  /** The next value's tag, or −1 at the end. */
  public peek(): number {
    return this.bytes[this.at] ?? -1;
  }

  public expectEnd(): void {
    if (this.hasData) {
      throw new DerError('There are bytes after the value.');
    }
  }

  /** The content of the next value, which must have this tag. */
  public read(tag: number): Bytes {
    const { start, end } = this.measure();
    if (this.peek() !== tag) {
      throw new DerError(`Expected a value with tag ${tag.toString(16)}, found ${this.peek().toString(16)}.`);
    }

    this.at = end;
    return this.bytes.slice(start, end);
  }

  /** The next value whole, whatever it is. */
  public readEncoded(): Bytes {
    const { end } = this.measure();
    const value = this.bytes.slice(this.at, end);
    this.at = end;
    return value;
  }

  public enter(tag: number = tags.sequence): DerReader {
    return new DerReader(this.read(tag));
  }

  /** The content bytes of an INTEGER: minimal, never empty. */
  public integer(): Bytes {
    const value = this.read(tags.integer);
    const padded = value.length > 1 && ((value[0] === 0 && value[1]! < 0x80) || (value[0] === 0xff && value[1]! >= 0x80));
    if (value.length === 0 || padded) {
      throw new DerError('An INTEGER is not minimal.');
    }

    return value;
  }

  /** A whole number from 0 to 2^31−1. */
  public small(): number {
    const value = this.integer();
    if (value.length > 4 || value[0]! >= 0x80) {
      throw new DerError('A number is out of range.');
    }

    return value.reduce((sum, byte) => sum * 256 + byte, 0);
  }

  public oid(): string {
    const value = this.read(tags.oid);
    const arcs: bigint[] = [];
    let arc = 0n;
    let begins = true;
    for (const byte of value) {
      if (begins && byte === 0x80) {
        throw new DerError('An object identifier is not minimal.');
      }

      arc = (arc << 7n) | BigInt(byte & 0x7f);
      begins = byte < 0x80;
      if (begins) {
        arcs.push(arc);
        arc = 0n;
      }
    }

    const [first] = arcs;
    if (first === undefined || !begins) {
      throw new DerError('An object identifier is cut off.');
    }

    const top = first < 80n ? first / 40n : 2n;
    return [top, first - 40n * top, ...arcs.slice(1)].join('.');
  }

  public octets(): Bytes {
    return this.read(tags.octetString);
  }

  /** The bytes of a BIT STRING and how many bits of the last one are unused; those are zero. */
  public bits(): { readonly value: Bytes; readonly unused: number } {
    const content = this.read(tags.bitString);
    const unused = content[0] ?? 8;
    const last = content[content.length - 1] ?? 0;
    if (unused > 7 || (unused > 0 && (content.length < 2 || (last & ((1 << unused) - 1)) !== 0))) {
      throw new DerError('A BIT STRING is malformed.');
    }

    return { value: content.slice(1), unused };
  }

  public boolean(): boolean {
    const [value, ...rest] = this.read(tags.boolean);
    if (rest.length > 0 || (value !== 0 && value !== 0xff)) {
      throw new DerError('A BOOLEAN is malformed.');
    }

    return value === 0xff;
  }

  private measure(): { readonly start: number; readonly end: number } {
    const tag = this.bytes[this.at];
    const first = this.bytes[this.at + 1];
    if (tag === undefined || first === undefined || (tag & 0x1f) === 0x1f) {
      throw new DerError('A value is cut off, or has a tag not known here.');
    }

    let start = this.at + 2;
    let length = first;
    if (first >= 0x80) {
      const count = first & 0x7f;
      const digits = this.bytes.subarray(start, start + count);
      length = digits.reduce((sum, byte) => sum * 256 + byte, 0);
      if (count === 0 || count > 4 || digits.length < count || digits[0] === 0 || length < 0x80) {
        throw new DerError('A length is not minimal.');
      }

      start += count;
    }

    if (start + length > this.bytes.length) {
      throw new DerError('A value is cut off.');
    }

    return { start, end: start + length };
  }
}

/** One value: tag, length, content. */
export function der(tag: number, ...content: readonly Uint8Array[]): Bytes {
  const length = content.reduce((sum, part) => sum + part.length, 0);
  const digits: number[] = [];
  for (let rest = length; rest > 0; rest = Math.floor(rest / 256)) {
    digits.unshift(rest % 256);
  }

  return concat([tag], length < 0x80 ? [length] : [0x80 | digits.length, ...digits], ...content);
}

export function sequence(...content: readonly Uint8Array[]): Bytes {
  return der(tags.sequence, ...content);
}

/** A number that is not negative, from its bytes: zeros in front are dropped, a sign byte added where needed. */
export function unsigned(bytes: Uint8Array): Bytes {
  const first = bytes.findIndex((byte) => byte !== 0);
  const digits = first < 0 ? new Uint8Array(1) : bytes.slice(first);
  return der(tags.integer, digits[0]! >= 0x80 ? concat([0], digits) : digits);
}

export function oid(text: string): Bytes {
  const [top, second, ...rest] = text.split('.').map(BigInt);
  const bytes: number[] = [];
  for (let arc of [top! * 40n + second!, ...rest]) {
    const digits = [Number(arc & 0x7fn)];
    for (arc >>= 7n; arc > 0n; arc >>= 7n) {
      digits.unshift(Number(arc & 0x7fn) | 0x80);
    }

    bytes.push(...digits);
  }

  return der(tags.oid, new Uint8Array(bytes));
}

export function octets(bytes: Uint8Array): Bytes {
  return der(tags.octetString, bytes);
}

export function bits(bytes: Uint8Array): Bytes {
  return der(tags.bitString, concat([0], bytes));
}

/** The text of an ASN.1 string value, or null when it is none. */
export function textOf(tag: number, content: Uint8Array): string | null {
  switch (tag) {
    case tags.utf8String:
      return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(content);
    case tags.bmpString:
      return new TextDecoder('utf-16be', { fatal: true, ignoreBOM: true }).decode(content);
    case tags.numericString: case tags.printableString: case tags.t61String: case tags.ia5String: case tags.visibleString:
      return fromAscii(content);
    default:
      return null;
  }
}
