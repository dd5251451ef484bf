// The characters records may hold. Stricter than NFC: characters that normalisation replaces, those that may join the
// one before, and invisible ones are refused. What is left has one spelling.
const refused = /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Cn}\p{Zl}\p{Zp}\p{M}]|(?![ \u3000])\p{Zs}/u;

// NFC_Quick_Check = No in Unicode (compatibility ideographs, composition exclusions, singletons), and Hangul vowels and
// tails, which join the jamo before.
const replaced = new RegExp(`[${[
  '\\u0374\\u037e\\u0387\\u0958-\\u095f\\u09dc-\\u09dd\\u09df\\u0a33\\u0a36\\u0a59-\\u0a5b\\u0a5e\\u0b5c-\\u0b5d\\u0f43',
  '\\u0f4d\\u0f52\\u0f57\\u0f5c\\u0f69\\u1f71\\u1f73\\u1f75\\u1f77\\u1f79\\u1f7b\\u1f7d\\u1fbb\\u1fbe\\u1fc9\\u1fcb',
  '\\u1fd3\\u1fdb\\u1fe3\\u1feb\\u1fee-\\u1fef\\u1ff9\\u1ffb\\u1ffd\\u2126\\u212a-\\u212b\\u2329-\\u232a\\u2adc',
  '\\uf900-\\ufa0d\\ufa10\\ufa12\\ufa15-\\ufa1e\\ufa20\\ufa22\\ufa25-\\ufa26\\ufa2a-\\ufa6d\\ufa70-\\ufad9\\ufb1d\\ufb1f',
  '\\ufb2a-\\ufb36\\ufb38-\\ufb3c\\ufb3e\\ufb40-\\ufb41\\ufb43-\\ufb44\\ufb46-\\ufb4e',
  '\\u{1d15e}-\\u{1d164}\\u{1d1bb}-\\u{1d1c0}\\u{2f800}-\\u{2fa1d}\\u1161-\\u1175\\u11a8-\\u11c2',
].join('')}]`, 'u');

/** Whether every character of a line has one spelling and can be seen; line feeds are the caller's. */
export function areAllowed(line: string): boolean {
  return !refused.test(line) && !replaced.test(line);
}
