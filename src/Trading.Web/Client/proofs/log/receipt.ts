// A receipt as a bidder keeps it: the body under the centre's signature and, once the leaf is published, the log's proof.
import { sameBytes, utf8 } from '../primitives/bytes';
import type { PublicKey } from '../primitives/sm2';
import { sm3, type Digest } from '../primitives/sm3';
import { readReceipt, type ReceiptRecord, type SubmitRecord } from '../records/bidding';
import { LogProof, NoteKey, proof_line, SignedNote, type NoteFault } from './note';

/** The name under which the centre signs. */
export const receipt_key_name = 'centre';

export class Receipt {
  public readonly record: ReceiptRecord;

  private constructor(public readonly note: SignedNote, public readonly proof: LogProof | null) {
    this.record = readReceipt(note.text);
  }

  /** Reads a receipt with or without its proof, strictly. */
  public static parse(text: string): Receipt {
    const parting = text.indexOf(`\n\n${proof_line}\n`);
    return parting < 0
      ? new Receipt(SignedNote.parse(text), null)
      : new Receipt(SignedNote.parse(text.slice(0, parting + 1)), LogProof.parse(text.slice(parting + 2)));
  }

  /** What the log publishes of the act: H("leaf" ‖ salt ‖ event digest). */
  public get leafEntry(): Digest {
    return blindedLeaf(this.record.leafSalt, this.record.eventSm3);
  }

  /** The same receipt completed by its proof. */
  public with(proof: LogProof): Receipt {
    return new Receipt(this.note, proof);
  }

  /** Null if everything present is right. A receipt without a proof, or without the log's key, checks its signature. */
  public check(centre: PublicKey, log: NoteKey | null): NoteFault | null {
    const fault = this.note.check(new NoteKey(receipt_key_name, centre));
    return fault ?? (this.proof === null || log === null ? null : this.proof.check(this.leafEntry, log));
  }

  /** Whether it is of exactly what was stated. */
  public isOf(stated: SubmitRecord, statementSm3: Digest): boolean {
    const { record } = this;
    return record.tender === stated.tender && record.lot === stated.lot && record.bidder === stated.bidder
      && record.version === stated.version && sameBytes(record.submissionSm3, statementSm3)
      && record.parts.length === stated.parts.length
      && record.parts.every((part, i) => {
        const other = stated.parts[i];
        return other !== undefined && part.part === other.part && part.fileSize === other.fileSize
          && sameBytes(part.fileSm3, other.fileSm3);
      });
  }

  public toString(): string {
    return this.proof === null ? this.note.toString() : `${this.note.toString()}\n${this.proof.toString()}`;
  }
}

export function blindedLeaf(salt: Uint8Array, eventSm3: Digest): Digest {
  return sm3(utf8('leaf'), salt, eventSm3);
}
