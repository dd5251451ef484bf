// A subject or issuer: its exact DER, by which names are compared, and its attributes for people.
import { compareBytes, hex, type Bytes } from '../primitives/bytes';
import { DerError, DerReader, tags, textOf } from '../primitives/der';

export const nameOids = {
  commonName: '2.5.4.3', country: '2.5.4.6', organization: '2.5.4.10', organizationalUnit: '2.5.4.11',
  serialNumber: '2.5.4.5',
} as const;

const labels: Readonly<Record<string, string>> = {
  '2.5.4.3': 'CN', '2.5.4.6': 'C', '2.5.4.10': 'O', '2.5.4.11': 'OU', '2.5.4.5': 'serialNumber', '2.5.4.7': 'L',
  '2.5.4.8': 'ST', '1.2.840.113549.1.9.1': 'emailAddress',
};

export class DistinguishedName {
  private readonly attributes: { readonly oid: string; readonly value: string }[] = [];

  public constructor(public readonly der: Bytes) {
    const values = new DerReader(der).enter();
    while (values.hasData) {
      const set = new DerReader(sortedSet(values.read(tags.set)));
      while (set.hasData) {
        const attribute = set.enter();
        this.attributes.push({ oid: attribute.oid(), value: anyText(attribute) });
      }
    }
  }

  /** The last attribute of the kind, the most specific one; null when there is none. */
  public get(oid: string): string | null {
    return this.attributes.findLast((attribute) => attribute.oid === oid)?.value ?? null;
  }

  public toString(): string {
    return this.attributes.map(({ oid, value }) => `${labels[oid] ?? oid}=${value}`).join(', ');
  }
}

/** Any ASN.1 string as text; other values as hexadecimal, so that a strange name is still a name. */
export function anyText(reader: DerReader): string {
  const tag = reader.peek();
  const whole = reader.readEncoded();
  const content = new DerReader(whole).read(tag);
  return textOf(tag, content) ?? hex(whole);
}

/** The content of a SET OF, whose elements DER sorts. */
function sortedSet(content: Bytes): Bytes {
  const reader = new DerReader(content);
  let before: Bytes | null = null;
  while (reader.hasData) {
    const element = reader.readEncoded();
    if (before !== null && compareBytes(before, element) > 0) {
      throw new DerError('A SET is not sorted.');
    }

    before = element;
  }

  return content;
}
