// The header of a sealed file: its meta lines and stanzas, as text and taken apart. What it claims is not yet proved.
import { base64, concat, utf8, type Bytes } from '../primitives/bytes';
import { hmac } from '../primitives/hmac';
import { sm3, sm3OfText, type Digest } from '../primitives/sm3';
import { parseHeader, type HeaderFault } from './header-parser';
import type { SealPart, SealRelease, StanzaRole } from './limits';

/** The meta lines: what the file is, for which tender, under which policy. */
export interface SealedMeta {
  readonly tender: string;
  readonly lot: string;
  readonly part: SealPart;
  readonly bidder: string;
  readonly version: number;
  readonly opening: Digest;
  readonly release: SealRelease;
  readonly threshold: number;
  readonly custodians: number;
  /** SM3 of the padded plaintext. */
  readonly digest: Digest;
}

export interface Stanza {
  readonly role: StanzaRole;
  /** 0 for bidders. */
  readonly index: number;
  readonly keyId: Digest;
  readonly envelope: Bytes;
}

/** " " ‖ base64 of 32 bytes ‖ LF: what follows the authenticated bytes. */
const mac_tail = 1 + 44 + 1;

export class SealedHeader {
  public readonly metaDigest: Digest;
  public readonly headerDigest: Digest;

  public constructor(
    public readonly bytes: Bytes,
    metaLength: number,
    public readonly meta: SealedMeta,
    /** Bidders, custodians 1 to n, escrow 1 to n or none. */
    public readonly stanzas: readonly Stanza[],
    public readonly mac: Digest,
  ) {
    this.metaDigest = sm3(bytes.subarray(0, metaLength));
    this.headerDigest = sm3(bytes);
  }

  /** What the MAC covers: everything up to and including the last line's three hyphens. */
  public get authenticated(): Bytes {
    return this.bytes.subarray(0, this.bytes.length - mac_tail);
  }

  public of(role: StanzaRole): readonly Stanza[] {
    return this.stanzas.filter((stanza) => stanza.role === role);
  }

  /** Reads the header at the beginning of a file's first 65,536 bytes, or of all of it when it is shorter. */
  public static parse(start: Bytes): SealedHeader | HeaderFault {
    return parseHeader(start);
  }
}

/** Puts a header together; its MAC is keyed by the header key. */
export function buildHeader(meta: SealedMeta, stanzas: readonly Stanza[], headerKey: Uint8Array): SealedHeader {
  const metaText = metaToText(meta);
  const text = utf8(`${metaText}${stanzas.map(stanzaToText).join('')}---`);
  const mac = hmac(headerKey, text);
  return new SealedHeader(concat(text, utf8(` ${base64(mac)}\n`)), metaText.length, meta, stanzas, mac);
}

/** hm: SM3 of the meta lines, the salt of everything derived. */
export function metaDigest(meta: SealedMeta): Digest {
  return sm3OfText(metaToText(meta));
}

export function metaToText(meta: SealedMeta): string {
  return `${[
    'bidseal/1 SM',
    `tender ${meta.tender}`,
    `lot ${meta.lot}`,
    `part ${meta.part}`,
    `bidder ${meta.bidder}`,
    `version ${meta.version}`,
    `opening ${base64(meta.opening)}`,
    `release ${meta.release}`,
    `threshold ${meta.threshold}/${meta.custodians}`,
    `digest ${base64(meta.digest)}`,
  ].join('\n')}\n`;
}

function stanzaToText({ role, index, keyId, envelope }: Stanza): string {
  const number = role === 'bidder' ? '' : `${index} `;
  const lines = base64(envelope).match(/.{1,64}/g) ?? [];
  return `-> ${role} ${number}${base64(keyId)}\n${lines.join('\n')}\n`;
}
