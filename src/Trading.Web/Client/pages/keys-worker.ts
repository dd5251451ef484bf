// Opens and encrypts key files away from the page: 600,000 rounds of PBKDF2 take a second or two each.
import { KeyFileError, readKey, writeEncryptedKey } from '../proofs/certificates/key-file';
import type { Bytes } from '../proofs/primitives/bytes';
import { SoftwareKey } from '../proofs/primitives/sm2';

export type KeysQuestion =
  | { readonly id: number; readonly ask: 'open'; readonly pem: string; readonly passphrase: string | null }
  | { readonly id: number; readonly ask: 'encrypt'; readonly scalar: Bytes; readonly passphrase: string };

export type KeysAnswer =
  | { readonly id: number; readonly scalar: Bytes }
  | { readonly id: number; readonly pem: string }
  | { readonly id: number; readonly fault: string };

const scope = self as unknown as { postMessage(answer: KeysAnswer): void; onmessage: ((event: MessageEvent<KeysQuestion>) => void) | null };

scope.onmessage = ({ data }): void => {
  answer(data).then(
    (found) => {
      scope.postMessage(found);
    },
    (failure: unknown) => {
      scope.postMessage({ id: data.id, fault: failure instanceof KeyFileError ? failure.fault : 'damaged' });
    });
};

async function answer(question: KeysQuestion): Promise<KeysAnswer> {
  const { id } = question;
  if (question.ask === 'open') {
    return { id, scalar: (await readKey(question.pem, question.passphrase)).exportScalar() };
  }

  return { id, pem: writeEncryptedKey(SoftwareKey.fromScalar(question.scalar), question.passphrase) };
}
