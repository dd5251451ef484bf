// HMAC, HKDF (RFC 5869) and PBKDF2 (RFC 8018), all with SM3.
import { concat, uint32be, utf8, type Bytes } from './bytes';
import { block_size, compressWords, digest_size, Sm3, sm3, type Digest } from './sm3';

/** Rounds written today, and the most that are read: more would let a file stop its reader for minutes. */
export const pbkdf2_rounds = 600_000;
export const pbkdf2_most_rounds = 10_000_000;

/** HMAC-SM3 under one key, message after message; the key's two blocks are digested once. */
export class HmacSm3 {
  private readonly inner = new Sm3();
  private readonly outer = new Sm3();
  private readonly running = new Sm3();

  public constructor(key: Uint8Array) {
    const block = new Uint8Array(block_size);
    block.set(key.length > block_size ? sm3(key) : key);
    this.inner.append(block.map((byte) => byte ^ 0x36));
    this.outer.append(block.map((byte) => byte ^ 0x5c));
    this.running.restore(this.inner);
  }

  public append(bytes: Uint8Array): this {
    this.running.append(bytes);
    return this;
  }

  /** The value; the next message may begin. */
  public finish(): Digest {
    const inside = this.running.finish();
    this.running.restore(this.outer);
    const value = this.running.append(inside).finish();
    this.running.restore(this.inner);
    return value;
  }

  /**
   * The XOR of a value and of the values that follow by so many further rounds, each over the one before. A round is
   * two blocks of a fixed form, so nothing but their words moves.
   */
  public iterate(first: Digest, rounds: number): Bytes {
    const view = new DataView(first.buffer, first.byteOffset);
    const w = new Int32Array(68);
    const sum = new Int32Array(8);
    for (let i = 0; i < 8; i++) {
      w[i] = sum[i] = view.getInt32(4 * i);
    }

    const [inner, outer, state] = [this.inner.chaining(), this.outer.chaining(), new Int32Array(8)];
    for (let round = 0; round < rounds; round++) {
      for (const key of [inner, outer]) {
        w.fill(0, 8, 15);
        w[8] = 0x80000000 | 0;
        w[15] = (block_size + digest_size) * 8;
        state.set(key);
        compressWords(state, w);
        w.set(state);
      }

      for (let i = 0; i < 8; i++) {
        sum[i] = sum[i]! ^ w[i]!;
      }
    }

    const output = new DataView(new ArrayBuffer(digest_size));
    sum.forEach((word, i) => {
      output.setInt32(4 * i, word);
    });
    return new Uint8Array(output.buffer);
  }
}

export function hmac(key: Uint8Array, ...parts: readonly Uint8Array[]): Digest {
  const mac = new HmacSm3(key);
  for (const part of parts) {
    mac.append(part);
  }

  return mac.finish();
}

/** RFC 5869 2.2. */
export function hkdfExtract(salt: Uint8Array, ...key: readonly Uint8Array[]): Digest {
  return hmac(salt, ...key);
}

/** RFC 5869 2.3; at most 255 digests long. */
export function hkdfExpand(prk: Uint8Array, info: Uint8Array | string, length: number): Bytes {
  if (length > 255 * digest_size) {
    throw new RangeError('HKDF gives at most 8,160 bytes.');
  }

  const about = typeof info === 'string' ? utf8(info) : info;
  const mac = new HmacSm3(prk);
  const output = new Uint8Array(Math.ceil(length / digest_size) * digest_size);
  let block: Uint8Array = new Uint8Array(0);
  for (let at = 0, i = 1; at < length; at += digest_size, i++) {
    block = mac.append(block).append(about).append(new Uint8Array([i])).finish();
    output.set(block, at);
  }

  return output.slice(0, length);
}

/** The key of a pass phrase (UTF-8, as given) and a salt; 1 to 10,000,000 rounds. */
export function pbkdf2(passphrase: string, salt: Uint8Array, rounds: number, length: number): Bytes {
  if (!Number.isInteger(rounds) || rounds < 1 || rounds > pbkdf2_most_rounds) {
    throw new RangeError(`PBKDF2 takes 1 to ${pbkdf2_most_rounds} rounds.`);
  }

  const mac = new HmacSm3(utf8(passphrase));
  const blocks: Bytes[] = [];
  for (let at = 0, i = 1; at < length; at += digest_size, i++) {
    blocks.push(mac.iterate(mac.append(salt).append(uint32be(i)).finish(), rounds - 1));
  }

  return concat(...blocks).slice(0, length);
}
