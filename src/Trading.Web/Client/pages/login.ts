// Login: a one-time challenge, signed here, answered with a session cookie.
import { base64, utf8, fromHex } from '../proofs/primitives/bytes';
import { loginText } from '../proofs/records/identity';
import { ask } from './centre';
import { busy, fault, find, sentenceOf } from './form';
import { KeyBox } from './key-box';
import { say, Sentence } from './say';

interface Challenge {
  readonly origin: string;
  readonly nonce: string;
  readonly time: string;
}

const form = document.querySelector<HTMLFormElement>('#login');
if (form !== null) {
  const box = new KeyBox(find(form, '[data-keys]'));
  const button = find<HTMLButtonElement>(form, 'button[type=submit]');
  const line = find<HTMLElement>(form, '[data-working]');
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    void busy(button, line, say('正在打开密钥…', 'Opening the key …'), (tell) => login(form, box, tell)).catch((failure: unknown) => {
      // A sentence of the key box already stands beside its field.
      if (!(failure instanceof Sentence)) {
        fault(find<HTMLElement>(form, '#key-file'), sentenceOf(failure));
      }
    });
  });
}

async function login(root: HTMLFormElement, box: KeyBox, tell: (words: string) => void): Promise<void> {
  const { key, certificate } = await box.signing();
  tell(say('正在签名并登录…', 'Signing and logging in …'));
  const challenge = await ask<Challenge>('/api/login/challenge', { method: 'POST' });
  if (challenge.origin !== location.origin) {
    throw new Sentence(
      `服务器自称 ${challenge.origin}，与地址栏不符：不要登录，请告知中心。`,
      `The server calls itself ${challenge.origin}, not what the address bar says: do not log in, tell the centre.`);
  }

  const text = loginText({
    origin: challenge.origin, nonce: fromHex(challenge.nonce), certificate: certificate.id, time: new Date(challenge.time),
  });
  find<HTMLElement>(root, '[data-statement]').textContent = text;
  await ask('/api/login', {
    method: 'POST',
    body: { text, signature: base64(await key.sign(utf8(text))), certificate: certificate.toPem(), cookie: true },
  });
  tell(say('已登录，正在打开您的页面…', 'Logged in; opening your page …'));
  location.assign(root.dataset['next'] ?? '/desk');
}
