// What the centre gives for a release is checked before anything secret is taken out: the session key under the centre's
// signature, the live set under the custodians', the own files' places in it (sealing.md C.3).
import { Certificate } from '../proofs/certificates/certificate';
import { fromHex, sameBytes, utf8 } from '../proofs/primitives/bytes';
import { sm3OfText, type Digest } from '../proofs/primitives/sm3';
import { checkInclusion, liveLeaf } from '../proofs/log/merkle';
import { readLiveSet, readPolicy, readSession, type PolicyRecord } from '../proofs/records/opening';
import { SignedText, type SignedTextWire } from '../proofs/records/signed-text';
import type { SealedHeader } from '../proofs/sealing/header';
import { HeaderFault, parseHeader } from '../proofs/sealing/header-parser';
import { ask, askText } from './centre';
import { Sentence } from './say';

export interface SessionWire {
  readonly session: SignedTextWire;
  readonly session_certificate: string;
}

export interface ReleaseKitWire extends SessionWire {
  readonly live_set: SignedTextWire;
  readonly parts: readonly {
    readonly part: string; readonly version: number; readonly file: string; readonly header: string;
    readonly index: number; readonly count: number; readonly path: readonly string[];
  }[];
}

export interface OwnPart {
  readonly part: string;
  readonly version: number;
  readonly header: SealedHeader;
}

export async function policyOf(tender: string): Promise<{ readonly policy: PolicyRecord; readonly sm3: Digest }> {
  const { policy } = await ask<{ readonly policy: string }>(`/api/tenders/${tender}`);
  return { policy: readPolicy(policy), sm3: sm3OfText(policy) };
}

/** The session's certificate, where the centre's key announced it for this lot. */
export async function checkSession(kit: SessionWire, tender: string, lot: string): Promise<Certificate> {
  const centre = Certificate.readAll(await askText('/api/centre')).find(({ usage }) => usage.sign);
  const certificate = Certificate.fromPem(kit.session_certificate);
  const announced = SignedText.fromWire(kit.session);
  const record = readSession(announced.text);
  expect(centre !== undefined && announced.check([centre.publicKey]) === null, '会话密钥的中心签名', 'the centre\'s signature under the session key');
  expect(record.tender === tender && record.lot === lot && sameBytes(certificate.publicKey.spki, record.session), '会话密钥', 'the session key');
  return certificate;
}

/** The own parts, after every check held; else nothing was taken out. */
export async function checkReleaseKit(
  kit: ReleaseKitWire, tender: string, lot: string, party: string,
): Promise<{ readonly parts: readonly OwnPart[]; readonly liveSet: SignedText }> {
  const { policy, sm3 } = await policyOf(tender);
  const liveSet = SignedText.fromWire(kit.live_set);
  const live = readLiveSet(liveSet.text);
  expect(live.tender === tender && live.lot === lot && sameBytes(live.policy, sm3), '在册清单', 'the live list');
  const custodians = policy.custodians.map(({ signCertificate }) => new Certificate(signCertificate).publicKey);
  expect(liveSet.check(custodians, policy.threshold.needed) === null, '在册清单上的保管人签名', 'the custodians\' signatures under the live list');
  const parts = kit.parts.map(({ part, version, file, header, index, count, path }) => {
    const leaf = liveLeaf({ bidder: party, version, part, fileSm3: fromHex(file) });
    expect(
      count === live.count && checkInclusion({ index, size: count, path: path.map(fromHex) }, leaf, live.root),
      `${part} 在清单中的位置`, `the place of part ${part} in the live list`);
    return { part, version, header: headerOf(header) };
  });
  expect(parts.length === policy.parts.length, '文件的部分', 'the parts of the bid');
  return { parts, liveSet };
}

export function headerOf(text: string): SealedHeader {
  const header = parseHeader(utf8(text));
  if (header instanceof HeaderFault) {
    throw new Sentence(`服务器给的文件头读不了（${header.message}），没有送出任何东西；请告知中心。`,
      `The centre gave a header that cannot be read (${header.message}); nothing was sent. Tell the centre.`);
  }

  return header;
}

export function expect(holds: boolean, chinese: string, english: string): void {
  if (!holds) {
    throw new Sentence(`服务器给的资料核对不符：${chinese}。没有送出任何东西；请告知主持人。`,
      `What the centre gave does not hold: ${english}. Nothing was sent; tell the host.`);
  }
}
