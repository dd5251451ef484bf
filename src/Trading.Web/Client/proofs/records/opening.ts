// Records of an opening: policy/1, live-set/1, session/1, release/1, window-shut/1, share/1.
import { base64, fromBase64, sameBytes, type Bytes } from '../primitives/bytes';
import { sm3, type Digest } from '../primitives/sm3';
import { thresholdOf, type SealPart, type SealRelease } from '../sealing/limits';
import { expectDistinct, readLines, RecordError, writeLines, type Line } from './line-record';
import { shapeOf } from './shapes';
import { timeText } from './times';

/** One custodian of opening keys, numbered from 1, with its two certificates in DER. */
export interface Custodian {
  readonly number: number;
  readonly role: string;
  readonly code: string;
  readonly name: string;
  readonly encryptCertificate: Bytes;
  readonly signCertificate: Bytes;
}

/** 开标规则: who keeps the opening keys and how a bid may be opened. Its digest is the `opening` line of sealed files. */
export interface PolicyRecord {
  readonly tender: string;
  readonly lots: readonly string[];
  readonly parts: readonly SealPart[];
  readonly threshold: { readonly needed: number; readonly total: number };
  readonly custodians: readonly Custodian[];
  readonly release: SealRelease;
  readonly remedies: readonly string[];
  readonly attend: string;
}

export function readPolicy(text: string): PolicyRecord {
  const group = readLines(shapeOf('policy/1'), text);
  const policy: PolicyRecord = {
    tender: group.text('tender'),
    lots: group.texts('lot'),
    parts: group.texts('part') as readonly SealPart[],
    threshold: thresholdOf(group.text('threshold')) ?? { needed: 0, total: 0 },
    custodians: group.many('custodian').map((line) => ({
      number: Number(line.word(0)),
      role: line.word(1),
      code: line.word(2),
      name: line.word(3),
      encryptCertificate: fromBase64(line.many('custodian-encrypt')[0]?.word(1) ?? '') ?? new Uint8Array(0),
      signCertificate: fromBase64(line.many('custodian-sign')[0]?.word(1) ?? '') ?? new Uint8Array(0),
    })),
    release: group.text('release') as SealRelease,
    remedies: group.texts('remedy'),
    attend: group.text('attend'),
  };
  expectDistinct(policy.lots, 'a lot stands twice');
  expectDistinct(policy.parts, 'a part stands twice');
  expectDistinct(policy.remedies, 'a remedy stands twice');
  const isNumbered = group.many('custodian').every((line, i) =>
    [line, ...line.children].every((numbered) => Number(numbered.word(0)) === i + 1));
  if (!isNumbered || policy.custodians.length !== policy.threshold.total) {
    throw new RecordError('Inconsistent', 0, 'the custodians are numbered from 1 to the threshold\'s total');
  }

  // A certificate that stands twice would let one device count for two.
  expectDistinct(
    policy.custodians.flatMap((one) => [base64(one.encryptCertificate), base64(one.signCertificate)]),
    'a certificate stands twice');
  return policy;
}

/** 有效投标文件清单: what was frozen when bidding closed, signed by any k custodians. */
export interface LiveSetRecord {
  readonly tender: string;
  readonly lot: string;
  readonly policy: Digest;
  readonly schedule: Digest;
  readonly closed: Date;
  readonly count: number;
  readonly root: Digest;
}

export function readLiveSet(text: string): LiveSetRecord {
  const group = readLines(shapeOf('live-set/1'), text);
  const [count, root] = [group.number('count'), group.digest('root')];
  if ((count === 0) !== sameBytes(root, sm3())) {
    throw new RecordError('Inconsistent', 0, 'no files, and no others, have the root of nothing');
  }

  return {
    tender: group.text('tender'), lot: group.text('lot'), policy: group.digest('policy'),
    schedule: group.digest('schedule'), closed: new Date(group.text('closed')), count, root,
  };
}

/** 开标会话公钥公告: the key to which bidders and custodians envelope what they release. */
export interface SessionRecord {
  readonly tender: string;
  readonly lot: string;
  readonly session: Bytes;
  readonly time: Date;
}

export function readSession(text: string): SessionRecord {
  const group = readLines(shapeOf('session/1'), text);
  return {
    tender: group.text('tender'), lot: group.text('lot'), session: group.bytes('session'), time: new Date(group.text('time')),
  };
}

export interface ReleasedPart {
  readonly part: string;
  readonly releaseSm3: Digest;
  readonly envelope: Bytes;
}

/** 解密放行书: a bidder's half of the key for all parts opened in this stage, in one act. */
export interface ReleaseRecord {
  readonly tender: string;
  readonly lot: string;
  readonly bidder: string;
  readonly version: number;
  readonly liveSet: Digest;
  readonly session: Digest;
  readonly parts: readonly ReleasedPart[];
  readonly time: Date;
}

export function releaseText(record: ReleaseRecord): string {
  expectDistinct(record.parts.map(({ part }) => part), 'a part stands twice');
  return writeLines(shapeOf('release/1'), [
    ['tender', record.tender],
    ['lot', record.lot],
    ['bidder', record.bidder],
    ['version', record.version],
    ['live-set', record.liveSet],
    ['session', record.session],
    ...record.parts.flatMap((part): readonly Line[] => [
      ['part', part.part],
      ['release-sm3', part.releaseSm3],
      ['envelope', part.envelope],
    ]),
    ['time', timeText(record.time)],
  ]);
}

export function readRelease(text: string): ReleaseRecord {
  const group = readLines(shapeOf('release/1'), text);
  const record: ReleaseRecord = {
    tender: group.text('tender'),
    lot: group.text('lot'),
    bidder: group.text('bidder'),
    version: group.number('version'),
    liveSet: group.digest('live-set'),
    session: group.digest('session'),
    parts: group.many('part').map((part) => ({
      part: part.word(0), releaseSm3: part.digest('release-sm3'), envelope: part.bytes('envelope'),
    })),
    time: new Date(group.text('time')),
  };
  releaseText(record);
  return record;
}

/** 解密时限截止书: which bids were released when the window was shut. */
export interface WindowShutRecord {
  readonly tender: string;
  readonly lot: string;
  readonly liveSet: Digest;
  readonly session: Digest;
  readonly closed: Date;
  readonly bids: readonly { readonly bidder: string; readonly version: number; readonly state: string }[];
}

export function readWindowShut(text: string): WindowShutRecord {
  const group = readLines(shapeOf('window-shut/1'), text);
  return {
    tender: group.text('tender'), lot: group.text('lot'), liveSet: group.digest('live-set'), session: group.digest('session'),
    closed: new Date(group.text('closed')),
    bids: group.many('bid').map((bid) => ({ bidder: bid.word(0), version: Number(bid.word(1)), state: bid.word(2) })),
  };
}

/** 保管人放行书: a custodian's shares of exactly the released bids, in one envelope. */
export interface ShareRecord {
  readonly tender: string;
  readonly lot: string;
  readonly custodian: number;
  readonly windowShut: Digest;
  readonly session: Digest;
  readonly shares: readonly { readonly bidder: string; readonly part: string; readonly shareSm3: Digest }[];
  readonly envelope: Bytes;
  readonly time: Date;
}

export function shareText(record: ShareRecord): string {
  expectDistinct(record.shares.map(({ bidder, part }) => `${bidder} ${part}`), 'a share stands twice');
  return writeLines(shapeOf('share/1'), [
    ['tender', record.tender],
    ['lot', record.lot],
    ['custodian', record.custodian],
    ['window-shut', record.windowShut],
    ['session', record.session],
    ...record.shares.map(({ bidder, part, shareSm3 }): Line => ['share', bidder, part, shareSm3]),
    ['envelope', record.envelope],
    ['time', timeText(record.time)],
  ]);
}
