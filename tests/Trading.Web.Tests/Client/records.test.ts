import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { Certificate } from '@client/proofs/certificates/certificate';
import { checkChain } from '@client/proofs/certificates/chain';
import { checkCharacter, isCreditCode } from '@client/proofs/certificates/credit-code';
import { KeyFileError, readKey, writeEncryptedKey, writeKey } from '@client/proofs/certificates/key-file';
import { fromHex, hex, sameBytes, utf8 } from '@client/proofs/primitives/bytes';
import { SoftwareKey } from '@client/proofs/primitives/sm2';
import { asDigest, sm3, sm3OfText, type Digest } from '@client/proofs/primitives/sm3';
import { LogProof, NoteKey, parseCheckpoint, SignedNote } from '@client/proofs/log/note';
import { checkConsistency, checkInclusion, leafHash, liveLeaf, liveRoot, pathOf, rootOf } from '@client/proofs/log/merkle';
import { blindedLeaf, Receipt } from '@client/proofs/log/receipt';
import { confirmText, readConfirm, readReceipt, readSubmit, readWithdraw, submitText, withdrawText } from '@client/proofs/records/bidding';
import { canonicalText } from '@client/proofs/records/canonical';
import { certifyText, contactDigest, loginText, readCertify, readLogin, readRegister, registerText } from '@client/proofs/records/identity';
import { Group, readLines, RecordError, type Field } from '@client/proofs/records/line-record';
import { readLiveSet, readPolicy, readRelease, readSession, readWindowShut, releaseText } from '@client/proofs/records/opening';
import { shapeOf, shapes } from '@client/proofs/records/shapes';
import { SignedText } from '@client/proofs/records/signed-text';
import { root, vectorText } from './vectors';

const names = readdirSync(join(root, 'tests/vectors/records')).filter((name) => name.endsWith('.txt'));
const record = (name: string): string => vectorText(`records/${name}-1.txt`);

describe('records', () => {
  for (const name of names) {
    test(`${name} has its digest, reads by its shape, and nothing near it does`, () => {
      const text = vectorText(`records/${name}`);
      const digests = new Map(vectorText('records/SM3SUMS').trim().split('\n').map((line) => {
        const [digest = '', file = ''] = line.split(/[ *]+/);
        return [file.replace(/^records\//, ''), digest];
      }));
      assert.equal(hex(sm3OfText(text)), digests.get(name));
      const shape = shapeOf(text.slice(0, text.indexOf(' ')));
      assert.ok(readLines(shape, text) instanceof Group);
      for (const wrong of [
        text.slice(0, -1), `${text}\n`, text.replace('\n', '\r\n'), text.replace(' SM\n', ' INTL\n'), `${text}more 1\n`,
        text.replace(/\n([a-z0-9-]+) /, '\n$1  '), text.replace(/\n(?=[^\n]+\n$)/, ' \n'), text.replace(/\n[^\n]+/, ''),
        `\ufeff${text}`,
      ]) {
        assert.throws(() => readLines(shape, wrong), RecordError, JSON.stringify(wrong.slice(-60)));
      }
    });
  }

  test('texts that are read are written the same', () => {
    for (const name of ['submit', 'replace']) {
      assert.equal(submitText(readSubmit(record(name))), record(name));
    }

    assert.equal(withdrawText(readWithdraw(record('withdraw'))), record('withdraw'));
    assert.equal(withdrawText({ ...readWithdraw(record('withdraw')), reason: null }), record('withdraw').replace(/reason .*\n/, ''));
    assert.equal(confirmText(readConfirm(record('confirm'))), record('confirm'));
    assert.equal(releaseText(readRelease(record('release'))), record('release'));
    assert.equal(loginText(readLogin(record('login'))), record('login'));
    assert.equal(registerText(readRegister(record('register'))), record('register'));
    assert.equal(certifyText(readCertify(record('certify'))), record('certify'));
    assert.equal(readReceipt(record('receipt')).parts.length, 2);
    assert.equal(readSession(record('session')).session.length, 91);
    assert.ok(readWindowShut(record('window-shut')).bids.length > 0);
    assert.equal(readLiveSet(record('live-set')).count, 1);
    assert.equal(readPolicy(record('policy')).custodians.length, 3);
  });

  test('what contradicts itself is refused', () => {
    const submit = readSubmit(record('submit'));
    assert.throws(() => submitText({ ...submit, parts: [submit.parts[0]!, submit.parts[0]!] }), { fault: 'Inconsistent' });
    assert.throws(() => submitText({ ...submit, version: 0 }), { fault: 'MalformedValue' });
    assert.throws(() => submitText({ ...submit, parts: [] }), { fault: 'MissingLine' });
    assert.throws(() => withdrawText({ ...readWithdraw(record('withdraw')), reason: ' x' }), { fault: 'MalformedValue' });
    assert.throws(() => withdrawText({ ...readWithdraw(record('withdraw')), reason: 'a\nb 1' }), RecordError);
    assert.throws(() => registerText({ ...readRegister(record('register')), encrypt: [] }), { fault: 'Inconsistent' });
    const liveSet = record('live-set');
    assert.throws(() => readLiveSet(liveSet.replace('count 1', 'count 0')), { fault: 'Inconsistent' });
    assert.throws(() => readPolicy(record('policy').replace('\ncustodian 2', '\ncustodian 3')), { fault: 'Inconsistent' });
  });

  test('characters with two spellings, and invisible ones, are refused', () => {
    const withdraw = readWithdraw(record('withdraw'));
    for (const wrong of ['e\u0301', '\u212b', '\uf900', 'a\u200bb', 'a\u00a0b', '\u{2f800}', '\ud800', 'a\tb', '\u0000', 'x\u3000', '\ue000']) {
      assert.throws(() => withdrawText({ ...withdraw, reason: wrong }), RecordError, JSON.stringify(wrong));
    }

    for (const right of ['é', '放弃 投标', 'a\u3000b', '—', '𠮷', '가']) {
      assert.ok(withdrawText({ ...withdraw, reason: right }).includes(right));
    }
  });

  test('the shapes are those of the published table', () => {
    const rows = readFileSync(join(root, 'docs/records.md'), 'utf8').matchAll(/^\| `([a-z/0-9-]+)` \| [^|]+ \| [^|]+ \| (.+) \|$/gm);
    const flat = (fields: readonly Field[], depth: number): readonly string[] => fields.flatMap((field) => {
      const { min = 1, max = 1, inner = [], forms, name } = field;
      const times = min === 1 && max === 1 ? '' : ` ×${min}–${max}`;
      const line = `${depth > 0 ? '↳ ' : ''}${name} ${forms.map((form) => `‹${form.name}›`).join(' ')}${times}`;
      return [line, ...flat(inner, depth + 1)];
    });
    let count = 0;
    for (const [, type = '', lines = ''] of rows) {
      const published = lines.split('<br>').map((line) => line.replace(/^(↳ )?`([^`]+)` [^‹]+‹/, '$1$2 ‹'));
      assert.deepEqual(flat(shapeOf(type).fields, 0), published, type);
      count++;
    }

    assert.equal(count, shapes.size);
  });

  test('signatures under a text: all of them right, known, and enough', async () => {
    const keys = [1, 2, 3].map(() => SoftwareKey.generate());
    const signers = keys.map(({ publicKey }) => publicKey);
    const text = record('live-set');
    const one = await SignedText.sign(text, keys[0]!);
    const two = await one.with(keys[1]!);
    assert.equal(two.check(signers, 2), null);
    assert.equal(one.check(signers, 2), 'TooFew');
    assert.equal(new SignedText(text, []).check(signers), 'Missing');
    assert.equal((await one.with(keys[0]!)).check(signers), 'Repeated');
    assert.equal(two.check(signers.slice(1)), 'UnknownSigner');
    assert.equal(new SignedText(text.replace('L1', 'L2'), two.signatures).check(signers), 'Bad');
    assert.equal(SignedText.fromWire(two.toWire()).toFile(), two.toFile());
  });
});

describe('canonical JSON', () => {
  test('names in order, short escapes, nulls left out', () => {
    assert.equal(
      canonicalText({ b: 1, a: 'x"\\\n\u0001é中', z: null, list: [true, 'y', { d: -5, c: [] }] }),
      '{"a":"x\\"\\\\\\n\\u0001é中","b":1,"list":[true,"y",{"c":[],"d":-5}]}');
    assert.equal(
      canonicalText({ type: 'session', version: 1 }), '{"type":"session","version":1}');
    for (const wrong of [1.5, -0, NaN, 2 ** 53, '\ud800']) {
      assert.throws(() => canonicalText(wrong), RangeError);
    }
  });

  test('the example event of the log', () => {
    const line = canonicalText({
      version: 1, type: 'example_happened', stream: 'tender-E1', recorded_at: '2026-11-20T01:02:03.456Z',
      body_sm3: '0e0282bc0efc155830fb113e37ab21215e5fee7af336e2b15ca6f6bab834999d', previous: '0'.repeat(64),
    });
    const event = sm3OfText(line);
    assert.equal(hex(event), '23cdec8be18a95a37d1ebd044d963e0a556357eaea51279c624ba032fa1e9159');
    const entry = blindedLeaf(fromHex('a55ee76b0df8926e7d01c855b21a4d435af1eec48aec2e7123a024abd90489ce'), event);
    assert.equal(hex(entry), '5f51dbc9877b4defed7fc6a4258894ef3707a9cf01ff5f3371c8722bacc20ed8');
    assert.equal(hex(leafHash(entry)), '612b9840c6e923ebe9d2e88bea8d2afa3ef3b8bbbcc67e64fa81fc5408addbb9');
  });

  test('contact data has a salted digest', () => {
    const salt = sm3OfText('salt');
    const text = '{"person":"测试联系人","phone":"0755-00000000"}';
    assert.equal(hex(contactDigest({ person: '测试联系人', phone: '0755-00000000' }, salt)), hex(sm3(salt, utf8(text))));
  });
});

describe('the log', () => {
  const leaves = ['', '00', '10', '2021', '3031', '40414243', '5051525354555657', '606162636465666768696a6b6c6d6e6f']
    .map((entry) => leafHash(fromHex(entry)));
  const digests = (...texts: readonly string[]): readonly Digest[] => texts.map((text) => asDigest(fromHex(text)));

  test('roots of every size', () => {
    assert.deepEqual(Array.from({ length: 9 }, (_, size) => hex(rootOf(leaves.slice(0, size)))), [
      '1ab21d8355cfa17f8e61194831e81a8f22bec8c728fefb747ed035eb5082aa2b',
      '2daef60e7a0b8f5e024c81cd2ab3109f2b4f155cf83adeb2ae5532f74a157fdf',
      '0b990fe0c7ad70f1bf1a1262f2c7908ea48146b14253a6db99f2917ab1f5cc4d',
      '209ec96a210d662a964772680e8544d18cab7b88ffec3e00962220349b56ea56',
      '28e4e307ef6d2d0c62d84b11ef96e835efe490f35b93c8f024ecfe38c8dd4377',
      'bb10c996aeebbcdc69be3715fc847344de77442d37a5ab8213da9f41785b103b',
      '8723c1ab1f82ddfba4a3733ac0c80d936d9f4c208c7dbc8cc81ca9fff8584f66',
      'bd36c22a1ac6ff4308e0c3cc1a85bf0ffa30538ec60a55c70413ab15d45db4d2',
      'bc48ba7a709184b5f2a631e1adeb8dc2a0d4c018c1d6cc89b5664fe154c93b38',
    ]);
  });

  test('inclusion: the vector, every leaf of every size, and no other', () => {
    const path = digests(
      'a798bfdb4164a6c7b41a6faecc5c3155cf04d38929dcbd4fe21dea29071aac64',
      '0ce032204aaf0d2493c226ac2199c3ea4a51c8ce383f485836943605076c0f4b',
      '28e4e307ef6d2d0c62d84b11ef96e835efe490f35b93c8f024ecfe38c8dd4377');
    assert.deepEqual(pathOf(leaves.slice(0, 7), 5).map(hex), path.map(hex));
    for (let size = 1; size <= 8; size++) {
      const tree = leaves.slice(0, size);
      for (let index = 0; index < size; index++) {
        const proof = { index, size, path: pathOf(tree, index) };
        assert.ok(checkInclusion(proof, leaves[index]!, rootOf(tree)));
        assert.ok(!checkInclusion(proof, leaves[(index + 1) % 8]!, rootOf(tree)));
        assert.ok(!checkInclusion({ ...proof, index: size }, leaves[index]!, rootOf(tree)));
        assert.ok(!checkInclusion({ ...proof, path: [...proof.path, leaves[0]!] }, leaves[index]!, rootOf(tree)));
        assert.ok(size === 1 || !checkInclusion({ ...proof, path: proof.path.slice(1) }, leaves[index]!, rootOf(tree)));
      }
    }
  });

  test('consistency from 3 to 7, and of nothing else', () => {
    const proof = digests(
      'c93540f0356ca5170858329e6d483f335894dac0de71c64ff8b51cba68cce396',
      '796e7bd749551d8e3dbd787d5fdbc62771c9a04db51a53bdbc004211f606ee6a',
      '0b990fe0c7ad70f1bf1a1262f2c7908ea48146b14253a6db99f2917ab1f5cc4d',
      '6f59d73facf2001681a4932aa0ec3c8006b2911c498c6dda229de1b618670d4e');
    const [three, seven] = [rootOf(leaves.slice(0, 3)), rootOf(leaves.slice(0, 7))];
    assert.ok(checkConsistency(3, 7, three, seven, proof));
    assert.ok(!checkConsistency(3, 7, seven, three, proof));
    assert.ok(!checkConsistency(3, 8, three, rootOf(leaves), proof));
    assert.ok(!checkConsistency(3, 7, three, seven, proof.slice(1)));
    assert.ok(checkConsistency(7, 7, seven, seven, []));
    assert.ok(checkConsistency(4, 8, rootOf(leaves.slice(0, 4)), rootOf(leaves), [rootOf(leaves.slice(4))]));
  });

  test('the live set sorts its entries by bytes', () => {
    const file = (bidder: string, part: string): { bidder: string; version: number; part: string; fileSm3: Digest } =>
      ({ bidder, version: 1, part, fileSm3: sm3OfText(bidder + part) });
    const files = [file('91440300MA5TEST02X', 'all'), file('91440300MA5TEST01X', 'summary'), file('91440300MA5TEST01X', 'all')];
    const sorted = [files[2]!, files[1]!, files[0]!].map(liveLeaf);
    assert.equal(hex(liveRoot(files)), hex(rootOf(sorted)));
  });

  test('the signed checkpoint holds under its key alone', () => {
    const note = SignedNote.parse(vectorText('checkpoint.note'));
    const key = NoteKey.parse(vectorText('checkpoint.vkey'));
    assert.equal(note.check(key), null);
    assert.equal(note.text, vectorText('checkpoint.body'));
    assert.equal(parseCheckpoint(note.text).origin, key.name);
    assert.equal(note.check(new NoteKey(key.name, SoftwareKey.generate().publicKey)), 'NotSigned');
    const changed = SignedNote.parse(vectorText('checkpoint.note').replace(/\n(\d)/, (_, digit: string) => `\n${(Number(digit) % 9) + 1}`));
    assert.equal(changed.check(key), 'BadSignature');
    assert.throws(() => NoteKey.parse(vectorText('checkpoint.vkey').replace(/\+[0-9a-f]{8}\+/, '+00000000+')), /key id/);
    for (const wrong of ['', 'x', 'x\n\n', 'x\n\n— a AAAA\n', 'x\n\n- a AAAAAAAA\n', 'x\r\n\n— a AAAAAAAA\n']) {
      assert.throws(() => SignedNote.parse(wrong), { name: 'NoteError' }, JSON.stringify(wrong));
    }

    for (const wrong of ['', 'c2sp.org/tlog-proof@v1\nindex 01\n\nx', 'c2sp.org/tlog-proof@v2\nindex 0\n\nx']) {
      assert.throws(() => LogProof.parse(wrong), { name: 'NoteError' });
    }

    assert.throws(() => Receipt.parse(vectorText('checkpoint.note')), RecordError);
  });
});

describe('certificates and key files', () => {
  const ca = Certificate.fromPem(vectorText('ca.crt'));
  const own = Certificate.fromPem(vectorText('b.crt'));

  test('the vector\'s certificates read, chain, and hold nothing they do not say', () => {
    assert.ok(own.publicKey.id.length === 32);
    assert.equal(own.creditCode, null);
    assert.deepEqual(own.usage, { sign: false, encrypt: false, issue: false });
    assert.ok(ca.publicKey.verify(own.signed, own.signature));
    assert.equal(Certificate.fromPem(own.toPem()).equals(own), true);
    assert.equal(checkChain(own, { issuers: [ca], at: own.notBefore, usage: 'sign' }), 'WrongUsage');
    assert.equal(checkChain(own, { issuers: [], at: own.notBefore }), 'WrongIssuer');
    assert.equal(checkChain(own, { issuers: [ca], at: new Date(own.notBefore.getTime() - 1) }), 'NotYetValid');
    assert.equal(checkChain(own, { issuers: [ca], at: new Date(own.notAfter.getTime() + 1000) }), 'Expired');
    const changed = own.der.slice();
    changed[changed.length - 1]! ^= 1;
    assert.equal(checkChain(new Certificate(changed), { issuers: [ca], at: own.notBefore }), 'BadSignature');
    assert.throws(() => new Certificate(own.der.slice(0, -1)), { name: 'DerError' });
    assert.throws(() => Certificate.fromPem('nothing'), { name: 'DerError' });
  });

  test('key files: clear as openssl writes them, under a pass phrase, and every wrong one named', async () => {
    const text = vectorText('b.key');
    const key = await readKey(text);
    assert.ok(sameBytes(key.publicKey.id, own.id));
    assert.equal(hex((await readKey(writeKey(key))).exportScalar()), hex(key.exportScalar()));
    const locked = writeEncryptedKey(key, '口令');
    assert.equal(hex((await readKey(locked, '口令')).exportScalar()), hex(key.exportScalar()));
    const fault = async (pem: string, phrase: string | null = null): Promise<string> => {
      try {
        await readKey(pem, phrase);
        return 'read';
      } catch (failure) {
        return failure instanceof KeyFileError ? failure.fault : String(failure);
      }
    };
    assert.equal(await fault(locked), 'passphrase-needed');
    assert.equal(await fault(locked, 'wrong'), 'passphrase-wrong');
    assert.equal(await fault(own.toPem()), 'no-key');
    assert.equal(await fault(''), 'no-key');
    const other = writeKey(SoftwareKey.generate()).split('\n');
    const mixed = writeKey(key).split('\n').map((line, i) => (i === 3 ? other[3]! : line)).join('\n');
    assert.equal(await fault(mixed), 'damaged');
  });

  test('credit codes have a check character', () => {
    const first = '91440300MA5EXAMP0';
    const code = `${first}${checkCharacter(first)!}`;
    assert.ok(isCreditCode(code));
    assert.ok(!isCreditCode(`${first}${code.endsWith('0') ? '1' : '0'}`));
    assert.ok(!isCreditCode(code.toLowerCase()));
    assert.equal(checkCharacter('I'.repeat(17)), null);
  });
});
