// Every limit of bidseal/1, once; and the words and alphabets of its header.
export const limits = {
  header: 65_536,
  line: 1_024,
  tender: 64,
  lot: 32,
  version: 9_999_999_999,
  /** Keys of one bidder: main lock, sub lock, recovery key, and one more. */
  bidders: 4,
  fewestCustodians: 2,
  custodians: 16,
  /** Bytes of a sealed file: 4 GiB. */
  file: 4 * 1024 ** 3,
  /** Bytes of B, of T, of a share and of the salt. */
  secret: 32,
  /** Bytes of a release: role, number, secret. */
  release: 34,
  /** The padded plaintext is a multiple of this. */
  padding: 65_536,
  /** Plaintext bytes of a full chunk. */
  chunk: 16_384,
} as const;

/** What a sealed file holds: one file for each part that is opened at another time. */
export const parts = ['all', 'summary', 'qualify', 'technical', 'price', 'names', 'reserve'] as const;
export type SealPart = (typeof parts)[number];

export function isPart(word: string): word is SealPart {
  return (parts as readonly string[]).includes(word);
}

/** May a bid be opened without its bidder? The policy decides, the bidder agrees by sealing. */
export type SealRelease = 'bidder' | 'escrow';

export function isRelease(word: string): word is SealRelease {
  return word === 'bidder' || word === 'escrow';
}

export type StanzaRole = 'bidder' | 'custodian' | 'escrow' | 'reveal';

/** The byte of a role in envelopes: B, C, E, R. */
export const roleBytes: Readonly<Record<StanzaRole, number>> = {
  bidder: 0x42, custodian: 0x43, escrow: 0x45, reveal: 0x52,
};

/** 1 to so many letters, digits, dots, underscores and hyphens. */
export function isName(text: string, longest: number): boolean {
  return text.length <= longest && /^[A-Za-z0-9._-]+$/.test(text);
}

/** 18 digits and capitals; the check character is the platform's business. */
export function isBidder(text: string): boolean {
  return /^[0-9A-Z]{18}$/.test(text);
}

/** A positive number in digits without leading zero, up to a limit; null for anything else. */
export function positive(text: string, highest: number): number | null {
  const value = /^[1-9][0-9]{0,9}$/.test(text) ? Number(text) : 0;
  return value >= 1 && value <= highest ? value : null;
}

/** k/n with 2 ≤ k ≤ n ≤ 16, without leading zeros; null for anything else. */
export function thresholdOf(text: string): { readonly needed: number; readonly total: number } | null {
  const [first, second, ...rest] = text.split('/');
  const total = second === undefined || rest.length > 0 ? null : positive(second, limits.custodians);
  const needed = total === null ? null : positive(first ?? '', total);
  return total !== null && needed !== null && needed >= limits.fewestCustodians ? { needed, total } : null;
}
