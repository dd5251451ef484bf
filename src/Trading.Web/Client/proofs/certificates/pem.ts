// PEM (RFC 7468): blocks in order, text between them ignored.
import { base64, fromBase64, type Bytes } from '../primitives/bytes';

export interface PemBlock {
  readonly label: string;
  readonly bytes: Bytes;
}

const block = /-----BEGIN ([A-Z0-9 ]+)-----([A-Za-z0-9+/=\s]*)-----END \1-----/g;

export function pemBlocks(text: string): readonly PemBlock[] {
  const found: PemBlock[] = [];
  for (const [, label, body] of text.matchAll(block)) {
    const bytes = fromBase64((body ?? '').replace(/\s+/g, ''));
    if (label !== undefined && bytes !== null) {
      found.push({ label, bytes });
    }
  }

  return found;
}

export function toPem(label: string, bytes: Uint8Array): string {
  const lines = base64(bytes).match(/.{1,64}/g) ?? [];
  return `-----BEGIN ${label}-----\n${lines.join('\n')}\n-----END ${label}-----\n`;
}
