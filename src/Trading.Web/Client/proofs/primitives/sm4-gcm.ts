// AEAD_SM4_GCM (RFC 8998): nonces of 12 bytes, tags of 16. One object is one key; its tables are made once.
import { concat, sameBytes, type Bytes } from './bytes';
import { encryptWords, put, roundKeys, words } from './sm4';

export const nonce_size = 12;
export const tag_size = 16;

export class Sm4Gcm {
  private readonly keys: Int32Array;
  private readonly ghash: Ghash;
  private readonly counter = new Int32Array(4);
  private readonly stream = new Int32Array(4);

  public constructor(key: Uint8Array) {
    this.keys = roundKeys(key);
    const h = new Int32Array(4);
    encryptWords(this.keys, h);
    this.ghash = new Ghash(h);
  }

  /** Encrypts `input` into the beginning of `output`, the tag behind it; gives the bytes written. */
  public seal(nonce: Uint8Array, input: Uint8Array, output: Uint8Array, about: Uint8Array = none): number {
    const { length } = input;
    this.begin(nonce);
    this.crypt(input, output);
    const tag = this.tag(about, output.subarray(0, length));
    put(tag, output, length);
    return length + tag_size;
  }

  /** Checks the tag at the end of `input` and only then writes; false, and nothing written, when it does not hold. */
  public open(nonce: Uint8Array, input: Uint8Array, output: Uint8Array, about: Uint8Array = none): boolean {
    const length = input.length - tag_size;
    if (length < 0) {
      return false;
    }

    this.begin(nonce);
    const found = new Uint8Array(tag_size);
    put(this.tag(about, input.subarray(0, length)), found, 0);
    if (!sameBytes(found, input.subarray(length))) {
      return false;
    }

    this.crypt(input.subarray(0, length), output);
    return true;
  }

  private begin(nonce: Uint8Array): void {
    if (nonce.length !== nonce_size) {
      throw new RangeError('A nonce has 12 bytes.');
    }

    this.counter.set(words(concat(nonce, [0, 0, 0, 1])));
  }

  /** Counter mode from counter 2. */
  private crypt(input: Uint8Array, output: Uint8Array): void {
    const { counter, stream, keys } = this;
    const n0 = counter[0]!;
    const n1 = counter[1]!;
    const n2 = counter[2]!;
    const whole = input.length & ~15;
    let number = 2;
    for (let at = 0; at < whole; at += 16, number++) {
      stream[0] = n0;
      stream[1] = n1;
      stream[2] = n2;
      stream[3] = number;
      encryptWords(keys, stream);
      let word = stream[0]!;
      output[at] = input[at]! ^ (word >>> 24);
      output[at + 1] = input[at + 1]! ^ (word >>> 16);
      output[at + 2] = input[at + 2]! ^ (word >>> 8);
      output[at + 3] = input[at + 3]! ^ word;
      word = stream[1]!;
      output[at + 4] = input[at + 4]! ^ (word >>> 24);
      output[at + 5] = input[at + 5]! ^ (word >>> 16);
      output[at + 6] = input[at + 6]! ^ (word >>> 8);
      output[at + 7] = input[at + 7]! ^ word;
      word = stream[2]!;
      output[at + 8] = input[at + 8]! ^ (word >>> 24);
      output[at + 9] = input[at + 9]! ^ (word >>> 16);
      output[at + 10] = input[at + 10]! ^ (word >>> 8);
      output[at + 11] = input[at + 11]! ^ word;
      word = stream[3]!;
      output[at + 12] = input[at + 12]! ^ (word >>> 24);
      output[at + 13] = input[at + 13]! ^ (word >>> 16);
      output[at + 14] = input[at + 14]! ^ (word >>> 8);
      output[at + 15] = input[at + 15]! ^ word;
    }

    if (whole < input.length) {
      stream.set([n0, n1, n2, number]);
      encryptWords(keys, stream);
      for (let i = whole; i < input.length; i++) {
        output[i] = input[i]! ^ (stream[(i & 15) >> 2]! >>> (24 - 8 * (i & 3)));
      }
    }
  }

  private tag(about: Uint8Array, ciphertext: Uint8Array): Int32Array {
    const { ghash } = this;
    ghash.restart();
    ghash.append(about);
    ghash.append(ciphertext);
    const tag = ghash.finish(about.length, ciphertext.length);
    const mask = this.counter.slice();
    encryptWords(this.keys, mask);
    return tag.map((word, i) => word ^ mask[i]!);
  }
}

const none: Bytes = new Uint8Array(0);

/**
 * Multiplication by H in GF(2^128) with the bits of GCM, as sixteen look-ups: one table of 256 products for each byte
 * of a block, 64 KiB a key, so that no reduction is left to do.
 */
class Ghash {
  private readonly products = new Int32Array(16 * 256 * 4);
  private readonly state = new Int32Array(4);

  public constructor(h: Int32Array) {
    let [a, b, c, d] = [h[0]!, h[1]!, h[2]!, h[3]!];
    const { products } = this;
    for (let byte = 0; byte < 16; byte++) {
      for (let bit = 128; bit > 0; bit >>= 1) {
        products.set([a, b, c, d], (byte * 256 + bit) * 4);

        // The next power of x: a shift to the right, and the polynomial for the bit that falls out.
        const out = -(d & 1) & 0xe1000000;
        d = (d >>> 1) | (c << 31);
        c = (c >>> 1) | (b << 31);
        b = (b >>> 1) | (a << 31);
        a = (a >>> 1) ^ out;
      }

      for (let value = 3; value < 256; value++) {
        const low = value & -value;
        if (low !== value) {
          const at = (byte * 256 + value) * 4;
          for (let i = 0; i < 4; i++) {
            products[at + i] = products[(byte * 256 + low) * 4 + i]! ^ products[(byte * 256 + value - low) * 4 + i]!;
          }
        }
      }
    }
  }

  public restart(): void {
    this.state.fill(0);
  }

  /** Whole blocks, the last one filled up with zeros. */
  public append(bytes: Uint8Array): void {
    const whole = bytes.length & ~15;
    this.blocks(bytes, whole);
    if (whole < bytes.length) {
      const last = new Uint8Array(16);
      last.set(bytes.subarray(whole));
      this.blocks(last, 16);
    }
  }

  public finish(about: number, text: number): Int32Array {
    const lengths = new DataView(new ArrayBuffer(16));
    lengths.setUint32(0, Math.floor(about / 2 ** 29));
    lengths.setUint32(4, (about << 3) >>> 0);
    lengths.setUint32(8, Math.floor(text / 2 ** 29));
    lengths.setUint32(12, (text << 3) >>> 0);
    this.blocks(new Uint8Array(lengths.buffer), 16);
    return this.state;
  }

  private blocks(bytes: Uint8Array, end: number): void {
    const { products, state } = this;
    let a = state[0]!;
    let b = state[1]!;
    let c = state[2]!;
    let d = state[3]!;
    for (let at = 0; at < end; at += 16) {
      block[0] = a ^ ((bytes[at]! << 24) | (bytes[at + 1]! << 16) | (bytes[at + 2]! << 8) | bytes[at + 3]!);
      block[1] = b ^ ((bytes[at + 4]! << 24) | (bytes[at + 5]! << 16) | (bytes[at + 6]! << 8) | bytes[at + 7]!);
      block[2] = c ^ ((bytes[at + 8]! << 24) | (bytes[at + 9]! << 16) | (bytes[at + 10]! << 8) | bytes[at + 11]!);
      block[3] = d ^ ((bytes[at + 12]! << 24) | (bytes[at + 13]! << 16) | (bytes[at + 14]! << 8) | bytes[at + 15]!);
      a = b = c = d = 0;
      for (let i = 0, base = 0; i < 4; i++, base += 4096) {
        const word = block[i]!;
        const first = base + ((word >>> 22) & 0x3fc);
        const second = base + 1024 + ((word >>> 14) & 0x3fc);
        const third = base + 2048 + ((word >>> 6) & 0x3fc);
        const fourth = base + 3072 + ((word << 2) & 0x3fc);
        a ^= products[first]! ^ products[second]! ^ products[third]! ^ products[fourth]!;
        b ^= products[first + 1]! ^ products[second + 1]! ^ products[third + 1]! ^ products[fourth + 1]!;
        c ^= products[first + 2]! ^ products[second + 2]! ^ products[third + 2]! ^ products[fourth + 2]!;
        d ^= products[first + 3]! ^ products[second + 3]! ^ products[third + 3]! ^ products[fourth + 3]!;
      }
    }

    state[0] = a;
    state[1] = b;
    state[2] = c;
    state[3] = d;
  }
}

/** Scratch of the multiplication; nothing in between awaits. */
const block = new Int32Array(4);
