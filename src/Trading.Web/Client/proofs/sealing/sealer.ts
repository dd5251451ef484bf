// Writes bidseal/1 files of suite SM. Deterministic: the same request, secrets and file give the same bytes, in any
// language. The file is read twice, 256 KiB at a time, and both passes are compared.
import { sameBytes, type Bytes } from '../primitives/bytes';
import { Sm3, type Digest } from '../primitives/sm3';
import { tag_size } from '../primitives/sm4-gcm';
import { buildSecretEnvelope } from './envelope';
import { buildHeader, metaDigest, type SealedHeader, type SealedMeta, type Stanza } from './header';
import { limits, type StanzaRole } from './limits';
import { ChunkCipher, padded, paddedLength, payloadLength, SealKeys, sealed_chunk } from './payload';
import { faultOf, type SealRequest, type SealSecrets } from './request';
import type { SealRecord } from './seal-record';
import { shareSecret } from './shamir';

export type SealFault = 'request' | 'too-large' | 'file-changed';

export class SealError extends Error {
  public override readonly name = 'SealError';

  public constructor(public readonly fault: SealFault, message: string) {
    super(message);
  }
}

export interface Sealing {
  readonly request: SealRequest;
  readonly secrets: SealSecrets;
  readonly file: Blob;

  /** Takes the sealed file piece by piece; the next one comes when its promise is kept. */
  readonly write: (piece: Bytes) => Promise<void> | void;

  /** Bytes of both passes together; `total` is twice the padded length. */
  readonly progress?: (done: number, total: number) => void;

  /** Ends the work between two pieces. */
  readonly signal?: AbortSignal;
}

/** Seals a file and gives the seal record. What was written is worthless when this throws. */
export async function seal(sealing: Sealing): Promise<{ readonly record: SealRecord; readonly header: SealedHeader }> {
  const { request, secrets, file } = sealing;
  const fault = faultOf(request);
  if (fault !== null) {
    throw new SealError('request', fault);
  }

  if (payloadLength(file.size) > limits.file - limits.header) {
    throw new SealError('too-large', `A sealed file has at most ${limits.file} bytes; this one would have more.`);
  }

  const digest = await digestPlaintext(sealing);
  const { header, keys } = headerOf(request, secrets, digest);
  const hasher = new Sm3();
  const write = async (piece: Bytes): Promise<void> => {
    hasher.append(piece);
    await sealing.write(piece);
  };
  const { key, nonce, commitment } = keys.payload(header.headerDigest);
  await write(header.bytes);
  await write(keys.payloadSalt);
  await write(commitment);
  const again = await encrypt(sealing, new ChunkCipher(key, nonce), write);
  if (!sameBytes(again, digest)) {
    throw changed();
  }

  const record: SealRecord = {
    request, secrets, digest, length: file.size, fileSm3: hasher.finish(),
    fileSize: header.bytes.length + payloadLength(file.size),
  };
  return { record, header };
}

/** The header of a sealed file and its keys; also how an opener builds it again. */
export function headerOf(
  request: SealRequest, secrets: SealSecrets, digest: Digest,
): { readonly header: SealedHeader; readonly keys: SealKeys } {
  const { tender, lot, part, bidder, version, opening, release, threshold } = request;
  const custodians = request.custodianCertificates.length;
  const meta: SealedMeta = {
    tender, lot, part, bidder, version, opening, release, threshold, custodians, digest,
  };
  const hm = metaDigest(meta);
  const stanza = (role: StanzaRole, index: number, secret: Uint8Array, at: number): Stanza => {
    const certificate = (role === 'bidder' ? request.bidderCertificates : request.custodianCertificates)[at]!;
    return { role, index, keyId: certificate.id, envelope: buildSecretEnvelope(hm, role, index, secret, certificate) };
  };
  const own = request.bidderCertificates.map((_, i) => stanza('bidder', 0, secrets.b, i));
  const shares = shareSecret(hm, secrets.t, 'bidseal/1 shamir', threshold, custodians)
    .map((share, i) => stanza('custodian', i + 1, share, i));
  const escrow = release !== 'escrow' ? [] : shareSecret(hm, secrets.b, 'bidseal/1 escrow', custodians, custodians)
    .map((share, i) => stanza('escrow', i + 1, share, i));
  const keys = new SealKeys(hm, secrets.b, secrets.t);
  return { header: buildHeader(meta, [...own, ...shares, ...escrow], keys.headerKey), keys };
}

/** First pass: SM3 of P. */
async function digestPlaintext(sealing: Sealing): Promise<Digest> {
  const hasher = new Sm3();
  let done = 0;
  for await (const piece of pieces(sealing)) {
    hasher.append(piece);
    done += piece.length;
    report(sealing, done);
  }

  return hasher.finish();
}

/** Second pass; gives the digest of what was encrypted. */
async function encrypt(
  sealing: Sealing, cipher: ChunkCipher, write: (piece: Bytes) => Promise<void>,
): Promise<Digest> {
  const hasher = new Sm3();
  let index = 0;
  for await (const piece of pieces(sealing)) {
    hasher.append(piece);
    const output = new Uint8Array((piece.length / limits.chunk) * sealed_chunk);
    for (let at = 0, to = 0; at < piece.length; at += limits.chunk, to += sealed_chunk) {
      cipher.seal(index++, piece.subarray(at, at + limits.chunk), output.subarray(to, to + sealed_chunk));
    }

    await write(output);
    report(sealing, paddedLength(sealing.file.size) + index * limits.chunk);
  }

  const last = new Uint8Array(tag_size);
  cipher.seal(index, new Uint8Array(0), last);
  await write(last);
  return hasher.finish();
}

async function* pieces({ secrets, file, signal }: Sealing): AsyncGenerator<Bytes, void> {
  try {
    for await (const piece of padded(secrets.salt, file)) {
      signal?.throwIfAborted();
      yield piece;
    }
  } catch (failure) {
    // The browser refuses to read a file that changed since it was chosen.
    throw failure instanceof DOMException && failure.name === 'NotReadableError' ? changed() : failure;
  }
}

function report({ file, progress }: Sealing, done: number): void {
  progress?.(done, 2 * paddedLength(file.size));
}

function changed(): SealError {
  return new SealError(
    'file-changed', 'The file changed while it was being sealed; seal it again when nothing writes to it.');
}

