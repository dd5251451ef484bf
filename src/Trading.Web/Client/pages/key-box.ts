// The person's own keys on a page: chosen as files, opened with a pass phrase, held in memory until the page is left.
// Encrypted files are remembered for this tab, so that only the pass phrase is asked again; clear ones never are.
import { Certificate } from '../proofs/certificates/certificate';
import { isEncryptedKey } from '../proofs/certificates/key-file';
import { pemBlocks, toPem } from '../proofs/certificates/pem';
import { sameBytes } from '../proofs/primitives/bytes';
import { DerError } from '../proofs/primitives/der';
import type { SoftwareKey } from '../proofs/primitives/sm2';
import { fault, find } from './form';
import { KeyWorker, OpenFault } from './key-worker-client';
import { say, Sentence } from './say';

export interface OpenKey {
  readonly key: SoftwareKey;
  readonly certificate: Certificate;
}

export interface OpenKeys {
  readonly signing: OpenKey | null;
  readonly encryption: readonly OpenKey[];
}

interface Chosen {
  readonly keys: readonly string[];
  readonly certificates: readonly Certificate[];
}

const remembered = 'keys';
const most_characters = 262_144;

export class KeyBox {
  private readonly worker: KeyWorker;
  private readonly files: HTMLInputElement;
  private readonly passphraseField: HTMLInputElement;
  private readonly held: HTMLElement;
  private text: string | null = null;
  private opened: { readonly text: string; readonly keys: OpenKeys } | null = null;

  public constructor(root: HTMLElement) {
    this.worker = new KeyWorker(root.dataset['worker'] ?? '');
    this.files = find(root, 'input[type=file]');
    this.passphraseField = find(root, 'input[type=password]');
    this.held = find(root, '[data-held]');
    this.text = sessionStorage.getItem(remembered);
    this.showHeld();
    this.files.addEventListener('change', () => void this.choose());
    this.passphraseField.addEventListener('input', () => {
      fault(this.passphraseField, null);
    });
  }

  public get passphrase(): string {
    return this.passphraseField.value;
  }

  /** The keys, opened once a page; throws a {@link Sentence} and says it beside its field. */
  public async open(needs: 'sign' | 'encrypt' | 'both'): Promise<OpenKeys> {
    fault(this.files, null);
    fault(this.passphraseField, null);
    const keys = this.opened !== null && this.opened.text === this.text ? this.opened.keys : await this.openAll();
    if (needs !== 'encrypt' && keys.signing === null) {
      throw this.wrong(this.files, '这些文件里没有签名密钥及其证书；请选择登记时下载的密钥文件。',
        'There is no signing key with its certificate in these files; choose the key file you downloaded at registration.');
    }

    if (needs !== 'sign' && keys.encryption.length === 0) {
      throw this.wrong(this.files, '这些文件里没有加密密钥及其证书；请同时选择加密密钥文件。',
        'There is no encryption key with its certificate in these files; choose the encryption key file as well.');
    }

    return keys;
  }

  public async signing(): Promise<OpenKey> {
    const { signing } = await this.open('sign');
    if (signing === null) {
      throw new Error('Opened without a signing key.');
    }

    return signing;
  }

  private async openAll(): Promise<OpenKeys> {
    const { text } = this;
    if (text === null) {
      throw this.wrong(this.files, '请先选择密钥文件。', 'Choose your key file first.');
    }

    const chosen = this.read(text);
    const needsPassphrase = chosen.keys.some(isEncryptedKey);
    if (needsPassphrase && this.passphrase === '') {
      throw this.wrong(this.passphraseField, '请输入打开密钥文件的口令。', 'Enter the pass phrase of the key file.');
    }

    const pairs: OpenKey[] = [];
    for (const pem of chosen.keys) {
      const key = await this.openOne(pem);
      for (const certificate of chosen.certificates.filter(({ id }) => sameBytes(id, key.publicKey.id))) {
        pairs.push({ key, certificate });
      }
    }

    const keys: OpenKeys = {
      signing: pairs.find(({ certificate }) => certificate.usage.sign) ?? null,
      encryption: pairs.filter(({ certificate }) => certificate.usage.encrypt && !certificate.usage.sign),
    };
    this.opened = { text, keys };
    if (!chosen.keys.every(isEncryptedKey)) {
      return keys;
    }

    sessionStorage.setItem(remembered, text);
    return keys;
  }

  private async openOne(pem: string): Promise<SoftwareKey> {
    try {
      return await this.worker.open(pem, isEncryptedKey(pem) ? this.passphrase : null);
    } catch (failure) {
      if (!(failure instanceof OpenFault)) {
        throw failure;
      }

      switch (failure.fault) {
        case 'passphrase-wrong': case 'passphrase-needed':
          throw this.wrong(this.passphraseField, '口令不对，请再试；注意大小写和输入法。',
            'The pass phrase is wrong; try again, and mind capitals and the input method.');
        case 'other-key':
          throw this.wrong(this.files, '这不是 SM2 密钥；请选择登记时下载的密钥文件。',
            'This is not an SM2 key; choose the key file you downloaded at registration.');
        case 'unknown-encryption':
          throw this.wrong(this.files, '密钥文件的加密方式不认识；请用 openssl pkcs8 -topk8 -v2 sm4-cbc 转换后再选。',
            'The key file is encrypted in an unknown way; convert it with openssl pkcs8 -topk8 -v2 sm4-cbc.');
        default:
          throw this.wrong(this.files, '密钥文件已损坏；请换用您另存的那一份。', 'The key file is damaged; use the other copy you kept.');
      }
    }
  }

  private read(text: string): Chosen {
    const blocks = pemBlocks(text);
    const certificates: Certificate[] = [];
    for (const { label, bytes } of blocks) {
      if (label === 'CERTIFICATE') {
        try {
          certificates.push(new Certificate(bytes));
        } catch (failure) {
          if (!(failure instanceof DerError || failure instanceof RangeError)) {
            throw failure;
          }
        }
      }
    }

    const keys = blocks.filter(({ label }) => label.endsWith('PRIVATE KEY')).map(({ label, bytes }) => toPem(label, bytes));
    if (keys.length === 0) {
      throw this.wrong(this.files, '文件里没有私钥；请选择 .pem 或 .key 文件。', 'There is no private key in the file; choose the .pem or .key file.');
    }

    if (certificates.length === 0) {
      throw this.wrong(this.files, '只有私钥，没有证书；请把证书文件（.crt）一起选上。',
        'There is a key but no certificate; choose the certificate file (.crt) with it.');
    }

    return { keys, certificates };
  }

  private async choose(): Promise<void> {
    fault(this.files, null);
    const chosen = Array.from(this.files.files ?? []);
    if (chosen.length === 0) {
      return;
    }

    if (chosen.reduce((sum, file) => sum + file.size, 0) > most_characters) {
      fault(this.files, say('文件太大，不像是密钥文件；请重新选择。', 'The file is too large for a key file; choose again.'));
      return;
    }

    this.text = (await Promise.all(chosen.map((file) => file.text()))).join('\n');
    try {
      this.read(this.text);
    } catch (failure) {
      if (!(failure instanceof Sentence)) {
        throw failure;
      }
    }

    this.showHeld();
    this.passphraseField.focus();
  }

  private showHeld(): void {
    let names = '';
    try {
      const certificates = this.text === null ? [] : Certificate.readAll(this.text);
      names = [...new Set(certificates.map(({ commonName }) => commonName))].join('、');
    } catch {
      // A file that cannot be read is said when it is opened.
    }

    this.held.hidden = names === '';
    this.held.textContent = say(`已选：${names}`, `Chosen: ${names}`);
  }

  private wrong(field: HTMLInputElement, chinese: string, english: string): Sentence {
    const sentence = new Sentence(chinese, english, field.id);
    fault(field, sentence.message);
    field.focus();
    return sentence;
  }
}
