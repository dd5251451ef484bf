// The sealing page: list and file checked as they land, sealed in a worker, seal records saved, uploaded, handed in.
import { Certificate } from '../proofs/certificates/certificate';
import { sm3OfText } from '../proofs/primitives/sm3';
import { fromHex, type Bytes } from '../proofs/primitives/bytes';
import { Receipt } from '../proofs/log/receipt';
import { readSubmit, submitText } from '../proofs/records/bidding';
import { readPolicy, type PolicyRecord } from '../proofs/records/opening';
import { SignedText } from '../proofs/records/signed-text';
import { sameBytes } from '../proofs/primitives/bytes';
import { amountInWords } from './amount-words';
import { ask, askText, tenderAct } from './centre';
import { busy, centreTime, countDown, fault, find, save, sentenceOf, summarise } from './form';
import { KeyBox, type OpenKey } from './key-box';
import { fenOf, listBytes, listFaults } from './opening-list';
import { say, Sentence } from './say';
import type { SealAnswer, SealedPart, SealQuestion } from './seal-worker';
import { upload } from './upload';
import { startWorker } from './workers';

interface TenderWire {
  readonly policy: string;
  readonly documents_sm3: string;
}

interface PartyWire {
  readonly certificates: readonly {
    readonly id: string; readonly usage: string; readonly pem: string; readonly revoked_at?: string; readonly added_at: string;
  }[];
}

interface Sealed {
  readonly policy: PolicyRecord;
  readonly opening: Bytes;
  readonly documents: Bytes;
  readonly own: readonly Certificate[];
  readonly signer: OpenKey;
  readonly parts: readonly SealedPart[];
}

const most_own_keys = 4;

class SealingPage {
  private readonly box: KeyBox;
  private readonly now: () => Date;
  private readonly fields: readonly HTMLInputElement[];
  private readonly fileField: HTMLInputElement;
  private readonly working: HTMLElement;
  private readonly wrong: HTMLElement;
  private readonly sealButton: HTMLButtonElement;
  private readonly saveButton: HTMLButtonElement;
  private readonly sendButton: HTMLButtonElement;
  private file: File | null = null;
  private sealed: Sealed | null = null;
  private isSent = false;

  public constructor(private readonly form: HTMLFormElement) {
    const keys = find<HTMLElement>(form, '[data-keys]');
    this.box = new KeyBox(keys);
    this.now = centreTime(keys);
    this.fields = Array.from(form.querySelectorAll<HTMLInputElement>('[data-list]'));
    this.fileField = find(form, '#bid-file');
    this.working = find(form, '[data-working]');
    this.wrong = find(form, '[data-error]');
    this.sealButton = find(form, '[data-seal]');
    this.saveButton = find(form, '[data-save]');
    this.sendButton = find(form, '[data-send]');
    this.listen();
  }

  private listen(): void {
    for (const field of this.fields) {
      field.addEventListener('input', () => {
        this.forget();
        const words = field.parentElement?.querySelector('[data-words]');
        const fen = fenOf(field.value.trim());
        if (words) {
          words.textContent = fen === null ? '' : amountInWords(fen);
        }
      });
    }

    const drop = find<HTMLElement>(this.form, '[data-drop]');
    for (const kind of ['dragover', 'dragleave', 'drop'] as const) {
      drop.addEventListener(kind, (event) => {
        event.preventDefault();
        drop.classList.toggle('over', kind === 'dragover');
      });
    }

    drop.addEventListener('drop', (event) => {
      const [file] = Array.from(event.dataTransfer?.files ?? []);
      if (file !== undefined) {
        void this.choose(file);
      }
    });
    this.fileField.addEventListener('change', () => {
      const [file] = Array.from(this.fileField.files ?? []);
      if (file !== undefined) {
        void this.choose(file);
      }
    });
    this.form.addEventListener('submit', (event) => {
      event.preventDefault();
      this.run(this.sealButton, say('正在准备…', 'Preparing …'), (tell) => this.seal(tell));
    });
    this.saveButton.addEventListener('click', () => {
      this.saveRecords();
    });
    this.sendButton.addEventListener('click', () => {
      this.run(this.sendButton, say('正在上传…', 'Uploading …'), (tell) => this.send(tell));
    });
    window.addEventListener('beforeunload', (event) => {
      // Sealed and not handed in: leaving would throw the work away.
      if (this.sealed !== null && !this.isSent) {
        event.preventDefault();
      }
    });
  }

  private run(button: HTMLButtonElement, words: string, work: (tell: (words: string) => void) => Promise<void>): void {
    this.wrong.hidden = true;
    busy(button, this.working, words, work).catch((failure: unknown) => {
      if (failure instanceof Sentence && failure.field !== null) {
        return;
      }

      this.wrong.textContent = sentenceOf(failure);
      this.wrong.hidden = false;
    }).finally(() => {
      this.showButtons();
    });
  }

  /** What was sealed no longer says what the form says. */
  private forget(): void {
    if (this.sealed !== null && !this.isSent) {
      this.sealed = null;
      this.meter('seal', 0, 1, '');
      this.meter('upload', 0, 1, '');
      this.showButtons();
    }
  }

  private showButtons(areSaved = false): void {
    this.sealButton.disabled = this.isSent;
    this.saveButton.disabled = this.sealed === null;
    this.sendButton.disabled = this.sealed === null || this.isSent || !(areSaved || this.saveButton.classList.contains('quiet'));
  }

  private async choose(file: File): Promise<void> {
    this.forget();
    const wrong = await fileFault(file);
    this.file = wrong === null ? file : null;
    fault(this.fileField, wrong);
    const drop = find<HTMLElement>(this.form, '[data-drop]');
    drop.classList.toggle('full', wrong === null);
    find<HTMLElement>(drop, '[data-chosen]').textContent = wrong === null
      ? `${file.name} · ${megabytes(file.size)}`
      : say('把 zip 文件拖到这里，或', 'Drop the zip file here, or');
  }

  private async seal(tell: (words: string) => void): Promise<void> {
    const faults = listFaults(this.fields);
    if (this.file === null) {
      const sentence = say('请选择投标文件（zip）。', 'Choose the bid documents (zip).');
      fault(this.fileField, sentence);
      faults.push([this.fileField, sentence]);
    }

    const { file } = this;
    if (!summarise(this.form, faults) || file === null) {
      return;
    }

    this.sealed = null;
    this.saveButton.classList.remove('quiet');
    tell(say('正在打开签名密钥…', 'Opening your signing key …'));
    const signer = await this.box.signing();
    if (this.box.passphrase === '') {
      throw new Sentence('请输入口令，它也用来加密封存记录。', 'Enter the pass phrase; it also encrypts the seal records.');
    }

    tell(say('正在核对开启策略…', 'Checking the opening policy …'));
    const { tender = '', lot = '', party = '', version = '' } = this.form.dataset;
    const view = await ask<TenderWire>(`/api/tenders/${tender}`);
    const policy = readPolicy(view.policy);
    const own = await ownKeys(party);
    const question = {
      passphrase: this.box.passphrase,
      request: {
        tender, lot, bidder: party, version: Number(version), opening: sm3OfText(view.policy), release: policy.release,
        threshold: policy.threshold.needed,
      },
      bidderCertificates: own.map(({ der }) => der),
      custodianCertificates: policy.custodians.map(({ encryptCertificate }) => encryptCertificate),
    };
    const parts: SealedPart[] = [];
    const started = performance.now();
    tell(say('正在封标，可以切到别的窗口…', 'Sealing; you may use other windows …'));
    for (const part of policy.parts) {
      const content = part === 'summary' ? new Blob([listBytes(this.fields)]) : part === 'all' ? file : null;
      if (content === null) {
        throw new Sentence(`招标文件要求的部分 ${part} 本页不能封，请用命令行工具。`, `Part ${part} cannot be sealed here; use the command line tool.`);
      }

      parts.push(await this.sealPart({ ...question, part, file: content }, started));
    }

    this.meter('seal', 1, 1, say('已封好', 'Sealed'));
    this.sealed = { policy, opening: question.request.opening, documents: fromHex(view.documents_sm3), own, signer, parts };
    this.saveButton.disabled = false;
    this.saveButton.focus();
  }

  private sealPart(question: SealQuestion, started: number): Promise<SealedPart> {
    const worker = startWorker(this.form.dataset['worker'] ?? '');
    return new Promise<SealedPart>((resolve, reject) => {
      worker.onmessage = ({ data }: MessageEvent<SealAnswer>): void => {
        if ('sealed' in data) {
          resolve(data.sealed);
        } else if ('fault' in data) {
          reject(data.fault === 'file-changed'
            ? new Sentence('封标过程中文件变了；请关闭正在编辑它的程序，重新选择文件再封。', 'The file changed while it was sealed; close whatever edits it, choose it again and seal.')
            : new Sentence(`没有封成：${data.message}`, `Sealing failed: ${data.message}`));
        } else if (question.part !== 'summary') {
          this.meter('seal', data.done, data.total, rate(data.done, data.total, question.file.size, started));
        }
      };
      worker.onerror = (): void => {
        reject(new Sentence('封标程序没有启动；请刷新页面，或换用新版浏览器。', 'The sealing worker did not start; reload, or use a newer browser.'));
      };
      worker.postMessage(question);
    }).finally(() => {
      worker.terminate();
    });
  }

  private saveRecords(): void {
    const { tender = '', lot = '', version = '' } = this.form.dataset;
    for (const { part, record } of this.sealed?.parts ?? []) {
      save(`${tender}-${lot}-v${version}-${part}.seal.json`, new Blob([record], { type: 'application/json' }));
    }

    this.saveButton.classList.add('quiet');
    this.showButtons(true);
    this.sendButton.focus();
  }

  private async send(tell: (words: string) => void): Promise<void> {
    const { sealed } = this;
    if (sealed === null) {
      return;
    }

    const { tender = '', lot = '', party = '', version = '', replaces = '' } = this.form.dataset;
    const total = sealed.parts.reduce((sum, part) => sum + part.sealed.size, 0);
    const started = performance.now();
    let before = 0;
    for (const part of sealed.parts) {
      await upload(part.sealed, part.fileSm3, (done) => {
        this.meter('upload', before + done, total, rate(before + done, total, total, started));
      });
      before += part.sealed.size;
    }

    this.meter('upload', 1, 1, say('已上传', 'Uploaded'));
    tell(say('正在签署递交书并递交…', 'Signing and handing in …'));
    const text = submitText({
      replaces: replaces === 'true', tender, lot, bidder: party, version: Number(version), opening: sealed.opening,
      documents: sealed.documents,
      parts: sealed.parts.map((part) => ({
        part: part.part, fileSm3: part.fileSm3, fileSize: part.sealed.size, headerSm3: part.headerSm3,
      })),
      bidderKeys: sealed.own.map(({ id }) => id),
      time: this.now(),
    });
    const statement = await SignedText.sign(text, sealed.signer.key);
    const answer = await tenderAct(tender, 'submit_bid', {
      lot, statement: statement.toWire(), certificate: sealed.signer.certificate.toPem(),
      encryption_certificates: sealed.own.map((certificate) => certificate.toPem()),
    }, 'Bidder');
    await this.showReceipt(answer.receipts[0] ?? '', statement);
  }

  /** A receipt counts only if the centre's key signed it and it names exactly what was handed in. */
  private async showReceipt(text: string, statement: SignedText): Promise<void> {
    const centre = Certificate.readAll(await askText('/api/centre')).find(({ usage }) => usage.sign);
    const receipt = Receipt.parse(text);
    if (centre === undefined || receipt.check(centre.publicKey, null) !== null
      || !receipt.isOf(readSubmit(statement.text), statement.sm3())) {
      throw new Sentence(
        '已递交，但回执的签名或内容不符：请保存本页截图并立即联系中心。',
        'Handed in, but the receipt does not hold: keep a picture of this page and call the centre at once.');
    }

    this.isSent = true;
    const { tender = '', lot = '', version = '' } = this.form.dataset;
    const panel = find<HTMLElement>(this.form, '[data-receipt]');
    panel.hidden = false;
    find<HTMLElement>(panel, '[data-received]').textContent = say(
      `第 ${version} 版已递交，收到时刻 ${beijing(receipt.record.received)}。`,
      `Version ${version} is handed in, received at ${beijing(receipt.record.received)} Beijing time.`);
    find<HTMLElement>(panel, '[data-receipt-text]').textContent = text;
    find<HTMLButtonElement>(panel, '[data-receipt-save]').addEventListener('click', () => {
      save(`${tender}-${lot}-v${version}.receipt.txt`, new Blob([text], { type: 'text/plain' }));
    });
    for (const field of this.form.querySelectorAll<HTMLInputElement>('input')) {
      field.disabled = true;
    }

    panel.focus();
    panel.scrollIntoView({ block: 'start' });
  }

  private meter(name: string, done: number, total: number, text: string): void {
    const meter = find<HTMLElement>(this.form, `[data-meter="${name}"]`);
    const bar = find<HTMLProgressElement>(meter, 'progress');
    [bar.max, bar.value] = [total, done];
    // Whole only when it is said to be: the last byte is not the end of the work.
    meter.classList.toggle('done', total === 1 && done === 1);
    find<HTMLElement>(meter, '[data-text]').textContent = text;
  }
}

/** The own certificates to seal to: registered, in use, not out of date; the main lock first. */
async function ownKeys(party: string): Promise<readonly Certificate[]> {
  const { certificates } = await ask<PartyWire>(`/api/parties/${party}/registration`);
  const found = certificates
    .filter(({ revoked_at }) => revoked_at === undefined)
    .sort((a, b) => (a.added_at < b.added_at ? -1 : a.added_at > b.added_at ? 1 : 0))
    .map(({ pem }) => Certificate.fromPem(pem))
    .filter(({ usage }) => usage.encrypt && !usage.sign);
  const distinct = found.filter((one, i) => found.findIndex(({ id }) => sameBytes(id, one.id)) === i);
  if (distinct.length === 0) {
    throw new Sentence('贵单位没有可用的加密证书；请先登记一份。', 'Your organisation has no usable encryption certificate; register one first.');
  }

  return distinct.slice(0, most_own_keys);
}

/** Checked as it lands: a zip by its first bytes, not empty, not damaged at its end. */
async function fileFault(file: File): Promise<string | null> {
  if (file.size === 0) {
    return say('文件是空的；请选择打包好的投标文件。', 'The file is empty; choose the packed bid documents.');
  }

  try {
    const start = new Uint8Array(await file.slice(0, 4).arrayBuffer());
    const end = new Uint8Array(await file.slice(Math.max(0, file.size - 66_000)).arrayBuffer());
    const isZip = start[0] === 0x50 && start[1] === 0x4b;
    const hasEnd = end.some((_, i) => end[i] === 0x50 && end[i + 1] === 0x4b && end[i + 2] === 5 && end[i + 3] === 6);
    return !isZip ? say('这不是 zip 文件；请把投标文件打包成 zip 再选。', 'This is not a zip file; pack the bid documents as zip and choose again.')
      : hasEnd ? null : say('zip 文件不完整，可能没有拷完；请重新打包再选。', 'The zip file is incomplete; pack it again and choose it.');
  } catch {
    return say('读不了这个文件；请确认它没有被其他程序占用，再选一次。', 'The file cannot be read; make sure no other program holds it and choose again.');
  }
}

function megabytes(bytes: number): string {
  return bytes < 1_048_576 ? `${Math.ceil(bytes / 1024)} KiB` : `${(bytes / 1_048_576).toFixed(1)} MiB`;
}

function rate(done: number, total: number, bytes: number, started: number): string {
  const seconds = (performance.now() - started) / 1000;
  const share = total === 0 ? 1 : done / total;
  if (seconds < 0.5 || share === 0) {
    return `${Math.round(share * 100)} %`;
  }

  const left = Math.ceil((seconds / share) * (1 - share));
  return `${Math.round(share * 100)} % · ${(share * bytes / 1_048_576 / seconds).toFixed(1)} MiB/s · ${say(`剩 ${left} 秒`, `${left} s left`)}`;
}

function beijing(at: Date): string {
  return new Date(at.getTime() + 8 * 3_600_000).toISOString().replace('T', ' ').replace('Z', '');
}

countDown();
const form = document.querySelector<HTMLFormElement>('#seal');
if (form !== null) {
  void new SealingPage(form);
}
