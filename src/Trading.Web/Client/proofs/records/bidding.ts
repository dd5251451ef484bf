// What a bidder signs, and the receipt it gets: submit/1, replace/1, withdraw/1, confirm/1, receipt/1.
import type { Digest } from '../primitives/sm3';
import { base64 } from '../primitives/bytes';
import type { SealPart } from '../sealing/limits';
import { expectDistinct, readLines, writeLines, type Group, type Line } from './line-record';
import { shapeOf } from './shapes';
import { timeText } from './times';

export interface FilePart {
  readonly part: SealPart;
  readonly fileSm3: Digest;
  readonly fileSize: number;
}

export interface SubmittedPart extends FilePart {
  readonly headerSm3: Digest;
}

/** 投标文件递交书, or 替换书 with the same lines: which sealed files are handed in, all parts in one act. */
export interface SubmitRecord {
  readonly replaces: boolean;
  readonly tender: string;
  readonly lot: string;
  readonly bidder: string;
  readonly version: number;
  readonly opening: Digest;
  readonly documents: Digest;
  readonly parts: readonly SubmittedPart[];
  readonly bidderKeys: readonly Digest[];
  readonly time: Date;
}

export function submitText(record: SubmitRecord): string {
  expectDistinct(record.parts.map(({ part }) => part), 'a part stands twice');
  expectDistinct(record.bidderKeys.map(base64), 'a bidder\'s key stands twice');
  return writeLines(shapeOf(record.replaces ? 'replace/1' : 'submit/1'), [
    ['tender', record.tender],
    ['lot', record.lot],
    ['bidder', record.bidder],
    ['version', record.version],
    ['opening', record.opening],
    ['documents', record.documents],
    ...record.parts.flatMap((part): readonly Line[] => [
      ['part', part.part],
      ['file-sm3', part.fileSm3],
      ['file-size', part.fileSize],
      ['header-sm3', part.headerSm3],
    ]),
    ...record.bidderKeys.map((key): Line => ['bidder-key', key]),
    ['time', timeText(record.time)],
  ]);
}

export function readSubmit(text: string): SubmitRecord {
  const replaces = text.startsWith('replace/1 ');
  const group = readLines(shapeOf(replaces ? 'replace/1' : 'submit/1'), text);
  const record: SubmitRecord = {
    replaces,
    ...bidOf(group),
    opening: group.digest('opening'),
    documents: group.digest('documents'),
    parts: group.many('part').map((part) => ({ ...filePartOf(part), headerSm3: part.digest('header-sm3') })),
    bidderKeys: group.digests('bidder-key'),
    time: new Date(group.text('time')),
  };
  submitText(record);
  return record;
}

/** 投标文件撤回书: takes the named version back before the deadline; a reason is free. */
export interface WithdrawRecord {
  readonly tender: string;
  readonly lot: string;
  readonly bidder: string;
  readonly version: number;
  readonly reason: string | null;
  readonly time: Date;
}

export function withdrawText(record: WithdrawRecord): string {
  return writeLines(shapeOf('withdraw/1'), [
    ['tender', record.tender],
    ['lot', record.lot],
    ['bidder', record.bidder],
    ['version', record.version],
    ...(record.reason === null ? [] : [['reason', record.reason] as const]),
    ['time', timeText(record.time)],
  ]);
}

export function readWithdraw(text: string): WithdrawRecord {
  const group = readLines(shapeOf('withdraw/1'), text);
  return { ...bidOf(group), reason: group.optional('reason'), time: new Date(group.text('time')) };
}

/** 变更确认书: a bidder has taken note of a later schedule and the documents it names. */
export interface ConfirmRecord {
  readonly tender: string;
  readonly bidder: string;
  readonly schedule: number;
  readonly documents: Digest;
  readonly time: Date;
}

export function confirmText(record: ConfirmRecord): string {
  return writeLines(shapeOf('confirm/1'), [
    ['tender', record.tender],
    ['bidder', record.bidder],
    ['schedule', record.schedule],
    ['documents', record.documents],
    ['time', timeText(record.time)],
  ]);
}

export function readConfirm(text: string): ConfirmRecord {
  const group = readLines(shapeOf('confirm/1'), text);
  return {
    tender: group.text('tender'), bidder: group.text('bidder'), schedule: group.number('schedule'),
    documents: group.digest('documents'), time: new Date(group.text('time')),
  };
}

/** 投标回执, the body that the centre signs. */
export interface ReceiptRecord {
  readonly tender: string;
  readonly lot: string;
  readonly bidder: string;
  readonly version: number;
  readonly parts: readonly FilePart[];
  readonly eventSm3: Digest;
  readonly submissionSm3: Digest;
  readonly received: Date;
  readonly clockSource: string;
  readonly leafSalt: Digest;
}

export function readReceipt(text: string): ReceiptRecord {
  const group = readLines(shapeOf('receipt/1'), text);
  const parts = group.many('part').map(filePartOf);
  expectDistinct(parts.map(({ part }) => part), 'a part stands twice');
  return {
    ...bidOf(group),
    parts,
    eventSm3: group.digest('event-sm3'),
    submissionSm3: group.digest('submission-sm3'),
    received: new Date(group.text('received')),
    clockSource: group.text('clock-source'),
    leafSalt: group.digest('leaf-salt'),
  };
}

function bidOf(group: Group): { tender: string; lot: string; bidder: string; version: number } {
  return {
    tender: group.text('tender'), lot: group.text('lot'), bidder: group.text('bidder'), version: group.number('version'),
  };
}

function filePartOf(group: Group): FilePart {
  return { part: group.word(0) as SealPart, fileSm3: group.digest('file-sm3'), fileSize: group.number('file-size') };
}
