import assert from 'node:assert/strict';
import { createHash, pbkdf2Sync } from 'node:crypto';
import { describe, test } from 'node:test';
import { base64, concat, fromBase64, fromHex, hex, uint64be, utf8 } from '@client/proofs/primitives/bytes';
import { DerError, DerReader, der, oid, sequence, tags, unsigned } from '@client/proofs/primitives/der';
import { draw, systemEntropy } from '@client/proofs/primitives/entropy';
import { hkdfExpand, hkdfExtract, hmac, pbkdf2 } from '@client/proofs/primitives/hmac';
import { PublicKey, SoftwareKey } from '@client/proofs/primitives/sm2';
import { encryptSm2With } from '@client/proofs/primitives/sm2-cipher';
import { Sm3, sm3, sm3OfText } from '@client/proofs/primitives/sm3';
import { decryptCbc, encryptCbc, encryptWords, put, roundKeys, words } from '@client/proofs/primitives/sm4';
import { Sm4Gcm } from '@client/proofs/primitives/sm4-gcm';
import { sha256 } from '@client/proofs/log/sha256';
import { toInteger } from '@client/proofs/primitives/bytes';
import { seeded } from './vectors';

const order = 'fffffffeffffffffffffffffffffffff7203df6b21c6052b53bbf40939d54123';
const standard = {
  d: '3945208f7b2144b13f36e38ac6d39f95889393692860b51a42fb81ef4df7c5b8',
  k: '59276e27d506861a16680f3ad9c02dccef3cc1fa3cdbe4ce6d54b80deac1bc21',
  point: '0409f9df311e5421a150dd7d161e4bc5c672179fad1833fc076bb08ff356f35020'
    + 'ccea490ce26775a52dc6ea718cc1aa600aed05fbf35e084a6632f6072da9ad13',
};

describe('SM3', () => {
  test('the standard\'s examples', () => {
    assert.equal(hex(sm3OfText('abc')), '66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0');
    assert.equal(hex(sm3OfText('abcd'.repeat(16))), 'debe9ff92275b8a138604889c18e5a4d6fdb70e5387e5765293dcba39c0c5732');
    assert.equal(hex(sm3()), '1ab21d8355cfa17f8e61194831e81a8f22bec8c728fefb747ed035eb5082aa2b');
  });

  test('pieces of any size give the digest of the whole, and a finished hasher is fresh', () => {
    const bytes = draw(seeded('pieces'), 1000);
    const hasher = new Sm3();
    for (const size of [1, 7, 55, 56, 63, 64, 65, 127, 128, 999, 1000]) {
      for (let at = 0; at < bytes.length; at += size) {
        hasher.append(bytes.subarray(at, at + size));
      }

      assert.equal(hex(hasher.finish()), hex(sm3(bytes)), `pieces of ${size}`);
    }
  });

  test('every length up to three blocks as another implementation has it', { skip: !hasSm3() }, () => {
    for (let length = 0; length <= 192; length++) {
      const bytes = draw(seeded(`length ${length}`), length);
      assert.equal(hex(sm3(bytes)), createHash('sm3').update(bytes).digest('hex'));
    }
  });
});

function hasSm3(): boolean {
  try {
    createHash('sm3');
    return true;
  } catch {
    return false;
  }
}

describe('HMAC, HKDF, PBKDF2', () => {
  test('HMAC-SM3 of GM/T 0042 and of the RFC\'s inputs', () => {
    const key = Uint8Array.from({ length: 32 }, (_, i) => i + 1);
    const text = utf8('abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq'.repeat(2));
    assert.equal(hex(hmac(key, text)), 'ca05e144ed05d1857840d1f318a4a8669e559fc8391f414485bfdf7bb408963a');
    assert.equal(
      hex(hmac(new Uint8Array(32).fill(0x0b), utf8('Hi There'))),
      'c0ba18c68b90c88bc07de794bfc7d2c8d19ec31ed8773bc2b390c9604e0be11e');
    assert.equal(
      hex(hmac(utf8('Jefe'), utf8('what do ya want for nothing?'))),
      '2e87f1d16862e6d964b50a5200bf2b10b764faa9680a296a2405f24bec39f882');
  });

  test('HKDF-SM3 with the inputs of RFC 5869 A.1', () => {
    const prk = hkdfExtract(fromHex('000102030405060708090a0b0c'), new Uint8Array(22).fill(0x0b));
    assert.equal(hex(prk), 'e0d6f7b0bd056327b7659f1f39ad850561fbcf4fb10fb58e88eafa55cf7cd01e');
    assert.equal(
      hex(hkdfExpand(prk, fromHex('f0f1f2f3f4f5f6f7f8f9'), 42)),
      'c69fe91b7aaee2dd5718d72dcaee0cce93f1b8e41f792da51261b6a517e68b36ed2c595572b01dfa359b');
  });

  test('PBKDF2 as another implementation has it, and its limits', { skip: !hasSm3() }, () => {
    const salt = fromHex('000102030405060708090a0b0c0d0e0f');
    assert.equal(hex(pbkdf2('口令 phrase', salt, 50, 70)), pbkdf2Sync('口令 phrase', salt, 50, 70, 'sm3').toString('hex'));
    assert.throws(() => pbkdf2('x', salt, 10_000_001, 16), RangeError);
    assert.throws(() => pbkdf2('x', salt, 0, 16), RangeError);
  });

  test('SHA-256 for key ids as another implementation has it', () => {
    for (let length = 0; length <= 130; length++) {
      const bytes = draw(seeded(`sha ${length}`), length);
      assert.equal(hex(sha256(bytes)), createHash('sha256').update(bytes).digest('hex'));
    }
  });
});

describe('SM4', () => {
  const key = fromHex('0123456789abcdeffedcba9876543210');

  test('the standard\'s example, once and a million times', () => {
    const keys = roundKeys(key);
    const block = words(key);
    const output = new Uint8Array(16);
    encryptWords(keys, block);
    put(block, output, 0);
    assert.equal(hex(output), '681edf34d206965e86b3e94f536e4246');
    for (let i = 1; i < 1_000_000; i++) {
      encryptWords(keys, block);
    }

    put(block, output, 0);
    assert.equal(hex(output), '595298c7c6fd271f0402f804c33d3f66');
  });

  test('GCM of RFC 8998 A.1', () => {
    const text = concat(...[0xaa, 0xbb, 0xcc, 0xdd, 0xee, 0xff, 0xee, 0xaa].map((byte) => new Uint8Array(8).fill(byte)));
    const nonce = fromHex('00001234567800000000abcd');
    const about = fromHex('feedfacedeadbeeffeedfacedeadbeefabaddad2');
    const output = new Uint8Array(text.length + 16);
    const gcm = new Sm4Gcm(key);
    assert.equal(gcm.seal(nonce, text, output, about), output.length);
    assert.equal(
      hex(output),
      '17f399f08c67d5ee19d0dc9969c4bb7d5fd46fd3756489069157b282bb200735d82710ca5c22f0ccfa7cbf93d496ac15a56834cbcf98c397'
      + 'b4024a2691233b8d83de3541e4c2b58177e065a9bf7b62ec');
    const opened = new Uint8Array(text.length);
    assert.ok(gcm.open(nonce, output, opened, about));
    assert.equal(hex(opened), hex(text));
  });

  test('a changed bit anywhere is refused, and nothing is written', () => {
    const gcm = new Sm4Gcm(key);
    const nonce = new Uint8Array(12);
    const sealed = new Uint8Array(37 + 16);
    gcm.seal(nonce, draw(seeded('bits'), 37), sealed);
    for (let i = 0; i < sealed.length; i++) {
      const changed = sealed.slice();
      changed[i]! ^= 1 << (i % 8);
      const output = new Uint8Array(37);
      assert.ok(!gcm.open(nonce, changed, output));
      assert.ok(output.every((byte) => byte === 0));
    }

    assert.ok(!gcm.open(nonce, sealed.subarray(0, 15), new Uint8Array(0)));
  });

  test('CBC pads every length, and wrong padding opens to nothing', () => {
    for (let length = 0; length <= 33; length++) {
      const text = draw(seeded(`cbc ${length}`), length);
      const iv = draw(seeded('iv'), 16);
      const sealed = encryptCbc(key, iv, text);
      assert.equal(sealed.length, 16 * (Math.floor(length / 16) + 1));
      assert.deepEqual(decryptCbc(key, iv, sealed), text);
      assert.equal(decryptCbc(key, iv, sealed.slice(0, -1)), null);
    }

    assert.equal(decryptCbc(key, new Uint8Array(16), new Uint8Array(0)), null);
  });
});

describe('SM2', () => {
  const key = SoftwareKey.fromScalar(fromHex(standard.d));
  const message = utf8('message digest');

  test('the standard\'s signature, byte for byte', () => {
    assert.equal(hex(key.publicKey.encoded), standard.point);
    assert.equal(hex(key.publicKey.identityDigest()), 'b2e14c5c79c6df5b85f4fe7ed8db7a262b9da7e07ccb0ea9f4747b8ccda8a4f3');
    const e = key.publicKey.messageDigest(message);
    assert.equal(hex(e), 'f0b43e94ba45accaace692ed534382eb17e6ab5a19ce7b31f4486fdfc0d28640');
    const signature = key.signDigest(e, [toInteger(fromHex(standard.k))]);
    assert.equal(hex(signature), hex(sequence(
      unsigned(fromHex('f5a03b0648d2c4630eeac513e1bb81a15944da3827d5b74143ac7eaceee720b3')),
      unsigned(fromHex('b1b6aa29df212fd8763182bc0d421ca1bb9038fd1f7f42d4840b69c485bbc1aa')))));
    assert.ok(key.publicKey.verify(message, signature));
  });

  test('the standard\'s encryption, byte for byte, and back', async () => {
    const cipher = encryptSm2With(key.publicKey, utf8('encryption standard'), toInteger(fromHex(standard.k)));
    assert.ok(cipher !== null);
    assert.equal(
      hex(cipher),
      '307c022004ebfc718e8d1798620432268e77feb6415e2ede0e073c0f4f640ecd2e149a73022100e858f9d81e5430a57b36daab8f950a3c64e6ee6a'
      + '63094d99283aff767e124df0042059983c18f809e262923c53aec295d30383b54e39d609d160afcb1908d0bd8766041321886ca989ca9c7d580873'
      + '07ca93092d651efa');
    assert.equal(hex((await key.unwrap(cipher))!), hex(utf8('encryption standard')));
    assert.equal(await SoftwareKey.generate().unwrap(cipher), null);
    for (let i = 0; i < cipher.length; i += 5) {
      const changed = cipher.slice();
      changed[i]! ^= 1;
      assert.equal(await key.unwrap(changed), null, `byte ${i}`);
    }
  });

  test('what was signed holds; another message, key or byte does not', async () => {
    const signature = await key.sign(message);
    assert.ok(key.publicKey.verify(message, signature));
    assert.ok(!key.publicKey.verify(utf8('message digesu'), signature));
    assert.ok(!SoftwareKey.generate().publicKey.verify(message, signature));
    for (let i = 0; i < signature.length; i++) {
      const changed = signature.slice();
      changed[i]! ^= 0x80;
      assert.ok(!key.publicKey.verify(message, changed));
    }

    assert.ok(!key.publicKey.verify(message, concat(signature, [0])));
    assert.ok(!key.publicKey.verify(message, sequence(unsigned(new Uint8Array([0])), unsigned(new Uint8Array([1])))));
    assert.ok(!key.publicKey.verify(message, sequence(unsigned(fromHex(order)), unsigned(new Uint8Array([1])))));
    assert.ok(!key.publicKey.verify(message, sequence(der(tags.integer, fromHex('0001')), unsigned(new Uint8Array([1])))));
  });

  test('a broken generator repeats no nonce: two messages, two r', () => {
    const broken = SoftwareKey.fromScalar(fromHex(standard.d), (bytes) => bytes.fill(0));
    const [one, two] = ['one', 'two'].map((text) => broken.signDigest(sm3OfText(text)));
    assert.notEqual(hex(one!.subarray(0, 36)), hex(two!.subarray(0, 36)));
  });

  test('keys out of range and points off the curve are refused', () => {
    assert.throws(() => SoftwareKey.fromScalar(fromHex(order.replace(/123$/, '122'))), RangeError);
    assert.throws(() => SoftwareKey.fromScalar(new Uint8Array(32)), RangeError);
    assert.throws(() => SoftwareKey.fromScalar(new Uint8Array(31).fill(1)), RangeError);
    SoftwareKey.fromScalar(fromHex(order.replace(/123$/, '121')));
    const off = fromHex(standard.point);
    off[64]! ^= 1;
    assert.throws(() => PublicKey.fromPoint(off), DerError);
    assert.throws(() => PublicKey.fromPoint(concat([4], new Uint8Array(64))), DerError);
    assert.throws(() => PublicKey.fromPoint(fromHex(`02${standard.point.slice(2, 66)}`)), DerError);
    assert.equal(hex(PublicKey.fromSpki(key.publicKey.spki).id), hex(key.publicKey.id));
  });
});

describe('bytes and DER', () => {
  test('base64 has one form for each content', () => {
    for (let length = 0; length < 40; length++) {
      const bytes = draw(seeded(`base64 ${length}`), length);
      assert.equal(base64(bytes), Buffer.from(bytes).toString('base64'));
      assert.deepEqual(fromBase64(base64(bytes)), bytes);
    }

    for (const wrong of ['A', 'AB', 'ABC', 'AB==C', 'AB=C', 'AB==\n', ' AB==', 'AC=A', 'AB-_', 'AR==', 'AAE=='.slice(0, 5), '====']) {
      assert.equal(fromBase64(wrong), null, wrong);
    }

    assert.equal(fromBase64('AB=='), null, 'unused bits');
    assert.equal(hex(uint64be(2 ** 53 - 1)), '001fffffffffffff');
  });

  test('lengths, numbers and identifiers that are not minimal are refused', () => {
    for (const wrong of ['028100', '02020001', '0202ffff', '0200', '3080', '04820001ff', '0201', '1f01', '06028001', '060180']) {
      const reader = new DerReader(fromHex(wrong));
      assert.throws(() => (wrong.startsWith('06') ? reader.oid() : wrong.startsWith('02') ? reader.integer() : reader.readEncoded()),
        DerError, wrong);
    }

    const numbers = ['1.2.156.10197.1.301', '2.25.137438957472530112940347256823147862014', '2.5.29.15', '0.9.2342'];
    for (const text of numbers) {
      assert.equal(new DerReader(oid(text)).oid(), text);
    }
  });

  test('chance comes from crypto.getRandomValues, and without it nothing is drawn', () => {
    assert.notEqual(hex(draw(systemEntropy, 32)), hex(draw(systemEntropy, 32)));
    assert.equal(draw(systemEntropy, 200_000).length, 200_000);
    const before = Object.getOwnPropertyDescriptor(globalThis, 'crypto')!;
    Object.defineProperty(globalThis, 'crypto', { value: undefined, configurable: true });
    try {
      assert.throws(() => draw(systemEntropy, 32), /getRandomValues/);
      assert.throws(() => SoftwareKey.generate(), /getRandomValues/);
    } finally {
      Object.defineProperty(globalThis, 'crypto', before);
    }
  });
});
