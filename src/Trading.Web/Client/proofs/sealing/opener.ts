// Opens bidseal/1 files in the order of sealing.md B.3, steps 0 to 9, and stops at the first failure with its cause.
// Steps 5 to 9 depend on the file alone: which custodians take part cannot change the verdict.
import type { Certificate } from '../certificates/certificate';
import { base64, concat, hex, sameBytes, type Bytes } from '../primitives/bytes';
import { hmac } from '../primitives/hmac';
import { Sm3, type Digest } from '../primitives/sm3';
import { tag_size } from '../primitives/sm4-gcm';
import { releaseMessage } from './envelope';
import { SealedHeader } from './header';
import { HeaderFault } from './header-parser';
import { limits, type StanzaRole } from './limits';
import { PaddedWriter } from './padded-writer';
import { ChunkCipher, commitment_size, payload_salt_size, SealKeys, sealed_chunk } from './payload';
import { checkBidderRelease, checkShareRelease, compareStanza } from './release-check';
import { combineShares, shareSecret, type Share } from './shamir';

export type OpeningCause =
  | 'DAMAGED_IN_STORAGE' | 'POLICY_MISMATCH' | 'BIDDER_RELEASE_BAD' | 'CUSTODIAN_RELEASE_BAD' | 'TOO_FEW_SHARES'
  | 'BIDDER_FILE_MALFORMED' | 'DAMAGED_OR_MALFORMED';

export interface ShareRelease {
  readonly custodian: number;
  readonly message: Bytes;
}

/** Everything an opening has in hand; what is missing is not checked, and said so. */
export interface Opening {
  readonly file: Blob;
  /** Takes the file inside while its chunks verify; worthless unless the verdict is open. */
  readonly write: (piece: Bytes) => Promise<void> | void;
  /** What the centre's receipt says of the stored bytes. */
  readonly receipt?: { readonly sm3: Digest; readonly size: number };
  /** What policy and submission say: the first difference in words, or null. */
  readonly expected?: (header: SealedHeader) => string | null;
  readonly certificates: readonly Certificate[];
  readonly bidderRelease?: Bytes;
  readonly escrowReleases?: readonly ShareRelease[];
  readonly custodianReleases?: readonly ShareRelease[];
  /** T from the bidder's seal record, when custodians could not give it. */
  readonly custodianSecret?: Bytes;
  readonly progress?: (done: number, total: number) => void;
}

export interface OpeningVerdict {
  /** Null when the file is open. */
  readonly failure: OpeningCause | null;
  /** The step that ended it, 0 to 9; 9 also when it is open. */
  readonly step: number;
  readonly evidence: string;
  readonly badCustodians: readonly number[];
  readonly usedCustodians: readonly number[];
  readonly notChecked: readonly string[];
  readonly header: SealedHeader | null;
  readonly length: number | null;
}

export async function open(opening: Opening): Promise<OpeningVerdict> {
  const run = new OpeningRun(opening);
  try {
    return await run.run();
  } catch (failure) {
    if (failure instanceof Stop) {
      return run.verdict(failure.failure, failure.step, failure.message, null);
    }

    throw failure;
  }
}

class Stop extends Error {
  public constructor(public readonly failure: OpeningCause, public readonly step: number, evidence: string) {
    super(evidence);
  }
}

class OpeningRun {
  private readonly bad = new Set<number>();
  private readonly notChecked: string[] = [];
  private used: readonly number[] = [];
  private header: SealedHeader | null = null;

  public constructor(private readonly opening: Opening) {}

  public async run(): Promise<OpeningVerdict> {
    const { opening } = this;
    const damage = await this.compareWithReceipt();
    if (damage !== null) {
      throw new Stop('DAMAGED_IN_STORAGE', 0, damage);
    }

    const header = await this.readHeader();
    this.header = header;
    const difference = opening.expected?.(header) ?? null;
    if (difference !== null) {
      throw new Stop('POLICY_MISMATCH', 1, difference);
    }

    const b = this.bidderSecret(header);
    const t = this.custodianSecret(header, b);
    this.compareAllStanzas(header, b, t);
    const keys = new SealKeys(header.metaDigest, b, t);
    if (!macHolds(header, keys)) {
      throw new Stop('BIDDER_FILE_MALFORMED', 6, 'the header MAC is not the one B and T give');
    }

    return this.openPayload(header, keys);
  }

  public verdict(
    failure: OpeningCause | null, step: number, evidence: string, length: number | null,
  ): OpeningVerdict {
    return {
      failure, step, evidence, length,
      badCustodians: [...this.bad].sort((a, b) => a - b), usedCustodians: this.used, notChecked: this.notChecked,
      header: this.header,
    };
  }

  /** Step 0. */
  private async compareWithReceipt(): Promise<string | null> {
    const { file, receipt } = this.opening;
    if (receipt === undefined) {
      this.notChecked.push('whether these are the bytes that were submitted (no receipt at hand)');
      return null;
    }

    if (file.size !== receipt.size) {
      return `the stored file has ${file.size} bytes, the receipt says ${receipt.size}`;
    }

    const digest = await digestOfBlob(file);
    return sameBytes(digest, receipt.sm3)
      ? null
      : `the stored file has SM3 ${hex(digest)}, the receipt says ${hex(receipt.sm3)}`;
  }

  private async readHeader(): Promise<SealedHeader> {
    const { file, expected } = this.opening;
    if (expected === undefined) {
      this.notChecked.push('the header against policy and submission (not at hand)');
    }

    if (file.size > limits.file) {
      throw new Stop('BIDDER_FILE_MALFORMED', 1, `${file.size} bytes, more than ${limits.file}`);
    }

    const header = SealedHeader.parse(new Uint8Array(await file.slice(0, limits.header).arrayBuffer()));
    if (header instanceof HeaderFault) {
      throw new Stop('BIDDER_FILE_MALFORMED', 1, `header refused: ${header.message}`);
    }

    return header;
  }

  /** Step 2; for escrow all custodians together. */
  private bidderSecret(header: SealedHeader): Bytes {
    const { bidderRelease, escrowReleases = [], certificates } = this.opening;
    if (bidderRelease !== undefined) {
      if (checkBidderRelease(header, bidderRelease, certificates) === 'different') {
        throw new Stop('BIDDER_RELEASE_BAD', 2, 'the envelope built from the release is not the bidder\'s stanza');
      }

      return bidderRelease.slice(2);
    }

    if (escrowReleases.length === 0 || header.meta.release !== 'escrow') {
      throw new Stop('BIDDER_RELEASE_BAD', 2, escrowReleases.length === 0
        ? 'no release of the bidder was handed in'
        : 'the file may not be opened without its bidder (release bidder)');
    }

    const shares = this.validShares(header, 'escrow', escrowReleases);
    if (shares.length < header.meta.custodians) {
      throw new Stop(
        this.bad.size > 0 ? 'CUSTODIAN_RELEASE_BAD' : 'TOO_FEW_SHARES', 3,
        `${shares.length} good escrow shares of ${header.meta.custodians} needed${this.badText()}`);
    }

    return combineShares(shares);
  }

  /** Steps 3 and 4. */
  private custodianSecret(header: SealedHeader, b: Bytes): Bytes {
    const { custodianReleases = [], custodianSecret } = this.opening;
    const needed = header.meta.threshold;
    const shares = this.validShares(header, 'custodian', custodianReleases);
    if (shares.length >= needed) {
      const first = shares.sort((left, right) => left.index - right.index).slice(0, needed);
      this.used = first.map(({ index }) => index);
      return combineShares(first);
    }

    if (custodianSecret === undefined) {
      throw new Stop('TOO_FEW_SHARES', 4, `${shares.length} good shares of ${needed} needed${this.badText()}`);
    }

    // A wrong T must not make the file look malformed: the MAC tells whether T belongs to it.
    if (!macHolds(header, new SealKeys(header.metaDigest, b, custodianSecret))) {
      throw new Stop('TOO_FEW_SHARES', 4, 'T of the seal record does not belong to this file');
    }

    return custodianSecret;
  }

  private validShares(header: SealedHeader, role: 'custodian' | 'escrow', releases: readonly ShareRelease[]): Share[] {
    const shares = new Map<number, Share>();
    for (const { custodian, message } of releases) {
      if (checkShareRelease(header, role, custodian, message, this.opening.certificates) === 'different') {
        this.bad.add(custodian);
      } else {
        shares.set(custodian, { index: custodian, value: message.slice(2) });
      }
    }

    return [...shares.values()];
  }

  /** Step 5: everything in the header follows from B and T; the first stanza that does not is named. */
  private compareAllStanzas(header: SealedHeader, b: Bytes, t: Bytes): void {
    const { threshold, custodians } = header.meta;
    const secrets: Readonly<Partial<Record<StanzaRole, readonly Bytes[]>>> = {
      custodian: shareSecret(header.metaDigest, t, 'bidseal/1 shamir', threshold, custodians),
      escrow: shareSecret(header.metaDigest, b, 'bidseal/1 escrow', custodians, custodians),
    };
    for (const stanza of header.stanzas) {
      const { role, index, keyId } = stanza;
      const message = releaseMessage(role, index, secrets[role]?.[index - 1] ?? b);
      switch (compareStanza(header, stanza, message, this.opening.certificates)) {
        case 'different':
          throw new Stop('BIDDER_FILE_MALFORMED', 5, `stanza ${role} ${index} is not the one B and T give`);
        case 'partly':
          this.notChecked.push(`wrapped key and recipient of stanza ${role} ${index} (no certificate of ${base64(keyId)})`);
          break;
        case 'whole':
          break;
      }
    }
  }

  /** Steps 7 to 9. */
  private async openPayload(header: SealedHeader, keys: SealKeys): Promise<OpeningVerdict> {
    const { file } = this.opening;
    const { key, nonce, commitment } = keys.payload(header.headerDigest);
    const from = header.bytes.length;
    const body = from + payload_salt_size + commitment_size;
    const start = new Uint8Array(await file.slice(from, body).arrayBuffer());
    if (!sameBytes(start, concat(keys.payloadSalt, commitment))) {
      throw new Stop(
        'BIDDER_FILE_MALFORMED', 7, 'the payload does not begin with the salt and the commitment B and T give');
    }

    const writer = new PaddedWriter(this.opening.write);
    const damage = await this.decrypt(new ChunkCipher(key, nonce), body, writer);
    if (damage !== null) {
      return this.blame(damage);
    }

    const digest = writer.finish();
    if (!sameBytes(digest, header.meta.digest)) {
      throw new Stop('BIDDER_FILE_MALFORMED', 9, `the plaintext has SM3 ${hex(digest)}, the header says another`);
    }

    if (writer.fault !== null) {
      throw new Stop('BIDDER_FILE_MALFORMED', 9, writer.fault);
    }

    return this.verdict(null, 9, `the plaintext has SM3 ${hex(digest)}, as the header says`, writer.fileLength);
  }

  /** Step 8: chunks in order, each written only after its tag verified; the last one is short. */
  private async decrypt(cipher: ChunkCipher, body: number, writer: PaddedWriter): Promise<string | null> {
    const { file, progress } = this.opening;
    const at_once = 16 * sealed_chunk;
    let index = 0;
    for (let from = body; ; from += at_once) {
      const sealed = new Uint8Array(await file.slice(from, from + at_once).arrayBuffer());
      let last = false;
      for (let at = 0; at < sealed.length; at += sealed_chunk) {
        const chunk = sealed.subarray(at, at + sealed_chunk);
        const plain = new Uint8Array(Math.max(chunk.length - tag_size, 0));
        last = chunk.length < sealed_chunk;
        if (!cipher.open(index, chunk, plain)) {
          return `chunk ${index} does not verify`;
        }

        index++;
        await writer.append(plain);
      }

      progress?.(Math.min(from + at_once, file.size), file.size);
      if (last) {
        return null;
      }

      if (sealed.length < at_once) {
        return `the file ends after chunk ${index - 1}, which is not a last one`;
      }
    }
  }

  /** A chunk that fails is the storage's fault if the bytes are no longer the receipt's, else the bidder's. */
  private async blame(damage: string): Promise<OpeningVerdict> {
    if (this.opening.receipt === undefined) {
      throw new Stop('DAMAGED_OR_MALFORMED', 8, `${damage}; without the receipt nobody can be blamed`);
    }

    const difference = await this.compareWithReceipt();
    throw new Stop(
      difference === null ? 'BIDDER_FILE_MALFORMED' : 'DAMAGED_IN_STORAGE', 8,
      `${damage}; ${difference ?? 'the stored bytes are the receipt\'s'}`);
  }

  private badText(): string {
    return this.bad.size === 0 ? '' : `; not as in their stanzas: ${[...this.bad].join(', ')}`;
  }
}

function macHolds(header: SealedHeader, keys: SealKeys): boolean {
  return sameBytes(hmac(keys.headerKey, header.authenticated), header.mac);
}

/** SM3 of a blob, 1 MiB at a time. */
export async function digestOfBlob(
  file: Blob, progress?: (done: number, total: number) => void, signal?: AbortSignal,
): Promise<Digest> {
  const step = 1024 * 1024;
  const hasher = new Sm3();
  for (let at = 0; at < file.size; at += step) {
    signal?.throwIfAborted();
    hasher.append(new Uint8Array(await file.slice(at, at + step).arrayBuffer()));
    progress?.(Math.min(at + step, file.size), file.size);
  }

  return hasher.finish();
}
