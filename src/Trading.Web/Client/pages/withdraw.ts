// Withdrawal of the own bid: one signed statement.
import { withdrawText } from '../proofs/records/bidding';
import { SignedText } from '../proofs/records/signed-text';
import { tenderAct } from './centre';
import { busy, centreTime, find, sentenceOf } from './form';
import { KeyBox } from './key-box';
import { say } from './say';

const form = document.querySelector<HTMLFormElement>('#withdraw');
if (form !== null) {
  const keys = find<HTMLElement>(form, '[data-keys]');
  const [box, now] = [new KeyBox(keys), centreTime(keys)];
  const button = find<HTMLButtonElement>(form, 'button[type=submit]');
  const wrong = find<HTMLElement>(form, '[data-error]');
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    wrong.hidden = true;
    void busy(button, find(form, '[data-working]'), say('正在签名并撤回…', 'Signing and withdrawing …'), async () => {
      const { tender = '', lot = '', party = '', version = '' } = form.dataset;
      const { key, certificate } = await box.signing();
      const reason = find<HTMLInputElement>(form, '#reason').value.trim().normalize('NFC');
      const text = withdrawText({
        tender, lot, bidder: party, version: Number(version), reason: reason === '' ? null : reason, time: now(),
      });
      await tenderAct(tender, 'withdraw_bid', {
        lot, statement: (await SignedText.sign(text, key)).toWire(), certificate: certificate.toPem(),
      }, 'Bidder');
      find<HTMLElement>(form, '[data-done]').hidden = false;
      button.hidden = true;
    }).catch((failure: unknown) => {
      wrong.textContent = sentenceOf(failure);
      wrong.hidden = false;
    });
  });
}
