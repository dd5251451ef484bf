// 解密我的投标: checks what the centre gives, takes the own secret out here, signs and sends it.
import { systemEntropy } from '../proofs/primitives/entropy';
import { sameBytes, type Bytes } from '../proofs/primitives/bytes';
import { sm3 } from '../proofs/primitives/sm3';
import { releaseText } from '../proofs/records/opening';
import { SignedText } from '../proofs/records/signed-text';
import { releaseMessage, sealForSession } from '../proofs/sealing/envelope';
import { openStanza } from '../proofs/sealing/release-check';
import { readSealRecord, SealRecordError, type SealRecord } from '../proofs/sealing/seal-record';
import { ask, tenderAct } from './centre';
import { busy, centreTime, countDown, fault, find, sentenceOf } from './form';
import { KeyBox, type OpenKey } from './key-box';
import { checkReleaseKit, checkSession, type OwnPart, type ReleaseKitWire } from './opening-kit';
import { say, Sentence } from './say';

type MessageOf = (part: OwnPart) => Promise<Bytes>;

countDown();
const form = document.querySelector<HTMLFormElement>('#release');
if (form !== null) {
  start(form);
}

function start(root: HTMLFormElement): void {
  const keys = find<HTMLElement>(root, '[data-keys]');
  const [box, now] = [new KeyBox(keys), centreTime(keys)];
  const working = find<HTMLElement>(root, '[data-working]');
  const wrong = find<HTMLElement>(root, '[data-error]');
  const run = (button: HTMLButtonElement, secret: () => Promise<{ readonly signer: OpenKey; readonly messageOf: MessageOf }>): void => {
    wrong.hidden = true;
    for (const item of root.querySelectorAll('[data-part]')) {
      item.classList.remove('done');
    }

    void busy(button, working, say('正在打开密钥…', 'Opening your key …'), async (tell) => {
      const { signer, messageOf } = await secret();
      tell(say('正在解密…', 'Decrypting …'));
      await release(root, signer, messageOf, now);
    }).catch((failure: unknown) => {
      if (failure instanceof Sentence && failure.field !== null) {
        return;
      }

      wrong.textContent = sentenceOf(failure);
      wrong.hidden = false;
    });
  };

  root.addEventListener('submit', (event) => {
    event.preventDefault();
    run(find(root, '[data-release]'), async () => {
      const { signing, encryption } = await box.open('sign');
      if (signing === null) {
        throw new Error('Opened without a signing key.');
      }

      return { signer: signing, messageOf: (part) => byKey(part, encryption) };
    });
  });
  const byRecord = root.querySelector<HTMLButtonElement>('[data-by-record]');
  byRecord?.addEventListener('click', () => {
    run(byRecord, async () => {
      const signer = await box.signing();
      const records = await readRecords(root, box.passphrase);
      return { signer, messageOf: (part) => fromRecord(part, records) };
    });
  });
}

async function release(root: HTMLFormElement, signer: OpenKey, messageOf: MessageOf, now: () => Date): Promise<void> {
  const { tender = '', lot = '', party = '' } = root.dataset;
  await tenderAct(tender, 'fetch_for_release', { lot }, 'Bidder');
  const kit = await ask<ReleaseKitWire>(`/api/tenders/${tender}/lots/${lot}/release-kit`, { role: 'Bidder' });
  const session = await checkSession(kit, tender, lot);
  const { parts, liveSet } = await checkReleaseKit(kit, tender, lot, party);
  step(root, 'kit');
  const released = [];
  for (const part of parts) {
    const message = await messageOf(part);
    released.push({ part: part.part, releaseSm3: sm3(message), envelope: sealForSession(message, session, systemEntropy) });
  }

  step(root, 'open');
  const text = releaseText({
    tender, lot, bidder: party, version: parts[0]?.version ?? 0, liveSet: liveSet.sm3(), session: session.id, parts: released,
    time: now(),
  });
  const answer = await tenderAct(tender, 'release_bid', {
    lot, statement: (await SignedText.sign(text, signer.key)).toWire(), certificate: signer.certificate.toPem(),
  }, 'Bidder');
  if (!answer.events.some(({ type }) => type === 'bid_released')) {
    throw new Sentence(
      '中心核对后认为解密秘密与封存文件不符；请换用第二把密钥或封存记录再试。',
      'The centre checked the secret and it does not fit the sealed file; try your second key or the seal records.');
  }

  step(root, 'send');
  const done = find<HTMLElement>(root, '[data-done]');
  done.hidden = false;
  find<HTMLElement>(root, '[data-release]').hidden = true;
  root.querySelector('[data-record-box]')?.remove();
  done.focus();
}

/** Any of the keys it was sealed to will do. */
async function byKey({ part, header }: OwnPart, keys: readonly OpenKey[]): Promise<Bytes> {
  for (const { key } of keys) {
    const message = await openStanza(header, 'bidder', key);
    if (message !== null) {
      return message;
    }
  }

  throw keys.length === 0
    ? new Sentence('所选文件里没有加密密钥；请同时选择主密钥文件或备用加密密钥文件。',
      'The files chosen hold no encryption key; choose the main key file or the second encryption key as well.')
    : new Sentence(`这把加密密钥打不开 ${part}；请换用第二把密钥，或用封存记录。`,
      `This encryption key does not open part ${part}; use your second key, or the seal records.`);
}

function fromRecord({ part, header }: OwnPart, records: readonly SealRecord[]): Promise<Bytes> {
  const record = records.find(({ digest }) => sameBytes(digest, header.meta.digest));
  return record === undefined
    ? Promise.reject(new Sentence(`没有 ${part} 这一版的封存记录；请把同一次封标保存的文件全部选上。`,
      `No seal record is of this version of part ${part}; choose all files saved at that sealing.`))
    : Promise.resolve(releaseMessage('bidder', 0, record.secrets.b));
}

async function readRecords(root: HTMLFormElement, passphrase: string): Promise<readonly SealRecord[]> {
  const field = find<HTMLInputElement>(root, '#seal-record');
  const own = find<HTMLInputElement>(root, '#record-passphrase').value;
  fault(field, null);
  const files = Array.from(field.files ?? []);
  try {
    if (files.length === 0) {
      throw new Sentence('请选择封存记录文件。', 'Choose the seal record files.');
    }

    return (await Promise.all(files.map((file) => file.text())))
      .map((text) => readSealRecord(text, own === '' ? passphrase : own));
  } catch (failure) {
    const sentence = failure instanceof SealRecordError
      ? failure.fault === 'passphrase-wrong' || failure.fault === 'passphrase-needed'
        ? new Sentence('封存记录的口令不对，或文件被改动；请再试。', 'The pass phrase of the seal record is wrong, or the file was changed; try again.', field.id)
        : new Sentence('这不是封存记录；请选择封标时保存的 .seal.json 文件。', 'This is not a seal record; choose the .seal.json files saved when sealing.', field.id)
      : failure;
    fault(field, sentenceOf(sentence));
    throw sentence instanceof Sentence ? new Sentence(sentence.message, sentence.message, field.id) : sentence;
  }
}

function step(root: HTMLFormElement, part: string): void {
  root.querySelector(`[data-part="${part}"]`)?.classList.add('done');
}
