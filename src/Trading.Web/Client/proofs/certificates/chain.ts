// A certificate up to a trusted root. Revocation is not looked at: the centre asks for it when it accepts an act.
import { sameBytes } from '../primitives/bytes';
import { basic_constraints_oid, key_usage_oid, test_only_oid, type Certificate, type CertificateUsage } from './certificate';

export type ChainFault =
  | 'UnknownCriticalExtension' | 'TestOnly' | 'WrongUsage' | 'NotYetValid' | 'Expired' | 'WrongIssuer' | 'BadSignature'
  | 'ChainTooLong';

export interface ChainQuestion {
  /** Trusted issuing and root certificates; every self-signed one is a root. */
  readonly issuers: readonly Certificate[];
  readonly at: Date;
  readonly usage?: keyof CertificateUsage;
  readonly allowTestOnly?: boolean;
}

const longest_chain = 4;
const known = [basic_constraints_oid, key_usage_oid, test_only_oid];

/** The first fault on the way up, or null when the chain holds. */
export function checkChain(holder: Certificate, question: ChainQuestion): ChainFault | null {
  let certificate = holder;
  let usage = question.usage;
  for (let depth = 0; depth < longest_chain; depth++) {
    const fault = checkAlone(certificate, question, usage);
    if (fault !== null) {
      return fault;
    }

    const named = question.issuers.filter((issuer) => sameBytes(issuer.subject.der, certificate.issuer.der));
    if (named.length === 0) {
      return 'WrongIssuer';
    }

    // A CA that renewed its key has two certificates of one name: the signature tells which one it is.
    const signer = named.find(({ publicKey }) => publicKey.verify(certificate.signed, certificate.signature));
    if (signer === undefined) {
      return 'BadSignature';
    }

    if (signer.equals(certificate)) {
      return null;
    }

    const below = signer.pathLength();
    if (below !== null && below < depth) {
      return 'ChainTooLong';
    }

    certificate = signer;
    usage = 'issue';
  }

  return 'ChainTooLong';
}

function checkAlone(
  certificate: Certificate, question: ChainQuestion, usage: keyof CertificateUsage | undefined,
): ChainFault | null {
  if (certificate.extensions.some(({ critical, oid }) => critical && !known.includes(oid))) {
    return 'UnknownCriticalExtension';
  }

  if (certificate.isTestOnly && question.allowTestOnly !== true) {
    return 'TestOnly';
  }

  if (usage !== undefined && !certificate.usage[usage]) {
    return 'WrongUsage';
  }

  if (question.at < certificate.notBefore) {
    return 'NotYetValid';
  }

  // notAfter names a whole second (RFC 5280 4.1.2.5).
  return question.at.getTime() >= certificate.notAfter.getTime() + 1000 ? 'Expired' : null;
}
