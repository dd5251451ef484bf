// The desk: each open task signed and sent from its own card, with the key opened once for the page.
import { readLines } from '../proofs/records/line-record';
import { shapeOf } from '../proofs/records/shapes';
import { SignedText } from '../proofs/records/signed-text';
import { tenderAct, type ActAnswer } from './centre';
import { busy, centreTime, find, sentenceOf } from './form';
import { KeyBox } from './key-box';
import { say, Sentence } from './say';
import { releaseShares } from './shares';

/** What a person means to sign with each act: the text of another kind is never signed, whatever the server shows. */
const kinds: Readonly<Record<string, string>> = {
  sign_live_set: 'live-set/1',
  sign_window_shut: 'window-shut/1',
  hand_over: 'handover/1',
  confirm_opening: 'opening-record/1',
  confirm_amendment: 'confirm/1',
};

const keys = document.querySelector<HTMLElement>('#keys [data-keys]');
const box = keys === null ? null : new KeyBox(keys);
const now = keys === null ? (): Date => new Date() : centreTime(keys);
document.querySelector('#keys')?.addEventListener('submit', (event) => {
  event.preventDefault();
});

for (const card of document.querySelectorAll<HTMLElement>('[data-task]')) {
  const button = card.querySelector<HTMLButtonElement>('[data-do]');
  button?.addEventListener('click', () => {
    const wrong = find<HTMLElement>(card, '[data-error]');
    wrong.hidden = true;
    void busy(button, find(card, '[data-working]'), say('正在办理…', 'Working …'), async () => {
      showDone(card, await perform(card));
    }).catch((failure: unknown) => {
      wrong.textContent = sentenceOf(failure);
      wrong.hidden = false;
    });
  });
}

async function perform(card: HTMLElement): Promise<ActAnswer> {
  const { command = '', tender = '', lot = '', role = '', form = '', to = '' } = card.dataset;
  const about = lot === '' ? {} : { lot };
  switch (form) {
    case 'sign': {
      const { key, certificate } = await expectBox().signing();
      const text = textOf(card, command, tender);
      const statement = (await SignedText.sign(text, key)).toWire();
      return tenderAct(
        tender, command, { ...about, statement, certificate: certificate.toPem(), ...(to === '' ? {} : { to: snake(to) }) }, role);
    }

    case 'keepers':
      return tenderAct(tender, command, {
        ...about,
        attestation_certificate: find<HTMLSelectElement>(card, '[data-attestation]').value,
        supervisor_certificate: find<HTMLSelectElement>(card, '[data-supervisor]').value,
      }, role);
    case 'shares':
      return releaseShares(tender, lot, expectBox(), now);
    case 'plain':
      return tenderAct(tender, command, about, role);
    default:
      throw new Error(`No way to do ${form}.`);
  }
}

/** What is shown is what is signed: the text is taken from the page, read strictly, and must speak of this tender. */
function textOf(card: HTMLElement, command: string, tender: string): string {
  const text = find<HTMLElement>(card, '[data-text]').textContent ?? '';
  const kind = kinds[command];
  if (kind === undefined || readLines(shapeOf(kind), text).text('tender') !== tender) {
    throw new Sentence(
      '显示的文本不是这个事项的文本，没有签名；请刷新页面，仍不对请告知中心。',
      'The text shown is not that of this task; nothing was signed. Refresh, and tell the centre if it stays so.');
  }

  return text;
}

function showDone(card: HTMLElement, { events }: ActAnswer): void {
  card.classList.add('is-done');
  find<HTMLButtonElement>(card, '[data-do]').hidden = true;
  const done = find<HTMLElement>(card, '[data-done]');
  done.hidden = false;
  find<HTMLElement>(done, '[data-event]').textContent = events
    .map(({ recorded_at, digest }) => `${recorded_at.replace('T', ' ').replace('Z', ' UTC')} · ${digest.slice(0, 8)}…${digest.slice(-8)}`)
    .join(' ');
}

function expectBox(): KeyBox {
  if (box === null) {
    throw new Error('The page has no keys.');
  }

  return box;
}

function snake(name: string): string {
  return name.replace(/(?!^)[A-Z]/g, (letter) => `_${letter}`).toLowerCase();
}
