// Registration of a company: keys made here, certified by the test CA, kept by the person, registered by a signature.
import { checkCharacter, isCreditCode, normalizeCreditCode } from '../proofs/certificates/credit-code';
import { Certificate } from '../proofs/certificates/certificate';
import { base64, hex, utf8 } from '../proofs/primitives/bytes';
import { draw, systemEntropy } from '../proofs/primitives/entropy';
import { SoftwareKey } from '../proofs/primitives/sm2';
import { certifyText, contactDigest, registerText, type PartyContact, type PartyKind } from '../proofs/records/identity';
import { SignedText } from '../proofs/records/signed-text';
import { act, ask, Refused } from './centre';
import { busy, centreTime, fault, find, save, sentenceOf, summarise } from './form';
import { KeyWorker } from './key-worker-client';
import { say } from './say';

const shortest_passphrase = 10;

interface Made {
  readonly code: string;
  readonly sign: SoftwareKey;
  readonly files: readonly { readonly name: string; readonly label: string; readonly text: string }[];
  readonly signing: Certificate;
  readonly encryption: readonly Certificate[];
}

const form = document.querySelector<HTMLFormElement>('#register');
if (form !== null) {
  start(form);
}

function start(root: HTMLFormElement): void {
  const worker = new KeyWorker(root.dataset['worker'] ?? '');
  const now = centreTime(root);
  const code = find<HTMLInputElement>(root, '#code');
  code.addEventListener('input', () => {
    markCode(code);
  });
  root.addEventListener('input', ({ target }) => {
    // What is being mended is no longer wrong; the next check says whether it is right.
    if (target instanceof HTMLInputElement) {
      fault(target, null);
    }
  });
  const working = find<HTMLElement>(root, '[data-working]');
  root.addEventListener('submit', (event) => {
    event.preventDefault();
    if (!summarise(root, check(root))) {
      return;
    }

    const button = find<HTMLButtonElement>(root, 'button[type=submit]');
    void busy(button, working, say('正在生成密钥…', 'Making keys …'), async (tell) => {
      const made = await make(root, worker, now, tell);
      offer(root, made, now);
    }).catch((failure: unknown) => {
      summarise(root, [[code, sentenceOf(failure)]]);
    });
  });
}

/** Live check of the code: says how many characters are missing, or which last one would be right. */
function markCode(field: HTMLInputElement): void {
  const code = normalizeCreditCode(field.value);
  const mark = find<HTMLElement>(document, '#code-mark');
  const isRight = isCreditCode(code);
  mark.dataset['state'] = isRight ? 'good' : 'wait';
  const expected = code.length === 18 ? checkCharacter(code.slice(0, 17)) : null;
  mark.textContent = isRight ? say('✓ 校验通过', '✓ check passed')
    : code.length < 18 ? say(`还差 ${18 - code.length} 位`, `${18 - code.length} more`)
      : expected === null ? say('含有不允许的字符（没有 I、O、S、V、Z）', 'a character is not allowed (no I, O, S, V, Z)')
        : say('校验位不符，请核对抄写', 'the check character does not fit; compare with your licence');
  if (isRight) {
    fault(field, null);
  }
}

function check(root: HTMLFormElement): (readonly [HTMLElement, string])[] {
  const faults: (readonly [HTMLElement, string])[] = [];
  const ask_ = (id: string, isRight: (value: string) => boolean, sentence: string): void => {
    const field = find<HTMLInputElement>(root, `#${id}`);
    const wrong = isRight(id.includes('pass') || id === 'again' ? field.value : field.value.trim()) ? null : sentence;
    fault(field, wrong);
    if (wrong !== null) {
      faults.push([field, wrong]);
    }
  };
  const filled = (value: string): boolean => value !== '';
  ask_('name', filled, say('请填写单位名称，与营业执照一致。', 'Enter the name of the organisation as in its licence.'));
  ask_('code', (value) => isCreditCode(normalizeCreditCode(value)),
    say('统一社会信用代码不对：应为 18 位且校验通过，请对照营业执照。', 'The credit code is not right: 18 characters whose check passes; compare with the licence.'));
  ask_('person', filled, say('请填写联系人姓名。', 'Enter the name of a contact person.'));
  ask_('phone', filled, say('请填写联系电话。', 'Enter a telephone number.'));
  ask_('mail', (value) => value === '' || value.includes('@'), say('电子邮箱不对；不想填可以留空。', 'The e-mail address is not right; you may leave it empty.'));
  ask_('new-passphrase', (value) => value.length >= shortest_passphrase,
    say(`口令至少 ${shortest_passphrase} 个字符。`, `A pass phrase has at least ${shortest_passphrase} characters.`));
  const passphrase = find<HTMLInputElement>(root, '#new-passphrase').value;
  ask_('again', (value) => value === passphrase, say('两次输入的口令不一样，请重新输入。', 'The two pass phrases differ; enter them again.'));
  return faults;
}

async function make(
  root: HTMLFormElement, worker: KeyWorker, now: () => Date, tell: (words: string) => void,
): Promise<Made> {
  const value = (id: string): string => find<HTMLInputElement>(root, `#${id}`).value.trim();
  const passphrase = find<HTMLInputElement>(root, '#new-passphrase').value;
  const [name, code] = [value('name').normalize('NFC'), normalizeCreditCode(value('code'))];
  const hasSecond = find<HTMLInputElement>(root, '#second').checked;
  await expectNew(code);

  const sign = SoftwareKey.generate();
  const encrypt = Array.from({ length: hasSecond ? 2 : 1 }, () => SoftwareKey.generate());
  tell(say('正在用口令加密密钥…', 'Encrypting the keys with your pass phrase …'));
  const signPem = await worker.encrypt(sign, passphrase);
  const encryptPems: string[] = [];
  for (const key of encrypt) {
    encryptPems.push(await worker.encrypt(key, passphrase));
  }

  step(root, 'keys');
  tell(say('正在申请测试证书…', 'Asking for test certificates …'));
  let signing: Certificate | null = null;
  const encryption: Certificate[] = [];
  for (const key of encrypt) {
    const text = certifyText({ subject: name, code, sign: sign.publicKey.spki, encrypt: key.publicKey.spki, time: now() });
    const answer = await ask<{ readonly signing: string; readonly encryption: string }>('/api/test-ca/certificates', {
      method: 'POST', body: { statement: text, signature: base64(await sign.sign(utf8(text))) },
    });
    signing ??= Certificate.fromPem(answer.signing);
    encryption.push(Certificate.fromPem(answer.encryption));
  }

  step(root, 'certificates');
  if (signing === null) {
    throw new Error('No certificate was asked for.');
  }

  const main = signing.toPem() + signPem + (encryption[0]?.toPem() ?? '') + (encryptPems[0] ?? '');
  const files = [{ name: `${code}.keys.pem`, label: say('保存主密钥文件（签名 + 加密）', 'Save the main key file (signing + encryption)'), text: main }];
  const [, second] = encryption;
  if (second !== undefined) {
    files.push({
      name: `${code}.second.pem`, label: say('保存备用加密密钥（另处保管）', 'Save the second encryption key (keep it elsewhere)'),
      text: second.toPem() + (encryptPems[1] ?? ''),
    });
  }

  return { code, sign, files, signing, encryption };
}

async function expectNew(code: string): Promise<void> {
  try {
    await ask(`/api/parties/${code}`);
  } catch (failure) {
    if (failure instanceof Refused && failure.code === 'NotFound') {
      return;
    }

    throw failure;
  }

  throw new Refused('AlreadyRegistered', say(
    '这个代码已经登记过；请用已有的密钥登录，或请单位内已登记的人添加您的证书。',
    'This code is registered already; log in with its key, or ask a registered colleague to add your certificate.'), 409, {});
}

/** Nothing is registered before every file was saved. */
function offer(root: HTMLFormElement, made: Made, now: () => Date): void {
  find<HTMLElement>(root, '[data-make]').hidden = true;
  find<HTMLElement>(root, '[data-files]').hidden = false;
  for (const field of root.querySelectorAll<HTMLInputElement>('input, select')) {
    field.disabled = true;
  }

  const register = find<HTMLButtonElement>(root, '[data-register]');
  const left = new Set(made.files);
  find<HTMLElement>(root, '[data-downloads]').replaceChildren(...made.files.map((file) => {
    const button = document.createElement('button');
    button.type = 'button';
    button.className = 'act';
    button.textContent = file.label;
    button.addEventListener('click', () => {
      save(file.name, new Blob([file.text], { type: 'application/x-pem-file' }));
      button.classList.add('quiet');
      left.delete(file);
      if (left.size === 0) {
        step(root, 'files');
        register.disabled = false;
        find<HTMLElement>(root, '[data-sign]').hidden = false;
      }
    });
    return button;
  }));
  find<HTMLElement>(root, '[data-downloads] button').focus();

  const mail = find<HTMLInputElement>(root, '#mail').value.trim();
  const contact: PartyContact = {
    person: find<HTMLInputElement>(root, '#person').value.trim(),
    phone: find<HTMLInputElement>(root, '#phone').value.trim(),
    ...(mail === '' ? {} : { mail }),
  };
  const salt = draw(systemEntropy, 32);
  const statement = registerText({
    kind: find<HTMLSelectElement>(root, '#kind').value as PartyKind,
    code: made.code,
    name: find<HTMLInputElement>(root, '#name').value.trim().normalize('NFC'),
    sign: made.signing.id,
    encrypt: made.encryption.map(({ id }) => id),
    contact: contactDigest(contact, salt),
    time: now(),
  });
  find<HTMLElement>(root, '[data-statement]').textContent = statement;
  const line = find<HTMLElement>(root, '[data-registering]');
  register.addEventListener('click', () => {
    void busy(register, line, say('正在签名并登记…', 'Signing and registering …'), async () => {
      const signed = await SignedText.sign(statement, made.sign);
      await act(`/api/parties/${made.code}/acts/register_party`, {
        statement: signed.toWire(), signing_certificate: made.signing.toPem(),
        encryption_certificates: made.encryption.map((certificate) => certificate.toPem()), contact, contact_salt: hex(salt),
      });
      step(root, 'register');
      find<HTMLElement>(root, '[data-sign]').hidden = true;
      const done = find<HTMLElement>(root, '[data-done]');
      done.hidden = false;
      find<HTMLElement>(done, 'a').focus();
    }).catch((failure: unknown) => {
      summarise(root, [[register, sentenceOf(failure)]]);
    });
  });
}

function step(root: HTMLFormElement, part: string): void {
  root.querySelector(`[data-part="${part}"]`)?.classList.add('done');
}
