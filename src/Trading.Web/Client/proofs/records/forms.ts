// What one word of a line must look like.
import { fromBase64, utf8 } from '../primitives/bytes';
import { digest_size } from '../primitives/sm3';
import { isBidder, isName, parts, thresholdOf } from '../sealing/limits';
import { isTime } from './times';

export interface Form {
  /** For readers, as the table of records in the documents names it. */
  readonly name: string;
  readonly matches: (word: string) => boolean;
  /** Whether it takes the rest of the line, spaces included. */
  readonly takesSpaces?: boolean;
}

export const tenderForm: Form = { name: '1..64(A-Za-z0-9._-)', matches: (word) => isName(word, 64) };
export const shortForm: Form = { name: '1..32(A-Za-z0-9._-)', matches: (word) => isName(word, 32) };
export const codeForm: Form = { name: '18(0-9A-Z)', matches: isBidder };
export const partForm: Form = oneOf(...parts);
export const digestForm: Form = { name: 'b64(32)', matches: isDigest };
export const digestOrNoneForm: Form = { name: 'b64(32)/none', matches: (word) => word === 'none' || isDigest(word) };
export const timeForm: Form = { name: 'time', matches: isTime };
export const versionForm: Form = numberForm(1, 9_999_999_999);
export const indexForm: Form = numberForm(1, 16);
export const thresholdForm: Form = { name: 'k/n', matches: (word) => thresholdOf(word) !== null };
export const decimalForm: Form = {
  name: 'decimal', matches: (word) => word !== '-0' && /^-?(0|[1-9][0-9]*)(\.[0-9]*[1-9])?$/.test(word),
};
export const originForm: Form = { name: 'origin', matches: (word) => fits(word, 300) && !word.includes(' ') };
export const nameForm: Form = textForm(300);
export const freeForm: Form = textForm(1_000);
export const pathForm: Form = {
  name: 'path',
  matches: (word) => fits(word, 300) && !/[ \u3000\\:]/.test(word)
    && word.split('/').every((segment) => !['', '.', '..'].includes(segment)),
};

/** A whole number in the range, without leading zeros. */
export function numberForm(min: number, max: number): Form {
  return {
    name: `${min}..${max}`,
    matches: (word) => /^(0|[1-9][0-9]{0,15})$/.test(word) && Number(word) >= min && Number(word) <= max,
  };
}

/** 1 to so many bytes in base64. */
export function base64Form(most: number): Form {
  return {
    name: `b64(≤${most})`,
    matches: (word) => {
      const length = word.length <= Math.ceil(most / 3) * 4 ? (fromBase64(word)?.length ?? 0) : 0;
      return length > 0 && length <= most;
    },
  };
}

export function oneOf(...words: readonly string[]): Form {
  return { name: words.join('/'), matches: (word) => words.includes(word) };
}

function textForm(most: number): Form {
  const ends = /^[ \u3000]|[ \u3000]$/;
  return { name: `text(≤${most})`, matches: (word) => fits(word, most) && !ends.test(word), takesSpaces: true };
}

function fits(word: string, most: number): boolean {
  return word.length > 0 && utf8(word).length <= most;
}

function isDigest(word: string): boolean {
  return fromBase64(word)?.length === digest_size;
}
