// Every record type: its lines in order. A test holds this table equal to docs/records.md.
import {
  base64Form, codeForm, decimalForm, digestForm, digestOrNoneForm, freeForm, indexForm, nameForm, numberForm, oneOf,
  originForm, partForm, pathForm, shortForm, tenderForm, thresholdForm, timeForm, versionForm, type Form,
} from './forms';
import type { Field, Shape } from './line-record';

function field(name: string, ...forms: readonly Form[]): Field {
  return { name, forms };
}

function many(line: Field, min: number, max: number, ...inner: readonly Field[]): Field {
  return { ...line, min, max, inner };
}

const tender = field('tender', tenderForm);
const lot = field('lot', shortForm);
const bidder = field('bidder', codeForm);
const version = field('version', versionForm);
const documents = field('documents', digestForm);
const time = field('time', timeForm);
const part = field('part', partForm);
const custody = field('live-set', digestForm);
const session = field('session', digestForm);
const draw = field('draw', tenderForm);
const party = field('party', indexForm);
const fileSm3 = field('file-sm3', digestForm);
const fileSize = field('file-size', numberForm(1, 4_294_967_296));
const drawRoles = oneOf('centre', 'tenderee', 'agency', 'supervisor', 'notary', 'bidder');
const departments = oneOf('reception', 'organisation', 'attestation');
const fen = numberForm(0, 9_007_199_254_740_991);

const submission: readonly Field[] = [
  tender, lot, bidder, version, field('opening', digestForm), documents,
  many(part, 1, 7, fileSm3, fileSize, field('header-sm3', digestForm)),
  many(field('bidder-key', digestForm), 1, 4), time,
];

const all: readonly Shape[] = [
  { type: 'certify/1', fields: [
    field('subject', nameForm), field('code', codeForm), field('sign', base64Form(256)), field('encrypt', base64Form(256)),
    time,
  ] },
  { type: 'register/1', fields: [
    field('kind', oneOf('bidder', 'tenderee', 'agency', 'supervisor', 'notary', 'centre', 'expert', 'auditor')),
    field('code', codeForm), field('name', nameForm), field('sign', digestForm),
    many(field('encrypt', digestForm), 0, 4), field('contact', digestForm), time,
  ] },
  { type: 'login/1', fields: [field('origin', originForm), field('nonce', digestForm), field('certificate', digestForm), time] },
  { type: 'handover/1', fields: [
    tender, field('from', departments), field('to', departments), field('by', digestForm),
    many(field('remarks', freeForm), 0, 1), time,
  ] },
  { type: 'policy/1', fields: [
    tender, many(lot, 1, 200), many(part, 1, 7), field('threshold', thresholdForm),
    many(
      field('custodian', indexForm, oneOf('tenderee', 'agency', 'centre', 'supervisor', 'notary', 'deputy'), codeForm, nameForm),
      2, 16,
      field('custodian-encrypt', indexForm, base64Form(8192)), field('custodian-sign', indexForm, base64Form(8192))),
    field('order', oneOf('bidders-first')), field('release', oneOf('bidder', 'escrow')),
    many(field('remedy', oneOf('second-key', 'seal-record', 'plaintext-copy', 'extend-once')), 0, 4),
    field('attend', freeForm),
  ] },
  { type: 'schedule/1', fields: [
    tender, field('number', numberForm(1, 10_000)), field('supersedes', digestOrNoneForm), documents,
    ...['issued', 'sale-from', 'sale-to', 'deadline', 'opening'].map((name) => field(name, timeForm)),
    field('release-window-minutes', numberForm(1, 10_080)), field('place', freeForm),
  ] },
  { type: 'confirm/1', fields: [tender, bidder, field('schedule', numberForm(1, 10_000)), documents, time] },
  { type: 'submit/1', fields: submission },
  { type: 'replace/1', fields: submission },
  { type: 'withdraw/1', fields: [tender, lot, bidder, version, many(field('reason', freeForm), 0, 1), time] },
  { type: 'receipt/1', fields: [
    tender, lot, bidder, version, many(part, 1, 7, fileSm3, fileSize), field('event-sm3', digestForm),
    field('submission-sm3', digestForm), field('received', timeForm), field('clock-source', freeForm),
    field('leaf-salt', digestForm),
  ] },
  { type: 'live-set/1', fields: [
    tender, lot, field('policy', digestForm), field('schedule', digestForm), field('closed', timeForm),
    field('count', numberForm(0, 14_000)), field('root', digestForm),
  ] },
  { type: 'session/1', fields: [tender, lot, field('session', base64Form(256)), time] },
  { type: 'release/1', fields: [
    tender, lot, bidder, version, custody, session,
    many(part, 1, 7, field('release-sm3', digestForm), field('envelope', base64Form(32_768))), time,
  ] },
  { type: 'window-shut/1', mostBytes: 4 * 1024 * 1024, fields: [
    tender, lot, custody, session, field('closed', timeForm),
    many(
      field('bid', codeForm, versionForm, oneOf('released', 'missing', 'undecided')), 0, 2000,
      many(field('release', partForm, digestForm), 0, 7)),
  ] },
  { type: 'share/1', mostBytes: 6 * 1024 * 1024, fields: [
    tender, lot, field('custodian', indexForm), field('window-shut', digestForm), session,
    many(field('share', codeForm, partForm, digestForm), 1, 14_000), field('envelope', base64Form(2_097_152)), time,
  ] },
  { type: 'secret/1', fields: [
    tender, lot, bidder, version, custody, session,
    many(part, 1, 7, field('secret-sm3', digestForm), field('envelope', base64Form(32_768))), time,
  ] },
  { type: 'draw-commit/1', fields: [
    draw, party, field('role', drawRoles), field('commit', digestForm), field('envelope-sm3', digestForm), time,
  ] },
  { type: 'draw/1', fields: [
    draw, field('project', tenderForm), field('pool', numberForm(1, 1_000_000), digestForm),
    field('take', numberForm(1, 1_000_000)), field('reserve', numberForm(0, 1_000_000)), field('parties', numberForm(2, 16)),
    many(field('party', indexForm, drawRoles, digestForm), 2, 16),
  ] },
  { type: 'draw-envelope/1', fields: [
    draw, party, field('threshold', thresholdForm), many(field('share', indexForm, digestForm, base64Form(32_768)), 2, 16),
  ] },
  { type: 'opening-record/1', fields: [tender, lot, field('record-sm3', digestForm), time] },
  { type: 'marks/1', mostBytes: 4 * 1024 * 1024, fields: [
    tender, lot, field('member', digestForm), many(field('mark', codeForm, shortForm, decimalForm), 1, 20_000), time,
  ] },
  { type: 'award/1', fields: [tender, lot, field('winner', codeForm), field('price-fen', fen), time] },
  { type: 'record/1', mostBytes: 32 * 1024 * 1024, fields: [
    field('form', oneOf('public', 'restricted')), tender, field('last-event', digestForm),
    many(field('file', pathForm, numberForm(0, 4_294_967_296), digestForm), 1, 100_000),
  ] },
];

/** Shapes by type, in the order of the table. */
export const shapes: ReadonlyMap<string, Shape> = new Map(all.map((shape) => [shape.type, shape]));

export function shapeOf(type: string): Shape {
  const shape = shapes.get(type);
  if (shape === undefined) {
    throw new RangeError(`There is no record type ${type}.`);
  }

  return shape;
}
