// Chance enters here and nowhere else.
import type { Bytes } from './bytes';

/** Fills the bytes with chance. */
export type Entropy = (bytes: Bytes) => void;

/** Most bytes the generator gives in one call, by its specification. */
const most_at_once = 65_536;

/** The system's generator; without it nothing secret is made at all. */
export const systemEntropy: Entropy = (bytes) => {
  const generator = globalThis.crypto as Crypto | undefined;
  if (typeof generator?.getRandomValues !== 'function') {
    throw new Error('This browser has no crypto.getRandomValues: nothing can be sealed or signed here.');
  }

  for (let at = 0; at < bytes.length; at += most_at_once) {
    generator.getRandomValues(bytes.subarray(at, at + most_at_once));
  }
};

/** So many bytes of it. */
export function draw(entropy: Entropy, length: number): Bytes {
  const bytes = new Uint8Array(length);
  entropy(bytes);
  return bytes;
}
