// Private keys as PEM: PKCS#8 clear, or encrypted with a pass phrase; and the forms that openssl writes.
import { sameBytes, type Bytes } from '../primitives/bytes';
import { bits, der, DerError, DerReader, explicit, octets, oid, sequence, unsigned } from '../primitives/der';
import { systemEntropy, type Entropy } from '../primitives/entropy';
import { oids } from '../primitives/oids';
import { SoftwareKey } from '../primitives/sm2';
import { decryptPbes2, encryptPbes2 } from './pbes2';
import { pemBlocks, toPem } from './pem';

export type KeyFileFault =
  | 'no-key' | 'passphrase-needed' | 'passphrase-wrong' | 'other-key' | 'damaged' | 'unknown-encryption';

const sentences: Readonly<Record<KeyFileFault, string>> = {
  'no-key': 'The text holds no private key block.',
  'passphrase-needed': 'The private key is encrypted; give its pass phrase.',
  'passphrase-wrong': 'The pass phrase does not open the private key.',
  'other-key': 'The private key is not an SM2 key on the recommended curve.',
  damaged: 'The file is damaged: it is not a private key in DER, or its public key is another\'s.',
  'unknown-encryption': 'The private key is encrypted in a way not known here; convert it with: openssl pkcs8 -topk8 -v2 sm4-cbc.',
};

export class KeyFileError extends Error {
  public override readonly name = 'KeyFileError';

  public constructor(public readonly fault: KeyFileFault) {
    super(sentences[fault]);
  }
}

const clear_label = 'PRIVATE KEY';
const encrypted_label = 'ENCRYPTED PRIVATE KEY';

/** PKCS#8 in the clear, byte for byte as openssl writes it: for tests. */
export function writeKey(key: SoftwareKey): string {
  return toPem(clear_label, encodeInfo(key));
}

/** PKCS#8 encrypted: PBKDF2-HMAC-SM3 with 600,000 rounds (a second or two of work), SM4-CBC. */
export function writeEncryptedKey(key: SoftwareKey, passphrase: string, entropy: Entropy = systemEntropy): string {
  return toPem(encrypted_label, encryptPbes2(encodeInfo(key), passphrase, entropy));
}

/** Whether the text's key needs a pass phrase. */
export function isEncryptedKey(text: string): boolean {
  return pemBlocks(text).find(({ label }) => label.endsWith(clear_label))?.label === encrypted_label;
}

/** Reads the first private key of a PEM text; throws a {@link KeyFileError}. */
export async function readKey(
  text: string, passphrase: string | null = null, entropy: Entropy = systemEntropy,
): Promise<SoftwareKey> {
  for (const { label, bytes } of pemBlocks(text)) {
    switch (label) {
      case clear_label:
        return guard('damaged', () => decodeInfo(bytes, entropy));
      case 'EC PRIVATE KEY': case 'SM2 PRIVATE KEY':
        return guard('damaged', () => decodeKey(bytes, false, entropy));
      case encrypted_label:
        return decrypt(bytes, passphrase, entropy);
    }
  }

  throw new KeyFileError('no-key');
}

async function decrypt(bytes: Bytes, passphrase: string | null, entropy: Entropy): Promise<SoftwareKey> {
  if (passphrase === null) {
    throw new KeyFileError('passphrase-needed');
  }

  const info = await decryptPbes2(bytes, passphrase);
  if (info === 'unknown') {
    throw new KeyFileError('unknown-encryption');
  }

  if (info === null) {
    throw new KeyFileError('passphrase-wrong');
  }

  // One wrong pass phrase in 256 leaves padding that looks right.
  return guard('passphrase-wrong', () => decodeInfo(info, entropy));
}

function guard(fault: KeyFileFault, read: () => SoftwareKey): SoftwareKey {
  try {
    return read();
  } catch (failure) {
    throw failure instanceof DerError || failure instanceof RangeError ? new KeyFileError(fault) : failure;
  }
}

function decodeInfo(bytes: Bytes, entropy: Entropy): SoftwareKey {
  const reader = new DerReader(bytes);
  const info = reader.enter();
  reader.expectEnd();
  const version = info.small();
  const algorithm = info.enter();
  if (version > 1 || algorithm.oid() !== oids.ecPublicKey || algorithm.oid() !== oids.curve) {
    throw new KeyFileError('other-key');
  }

  return decodeKey(info.octets(), true, entropy);
}

/** ECPrivateKey (RFC 5915). A public key inside must be the scalar's, else the file is damaged. */
function decodeKey(bytes: Bytes, curveIsNamed: boolean, entropy: Entropy): SoftwareKey {
  const reader = new DerReader(bytes);
  const values = reader.enter();
  reader.expectEnd();
  if (values.small() !== 1) {
    throw new DerError('An ECPrivateKey has version 1.');
  }

  const key = SoftwareKey.fromScalar(values.octets(), entropy);
  let isNamed = curveIsNamed;
  if (values.peek() === explicit(0)) {
    isNamed = values.enter(explicit(0)).oid() === oids.curve;
  }

  if (values.peek() === explicit(1) && !sameBytes(values.enter(explicit(1)).bits().value, key.publicKey.encoded)) {
    throw new KeyFileError('damaged');
  }

  if (!isNamed) {
    throw new KeyFileError('other-key');
  }

  return key;
}

function encodeInfo(key: SoftwareKey): Bytes {
  const inner = sequence(
    unsigned(new Uint8Array([1])), octets(key.exportScalar()), der(explicit(1), bits(key.publicKey.encoded)));
  return sequence(
    unsigned(new Uint8Array([0])), sequence(oid(oids.ecPublicKey), oid(oids.curve)), octets(inner));
}
