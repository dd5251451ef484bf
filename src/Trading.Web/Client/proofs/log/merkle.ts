// RFC 6962 over SM3: leaf = H(00 ‖ entry), node = H(01 ‖ left ‖ right), of nothing H("").
import { base64, compareBytes, sameBytes, utf8 } from '../primitives/bytes';
import { sm3, type Digest } from '../primitives/sm3';

const leaf_mark = new Uint8Array([0]);
const node_mark = new Uint8Array([1]);
const longest_path = 40;
const most_leaves = 2 ** 40;

export function leafHash(entry: Uint8Array): Digest {
  return sm3(leaf_mark, entry);
}

export function nodeHash(left: Digest, right: Digest): Digest {
  return sm3(node_mark, left, right);
}

/** The root over leaf hashes in their order. */
export function rootOf(leaves: readonly Digest[]): Digest {
  if (leaves.length === 0) {
    return sm3();
  }

  const [only] = leaves;
  if (only !== undefined && leaves.length === 1) {
    return only;
  }

  const split = splitOf(leaves.length);
  return nodeHash(rootOf(leaves.slice(0, split)), rootOf(leaves.slice(split)));
}

/** The path of a leaf to the root, its sibling first. */
export function pathOf(leaves: readonly Digest[], index: number): readonly Digest[] {
  if (leaves.length <= 1) {
    return [];
  }

  const split = splitOf(leaves.length);
  return index < split
    ? [...pathOf(leaves.slice(0, split), index), rootOf(leaves.slice(split))]
    : [...pathOf(leaves.slice(split), index - split), rootOf(leaves.slice(0, split))];
}

export interface InclusionProof {
  readonly index: number;
  readonly size: number;
  readonly path: readonly Digest[];
}

/** Whether that leaf hash stands there in the tree with that root: RFC 9162 2.1.3.2. */
export function checkInclusion({ index, size, path }: InclusionProof, leaf: Digest, root: Digest): boolean {
  if (!Number.isSafeInteger(index) || !Number.isSafeInteger(size) || index < 0 || index >= size || size > most_leaves
    || path.length > longest_path) {
    return false;
  }

  // Numbers to 2^40 do not fit 32-bit operators.
  let node = index;
  let last = size - 1;
  let hash = leaf;
  for (const sibling of path) {
    if (last === 0) {
      return false;
    }

    if (node % 2 === 1 || node === last) {
      hash = nodeHash(sibling, hash);
      while (node % 2 === 0 && node !== 0) {
        node /= 2;
        last = Math.floor(last / 2);
      }
    } else {
      hash = nodeHash(hash, sibling);
    }

    node = Math.floor(node / 2);
    last = Math.floor(last / 2);
  }

  return last === 0 && sameBytes(hash, root);
}

/**
 * Whether the tree of the later size continues that of the earlier one: RFC 9162 2.1.4.2. Sizes above zero.
 */
export function checkConsistency(
  first: number, second: number, firstRoot: Digest, secondRoot: Digest, proof: readonly Digest[],
): boolean {
  if (first < 1 || first > second || proof.length > longest_path + 1) {
    return false;
  }

  if (first === second) {
    return proof.length === 0 && sameBytes(firstRoot, secondRoot);
  }

  const isPower = Number.isInteger(Math.log2(first));
  const [start, ...rest] = isPower ? [firstRoot, ...proof] : proof;
  let node = first - 1;
  let last = second - 1;
  while (node % 2 === 1) {
    node = Math.floor(node / 2);
    last = Math.floor(last / 2);
  }

  let [left, right] = [start, start];
  for (const hash of rest) {
    if (left === undefined || right === undefined || last === 0) {
      return false;
    }

    if (node % 2 === 1 || node === last) {
      [left, right] = [nodeHash(hash, left), nodeHash(hash, right)];
      while (node % 2 === 0 && node !== 0) {
        node /= 2;
        last = Math.floor(last / 2);
      }
    } else {
      right = nodeHash(right, hash);
    }

    node = Math.floor(node / 2);
    last = Math.floor(last / 2);
  }

  return last === 0 && left !== undefined && right !== undefined
    && sameBytes(left, firstRoot) && sameBytes(right, secondRoot);
}

/** A file that counts when bidding closes. */
export interface LiveFile {
  readonly bidder: string;
  readonly version: number;
  readonly part: string;
  readonly fileSm3: Digest;
}

/** Its leaf hash: the entry is `bidder version part b64(file-sm3)`. */
export function liveLeaf({ bidder, version, part, fileSm3 }: LiveFile): Digest {
  return leafHash(utf8(`${bidder} ${version} ${part} ${base64(fileSm3)}`));
}

/** The root of a whole live set, entries sorted by their bytes. */
export function liveRoot(files: readonly LiveFile[]): Digest {
  const entries = files.map(({ bidder, version, part, fileSm3 }) =>
    utf8(`${bidder} ${version} ${part} ${base64(fileSm3)}`));
  return rootOf(entries.sort(compareBytes).map(leafHash));
}

function splitOf(count: number): number {
  return 2 ** Math.ceil(Math.log2(count) - 1);
}
