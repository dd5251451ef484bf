import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { Certificate } from '@client/proofs/certificates/certificate';
import { readKey } from '@client/proofs/certificates/key-file';
import { base64, concat, hex, utf8, type Bytes } from '@client/proofs/primitives/bytes';
import { draw, systemEntropy } from '@client/proofs/primitives/entropy';
import { hkdfExpand, hkdfExtract } from '@client/proofs/primitives/hmac';
import { sm3, sm3OfText } from '@client/proofs/primitives/sm3';
import { buildSecretEnvelope, decodeEnvelope, openEnvelope, releaseMessage, sealForSession } from '@client/proofs/sealing/envelope';
import { SealedHeader } from '@client/proofs/sealing/header';
import { HeaderFault } from '@client/proofs/sealing/header-parser';
import { open, type Opening } from '@client/proofs/sealing/opener';
import { SealKeys, paddedLength, payloadLength } from '@client/proofs/sealing/payload';
import { drawSecrets, faultOf, type SealRequest, type SealSecrets } from '@client/proofs/sealing/request';
import { openStanza } from '@client/proofs/sealing/release-check';
import { isEncryptedSealRecord, readSealRecord, writeEncryptedSealRecord, writeSealRecord } from '@client/proofs/sealing/seal-record';
import { seal, SealError } from '@client/proofs/sealing/sealer';
import { combineShares, shareSecret } from '@client/proofs/sealing/shamir';
import { seeded, vectorBytes, vectorText } from './vectors';

const certificate = (name: string): Certificate => Certificate.fromPem(vectorText(`${name}.crt`));
const own = certificate('b');
const custodians = ['c1', 'c2', 'c3'].map(certificate);
const sealed = vectorBytes('small.bidseal');
const header = ((): SealedHeader => {
  const parsed = SealedHeader.parse(sealed);
  assert.ok(parsed instanceof SealedHeader);
  return parsed;
})();

const secrets: SealSecrets = {
  b: new Uint8Array(32).fill(0xb1), t: new Uint8Array(32).fill(0x71), salt: new Uint8Array(32).fill(0x5a),
};

const request: SealRequest = {
  tender: header.meta.tender, lot: header.meta.lot, part: 'all', bidder: header.meta.bidder, version: header.meta.version,
  opening: new Uint8Array(32), release: 'bidder', threshold: 2, bidderCertificates: [own], custodianCertificates: custodians,
};

async function sealBytes(bytes: Bytes, more: Partial<SealRequest> = {}): Promise<Bytes> {
  const pieces: Bytes[] = [];
  await seal({
    request: { ...request, ...more }, secrets, file: new Blob([bytes]), write: (piece) => {
      pieces.push(piece);
    },
  });
  return concat(...pieces);
}

async function openBytes(file: Bytes, more: Partial<Opening> = {}): Promise<{ verdict: Awaited<ReturnType<typeof open>>; content: Bytes }> {
  const pieces: Bytes[] = [];
  const parsed = SealedHeader.parse(file);
  const shares = parsed instanceof SealedHeader
    ? shareSecret(parsed.metaDigest, secrets.t, 'bidseal/1 shamir', parsed.meta.threshold, parsed.meta.custodians) : [];
  const verdict = await open({
    file: new Blob([file]),
    write: (piece) => {
      pieces.push(piece);
    },
    certificates: [own, ...custodians],
    bidderRelease: releaseMessage('bidder', 0, secrets.b),
    custodianReleases: [1, 3].flatMap((custodian) => {
      const share = shares[custodian - 1];
      return share === undefined ? [] : [{ custodian, message: releaseMessage('custodian', custodian, share) }];
    }),
    ...more,
  });
  return { verdict, content: concat(...pieces) };
}

describe('the worked vector', () => {
  test('every intermediate value', () => {
    assert.equal(hex(sm3(sealed)), '970d66e60bda4f2319ce683e880c95190165c0d611d88402fa80add11034168f');
    assert.equal(header.bytes.length, 2401);
    assert.equal(hex(header.metaDigest), 'c886185dad434e1333c1422af1f9aea5d0c26c8bae265f86130bd966346dff23');
    assert.equal(hex(header.headerDigest), '880d5dad4e533cbbea3732a6ffaabe43d2cdc7d5a88eb2c2d1cdb5ab52730f7b');
    assert.equal(base64(header.meta.digest), '+XBSLUcV7yLUXCfBICgstuPc9ZXwI2N580Nj9B936Ig=');
    const keys = new SealKeys(header.metaDigest, secrets.b, secrets.t);
    assert.equal(hex(keys.prk), '9d6a9fc24465184b000d90bbdffcf2486965ad66d181bd0ccd39c11d92db9a43');
    assert.equal(hex(keys.headerKey), '5acf7c8f48c0a0d4531d2a1c24ba05949645d574c64708507fbd7cc86d78c421');
    assert.equal(hex(keys.fileKey), 'e24172a6378cbb6b63961146d459ff1d');
    assert.equal(hex(keys.payloadSalt), '52dfbf2e3b80d1bc42041d0d94cf3a7adbb48f93623db608');
    const { key, nonce, commitment } = keys.payload(header.headerDigest);
    assert.equal(hex(key), '2bb1747a26efb7d3961b50ae2f5993d9');
    assert.equal(hex(nonce), '8295ea1a3dc2cdc4fa37ca12');
    assert.equal(hex(commitment), '573667eb9b911606911d831200679fb81931d7d6424ad9ea34e16aacb6f9caae');
    const shares = shareSecret(header.metaDigest, secrets.t, 'bidseal/1 shamir', 2, 3);
    assert.deepEqual(shares.map(hex), [
      '70675d7dc089618ab53e68056366ce5f474fdb7e78cf0aa57d8cc559709ee5ca',
      '735d2969089a519ce2ef4399555f142d1d0d3e6f631687c26990022173b4421c',
      '724b0565b962416726a05aed4748ab032b3394606aa8fc16656db609725bd6a7',
    ]);
    const envelope = decodeEnvelope(header.of('bidder')[0]!.envelope);
    assert.equal(hex(envelope!.iv), '372e71fd8b10af966fecc92816226fd0');
    assert.equal(hex(sealed.subarray(2401 + 56, 2401 + 56 + 32)), '5e7793e3d88991f432023ce083b29e5f283f81254f275f8272912fdf040e184a');
  });

  test('sealing with its secrets gives its bytes', async () => {
    assert.equal(hex(sm3(await sealBytes(utf8('hello bid\n')))), hex(sm3(sealed)));
  });

  test('it opens with any two custodians\' own keys, and with T of the seal record', async () => {
    const bidderKey = await readKey(vectorText('b.key'));
    const bidderRelease = await openStanza(header, 'bidder', bidderKey);
    assert.equal(hex(bidderRelease!), hex(releaseMessage('bidder', 0, secrets.b)));
    for (const pair of [[1, 2], [1, 3], [2, 3], [3, 1]]) {
      const custodianReleases = await Promise.all(pair.map(async (custodian) => ({
        custodian, message: (await openStanza(header, 'custodian', await readKey(vectorText(`c${custodian}.key`))))!,
      })));
      const { verdict, content } = await openBytes(sealed, { bidderRelease: bidderRelease!, custodianReleases });
      assert.equal(verdict.failure, null, verdict.evidence);
      assert.deepEqual(verdict.usedCustodians, [...pair].sort());
      assert.equal(hex(content), hex(utf8('hello bid\n')));
    }

    const { verdict } = await openBytes(sealed, { custodianReleases: [], custodianSecret: secrets.t });
    assert.equal(verdict.failure, null);
    assert.equal(await openStanza(header, 'bidder', await readKey(vectorText('c1.key'))), null);
  });

  test('opening without certificates says what it did not check', async () => {
    const { verdict } = await openBytes(sealed, { certificates: [] });
    assert.equal(verdict.failure, null);
    assert.equal(verdict.notChecked.length, 2 + 4);
  });
});

describe('Shamir', () => {
  const hm = sm3OfText('bidseal/1 test meta\n');
  const t = Uint8Array.from({ length: 32 }, (_, i) => i);

  test('the vector of 3 of 5; every three give T, two do not', () => {
    assert.equal(
      hex(hkdfExpand(hkdfExtract(hm, t), concat(utf8('bidseal/1 shamir'), [1]), 32)),
      '62e5906352ba2a064b40e438f74be7c1f89532fb75bc69e1e5d0a8b2572ed0b1');
    const shares = shareSecret(hm, t, 'bidseal/1 shamir', 3, 5);
    assert.deepEqual(shares.map(hex), [
      'cb02e7a2889e8c5626f22a1f0a5c092fb99ef802a6e25bab500c978d44c4653a',
      '5665f6e0f5eee44c1153e4cb10f3763fa4483b7bcf4154a14b9bc5f48eb03f00',
      '9d66134179756e1d3fa8c4df16a2711f0dc7d16a7db6191d038e4862d6694425',
      'ed5a650018fd40183557431d74813db4bac8f5f01f0fdf199f90ea93ab4c2d6e',
      '265980a19466ca491bac630972d03a9413471fe1adf892a5d7856705f395564b',
    ]);
    const numbered = shares.map((value, i) => ({ index: i + 1, value }));
    for (let a = 0; a < 5; a++) {
      for (let b = a + 1; b < 5; b++) {
        assert.notEqual(hex(combineShares([numbered[a]!, numbered[b]!])), hex(t));
        for (let c = b + 1; c < 5; c++) {
          assert.equal(hex(combineShares([numbered[c]!, numbered[a]!, numbered[b]!])), hex(t));
        }
      }
    }

    assert.throws(() => combineShares([numbered[0]!, numbered[0]!]), RangeError);
    assert.throws(() => combineShares([{ index: 256, value: t }]), RangeError);
  });
});

describe('sealing and opening', () => {
  for (const length of [0, 1, 16_343, 16_344, 16_345, 65_495, 65_496, 65_497, 262_103, 262_104, 262_105, 700_000]) {
    test(`a file of ${length} bytes comes back`, async () => {
      const bytes = draw(seeded(`file ${length}`), length);
      const file = await sealBytes(bytes);
      const parsed = SealedHeader.parse(file);
      assert.ok(parsed instanceof SealedHeader);
      assert.equal(file.length, parsed.bytes.length + payloadLength(length));
      assert.equal(paddedLength(length) % 65_536, 0);
      assert.ok(paddedLength(length) - length - 40 < 65_536);
      const { verdict, content } = await openBytes(file, { receipt: { sm3: sm3(file), size: file.length } });
      assert.equal(verdict.failure, null, verdict.evidence);
      assert.equal(verdict.length, length);
      assert.equal(hex(sm3(content)), hex(sm3(bytes)));
    });
  }

  test('escrow: all custodians give B; one less does not', async () => {
    const file = await sealBytes(utf8('escrow'), { release: 'escrow' });
    const parsed = SealedHeader.parse(file);
    assert.ok(parsed instanceof SealedHeader);
    const shares = shareSecret(parsed.metaDigest, secrets.b, 'bidseal/1 escrow', 3, 3);
    const escrowReleases = shares.map((share, i) => ({ custodian: i + 1, message: releaseMessage('escrow', i + 1, share) }));
    const opened = async (releases: typeof escrowReleases): Promise<string | null> => {
      const { bidderRelease: _, ...rest } = { bidderRelease: null };
      const custodianReleases = shareSecret(parsed.metaDigest, secrets.t, 'bidseal/1 shamir', 2, 3)
        .map((share, i) => ({ custodian: i + 1, message: releaseMessage('custodian', i + 1, share) }));
      const verdict = await open({
        ...rest, file: new Blob([file]), write: () => undefined, certificates: [], escrowReleases: releases, custodianReleases,
      });
      return verdict.failure;
    };

    assert.equal(await opened(escrowReleases), null);
    assert.equal(await opened(escrowReleases.slice(1)), 'TOO_FEW_SHARES');
    const wrong = escrowReleases.map(({ custodian, message }) => ({ custodian, message: message.map((b, i) => (i === 9 ? b ^ 1 : b)) }));
    assert.equal(await opened(wrong), 'CUSTODIAN_RELEASE_BAD');
  });

  test('each failure has its cause and step', async () => {
    const bad = (at: number): Bytes => sealed.map((byte, i) => (i === at ? byte ^ 1 : byte));
    const check = async (file: Bytes, failure: string, step: number, more: Partial<Opening> = {}): Promise<void> => {
      const { verdict } = await openBytes(file, more);
      assert.deepEqual([verdict.failure, verdict.step], [failure, step], verdict.evidence);
    };
    const receipt = { sm3: sm3(sealed), size: sealed.length };
    await check(bad(60_000), 'DAMAGED_IN_STORAGE', 0, { receipt });
    await check(sealed.slice(0, -1), 'DAMAGED_IN_STORAGE', 0, { receipt });
    await check(bad(0), 'BIDDER_FILE_MALFORMED', 1);
    await check(sealed, 'POLICY_MISMATCH', 1, { expected: () => 'another tender' });
    await check(sealed, 'BIDDER_RELEASE_BAD', 2, { bidderRelease: new Uint8Array(34) });
    await check(sealed, 'TOO_FEW_SHARES', 4, { custodianReleases: [{ custodian: 1, message: new Uint8Array(34) }] });
    await check(sealed, 'TOO_FEW_SHARES', 4, { custodianReleases: [], custodianSecret: new Uint8Array(32) });
    await check(bad(2401 + 30), 'BIDDER_FILE_MALFORMED', 7);
    await check(bad(60_000), 'DAMAGED_OR_MALFORMED', 8);
    await check(sealed.slice(0, -1), 'DAMAGED_OR_MALFORMED', 8);
    await check(sealed.slice(0, -16), 'DAMAGED_OR_MALFORMED', 8);
    await check(concat(sealed, [0]), 'DAMAGED_OR_MALFORMED', 8);
    const malformed = bad(60_000);
    await check(malformed, 'BIDDER_FILE_MALFORMED', 8, { receipt: { sm3: sm3(malformed), size: malformed.length } });
  });

  test('a wrong share is named and another good one takes its place', async () => {
    const shares = shareSecret(header.metaDigest, secrets.t, 'bidseal/1 shamir', 2, 3);
    const message = (custodian: number): Bytes => releaseMessage('custodian', custodian, shares[custodian - 1]!);
    const { verdict } = await openBytes(sealed, {
      custodianReleases: [
        { custodian: 1, message: message(2) }, { custodian: 3, message: message(3) }, { custodian: 2, message: message(2) },
        { custodian: 9, message: message(2) },
      ],
    });
    assert.equal(verdict.failure, null);
    assert.deepEqual(verdict.badCustodians, [1, 9]);
    assert.deepEqual(verdict.usedCustodians, [2, 3]);
  });

  test('a file that changes between the passes is not sealed', async () => {
    let reads = 0;
    const bytes = draw(seeded('changing'), 1000);
    const file = new Proxy(new Blob([bytes]), {
      get: (blob, name) => {
        if (name === 'slice') {
          return (from: number, to: number): Blob => {
            reads++;
            return new Blob([reads > 1 ? bytes.map((byte) => byte ^ 1).subarray(from, to) : bytes.subarray(from, to)]);
          };
        }

        return Reflect.get(blob, name, blob) as unknown;
      },
    });
    await assert.rejects(
      seal({ request, secrets, file, write: () => undefined }),
      (failure: unknown) => failure instanceof SealError && failure.fault === 'file-changed');
  });

  test('progress ends at twice the padded length, and an aborted sealing stops', async () => {
    const seen: number[] = [];
    const file = new Blob([new Uint8Array(600_000)]);
    await seal({
      request, secrets, file, write: () => undefined, progress: (done, total) => {
        assert.equal(total, 2 * paddedLength(600_000));
        seen.push(done);
      },
    });
    assert.equal(seen.at(-1), 2 * paddedLength(600_000));
    assert.ok(seen.every((done, i) => i === 0 || done > seen[i - 1]!));
    const stop = new AbortController();
    await assert.rejects(
      seal({ request, secrets, file, write: () => { stop.abort(); }, signal: stop.signal }), { name: 'AbortError' });
  });

  test('requests that cannot be sealed say why', () => {
    assert.equal(faultOf(request), null);
    const wrong: readonly Partial<SealRequest>[] = [
      { tender: '' }, { tender: 'x'.repeat(65) }, { lot: 'x'.repeat(33) }, { lot: 'a b' }, { bidder: '91' },
      { version: 0 }, { version: 10_000_000_000 }, { version: 1.5 }, { bidderCertificates: [] },
      { bidderCertificates: [own, own] }, { custodianCertificates: [custodians[0]!] }, { threshold: 1 }, { threshold: 4 },
      { custodianCertificates: [own, custodians[0]!, custodians[1]!] },
    ];
    for (const more of wrong) {
      assert.notEqual(faultOf({ ...request, ...more }), null, JSON.stringify(Object.keys(more)));
    }

    const secondary = drawSecrets(systemEntropy, (bytes) => bytes.fill(0));
    assert.equal(secondary.b.length, 32);
    assert.notEqual(hex(secondary.b), hex(secondary.t));
  });
});

describe('header form', () => {
  const text = Buffer.from(header.bytes).toString('latin1');
  const parse = (changed: string): string => {
    const result = SealedHeader.parse(new Uint8Array(Buffer.from(changed, 'latin1')));
    return result instanceof HeaderFault ? `${result.headerCause} ${result.line}` : 'read';
  };
  const lines = text.split('\n');
  const withLine = (number: number, line: string): string => lines.map((old, i) => (i === number - 1 ? line : old)).join('\n');

  for (const [cause, changed] of [
    ['Truncated 3', lines.slice(0, 2).join('\n') + '\n'],
    ['LineTooLong 2', withLine(2, `tender ${'x'.repeat(1100)}`)],
    ['ForbiddenCharacter 2', withLine(2, `${lines[1]!}\r`)],
    ['ForbiddenCharacter 2', withLine(2, `${lines[1]!} `)],
    ['ForbiddenCharacter 1', `\xef\xbb\xbf${text}`],
    ['UnknownFormat 1', withLine(1, 'bidseal/2 SM')],
    ['UnknownSuite 1', withLine(1, 'bidseal/1 INTL')],
    ['MetaOrder 3', withLine(3, lines[3]!)],
    ['BadTender 2', withLine(2, 'tender a/b')],
    ['BadLot 3', withLine(3, `lot ${'x'.repeat(33)}`)],
    ['BadPart 4', withLine(4, 'part most')],
    ['BadBidder 5', withLine(5, 'bidder 9144030012345678x1')],
    ['BadVersion 6', withLine(6, 'version 01')],
    ['BadVersion 6', withLine(6, 'version 0')],
    ['BadOpening 7', withLine(7, 'opening AAAA')],
    ['BadRelease 8', withLine(8, 'release nobody')],
    ['BadThreshold 9', withLine(9, 'threshold 1/3')],
    ['BadThreshold 9', withLine(9, 'threshold 4/3')],
    ['BadThreshold 9', withLine(9, 'threshold 2/17')],
    ['BadDigest 10', withLine(10, `${lines[9]!.slice(0, -2)}B=`)],
    ['StanzaOrder 11', withLine(11, lines[11]!)],
    ['BadStanza 11', withLine(11, '-> bidder AAAA')],
    ['BadBody 13', withLine(12, lines[11]!.slice(1))],
    ['BadMac', withLine(lines.length - 1, '--- AAAA')],
  ] as const) {
    test(`${cause} is named`, () => {
      assert.ok(parse(changed).startsWith(cause), parse(changed));
    });
  }

  test('the header as it is reads, whatever follows it', () => {
    assert.equal(parse(text), 'read');
    assert.equal(parse(`${text}anything`), 'read');
  });

  test('a body that is no envelope, and a key that stands twice', () => {
    const body = lines.slice(11).findIndex((line) => line.startsWith('-'));
    const swapped = [...lines.slice(0, 11), 'AAAA', ...lines.slice(11 + body)].join('\n');
    assert.ok(parse(swapped).startsWith('BadEnvelope'));
    const again = [...lines.slice(0, 11 + body), ...lines.slice(10, 11 + body), ...lines.slice(11 + body)].join('\n');
    assert.ok(parse(again).startsWith('KeyRepeated'));
  });
});

describe('envelopes and the seal record', () => {
  test('a session envelope opens with its key alone; any changed byte of its structure is refused', async () => {
    const key = await readKey(vectorText('b.key'));
    const payload = draw(seeded('payload'), 70);
    const envelope = sealForSession(payload, own, systemEntropy);
    assert.equal(hex((await openEnvelope(envelope, key))!), hex(payload));
    assert.equal(await openEnvelope(envelope, await readKey(vectorText('c1.key'))), null);
    assert.equal(decodeEnvelope(concat(envelope, [0])), null);
    assert.equal(decodeEnvelope(envelope.slice(0, -1)), null);
    assert.throws(() => sealForSession(new Uint8Array(65_537), own, systemEntropy), RangeError);
    assert.notEqual(
      hex(buildSecretEnvelope(header.metaDigest, 'custodian', 1, secrets.b, own)),
      hex(buildSecretEnvelope(header.metaDigest, 'custodian', 2, secrets.b, own)));
  });

  test('the record is read back, in the clear and under a pass phrase, and seals the same file again', async () => {
    const { record } = await seal({ request, secrets, file: new Blob(['hello bid\n']), write: () => undefined });
    const text = writeSealRecord(record);
    assert.ok(!isEncryptedSealRecord(text));
    assert.deepEqual(writeSealRecord(readSealRecord(text)), text);
    assert.equal(hex(record.fileSm3), hex(sm3(sealed)));
    assert.equal(record.fileSize, sealed.length);
    const locked = writeEncryptedSealRecord(record, '口令 one');
    assert.ok(isEncryptedSealRecord(locked));
    assert.equal(writeSealRecord(readSealRecord(locked, '口令 one')), text);
    assert.throws(() => readSealRecord(locked), { fault: 'passphrase-needed' });
    assert.throws(() => readSealRecord(locked, 'other'), { fault: 'passphrase-wrong' });
    assert.throws(() => readSealRecord(locked.replace(/"iv": "./, '"iv": "A'), '口令 one'), { fault: /passphrase-wrong|no-record/ });
    assert.throws(() => readSealRecord(text.replace('"suite"', '"more": 1, "suite"')), { fault: 'no-record' });
    assert.throws(() => readSealRecord(text.replace('"version": 1', '"version": 0')), { fault: 'no-record' });
    assert.throws(() => readSealRecord('[]'), { fault: 'no-record' });
    assert.throws(() => readSealRecord('{'), { fault: 'no-record' });
    const again = readSealRecord(text);
    assert.equal(hex(sm3(await sealBytes(utf8('hello bid\n')))), hex(again.fileSm3));
  });
});
