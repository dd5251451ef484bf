// Releases by themselves: checked the moment they arrive, by building their stanza anew; and the holder's side, taking
// one's own secret out of a header on one's own machine.
import type { Certificate } from '../certificates/certificate';
import { sameBytes, type Bytes } from '../primitives/bytes';
import type { PrivateKey } from '../primitives/sm2';
import { buildSecretEnvelope, matchesWithoutCertificate, openSecretEnvelope } from './envelope';
import type { SealedHeader, Stanza } from './header';
import { limits, roleBytes, type StanzaRole } from './limits';

/** Whole: byte for byte. Partly: as far as can be seen without the recipient's certificate. */
export type StanzaMatch = 'different' | 'partly' | 'whole';

/** m of the stanza for this key and role, or null when there is none or it does not open. */
export async function openStanza(header: SealedHeader, role: StanzaRole, key: PrivateKey): Promise<Bytes | null> {
  const stanza = header.of(role).find(({ keyId }) => sameBytes(keyId, key.publicKey.id));
  return stanza === undefined ? null : openSecretEnvelope(stanza.envelope, key, role, stanza.index);
}

/** A bidder's m against its stanzas: it must be the one of at least one of them. */
export function checkBidderRelease(
  header: SealedHeader, message: Uint8Array, certificates: readonly Certificate[],
): StanzaMatch {
  const found = header.of('bidder').map((stanza) => compareStanza(header, stanza, message, certificates));
  return found.includes('whole') ? 'whole' : found.includes('partly') ? 'partly' : 'different';
}

/** A custodian's m (role custodian or escrow) against the stanza of its number. */
export function checkShareRelease(
  header: SealedHeader, role: 'custodian' | 'escrow', custodian: number, message: Uint8Array,
  certificates: readonly Certificate[],
): StanzaMatch {
  const stanza = header.of(role)[custodian - 1];
  return stanza === undefined ? 'different' : compareStanza(header, stanza, message, certificates);
}

export function compareStanza(
  header: SealedHeader, stanza: Stanza, message: Uint8Array, certificates: readonly Certificate[],
): StanzaMatch {
  const { role, index, keyId, envelope } = stanza;
  if (message.length !== limits.release || message[0] !== roleBytes[role] || message[1] !== index) {
    return 'different';
  }

  const secret = message.slice(2);
  const known = certificates.filter(({ id }) => sameBytes(id, keyId));
  if (known.some((one) => sameBytes(buildSecretEnvelope(header.metaDigest, role, index, secret, one), envelope))) {
    return 'whole';
  }

  const fits = known.length === 0 && matchesWithoutCertificate(header.metaDigest, role, index, secret, keyId, envelope);
  return fits ? 'partly' : 'different';
}
