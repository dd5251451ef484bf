// SM4 (GB/T 32907), table based: a round is four look-ups. And SM4-CBC with PKCS#7, for key envelopes and key files.
import { concat, fromHex, sameBytes, type Bytes } from './bytes';

export const key_size = 16;

const rounds = 32;
const sbox = fromHex(
  'd690e9fecce13db716b614c228fb2c052b679a762abe04c3aa441326498606999c4250f491ef987a33540b43edcfac62'
  + 'e4b31ca9c908e89580df94fa758f3fa64707a7fcf37317ba83593c19e6854fa8686b81b27164da8bf8eb0f4b70569d35'
  + '1e240e5e6358d1a225227c3b01217887d40046579fd327524c3602e7a0c4c89eeabf8ad240c738b5a3f7f2cef96115a1'
  + 'e0ae5da49b341a55ad933230f58cb1e31df6e22e8266ca60c02923ab0d534e6fd5db3745defd8e2f03ff6a726d6c5b51'
  + '8d1baf92bbddbc7f11d95c411f105ad80ac13188a5cd7bbd2d74d012b8e5b4b08969974a0c96777e65b9f109c56ec684'
  + '18f07dec3adc4d2079ee5f3ed7cb3948');

// L(S(x)) of a byte in each of the four places of a word.
const t0 = table(24);
const t1 = table(16);
const t2 = table(8);
const t3 = table(0);

const system = [0xa3b1bac6 | 0, 0x56aa3350, 0x677d9197, 0xb27022dc | 0];

function table(shift: number): Int32Array {
  return Int32Array.from(sbox, (byte) => {
    const b = byte << shift;
    return b ^ rotate(b, 2) ^ rotate(b, 10) ^ rotate(b, 18) ^ rotate(b, 24);
  });
}

function rotate(word: number, by: number): number {
  return (word << by) | (word >>> (32 - by));
}

/** The round keys of a key of 16 bytes. */
export function roundKeys(key: Uint8Array): Int32Array {
  if (key.length !== key_size) {
    throw new RangeError('An SM4 key has 16 bytes.');
  }

  const k = new Int32Array(rounds + 4);
  for (let i = 0; i < 4; i++) {
    k[i] = word(key, 4 * i) ^ system[i]!;
  }

  for (let i = 0; i < rounds; i++) {
    let constant = 0;
    for (let j = 0; j < 4; j++) {
      constant = (constant << 8) | ((7 * (4 * i + j)) & 255);
    }

    const x = k[i + 1]! ^ k[i + 2]! ^ k[i + 3]! ^ constant;
    const s = (sbox[x >>> 24]! << 24) | (sbox[(x >>> 16) & 255]! << 16) | (sbox[(x >>> 8) & 255]! << 8) | sbox[x & 255]!;
    k[i + 4] = k[i]! ^ s ^ rotate(s, 13) ^ rotate(s, 23);
  }

  return k.slice(4);
}

/** Encrypts the block in `block[0..4)` in place. */
export function encryptWords(keys: Int32Array, block: Int32Array): void {
  let a = block[0]!;
  let b = block[1]!;
  let c = block[2]!;
  let d = block[3]!;
  for (let i = 0; i < rounds; i += 4) {
    let x = b ^ c ^ d ^ keys[i]!;
    a ^= t0[x >>> 24]! ^ t1[(x >>> 16) & 255]! ^ t2[(x >>> 8) & 255]! ^ t3[x & 255]!;
    x = c ^ d ^ a ^ keys[i + 1]!;
    b ^= t0[x >>> 24]! ^ t1[(x >>> 16) & 255]! ^ t2[(x >>> 8) & 255]! ^ t3[x & 255]!;
    x = d ^ a ^ b ^ keys[i + 2]!;
    c ^= t0[x >>> 24]! ^ t1[(x >>> 16) & 255]! ^ t2[(x >>> 8) & 255]! ^ t3[x & 255]!;
    x = a ^ b ^ c ^ keys[i + 3]!;
    d ^= t0[x >>> 24]! ^ t1[(x >>> 16) & 255]! ^ t2[(x >>> 8) & 255]! ^ t3[x & 255]!;
  }

  block[0] = d;
  block[1] = c;
  block[2] = b;
  block[3] = a;
}

/** Encrypts with PKCS#7 padding. */
export function encryptCbc(key: Uint8Array, iv: Uint8Array, plaintext: Uint8Array): Bytes {
  const pad = key_size - (plaintext.length % key_size);
  const output = concat(plaintext, new Uint8Array(pad).fill(pad));
  const keys = roundKeys(key);
  const block = words(iv);
  for (let at = 0; at < output.length; at += key_size) {
    for (let i = 0; i < 4; i++) {
      block[i] = block[i]! ^ word(output, at + 4 * i);
    }

    encryptWords(keys, block);
    put(block, output, at);
  }

  return output;
}

/** The plaintext, or null when the padding is not right. */
export function decryptCbc(key: Uint8Array, iv: Uint8Array, ciphertext: Uint8Array): Bytes | null {
  if (ciphertext.length === 0 || ciphertext.length % key_size !== 0) {
    return null;
  }

  const keys = roundKeys(key).reverse();
  const output = new Uint8Array(ciphertext.length);
  let before = words(iv);
  for (let at = 0; at < ciphertext.length; at += key_size) {
    const given = words(ciphertext.subarray(at, at + key_size));
    const block = given.slice();
    encryptWords(keys, block);
    put(block.map((part, i) => part ^ before[i]!), output, at);
    before = given;
  }

  const pad = output[output.length - 1]!;
  const isPadded = pad >= 1 && pad <= key_size
    && sameBytes(output.subarray(output.length - pad), new Uint8Array(pad).fill(pad));
  return isPadded ? output.slice(0, output.length - pad) : null;
}

/** Four words of 16 bytes. */
export function words(bytes: Uint8Array): Int32Array {
  if (bytes.length !== key_size) {
    throw new RangeError('An SM4 block has 16 bytes.');
  }

  return Int32Array.from([0, 4, 8, 12], (at) => word(bytes, at));
}

/** Four words as 16 bytes at a place. */
export function put(block: Int32Array, bytes: Uint8Array, at: number): void {
  for (let i = 0; i < 4; i++, at += 4) {
    const part = block[i]!;
    bytes[at] = part >>> 24;
    bytes[at + 1] = part >>> 16;
    bytes[at + 2] = part >>> 8;
    bytes[at + 3] = part;
  }
}

function word(bytes: Uint8Array, at: number): number {
  return (bytes[at]! << 24) | (bytes[at + 1]! << 16) | (bytes[at + 2]! << 8) | bytes[at + 3]!;
}
