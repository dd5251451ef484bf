// A statement that is signed or hashed as text: the type line first, then lines `name value` in the order of its shape,
// each ended by one line feed. Nothing else is read, so one content has one text.
import { base64, fromBase64, utf8, type Bytes } from '../primitives/bytes';
import { asDigest, type Digest } from '../primitives/sm3';
import { areAllowed } from './characters';
import type { Form } from './forms';

/** One line: how often it may stand, and the lines that follow each time it stands. */
export interface Field {
  readonly name: string;
  readonly forms: readonly Form[];
  readonly min?: number;
  readonly max?: number;
  readonly inner?: readonly Field[];
}

export interface Shape {
  /** The type line's first word, such as submit/1. */
  readonly type: string;
  readonly fields: readonly Field[];
  readonly mostBytes?: number;
}

export type RecordFault =
  | 'TooLong' | 'NotText' | 'WrongType' | 'UnexpectedLine' | 'TooManyLines' | 'MissingLine' | 'MalformedValue'
  | 'Inconsistent';

export class RecordError extends Error {
  public override readonly name = 'RecordError';

  public constructor(public readonly fault: RecordFault, public readonly line: number, message: string) {
    super(message);
  }
}

const most_bytes = 1024 * 1024;

/** A record taken apart: one line's words and the lines below it. Names and forms were checked by the shape. */
export class Group {
  public constructor(
    public readonly name: string, public readonly words: readonly string[], public readonly children: readonly Group[],
  ) {}

  public word(index: number): string {
    return this.words[index] ?? '';
  }

  public many(name: string): readonly Group[] {
    return this.children.filter((child) => child.name === name);
  }

  public text(name: string): string {
    return this.many(name)[0]?.word(0) ?? '';
  }

  public optional(name: string): string | null {
    return this.many(name)[0]?.word(0) ?? null;
  }

  public texts(name: string): readonly string[] {
    return this.many(name).map((child) => child.word(0));
  }

  public number(name: string): number {
    return Number(this.text(name));
  }

  public bytes(name: string): Bytes {
    return fromBase64(this.text(name)) ?? new Uint8Array(0);
  }

  public digest(name: string): Digest {
    return asDigest(this.bytes(name));
  }

  public digests(name: string): readonly Digest[] {
    return this.texts(name).map((text) => asDigest(fromBase64(text) ?? new Uint8Array(0)));
  }
}

/** A value as a word: bytes in base64, numbers in digits. */
export type Word = string | number | Uint8Array;

/** A line to write: its name, then its words. */
export type Line = readonly [name: string, ...words: Word[]];

/** The one text of a record; throws a {@link RecordError} when it would not be of its shape. */
export function writeLines(shape: Shape, lines: readonly Line[]): string {
  const body = lines.map(([name, ...words]) => `${name} ${words.map(wordText).join(' ')}\n`).join('');
  const text = `${shape.type} SM\n${body}`;
  readLines(shape, text);
  return text;
}

/** Takes a text apart by its shape; throws a {@link RecordError} with the first cause. */
export function readLines(shape: Shape, text: string): Group {
  const most = shape.mostBytes ?? most_bytes;
  if (text.length > most || utf8(text).length > most) {
    throw new RecordError('TooLong', 0, `at most ${most} bytes`);
  }

  if (!text.endsWith('\n')) {
    throw new RecordError('NotText', 0, 'the last line does not end with a line feed');
  }

  const lines = text.slice(0, -1).split('\n');
  lines.forEach((line, i) => {
    if (!areAllowed(line)) {
      throw new RecordError('NotText', i + 1, 'a character that is not allowed');
    }
  });
  if (lines[0] !== `${shape.type} SM`) {
    throw new RecordError('WrongType', 1, `expected ${shape.type} SM`);
  }

  const reader = { lines, at: 1 };
  const children = readFields(shape.fields, reader);
  if (reader.at < lines.length) {
    throw new RecordError('UnexpectedLine', reader.at + 1, 'no such line is expected here');
  }

  return new Group(shape.type, [], children);
}

interface LineReader {
  readonly lines: readonly string[];
  at: number;
}

function readFields(fields: readonly Field[], reader: LineReader): readonly Group[] {
  const groups: Group[] = [];
  for (const field of fields) {
    const { name, inner = [], min = 1, max = 1 } = field;
    let count = 0;
    while (reader.lines[reader.at]?.startsWith(`${name} `) === true) {
      if (++count > max) {
        throw new RecordError('TooManyLines', reader.at + 1, `${name} stands at most ${max} times`);
      }

      const words = readWords(field, reader.lines[reader.at] ?? '', reader.at + 1);
      reader.at++;
      groups.push(new Group(name, words, readFields(inner, reader)));
    }

    if (count < min) {
      throw new RecordError('MissingLine', reader.at + 1, `expected ${name}`);
    }
  }

  return groups;
}

function readWords({ name, forms }: Field, line: string, number: number): readonly string[] {
  const all = line.slice(name.length + 1).split(' ');
  const count = forms.length;
  const words = forms[count - 1]?.takesSpaces === true && all.length > count
    ? [...all.slice(0, count - 1), all.slice(count - 1).join(' ')]
    : all;
  if (words.length !== count) {
    throw new RecordError('MalformedValue', number, `${name} has ${count} words`);
  }

  forms.forEach((form, i) => {
    if (!form.matches(words[i] ?? '')) {
      throw new RecordError('MalformedValue', number, `${name}: expected ${form.name}`);
    }
  });
  return words;
}

function wordText(word: Word): string {
  return typeof word === 'string' ? word : typeof word === 'number' ? String(word) : base64(word);
}

/** Throws when one stands twice. */
export function expectDistinct(words: readonly string[], what: string): void {
  if (new Set(words).size !== words.length) {
    throw new RecordError('Inconsistent', 0, what);
  }
}
