// The opening list (开标一览表) as the person fills it in: read by the published schema, written as canonical JSON.
import { canonicalBytes, type Json } from '../proofs/records/canonical';
import type { Bytes } from '../proofs/primitives/bytes';
import { fault } from './form';
import { say } from './say';

/** What is wrong with the fields, each with its sentence; their faults are shown beside them. */
export function listFaults(fields: readonly HTMLInputElement[]): (readonly [HTMLElement, string])[] {
  const faults: (readonly [HTMLElement, string])[] = [];
  for (const field of fields) {
    const wrong = faultOf(field);
    fault(field, wrong);
    if (wrong !== null) {
      faults.push([field, wrong]);
    }
  }

  return faults;
}

/** The list in its one form, with no rounding anywhere: a price is a whole number of fen. */
export function listBytes(fields: readonly HTMLInputElement[]): Bytes {
  const list: Record<string, Json> = {};
  for (const field of fields) {
    list[field.dataset['list'] ?? ''] = valueOf(field) ?? '';
  }

  return canonicalBytes(list);
}

export function valueOf(field: HTMLInputElement): number | string | null {
  const text = field.value.trim();
  switch (field.dataset['kind']) {
    case 'price':
      return fenOf(text);
    case 'integer':
      return /^\d{1,15}$/.test(text) ? Number(text) : null;
    default:
      return text === '' ? null : text.normalize('NFC');
  }
}

/** 9,399,880.00 yuan in fen, exactly; null for anything else. */
export function fenOf(text: string): number | null {
  const found = /^(\d{1,3}(?:[,，]?\d{3})*|\d+)(?:\.(\d{1,2}))?$/.exec(text);
  if (found === null) {
    return null;
  }

  const fen = Number((found[1] ?? '').replace(/[,，]/g, '') + (found[2] ?? '').padEnd(2, '0'));
  return Number.isSafeInteger(fen) ? fen : null;
}

function faultOf(field: HTMLInputElement): string | null {
  const label = field.labels?.[0]?.textContent ?? '';
  const value = valueOf(field);
  const most = Number(field.dataset['maximum']);
  const ceiling = Number(field.dataset['ceiling'] ?? Number.NaN);
  if (field.value.trim() === '') {
    return say(`请填写${label}。`, `Fill in ${label}.`);
  }

  switch (field.dataset['kind']) {
    case 'price':
      return typeof value !== 'number' || value < 1 || value > most
        ? say(`${label}不对：填大于零的数字，最多两位小数，如 9399880.00。`, `${label} is not right: a number above zero with at most two decimals, such as 9399880.00.`)
        : value > ceiling ? say('报价高于最高投标限价，将被否决；请核对。', 'The price is above the ceiling and would be rejected; check it.') : null;
    case 'integer':
      return typeof value !== 'number' || value > most
        ? say(`${label}不对：填不大于 ${most} 的整数。`, `${label} is not right: a whole number of at most ${most}.`) : null;
    default:
      return typeof value !== 'string' || value.length > most
        ? say(`${label}太长：最多 ${most} 个字。`, `${label} is too long: at most ${most} characters.`) : null;
  }
}
