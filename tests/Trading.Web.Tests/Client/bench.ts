// Speed of sealing and its parts by the processor's time, and the memory it holds:
// node run.mjs --bundle bench.ts FOLDER && node FOLDER/bench.mjs MEGABYTES
import { Certificate } from '@client/proofs/certificates/certificate';
import { draw } from '@client/proofs/primitives/entropy';
import { systemEntropy } from '@client/proofs/primitives/entropy';
import { pbkdf2 } from '@client/proofs/primitives/hmac';
import { SoftwareKey } from '@client/proofs/primitives/sm2';
import { Sm3 } from '@client/proofs/primitives/sm3';
import { Sm4Gcm } from '@client/proofs/primitives/sm4-gcm';
import { drawSecrets } from '@client/proofs/sealing/request';
import { seal } from '@client/proofs/sealing/sealer';
import { vectorText } from './vectors';

/** Milliseconds of processor time: what else runs on the machine does not count. */
const clock = (): number => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
};

const megabytes = Number(process.argv[2] ?? 50);
const bytes = draw(systemEntropy, 1024 * 1024);

function speed(name: string, work: () => void): void {
  work();
  const start = clock();
  for (let i = 0; i < megabytes; i++) {
    work();
  }

  console.log(`${name}: ${(megabytes / ((clock() - start) / 1000)).toFixed(0)} MB/s`);
}

const hasher = new Sm3();
speed('SM3', () => hasher.append(bytes));
const gcm = new Sm4Gcm(new Uint8Array(16));
const output = new Uint8Array(16_400);
const nonce = new Uint8Array(12);
speed('SM4-GCM', () => {
  for (let at = 0; at < bytes.length; at += 16_384) {
    gcm.seal(nonce, bytes.subarray(at, at + 16_384), output);
  }
});
const certificate = (name: string): Certificate => Certificate.fromPem(vectorText(`${name}.crt`));
const file = new Blob(Array.from({ length: megabytes }, () => bytes));
let most = 0;
const before = process.memoryUsage().rss;
const start = clock();
await seal({
  request: {
    tender: 'T', lot: 'L', part: 'all', bidder: '91440300MA5TEST01X', version: 1, opening: new Uint8Array(32), release: 'bidder',
    threshold: 2, bidderCertificates: [certificate('b')], custodianCertificates: ['c1', 'c2', 'c3'].map(certificate),
  },
  secrets: drawSecrets(systemEntropy), file,
  write: () => {
    most = Math.max(most, process.memoryUsage().rss);
  },
});
console.log(`sealing: ${(megabytes / ((clock() - start) / 1000)).toFixed(1)} MB/s, at most ${((most - before) / 2 ** 20).toFixed(0)} MiB more`);
const time = (name: string, count: number, work: () => void): void => {
  work();
  const from = clock();
  for (let i = 0; i < count; i++) {
    work();
  }

  console.log(`${name}: ${((clock() - from) / count).toFixed(2)} ms`);
};
const key = SoftwareKey.generate();
const e = key.publicKey.messageDigest(nonce);
time('sign', 50, () => key.signDigest(e));
const signature = await key.sign(nonce);
time('verify', 50, () => key.publicKey.verify(nonce, signature));
time('PBKDF2 600,000', 1, () => pbkdf2('phrase', nonce, 600_000, 16));
