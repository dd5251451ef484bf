// Signed notes (c2sp.org/signed-note) with SM2-SM3 keys, checkpoints and log proofs, read strictly.
import { concat, fromBase64, hex, sameBytes, utf8, type Bytes } from '../primitives/bytes';
import { DerError } from '../primitives/der';
import { PublicKey } from '../primitives/sm2';
import { asDigest, digest_size, type Digest } from '../primitives/sm3';
import { checkInclusion, leafHash } from './merkle';
import { sha256 } from './sha256';

export type NoteFault = 'TooLong' | 'TooManySignatures' | 'Malformed' | 'NotSigned' | 'BadSignature' | 'OtherOrigin' | 'NotIncluded';

export class NoteError extends Error {
  public override readonly name = 'NoteError';

  public constructor(public readonly fault: NoteFault, message: string) {
    super(message);
  }
}

const most_bytes = 64 * 1024;
const most_signatures = 16;
const longest_signature = 8 * 1024;
const longest_path = 40;
const key_type = concat([0xff], utf8('SM2-SM3\n'));
const proof_line = 'c2sp.org/tlog-proof@v1';

/** A key whose signatures stand under notes: 0xff ‖ "SM2-SM3" ‖ LF ‖ SPKI; its id begins SHA-256(name ‖ LF ‖ that). */
export class NoteKey {
  public readonly keyId: Bytes;

  public constructor(public readonly name: string, public readonly key: PublicKey) {
    if (!isKeyName(name)) {
      throw new DerError('A key\'s name has no spaces and no plus sign.');
    }

    this.keyId = sha256(concat(utf8(`${name}\n`), key_type, key.spki)).slice(0, 4);
  }

  /** Reads `name+hex key id+base64`, with or without a last line feed. */
  public static parse(text: string): NoteKey {
    const [, name = '', id = '', encoded = ''] = /^([^+]+)\+([0-9a-f]{8})\+([^\n]+)\n*$/.exec(text) ?? [];
    const bytes = fromBase64(encoded);
    if (bytes === null || !sameBytes(bytes.subarray(0, key_type.length), key_type)) {
      throw new DerError('This is no SM2 note key: name+key id+base64.');
    }

    const key = new NoteKey(name, PublicKey.fromSpki(bytes.slice(key_type.length)));
    if (hex(key.keyId) !== id) {
      throw new DerError('The key id of the note key does not belong to its key.');
    }

    return key;
  }
}

interface NoteSignature {
  readonly name: string;
  readonly keyId: Bytes;
  readonly value: Bytes;
}

/** A text with signatures below it; the last empty line parts them. */
export class SignedNote {
  private constructor(
    public readonly text: string, private readonly signatures: readonly NoteSignature[], private readonly whole: string,
  ) {}

  public static parse(note: string): SignedNote {
    if (utf8(note).length > most_bytes) {
      throw new NoteError('TooLong', `at most ${most_bytes} bytes`);
    }

    const parting = note.lastIndexOf('\n\n');
    if (parting < 0 || !note.endsWith('\n') || /[\u0000-\u0009\u000b-\u001f]/.test(note)) {
      throw new NoteError('Malformed', 'text, an empty line, signatures, all ended by line feeds');
    }

    const lines = note.slice(parting + 2).split('\n').slice(0, -1);
    if (lines.length > most_signatures) {
      throw new NoteError('TooManySignatures', `at most ${most_signatures}`);
    }

    if (lines.length === 0) {
      throw new NoteError('Malformed', 'no signature');
    }

    return new SignedNote(note.slice(0, parting + 1), lines.map(parseSignature), note);
  }

  /** Null if one of the keys signed and none of their signatures fails; signatures of other keys are passed over. */
  public check(...keys: readonly NoteKey[]): NoteFault | null {
    const text = utf8(this.text);
    let isKnown = false;
    for (const key of keys) {
      for (const { name, keyId, value } of this.signatures) {
        if (name !== key.name || !sameBytes(keyId, key.keyId)) {
          continue;
        }

        if (!key.key.verify(text, value)) {
          return 'BadSignature';
        }

        isKnown = true;
      }
    }

    return isKnown ? null : 'NotSigned';
  }

  public toString(): string {
    return this.whole;
  }
}

/** The head of a log at one size: origin, size, root, a line each. */
export interface Checkpoint {
  readonly origin: string;
  readonly size: number;
  readonly root: Digest;
}

export function parseCheckpoint(text: string): Checkpoint {
  const [origin = '', sizeText = '', rootText = '', end, ...rest] = text.split('\n');
  const size = sizeOf(sizeText);
  const root = fromBase64(rootText);
  if (end !== '' || rest.length > 0 || !isKeyName(origin) || size === null || root?.length !== digest_size) {
    throw new NoteError('Malformed', 'a checkpoint is origin, size and root, a line each');
  }

  return { origin, size, root: asDigest(root) };
}

/** Index, path and signed checkpoint: shows offline that an entry stands in the log. */
export class LogProof {
  private constructor(
    public readonly index: number, public readonly path: readonly Digest[], public readonly note: SignedNote,
    public readonly checkpoint: Checkpoint, private readonly whole: string,
  ) {}

  public static parse(text: string): LogProof {
    const parting = text.indexOf('\n\n');
    const [first, second = '', ...hashes] = parting < 0 ? [] : text.slice(0, parting).split('\n');
    const index = second.startsWith('index ') ? sizeOf(second.slice(6)) : null;
    if (first !== proof_line || index === null) {
      throw new NoteError('Malformed', 'a log proof begins with its name and the index');
    }

    if (hashes.length > longest_path) {
      throw new NoteError('TooLong', `at most ${longest_path} hashes in a path`);
    }

    const path = hashes.map((line) => {
      const hash = fromBase64(line);
      if (hash?.length !== digest_size) {
        throw new NoteError('Malformed', 'a line of the path is no digest');
      }

      return asDigest(hash);
    });
    const note = SignedNote.parse(text.slice(parting + 2));
    const checkpoint = parseCheckpoint(note.text);
    if (index >= checkpoint.size) {
      throw new NoteError('Malformed', 'the index is beyond the checkpoint\'s size');
    }

    return new LogProof(index, path, note, checkpoint, text);
  }

  /** Null if the log's key signed a checkpoint that contains the entry, else the cause. */
  public check(entry: Uint8Array, log: NoteKey): NoteFault | null {
    if (this.checkpoint.origin !== log.name) {
      return 'OtherOrigin';
    }

    const fault = this.note.check(log);
    if (fault !== null) {
      return fault;
    }

    const { index, path, checkpoint: { size, root } } = this;
    return checkInclusion({ index, size, path }, leafHash(entry), root) ? null : 'NotIncluded';
  }

  public toString(): string {
    return this.whole;
  }
}

function parseSignature(line: string): NoteSignature {
  const [dash, name = '', value = '', ...rest] = line.split(' ');
  const bytes = fromBase64(value);
  if (dash !== '—' || rest.length > 0 || !isKeyName(name) || bytes === null || bytes.length < 5
    || bytes.length > longest_signature) {
    throw new NoteError('Malformed', 'a signature line is — name base64(key id, signature)');
  }

  return { name, keyId: bytes.slice(0, 4), value: bytes.slice(4) };
}

function sizeOf(text: string): number | null {
  return /^(0|[1-9][0-9]{0,12})$/.test(text) && Number(text) <= 2 ** 40 ? Number(text) : null;
}

function isKeyName(name: string): boolean {
  return name.length > 0 && name.length <= 256 && !/[\s+\p{Cc}\p{Cs}]/u.test(name);
}

/** The line a proof begins with; a receipt is parted there. */
export { proof_line };
