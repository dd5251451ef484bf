// Takes P piece by piece, passes the file in it on, and checks length, padding and digest on the way.
import type { Bytes } from '../primitives/bytes';
import { Sm3, type Digest } from '../primitives/sm3';
import { limits } from './limits';
import { paddedLength, prefix_size } from './payload';

export class PaddedWriter {
  private readonly hasher = new Sm3();
  private readonly prefix = new Uint8Array(prefix_size);
  private position = 0;
  private length = 0;
  private isDirty = false;

  public constructor(private readonly write: (piece: Bytes) => Promise<void> | void) {}

  /** What is wrong with the form of P; asked after {@link finish}. */
  public get fault(): string | null {
    if (this.position < prefix_size || this.position % limits.padding !== 0) {
      return `the plaintext of ${this.position} bytes is no multiple of ${limits.padding}`;
    }

    if (this.length > this.position - prefix_size) {
      return `the plaintext claims ${this.length} bytes of file and has only ${this.position - prefix_size}`;
    }

    if (paddedLength(this.length) !== this.position) {
      return `a file of ${this.length} bytes is padded to ${this.position} bytes, more than needed`;
    }

    return this.isDirty ? 'the padding is not zero' : null;
  }

  /** L. */
  public get fileLength(): number {
    return this.length;
  }

  public async append(piece: Bytes): Promise<void> {
    this.hasher.append(piece);
    let rest = piece;
    if (this.position < prefix_size) {
      const taken = Math.min(piece.length, prefix_size - this.position);
      this.prefix.set(piece.subarray(0, taken), this.position);
      this.position += taken;
      rest = piece.subarray(taken);
      if (this.position === prefix_size) {
        // Above 2^53 the number is not exact, and far above what any file has.
        this.length = Number(new DataView(this.prefix.buffer).getBigUint64(limits.secret));
      }
    }

    const content = Math.min(rest.length, Math.max(this.length - (this.position - prefix_size), 0));
    if (content > 0) {
      await this.write(rest.slice(0, content));
    }

    this.isDirty ||= rest.subarray(content).some((byte) => byte !== 0);
    this.position += rest.length;
  }

  /** SM3 of all of P. */
  public finish(): Digest {
    return this.hasher.finish();
  }
}
