// 统一社会信用代码 (GB 32100-2015): 18 characters, the last one a check over the others; and where a CA puts it.
import { fromAscii } from '../primitives/bytes';
import { DerError, DerReader } from '../primitives/der';
import { anyText } from './names';

const alphabet = '0123456789ABCDEFGHJKLMNPQRTUWXY';
const weights = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28];

export const credit_code_oid = '1.2.156.10260.4.1.4';

/** Whether the text, trimmed and in capitals before, is a code with the right check character. */
export function isCreditCode(code: string): boolean {
  return code.length === 18 && checkCharacter(code.slice(0, 17)) === code[17];
}

/** The check character of the first seventeen; null when one of them is not in the alphabet. */
export function checkCharacter(first: string): string | null {
  let sum = 0;
  for (const [i, weight] of weights.entries()) {
    const value = alphabet.indexOf(first.charAt(i) || '?');
    if (value < 0) {
      return null;
    }

    sum += value * weight;
  }

  return alphabet.charAt((31 - (sum % 31)) % 31);
}

export function normalizeCreditCode(text: string): string {
  return text.trim().toUpperCase();
}

/** Extensions that hold the holder's code, by issuer's organisation. A new CA is a new line; CN is never a source. */
const sources: readonly { readonly organization: string | null; readonly oids: readonly string[] }[] = [
  { organization: 'UniTrust', oids: ['1.2.156.1.8888.148', credit_code_oid] },
  { organization: null, oids: [credit_code_oid, '1.2.156.10260.4.4'] },
];

/** The code by the rule for the issuer, or null. */
export function findCreditCode(
  organization: string | null, extension: (oid: string) => Uint8Array<ArrayBuffer> | null,
): string | null {
  const rule = sources.find((source) => source.organization === null || source.organization === organization);
  for (const oid of rule?.oids ?? []) {
    const value = extension(oid);
    const code = value === null ? '' : normalizeCreditCode(textIn(value));
    if (isCreditCode(code)) {
      return code;
    }
  }

  return null;
}

/** Most wrap the code in an ASN.1 string, some write its bare characters. */
function textIn(value: Uint8Array<ArrayBuffer>): string {
  try {
    return anyText(new DerReader(value));
  } catch (failure) {
    if (failure instanceof DerError) {
      return fromAscii(value);
    }

    throw failure;
  }
}
