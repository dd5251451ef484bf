// Canonical JSON: RFC 8785, narrowed. Whole numbers within ±(2^53−1), decimals as strings, no nulls, names in order.
import { utf8, type Bytes } from '../primitives/bytes';

export type Json = string | number | boolean | readonly Json[] | { readonly [name: string]: Json | null | undefined };

const deepest = 32;

/** The one text of a value; nulls and absent fields are left out. Throws a RangeError for what has no canonical form. */
export function canonicalText(value: Json): string {
  return write(value, 1);
}

export function canonicalBytes(value: Json): Bytes {
  return utf8(canonicalText(value));
}

function write(value: Json, depth: number): string {
  if (depth > deepest) {
    throw new RangeError(`JSON of more than ${deepest} levels has no canonical form.`);
  }

  switch (typeof value) {
    case 'string':
      return writeText(value);
    case 'boolean':
      return String(value);
    case 'number':
      if (!Number.isSafeInteger(value) || Object.is(value, -0)) {
        throw new RangeError('A number is whole and within ±(2^53−1); decimals are strings.');
      }

      return String(value);
    default:
      return isList(value) ? `[${value.map((item) => write(item, depth + 1)).join(',')}]` : writeObject(value, depth);
  }
}

function writeObject(value: { readonly [name: string]: Json | null | undefined }, depth: number): string {
  const fields: string[] = [];
  // The default order of sort is that of UTF-16 units, as RFC 8785 asks.
  for (const name of Object.keys(value).sort()) {
    const field = value[name];
    if (field !== null && field !== undefined) {
      fields.push(`${writeText(name)}:${write(field, depth + 1)}`);
    }
  }

  return `{${fields.join(',')}}`;
}

/** ECMAScript's own escapes are those of RFC 8785, but for lone surrogates, which have no form. */
function writeText(text: string): string {
  if (/\p{Cs}/u.test(text)) {
    throw new RangeError('A text with a lone surrogate has no canonical form.');
  }

  return JSON.stringify(text);
}

function isList(value: Json): value is readonly Json[] {
  return Array.isArray(value);
}
