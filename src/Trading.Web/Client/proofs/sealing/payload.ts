// The payload: keys from B and T, P = salt ‖ uint64be(L) ‖ file ‖ zeros, and the chunks of
// c2sp.org/chunked-encryption@v1 with SM3 and AEAD_SM4_GCM.
import { concat, uint64be, utf8, type Bytes } from '../primitives/bytes';
import { hkdfExpand, hkdfExtract } from '../primitives/hmac';
import type { Digest } from '../primitives/sm3';
import { nonce_size, Sm4Gcm, tag_size } from '../primitives/sm4-gcm';
import { limits } from './limits';

export const payload_salt_size = 24;
export const commitment_size = 32;
export const sealed_chunk = limits.chunk + tag_size;

/** Bytes of P before the file. */
export const prefix_size = limits.secret + 8;

/** What follows from hm, B and T (sealing.md B.3, lines 27 to 30). */
export class SealKeys {
  public readonly prk: Digest;
  public readonly headerKey: Bytes;
  public readonly fileKey: Bytes;
  public readonly payloadSalt: Bytes;

  public constructor(metaDigest: Digest, b: Uint8Array, t: Uint8Array) {
    this.prk = hkdfExtract(metaDigest, b, t);
    this.headerKey = hkdfExpand(this.prk, 'bidseal/1 header', 32);
    this.fileKey = hkdfExpand(this.prk, 'bidseal/1 file', 16);
    this.payloadSalt = hkdfExpand(this.prk, 'bidseal/1 salt', payload_salt_size);
  }

  /** key ‖ base_nonce ‖ commitment, bound to the header's digest. */
  public payload(headerDigest: Digest): { readonly key: Bytes; readonly nonce: Bytes; readonly commitment: Bytes } {
    const info = concat(
      utf8('c2sp.org/chunked-encryption@v1+AEAD_SM4_GCM'), [0], this.payloadSalt, headerDigest);
    const x = hkdfExpand(this.fileKey, info, 16 + nonce_size + commitment_size);
    return { key: x.slice(0, 16), nonce: x.slice(16, 28), commitment: x.slice(28) };
  }
}

/** Chunk i under base_nonce XOR uint96be(i). */
export class ChunkCipher {
  private readonly gcm: Sm4Gcm;

  public constructor(key: Uint8Array, private readonly baseNonce: Uint8Array) {
    this.gcm = new Sm4Gcm(key);
  }

  public seal(index: number, chunk: Uint8Array, output: Uint8Array): number {
    return this.gcm.seal(this.nonce(index), chunk, output);
  }

  public open(index: number, sealed: Uint8Array, output: Uint8Array): boolean {
    return this.gcm.open(this.nonce(index), sealed, output);
  }

  private nonce(index: number): Bytes {
    const number = uint64be(index);
    return concat(this.baseNonce).map((byte, i) => (i < 4 ? byte : byte ^ number[i - 4]!));
  }
}

/** Bytes of P for a file of so many bytes. */
export function paddedLength(fileLength: number): number {
  return Math.ceil((prefix_size + fileLength) / limits.padding) * limits.padding;
}

/** Bytes after the header: P is a multiple of the chunk, so the last chunk is empty, a tag alone. */
export function payloadLength(fileLength: number): number {
  const padded = paddedLength(fileLength);
  return payload_salt_size + commitment_size + padded + (padded / limits.chunk + 1) * tag_size;
}

/** P piece by piece, 256 KiB at once, while the file is read once. Throws when the file cannot be read whole. */
export async function* padded(salt: Uint8Array, file: Blob): AsyncGenerator<Bytes, void> {
  const piece_size = 16 * limits.chunk;
  const length = paddedLength(file.size);
  const prefix = concat(salt, uint64be(file.size));
  for (let at = 0; at < length; at += piece_size) {
    const piece = new Uint8Array(Math.min(piece_size, length - at));
    const from = Math.max(at - prefix_size, 0);
    const space = at === 0 ? prefix_size : 0;
    if (at === 0) {
      piece.set(prefix);
    }

    const slice = file.slice(from, Math.min(from + piece.length - space, file.size));
    if (slice.size > 0) {
      piece.set(new Uint8Array(await slice.arrayBuffer()), space);
    }

    yield piece;
  }
}
