// Reads a header strictly: one form per content, every limit with its own cause, the first fault wins. All fields have
// ASCII alphabets, so "UTF-8 in NFC" is kept by refusing every other byte.
import { base64, fromAscii, fromBase64, type Bytes } from '../primitives/bytes';
import { asDigest, digest_size, type Digest } from '../primitives/sm3';
import { decodeEnvelope } from './envelope';
import { SealedHeader, type SealedMeta, type Stanza } from './header';
import { isBidder, isName, isPart, isRelease, limits, positive, thresholdOf, type StanzaRole } from './limits';

export type HeaderCause =
  | 'Truncated' | 'HeaderTooLong' | 'LineTooLong' | 'ForbiddenCharacter' | 'UnknownFormat' | 'UnknownSuite' | 'MetaOrder'
  | 'BadTender' | 'BadLot' | 'BadPart' | 'BadBidder' | 'BadVersion' | 'BadOpening' | 'BadRelease' | 'BadThreshold'
  | 'BadDigest' | 'BadStanza' | 'StanzaOrder' | 'TooManyBidders' | 'KeyRepeated' | 'BadBody' | 'BadEnvelope' | 'BadMac';

/** Why and where a header is refused; lines count from 1. */
export class HeaderFault extends Error {
  public override readonly name = 'HeaderFault';

  public constructor(public readonly headerCause: HeaderCause, public readonly line: number) {
    super(`${headerCause} in line ${line}`);
  }
}

export function parseHeader(start: Bytes): SealedHeader | HeaderFault {
  try {
    return new HeaderParser(start.slice(0, limits.header)).parse();
  } catch (failure) {
    if (failure instanceof HeaderFault) {
      return failure;
    }

    throw failure;
  }
}

class HeaderParser {
  private readonly stanzas: Stanza[] = [];
  private readonly keys = new Set<string>();
  private position = 0;
  private line = 0;
  private current = '';

  public constructor(private readonly start: Bytes) {}

  public parse(): SealedHeader {
    const meta = this.readMeta();
    const metaLength = this.position;
    this.next();
    this.readStanzas(meta);
    const mac = this.current.startsWith('--- ') ? digestOf(this.current.slice(4)) : null;
    if (mac === null) {
      return this.refuse('BadMac');
    }

    return new SealedHeader(this.start.slice(0, this.position), metaLength, meta, this.stanzas, mac);
  }

  private readMeta(): SealedMeta {
    this.next();
    if (!this.current.startsWith('bidseal/1 ')) {
      this.refuse('UnknownFormat');
    }

    // No negotiation and no mixing: INTL and INTL-P are names for later, and refused like any other.
    if (this.current !== 'bidseal/1 SM') {
      this.refuse('UnknownSuite');
    }

    const tender = this.field('tender', 'BadTender', (text) => (isName(text, limits.tender) ? text : null));
    const lot = this.field('lot', 'BadLot', (text) => (isName(text, limits.lot) ? text : null));
    const part = this.field('part', 'BadPart', (text) => (isPart(text) ? text : null));
    const bidder = this.field('bidder', 'BadBidder', (text) => (isBidder(text) ? text : null));
    const version = this.field('version', 'BadVersion', (text) => positive(text, limits.version));
    const opening = this.field('opening', 'BadOpening', digestOf);
    const release = this.field('release', 'BadRelease', (text) => (isRelease(text) ? text : null));
    const { needed, total } = this.field('threshold', 'BadThreshold', thresholdOf);
    const digest = this.field('digest', 'BadDigest', digestOf);
    return { tender, lot, part, bidder, version, opening, release, threshold: needed, custodians: total, digest };
  }

  private field<T>(name: string, cause: HeaderCause, read: (text: string) => T | null): T {
    this.next();
    if (!this.current.startsWith(`${name} `)) {
      this.refuse('MetaOrder');
    }

    return read(this.current.slice(name.length + 1)) ?? this.refuse(cause);
  }

  /** Bidders, then custodians 1 to n, then for escrow the same custodians again; stops at the last line. */
  private readStanzas(meta: SealedMeta): void {
    let bidders = 0;
    while (this.current.startsWith('-> bidder ')) {
      if (++bidders > limits.bidders) {
        this.refuse('TooManyBidders');
      }

      this.readStanza('bidder', 0, this.current.slice('-> bidder '.length));
    }

    if (bidders === 0) {
      this.refuse('StanzaOrder');
    }

    this.readNumbered('custodian', meta.custodians);
    if (meta.release === 'escrow') {
      this.readNumbered('escrow', meta.custodians);
    }

    if (this.current.startsWith('-> ')) {
      this.refuse('StanzaOrder');
    }
  }

  private readNumbered(role: StanzaRole, count: number): void {
    const prefix = `-> ${role} `;
    for (let i = 1; i <= count; i++) {
      if (!this.current.startsWith(prefix)) {
        this.refuse('StanzaOrder');
      }

      const [number, key, ...rest] = this.current.slice(prefix.length).split(' ');
      const value = positive(number ?? '', limits.version);
      if (key === undefined || rest.length > 0 || value === null) {
        return this.refuse('BadStanza');
      }

      if (value !== i) {
        this.refuse('StanzaOrder');
      }

      this.readStanza(role, i, key);
    }
  }

  private readStanza(role: StanzaRole, index: number, key: string): void {
    const keyId = digestOf(key) ?? this.refuse('BadStanza');
    const isFresh = role === 'escrow'
      ? this.stanzas.some((s) => s.role === 'custodian' && s.index === index && base64(s.keyId) === key)
      : !this.keys.has(key);
    if (!isFresh) {
      this.refuse('KeyRepeated');
    }

    this.keys.add(key);
    this.stanzas.push({ role, index, keyId, envelope: this.readBody() });
  }

  /** Full lines have 64 columns; the first shorter one is the last, and an empty one never occurs. */
  private readBody(): Bytes {
    let text = '';
    for (;;) {
      this.next();
      if (this.current.startsWith('-')) {
        // Only now is it known that a line of 64 columns was the last one.
        const bytes = text.length === 0 ? null : fromBase64(text);
        return bytes === null ? this.refuse('BadBody') : decodeEnvelope(bytes) === null ? this.refuse('BadEnvelope') : bytes;
      }

      if (this.current.length === 0 || this.current.length > 64 || text.length % 64 !== 0) {
        this.refuse('BadBody');
      }

      text += this.current;
    }
  }

  /** Moves to the next line, checked for its bytes. */
  private next(): void {
    this.line++;
    const rest = this.start.subarray(this.position);
    const end = rest.subarray(0, limits.line + 1).indexOf(0x0a);
    if (end < 0) {
      this.refuse(
        rest.length > limits.line ? 'LineTooLong' : this.start.length >= limits.header ? 'HeaderTooLong' : 'Truncated');
    }

    if (this.position + end + 1 > limits.header) {
      this.refuse('HeaderTooLong');
    }

    const line = rest.subarray(0, end);
    if (line.some((byte) => byte < 0x20 || byte > 0x7e) || line[line.length - 1] === 0x20) {
      this.refuse('ForbiddenCharacter');
    }

    this.current = fromAscii(line);
    this.position += end + 1;
  }

  private refuse(cause: HeaderCause): never {
    throw new HeaderFault(cause, this.line);
  }
}

function digestOf(text: string): Digest | null {
  const bytes = fromBase64(text);
  return bytes?.length === digest_size ? asDigest(bytes) : null;
}
