// Bytes and their texts. Hexadecimal is lower case; base64 is RFC 4648 §4, canonical, or it is refused.

/** Bytes over memory of their own, as Blobs, workers and the generator take them. */
export type Bytes = Uint8Array<ArrayBuffer>;

const encoder = new TextEncoder();
const strictDecoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
const hexDigits = '0123456789abcdef';
const base64Digits = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

export function utf8(text: string): Bytes {
  return encoder.encode(text);
}

/** The text of UTF-8 bytes; throws on anything else. A byte order mark stays a character. */
export function fromUtf8(bytes: Uint8Array): string {
  return strictDecoder.decode(bytes);
}

/** One character a byte; for texts whose alphabet was checked before. */
export function fromAscii(bytes: Uint8Array): string {
  let text = '';
  for (let i = 0; i < bytes.length; i += 4096) {
    text += String.fromCharCode(...bytes.subarray(i, i + 4096));
  }

  return text;
}

export function concat(...parts: readonly ArrayLike<number>[]): Bytes {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }

  return whole;
}

/** Takes the same time wherever the first difference stands. */
export function sameBytes(left: Uint8Array, right: Uint8Array): boolean {
  let difference = left.length ^ right.length;
  for (let i = 0; i < left.length && i < right.length; i++) {
    difference |= left[i]! ^ right[i]!;
  }

  return difference === 0;
}

/** Before 0, equal 0, after more than 0: by bytes, a beginning before what it begins. */
export function compareBytes(left: Uint8Array, right: Uint8Array): number {
  for (let i = 0; i < left.length && i < right.length; i++) {
    if (left[i] !== right[i]) {
      return left[i]! - right[i]!;
    }
  }

  return left.length - right.length;
}

export function hex(bytes: Uint8Array): string {
  let text = '';
  for (const byte of bytes) {
    text += hexDigits.charAt(byte >> 4) + hexDigits.charAt(byte & 15);
  }

  return text;
}

/** Throws on an odd number of digits or another character; takes both cases. */
export function fromHex(text: string): Bytes {
  if (text.length % 2 !== 0 || !/^[0-9a-fA-F]*$/.test(text)) {
    throw new RangeError('This is not hexadecimal.');
  }

  const bytes = new Uint8Array(text.length / 2);
  for (let i = 0; i < bytes.length; i++) {
    bytes[i] = Number.parseInt(text.slice(2 * i, 2 * i + 2), 16);
  }

  return bytes;
}

export function base64(bytes: Uint8Array): string {
  const groups: string[] = [];
  for (let i = 0; i < bytes.length; i += 3) {
    const three = (bytes[i]! << 16) | ((bytes[i + 1] ?? 0) << 8) | (bytes[i + 2] ?? 0);
    groups.push(
      base64Digits.charAt(three >> 18) + base64Digits.charAt((three >> 12) & 63)
      + (i + 1 < bytes.length ? base64Digits.charAt((three >> 6) & 63) : '=')
      + (i + 2 < bytes.length ? base64Digits.charAt(three & 63) : '='));
  }

  return groups.join('');
}

/** Null unless the text is the one canonical form of some bytes: no white space, unused bits zero. */
export function fromBase64(text: string): Bytes | null {
  if (text.length % 4 !== 0 || !/^[A-Za-z0-9+/]*={0,2}$/.test(text)) {
    return null;
  }

  const digits = text.replace(/=+$/, '');
  const bytes = new Uint8Array(Math.floor((digits.length * 3) / 4));
  let bits = 0;
  let held = 0;
  let at = 0;
  for (const digit of digits) {
    bits = ((bits << 6) | base64Digits.indexOf(digit)) & 0xfff;
    held += 6;
    if (held >= 8) {
      held -= 8;
      bytes[at++] = (bits >> held) & 255;
    }
  }

  return base64(bytes) === text ? bytes : null;
}

export function uint32be(value: number): Bytes {
  return new Uint8Array([value >>> 24, value >>> 16, value >>> 8, value]);
}

/** A whole number from 0 to 2^53−1 in eight bytes. */
export function uint64be(value: number): Bytes {
  return concat(uint32be(Math.floor(value / 2 ** 32)), uint32be(value % 2 ** 32));
}

/** Bytes as a whole number, the first byte highest. */
export function toInteger(bytes: Uint8Array): bigint {
  return bytes.length === 0 ? 0n : BigInt(`0x${hex(bytes)}`);
}

/** A whole number in exactly so many bytes; throws when it does not fit. */
export function fromInteger(value: bigint, length: number): Bytes {
  const text = value.toString(16);
  if (value < 0n || text.length > 2 * length) {
    throw new RangeError(`The number does not fit into ${length} bytes.`);
  }

  return fromHex(text.padStart(2 * length, '0'));
}
