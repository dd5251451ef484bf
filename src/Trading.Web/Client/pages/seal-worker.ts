// Seals one part of a bid away from the page, piece by piece, and gives the sealed file and its encrypted seal record.
import { Certificate } from '../proofs/certificates/certificate';
import type { Bytes } from '../proofs/primitives/bytes';
import { systemEntropy } from '../proofs/primitives/entropy';
import type { SealPart } from '../proofs/sealing/limits';
import { drawSecrets, type SealRequest } from '../proofs/sealing/request';
import { writeEncryptedSealRecord } from '../proofs/sealing/seal-record';
import { seal, SealError } from '../proofs/sealing/sealer';

export interface SealQuestion {
  readonly part: SealPart;
  readonly file: Blob;
  readonly passphrase: string;
  readonly request: Omit<SealRequest, 'part' | 'bidderCertificates' | 'custodianCertificates'>;
  /** DER, since certificates do not cross into a worker as they are. */
  readonly bidderCertificates: readonly Bytes[];
  readonly custodianCertificates: readonly Bytes[];
}

export interface SealedPart {
  readonly part: SealPart;
  readonly sealed: Blob;
  readonly fileSm3: Bytes;
  readonly headerSm3: Bytes;
  /** The seal record under the pass phrase: the file the person keeps. */
  readonly record: string;
}

export type SealAnswer =
  | { readonly done: number; readonly total: number }
  | { readonly sealed: SealedPart }
  | { readonly fault: string; readonly message: string };

/** Pieces are gathered into blobs of this size, which the browser may keep on disk. */
const gathered = 8 * 1024 * 1024;

const scope = self as unknown as {
  postMessage(answer: SealAnswer): void;
  onmessage: ((event: MessageEvent<SealQuestion>) => void) | null;
};

scope.onmessage = ({ data }): void => {
  sealPart(data).then(
    (sealed) => {
      scope.postMessage({ sealed });
    },
    (failure: unknown) => {
      const message = failure instanceof Error ? failure.message : String(failure);
      scope.postMessage({ fault: failure instanceof SealError ? failure.fault : 'failed', message });
    });
};

async function sealPart(question: SealQuestion): Promise<SealedPart> {
  const { part, file, passphrase } = question;
  const blobs: Blob[] = [];
  let pieces: Bytes[] = [];
  let size = 0;
  let told = 0;
  const gather = (): void => {
    blobs.push(new Blob(pieces));
    [pieces, size] = [[], 0];
  };
  const { record, header } = await seal({
    request: {
      ...question.request,
      part,
      bidderCertificates: question.bidderCertificates.map((der) => new Certificate(der)),
      custodianCertificates: question.custodianCertificates.map((der) => new Certificate(der)),
    },
    secrets: drawSecrets(systemEntropy),
    file,
    write: (piece) => {
      pieces.push(piece.slice());
      size += piece.length;
      if (size >= gathered) {
        gather();
      }
    },
    progress: (done, total) => {
      if (done - told > total / 200 || done === total) {
        told = done;
        scope.postMessage({ done, total });
      }
    },
  });
  gather();
  return {
    part, sealed: new Blob(blobs), fileSm3: record.fileSm3, headerSm3: header.headerDigest,
    record: writeEncryptedSealRecord(record, passphrase),
  };
}
