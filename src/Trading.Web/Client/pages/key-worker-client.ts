// The page's end of the worker that opens and encrypts key files.
import type { KeyFileFault } from '../proofs/certificates/key-file';
import { SoftwareKey } from '../proofs/primitives/sm2';
import type { KeysAnswer, KeysQuestion } from './keys-worker';
import { startWorker } from './workers';

export class OpenFault extends Error {
  public override readonly name = 'OpenFault';

  public constructor(public readonly fault: KeyFileFault) {
    super(fault);
  }
}

type Question<T> = T extends KeysQuestion ? Omit<T, 'id'> : never;

export class KeyWorker {
  private readonly worker: Worker;
  private readonly waiting = new Map<number, (answer: KeysAnswer) => void>();
  private next = 0;

  public constructor(path: string) {
    this.worker = startWorker(path);
    this.worker.onmessage = ({ data }: MessageEvent<KeysAnswer>): void => {
      this.waiting.get(data.id)?.(data);
      this.waiting.delete(data.id);
    };
  }

  /** Opens the private key of a PEM text; throws an {@link OpenFault}. */
  public async open(pem: string, passphrase: string | null): Promise<SoftwareKey> {
    const answer = await this.ask({ ask: 'open', pem, passphrase });
    if ('scalar' in answer) {
      return SoftwareKey.fromScalar(answer.scalar);
    }

    throw new OpenFault('fault' in answer ? (answer.fault as KeyFileFault) : 'damaged');
  }

  public async encrypt(key: SoftwareKey, passphrase: string): Promise<string> {
    const answer = await this.ask({ ask: 'encrypt', scalar: key.exportScalar(), passphrase });
    if ('pem' in answer) {
      return answer.pem;
    }

    throw new OpenFault('damaged');
  }

  private ask(question: Question<KeysQuestion>): Promise<KeysAnswer> {
    const id = this.next++;
    return new Promise((resolve) => {
      this.waiting.set(id, resolve);
      this.worker.postMessage({ ...question, id });
    });
  }
}
