// What to seal for, and the three secrets of one sealed file.
import type { Certificate } from '../certificates/certificate';
import { base64, type Bytes } from '../primitives/bytes';
import { draw, type Entropy } from '../primitives/entropy';
import type { Digest } from '../primitives/sm3';
import { isBidder, isName, isPart, isRelease, limits, type SealPart, type SealRelease } from './limits';

/** The meta lines that do not follow from the file, and the keys. */
export interface SealRequest {
  readonly tender: string;
  readonly lot: string;
  readonly part: SealPart;
  readonly bidder: string;
  readonly version: number;
  /** SM3 of the policy/1 text. */
  readonly opening: Digest;
  readonly release: SealRelease;
  readonly threshold: number;
  /** Encryption certificates of the bidder, one to four: main lock, sub lock, recovery key. */
  readonly bidderCertificates: readonly Certificate[];
  /** Of custodians 1 to n, in the order of the policy. */
  readonly custodianCertificates: readonly Certificate[];
}

/** B stays with the bidder, T is shared among the custodians, the salt begins the plaintext: 32 bytes each. */
export interface SealSecrets {
  readonly b: Bytes;
  readonly t: Bytes;
  readonly salt: Bytes;
}

/** Draws new ones; a second source, such as dice typed in, is mixed in by XOR. */
export function drawSecrets(entropy: Entropy, more?: Entropy): SealSecrets {
  const bytes = draw(entropy, 3 * limits.secret);
  if (more !== undefined) {
    const second = draw(more, bytes.length);
    bytes.forEach((byte, i) => {
      bytes[i] = byte ^ second[i]!;
    });
  }

  return { b: bytes.slice(0, 32), t: bytes.slice(32, 64), salt: bytes.slice(64) };
}

/** What is wrong with it, in one sentence; null when it can be sealed. */
export function faultOf(request: SealRequest): string | null {
  const { bidderCertificates: own, custodianCertificates: custodians } = request;
  const keys = new Set([...own, ...custodians].map(({ id }) => base64(id)));
  if (!isName(request.tender, limits.tender)) {
    return `The tender's number has 1 to ${limits.tender} letters, digits, dots, underscores or hyphens.`;
  }

  if (!isName(request.lot, limits.lot)) {
    return `The lot's number has 1 to ${limits.lot} letters, digits, dots, underscores or hyphens.`;
  }

  if (!isPart(request.part) || !isRelease(request.release)) {
    return 'There is no such part or release mode.';
  }

  if (!isBidder(request.bidder)) {
    return 'The bidder\'s code has 18 digits and upper-case letters.';
  }

  if (!Number.isInteger(request.version) || request.version < 1 || request.version > limits.version) {
    return `The version is 1 to ${limits.version}.`;
  }

  if (own.length < 1 || own.length > limits.bidders) {
    return `A bidder has 1 to ${limits.bidders} certificates, not ${own.length}.`;
  }

  if (custodians.length < limits.fewestCustodians || custodians.length > limits.custodians) {
    return `There are ${limits.fewestCustodians} to ${limits.custodians} custodians, not ${custodians.length}.`;
  }

  if (!Number.isInteger(request.threshold) || request.threshold < limits.fewestCustodians
    || request.threshold > custodians.length) {
    return `The threshold is ${limits.fewestCustodians} to ${custodians.length}, not ${request.threshold}.`;
  }

  return keys.size === own.length + custodians.length ? null : 'One key appears in two certificates.';
}
