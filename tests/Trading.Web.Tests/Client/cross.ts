// The other side of the C# cross tests: one JSON request a line in, one answer a line out.
import { openAsBlob } from 'node:fs';
import { open as openFile } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { Certificate } from '@client/proofs/certificates/certificate';
import { readKey, writeEncryptedKey, writeKey } from '@client/proofs/certificates/key-file';
import { base64, fromBase64, hex, utf8, type Bytes } from '@client/proofs/primitives/bytes';
import { systemEntropy } from '@client/proofs/primitives/entropy';
import { PublicKey, SoftwareKey } from '@client/proofs/primitives/sm2';
import { encryptSm2 } from '@client/proofs/primitives/sm2-cipher';
import { canonicalText, type Json } from '@client/proofs/records/canonical';
import { readLines, RecordError } from '@client/proofs/records/line-record';
import { shapes } from '@client/proofs/records/shapes';
import { SignedText } from '@client/proofs/records/signed-text';
import { openEnvelope, sealForSession } from '@client/proofs/sealing/envelope';
import { HeaderFault } from '@client/proofs/sealing/header-parser';
import { SealedHeader } from '@client/proofs/sealing/header';
import { open } from '@client/proofs/sealing/opener';
import type { SealRequest } from '@client/proofs/sealing/request';
import { readSealRecord, writeEncryptedSealRecord, writeSealRecord } from '@client/proofs/sealing/seal-record';
import { seal } from '@client/proofs/sealing/sealer';

type Request = Readonly<Record<string, string>>;

function bytes(request: Request, name: string): Bytes {
  const value = fromBase64(request[name] ?? '');
  if (value === null) {
    throw new RangeError(`${name} is not base64`);
  }

  return value;
}

async function sealFile(request: SealRequest, secrets: { b: Bytes; t: Bytes; salt: Bytes }, from: string, to: string): Promise<string> {
  const output = await openFile(to, 'w');
  try {
    const file = await openAsBlob(from);
    const { record } = await seal({ request, secrets, file, write: async (piece) => void (await output.write(piece)) });
    return writeSealRecord(record);
  } finally {
    await output.close();
  }
}

const operations: Readonly<Record<string, (request: Request) => Promise<unknown> | unknown>> = {
  seal: async (r) => sealFile(
    {
      tender: r['tender']!, lot: r['lot']!, part: r['part'] as SealRequest['part'], bidder: r['bidder']!, version: Number(r['version']),
      opening: bytes(r, 'opening'), release: r['release'] as SealRequest['release'], threshold: Number(r['threshold']),
      bidderCertificates: Certificate.readAll(r['bidder_certificates']!),
      custodianCertificates: Certificate.readAll(r['custodian_certificates']!),
    },
    { b: bytes(r, 'b'), t: bytes(r, 't'), salt: bytes(r, 'salt') }, r['file']!, r['output']!),
  reseal: async (r) => {
    const record = readSealRecord(r['record']!, r['passphrase'] ?? null);
    return sealFile(record.request, record.secrets, r['file']!, r['output']!);
  },
  lock_record: (r) => writeEncryptedSealRecord(readSealRecord(r['record']!), r['passphrase']!),
  open: async (r) => {
    const output = await openFile(r['output']!, 'w');
    try {
      const verdict = await open({
        file: await openAsBlob(r['file']!),
        write: async (piece) => void (await output.write(piece)),
        certificates: Certificate.readAll(r['certificates']!),
        bidderRelease: bytes(r, 'bidder_release'),
        custodianReleases: (r['shares'] ?? '').split(' ').map((share) => {
          const [custodian, message = ''] = share.split(':');
          return { custodian: Number(custodian), message: fromBase64(message) ?? new Uint8Array(0) };
        }),
      });
      return `${verdict.failure ?? 'OPEN'} ${verdict.step} ${verdict.length ?? '-'}`;
    } finally {
      await output.close();
    }
  },
  sign: async (r) => {
    const key = await readKey(r['key']!, r['passphrase'] ?? null);
    return (await SignedText.sign(r['text']!, key)).toFile();
  },
  verify: (r) => String(PublicKey.fromSpki(bytes(r, 'spki')).verify(bytes(r, 'message'), bytes(r, 'signature'))),
  encrypt: (r) => base64(encryptSm2(PublicKey.fromSpki(bytes(r, 'spki')), bytes(r, 'secret'), bytes(r, 'nonce'))!),
  envelope: (r) => base64(sealForSession(bytes(r, 'payload'), Certificate.fromPem(r['certificate']!), systemEntropy)),
  open_envelope: async (r) => base64((await openEnvelope(bytes(r, 'envelope'), await readKey(r['key']!))) ?? new Uint8Array(0)),
  write_key: (r) => {
    const key = SoftwareKey.fromScalar(bytes(r, 'scalar'));
    return r['passphrase'] === undefined ? writeKey(key) : writeEncryptedKey(key, r['passphrase']);
  },
  read_key: async (r) => base64((await readKey(r['key']!, r['passphrase'] ?? null)).exportScalar()),
  header: (r) => {
    const header = SealedHeader.parse(bytes(r, 'start'));
    return header instanceof HeaderFault ? header.message : `${hex(header.metaDigest)} ${hex(header.headerDigest)}`;
  },
  record: (r) => {
    try {
      const shape = shapes.get(r['type']!);
      readLines(shape!, r['text']!);
      return 'read';
    } catch (failure) {
      if (failure instanceof RecordError) {
        return `${failure.fault} ${failure.line}`;
      }

      throw failure;
    }
  },
  canonical: (r) => canonicalText(JSON.parse(r['json']!) as Json),
  certificate: (r) => {
    const certificate = Certificate.fromPem(r['pem']!);
    const { sign, encrypt, issue } = certificate.usage;
    const usage = [sign && 'Sign', encrypt && 'Encrypt', issue && 'Issue'].filter(Boolean).join(', ');
    return [
      hex(certificate.id), certificate.subject, certificate.issuer, certificate.creditCode, usage, certificate.isTestOnly,
      hex(certificate.serial), certificate.notBefore.toISOString(), certificate.notAfter.toISOString(),
    ].join('|');
  },
  echo: (r) => hex(utf8(r['text']!)),
};

for await (const line of createInterface({ input: process.stdin })) {
  const request = JSON.parse(line) as Request;
  let answer: { value?: unknown; failure?: string };
  try {
    answer = { value: await operations[request['op']!]!(request) };
  } catch (failure) {
    answer = { failure: failure instanceof Error ? `${failure.name}: ${failure.message}` : String(failure) };
  }

  process.stdout.write(`${JSON.stringify(answer)}\n`);
}
