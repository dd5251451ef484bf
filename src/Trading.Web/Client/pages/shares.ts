// A custodian's release: the shares of exactly the bids that the shut window lists as released, in one envelope.
import { Certificate } from '../proofs/certificates/certificate';
import { concat, sameBytes } from '../proofs/primitives/bytes';
import { systemEntropy } from '../proofs/primitives/entropy';
import { sm3, sm3OfText } from '../proofs/primitives/sm3';
import { readWindowShut, shareText } from '../proofs/records/opening';
import { SignedText } from '../proofs/records/signed-text';
import { sealForSession } from '../proofs/sealing/envelope';
import { openStanza } from '../proofs/sealing/release-check';
import { ask, tenderAct, type ActAnswer } from './centre';
import type { KeyBox } from './key-box';
import { checkSession, expect, headerOf, policyOf, type SessionWire } from './opening-kit';
import { Sentence } from './say';

interface CustodyKitWire extends SessionWire {
  readonly window_shut: string;
  readonly files: readonly { readonly bidder: string; readonly version: number; readonly part: string; readonly header: string }[];
}

export async function releaseShares(tender: string, lot: string, box: KeyBox, now: () => Date): Promise<ActAnswer> {
  const { signing, encryption } = await box.open('both');
  if (signing === null) {
    throw new Error('Opened without a signing key.');
  }

  const kit = await ask<CustodyKitWire>(`/api/tenders/${tender}/lots/${lot}/custody-kit`, { role: 'Custodian' });
  const session = await checkSession(kit, tender, lot);
  const { policy } = await policyOf(tender);
  const custodian = policy.custodians
    .find(({ signCertificate }) => sameBytes(new Certificate(signCertificate).id, signing.certificate.id));
  if (custodian === undefined) {
    throw new Sentence('这份签名证书不是本项目的保管人；请换用登记的保管人密钥文件。',
      'This signing certificate is not a custodian\'s of this tender; use the custodian\'s key file.');
  }

  const shut = readWindowShut(kit.window_shut);
  const released = new Set(shut.bids.filter(({ state }) => state === 'released').map(({ bidder }) => bidder));
  expect(shut.tender === tender && shut.lot === lot, '解密截止书', 'the window-shut statement');
  expect(kit.files.every(({ bidder }) => released.has(bidder)), '已解密的名单', 'the list of released bids');

  const order = ({ bidder, part }: { readonly bidder: string; readonly part: string }): string => `${bidder} ${part}`;
  const files = [...kit.files].sort((a, b) => (order(a) < order(b) ? -1 : 1));
  const shares = [];
  for (const { bidder, part, header } of files) {
    let message = null;
    for (const { key } of encryption) {
      message ??= await openStanza(headerOf(header), 'custodian', key);
    }

    if (message === null) {
      throw new Sentence('这把加密密钥打不开交给您的份额；请选择登记为保管人时的加密密钥文件。',
        'This encryption key does not open the shares kept for you; choose the encryption key file registered for the custodian.');
    }

    shares.push({ bidder, part, message });
  }

  const text = shareText({
    tender, lot, custodian: custodian.number, windowShut: sm3OfText(kit.window_shut), session: session.id,
    shares: shares.map(({ bidder, part, message }) => ({ bidder, part, shareSm3: sm3(message) })),
    envelope: sealForSession(concat(...shares.map(({ message }) => message)), session, systemEntropy),
    time: now(),
  });
  return tenderAct(tender, 'release_shares', {
    lot, statement: (await SignedText.sign(text, signing.key)).toWire(), certificate: signing.certificate.toPem(),
  }, 'Custodian');
}
