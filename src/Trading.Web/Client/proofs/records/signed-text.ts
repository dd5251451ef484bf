// A record's text with the signatures under it.
import { base64, fromBase64, hex, sameBytes, utf8, type Bytes } from '../primitives/bytes';
import type { PrivateKey, PublicKey } from '../primitives/sm2';
import { sm3OfText, type Digest } from '../primitives/sm3';

export interface RecordSignature {
  /** The certid of the signer's key. */
  readonly certificate: Digest;
  readonly value: Bytes;
}

export type SignatureFault = 'Missing' | 'TooLarge' | 'Repeated' | 'UnknownSigner' | 'Bad' | 'TooFew';

const most_signatures = 64;
const longest_signature = 256;

export class SignedText {
  public constructor(public readonly text: string, public readonly signatures: readonly RecordSignature[]) {}

  /** The text under a first signature. */
  public static async sign(text: string, key: PrivateKey): Promise<SignedText> {
    return new SignedText(text, []).with(key);
  }

  /** As the interface sends it: digests in hexadecimal, signatures in base64. */
  public static fromWire(wire: SignedTextWire): SignedText {
    return new SignedText(wire.text, wire.signatures.map(({ certificate, value }) => ({
      certificate: fromHexDigest(certificate), value: fromBase64(value) ?? new Uint8Array(0),
    })));
  }

  public async with(key: PrivateKey): Promise<SignedText> {
    const value = await key.sign(utf8(this.text));
    return new SignedText(this.text, [...this.signatures, { certificate: key.publicKey.id, value }]);
  }

  /** The digest of the text; signatures do not change it. */
  public sm3(): Digest {
    return sm3OfText(this.text);
  }

  /** Null if every signature is by one of the keys and right and enough signed, else the first cause. */
  public check(signers: readonly PublicKey[], needed = 1): SignatureFault | null {
    const { signatures } = this;
    if (signatures.length === 0) {
      return 'Missing';
    }

    if (signatures.length > most_signatures || signatures.some(({ value }) => value.length > longest_signature)) {
      return 'TooLarge';
    }

    if (new Set(signatures.map(({ certificate }) => hex(certificate))).size < signatures.length) {
      return 'Repeated';
    }

    const text = utf8(this.text);
    const keys = signatures.map(({ certificate }) => signers.find(({ id }) => sameBytes(id, certificate)));
    if (keys.includes(undefined)) {
      return 'UnknownSigner';
    }

    if (!signatures.every(({ value }, i) => keys[i]?.verify(text, value))) {
      return 'Bad';
    }

    return signatures.length >= needed ? null : 'TooFew';
  }

  public toWire(): SignedTextWire {
    return {
      text: this.text,
      signatures: this.signatures.map(({ certificate, value }) => ({ certificate: hex(certificate), value: base64(value) })),
    };
  }

  /** As a file: the text, an empty line, and a line `— certid signature` for each signature. */
  public toFile(): string {
    const lines = this.signatures.map(({ certificate, value }) => `— ${base64(certificate)} ${base64(value)}\n`);
    return `${this.text}\n${lines.join('')}`;
  }
}

export interface SignedTextWire {
  readonly text: string;
  readonly signatures: readonly { readonly certificate: string; readonly value: string }[];
}

function fromHexDigest(text: string): Digest {
  const bytes = new Uint8Array(32);
  if (!/^[0-9a-f]{64}$/.test(text)) {
    throw new RangeError('A digest is 64 lower-case hexadecimal digits.');
  }

  for (let i = 0; i < bytes.length; i++) {
    bytes[i] = Number.parseInt(text.slice(2 * i, 2 * i + 2), 16);
  }

  return bytes;
}
