// The vectors that C# reads too.
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Bytes } from '@client/proofs/primitives/bytes';
import type { Entropy } from '@client/proofs/primitives/entropy';
import { sm3OfText } from '@client/proofs/primitives/sm3';

/** The repository's root: the folder above the tests' that holds the solution. */
export const root = ((): string => {
  let folder = process.env['TRADING_ROOT'] ?? process.cwd();
  while (!existsSync(join(folder, 'Trading.sln'))) {
    if (dirname(folder) === folder) {
      throw new Error('The tests run inside the repository.');
    }

    folder = dirname(folder);
  }

  return folder;
})();

export function vectorBytes(name: string): Bytes {
  return new Uint8Array(readFileSync(join(root, 'tests/vectors', name)));
}

export function vectorText(name: string): string {
  return readFileSync(join(root, 'tests/vectors', name), 'utf8');
}

/** Bytes that look random and are the same in every run. */
export function seeded(seed: string): Entropy {
  let count = 0;
  return (bytes) => {
    for (let at = 0; at < bytes.length; at += 32) {
      bytes.set(sm3OfText(`${seed} ${count++}`).subarray(0, bytes.length - at), at);
    }
  };
}
