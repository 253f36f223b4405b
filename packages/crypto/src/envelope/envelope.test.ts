import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import type { Hash } from '../bytes/brands.ts';
import { concat, equal, textToBytes } from '../bytes/bytes.ts';
import { writeU32 } from '../bytes/integers.ts';
import type { Result } from '../errors.ts';
import { deriveKeys, deriveRoleSecret, type EpochKeys } from '../keys/epoch-keys.ts';
import { ENVELOPE_LABEL } from '../keys/labels.ts';
import { isAllowed, isStored, KINDS, kindToByte, ROLES } from '../keys/roles.ts';
import type { Sodium } from '../sodium/sodium.ts';
import { createCountedRandomness, createFixture, type Fixture } from '../testing/fixture.ts';
import { decodeHeader } from './decode-header.ts';
import { hashEnvelope, zeroHash } from './hash-envelope.ts';
import { openEnvelope } from './open-envelope.ts';
import { padmeLength } from './padding.ts';
import { type EnvelopeContent, sealEnvelope } from './seal-envelope.ts';
import { verifyEnvelope, verifyEnvelopeCertificate } from './verify-envelope.ts';

let f: Fixture;
let other: Fixture;
beforeAll(async () => {
  f = await createFixture();
  other = await createFixture(f.random);
});

function codeOf(result: Result<unknown, { readonly code: string }>): string {
  return result.ok ? 'ok' : result.failure.code;
}

function seal(content: EnvelopeContent, session = f.sessions.editor): Uint8Array {
  return sealEnvelope(f.sodium, f.random, session, f.keys, content);
}

const first = (payload: string): EnvelopeContent => ({ kind: 'content', seq: 0, payload: textToBytes(payload) });

/** Signs altered bytes again, as the session itself could. */
function resign(bytes: Uint8Array, session = f.sessions.editor): Uint8Array {
  const body = bytes.subarray(0, -64);
  return concat(body, f.sodium.sign(concat(ENVELOPE_LABEL, f.sodium.hash(body)), session.pair.secretKey));
}

/** An envelope around any plaintext, as a broken or hostile member could make it. */
function sealPlaintext(plaintext: Uint8Array): Uint8Array {
  const model = seal({ kind: 'content', seq: 0, payload: new Uint8Array(Math.max(0, plaintext.length - 36)) });
  const header = model.subarray(0, 81);
  const nonce = model.subarray(81, 105);
  const sealed = f.sodium.seal(f.keys.contentKey, nonce, header, plaintext);
  return resign(concat(model.subarray(0, 137), sealed, model.subarray(-174)));
}

describe('sealing and opening', () => {
  test('ENV-1 ENV-4 any payload of any kind comes back, with what is readable about it', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...KINDS),
        fc.uint8Array({ maxLength: 600 }),
        fc.maxSafeNat(),
        (kind, payload, seq) => {
          const linked = isStored(kind) && seq > 0 ? { prev: f.random(32) as Uint8Array as Hash } : {};
          const bytes = seal({ kind, seq, payload, ...linked }, f.sessions.admin);
          const verified = verifyEnvelope(f.sodium, bytes, f.context);
          expect(verified).toMatchObject({ ok: true, value: { kind, seq, epoch: 0, role: 'admin', bytes } });
          expect(verified.ok && equal(verified.value.roomId, f.roomId)).toBe(true);
          expect(verified.ok && equal(verified.value.session, f.sessions.admin.pair.publicKey)).toBe(true);
          const opened = openEnvelope(f.sodium, f.keys, bytes);
          expect(opened).toEqual({ ok: true, value: { payload, prev: linked.prev ?? zeroHash() } });
        },
      ),
    );
  });

  test('ENV-1 the header has 81 bytes in the documented places', () => {
    const bytes = seal({ kind: 'presence', seq: 0x0102030405, payload: new Uint8Array() });
    expect(bytes.slice(0, 5)).toEqual(Uint8Array.of(0x57, 0x65, 1, 1, 5));
    expect(bytes.slice(5, 37)).toEqual(new Uint8Array(f.roomId));
    expect(bytes.slice(37, 41)).toEqual(new Uint8Array(4));
    expect(bytes.slice(41, 73)).toEqual(new Uint8Array(f.sessions.editor.pair.publicKey));
    expect(bytes.slice(73, 81)).toEqual(Uint8Array.of(0, 0, 0, 1, 2, 3, 4, 5));
    expect(bytes.slice(-174, -64)).toEqual(f.sessions.editor.certificate);
    expect(bytes.length).toBe(137 + 256 + 16 + 174);
  });

  test('ENV-2 the nonce is random every time: the same content twice shares no sealed byte run', () => {
    const [one, two] = [seal(first('x')), seal(first('x'))];
    expect(equal(one.subarray(81, 105), two.subarray(81, 105))).toBe(false);
    expect(equal(one.subarray(105, 137), two.subarray(105, 137))).toBe(false);
    expect(equal(one.subarray(137, 153), two.subarray(137, 153))).toBe(false);
  });

  test('ENV-2 given the same randomness, the same bytes: nothing else is drawn', async () => {
    const [a, b] = [createCountedRandomness(), createCountedRandomness()];
    const content = first('x');
    const one = sealEnvelope(f.sodium, a, f.sessions.editor, f.keys, content);
    expect(sealEnvelope(f.sodium, b, f.sessions.editor, f.keys, content)).toEqual(one);
  });

  test('ENV-2 keys of another document are told apart before anything is decrypted', () => {
    const bytes = seal(first('x'));
    expect(codeOf(openEnvelope(f.sodium, other.keys, bytes))).toBe('envelope-commitment');
    let decryptions = 0;
    const counting: Sodium = {
      ...f.sodium,
      open(...sealed) {
        decryptions++;
        return f.sodium.open(...sealed);
      },
    };
    expect(openEnvelope(counting, other.keys, bytes).ok).toBe(false);
    expect(decryptions).toBe(0);
    expect(openEnvelope(counting, f.keys, bytes).ok).toBe(true);
    expect(decryptions).toBe(1);
  });

  test('ENV-4 what is not stored is sealed with the presence key, what is stored with K_enc', () => {
    for (const kind of KINDS) {
      if (kind === 'comment') continue;
      const bytes = seal({ kind, seq: 0, payload: textToBytes('x') }, f.sessions.admin);
      const wrong = isStored(kind)
        ? { ...f.keys, contentKey: f.keys.presenceKey as Uint8Array as typeof f.keys.contentKey }
        : { ...f.keys, presenceKey: f.keys.contentKey as Uint8Array as typeof f.keys.presenceKey };
      expect(codeOf(openEnvelope(f.sodium, wrong, bytes)), kind).toBe('envelope-sealed');
    }
  });

  const keysOf = (role: 'viewer' | 'commenter'): EpochKeys =>
    deriveKeys(f.sodium, role, deriveRoleSecret(f.sodium, 'editor', role, f.epoch.editSecret));

  test('a viewer opens what an editor sealed', () => {
    expect(openEnvelope(f.sodium, keysOf('viewer'), seal(first('x'))).ok).toBe(true);
  });

  test('KEY-2 a comment has keys of its own: a commenter opens it, a viewer can neither open nor seal one', () => {
    const content: EnvelopeContent = { kind: 'comment', seq: 0, payload: textToBytes('x') };
    const comment = seal(content, f.sessions.commenter);
    expect(verifyEnvelope(f.sodium, comment, f.context).ok).toBe(true);
    expect(openEnvelope(f.sodium, keysOf('commenter'), comment)).toMatchObject({
      ok: true,
      value: { payload: content.payload },
    });
    expect(codeOf(openEnvelope(f.sodium, keysOf('viewer'), comment))).toBe('envelope-closed');
    expect(() => sealEnvelope(f.sodium, f.random, f.sessions.commenter, keysOf('viewer'), content)).toThrow(RangeError);
    // The document's other keys do not do.
    const { contentKey, commitKey } = f.keys;
    const wrongs = [
      ['envelope-commitment', { ...f.keys, commentCommitKey: commitKey }],
      ['envelope-sealed', { ...f.keys, commentKey: contentKey }],
    ] as const;
    for (const [code, keys] of wrongs) expect(codeOf(openEnvelope(f.sodium, keys, comment))).toBe(code);
  });

  test('the caller’s arrays stay as they were, and the result holds none of them', () => {
    const payload = textToBytes('payload');
    const bytes = seal({ kind: 'content', seq: 0, payload });
    expect(payload).toEqual(textToBytes('payload'));
    const before = bytes.slice();
    payload.fill(0);
    verifyEnvelope(f.sodium, bytes, f.context);
    openEnvelope(f.sodium, f.keys, bytes);
    expect(bytes).toEqual(before);
  });
});

describe('ENV-4 padding', () => {
  test('PADMÉ, at least 256', () => {
    const table = [
      [0, 256],
      [1, 256],
      [256, 256],
      [257, 272],
      [272, 272],
      [273, 288],
      [511, 512],
      [512, 512],
      [513, 544],
      [1000, 1024],
      [1025, 1088],
      [65_537, 67_584],
      [1_000_000, 1_015_808],
    ];
    for (const [length, padded] of table) expect(padmeLength(length ?? 0), String(length)).toBe(padded);
  });

  test('covers, costs at most 12 % above 256, and rounding again changes nothing', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 2 ** 40 }), (length) => {
        const padded = padmeLength(length);
        expect(padded).toBeGreaterThanOrEqual(length);
        expect(padmeLength(padded)).toBe(padded);
        if (length > 256) expect(padded).toBeLessThanOrEqual(length * 1.12);
      }),
    );
  });

  test('a plaintext that is not the one plaintext of its payload is refused', () => {
    const plaintext = (length: number, change: (bytes: Uint8Array) => void): Uint8Array => {
      const bytes = new Uint8Array(length);
      writeU32(bytes, 32, 10);
      change(bytes);
      return bytes;
    };
    const read = (bytes: Uint8Array): string => codeOf(openEnvelope(f.sodium, f.keys, sealPlaintext(bytes)));
    expect(read(plaintext(256, () => undefined))).toBe('ok');
    expect(read(plaintext(272, () => undefined))).toBe('envelope-content');
    expect(read(plaintext(256, (bytes) => bytes.set([1], 255)))).toBe('envelope-content');
    expect(read(plaintext(256, (bytes) => bytes.set([1], 46)))).toBe('envelope-content');
    expect(read(plaintext(256, (bytes) => writeU32(bytes, 32, 221)))).toBe('envelope-content');
    expect(read(plaintext(256, (bytes) => writeU32(bytes, 32, 0xffffffff)))).toBe('envelope-content');
    expect(read(plaintext(256, (bytes) => bytes.set([1], 0)))).toBe('envelope-content'); // prev at seq 0
  });

  test('a plaintext below 256 bytes is no envelope, however well signed', () => {
    for (const length of [36, 128, 255]) {
      const short = sealPlaintext(new Uint8Array(length));
      expect(codeOf(verifyEnvelope(f.sodium, short, f.context))).toBe('envelope-malformed');
      expect(codeOf(openEnvelope(f.sodium, f.keys, short))).toBe('envelope-malformed');
    }
  });
});

describe('ENV-4 chain', () => {
  test('the hash of an envelope covers every byte under its own label', () => {
    const bytes = seal(first('x'));
    expect(hashEnvelope(f.sodium, bytes)).toEqual(f.sodium.hash(concat(textToBytes('weft/prev/v1'), bytes)));
  });

  test('a prev where none belongs, or none where one belongs, is a programmer error', () => {
    const prev = hashEnvelope(f.sodium, seal(first('x')));
    const payload = textToBytes('y');
    expect(() => seal({ kind: 'content', seq: 0, prev, payload })).toThrow(RangeError);
    expect(() => seal({ kind: 'content', seq: 1, payload })).toThrow(RangeError);
    expect(() => seal({ kind: 'content', seq: 1, prev: zeroHash(), payload })).toThrow(RangeError);
    expect(() => seal({ kind: 'presence', seq: 1, prev, payload })).toThrow(RangeError);
    expect(() => seal({ kind: 'content', seq: -1, payload })).toThrow(RangeError);
    expect(() => seal({ kind: 'content', seq: 2 ** 53, prev, payload })).toThrow(RangeError);
    expect(codeOf(openEnvelope(f.sodium, f.keys, seal({ kind: 'content', seq: 0, prev: zeroHash(), payload })))).toBe(
      'ok',
    );
  });
});

describe('ENV-5 role × kind', () => {
  test('every pair: what the table forbids is neither sealed nor, if forged, accepted', () => {
    for (const role of ROLES) {
      for (const kind of KINDS) {
        const session = f.sessions[role];
        const content: EnvelopeContent = { kind, seq: 0, payload: textToBytes('x') };
        // A member of a lower role whose program does not ask first.
        const forged = seal(content, { ...session, role: 'admin' });
        const expected = isAllowed(role, kind) ? 'ok' : 'envelope-role';
        expect(codeOf(verifyEnvelope(f.sodium, forged, f.context)), `${role} ${kind}`).toBe(expected);
        expect(codeOf(verifyEnvelopeCertificate(f.sodium, forged, f.context)), `${role} ${kind}`).toBe(expected);
        if (isAllowed(role, kind)) seal(content, session);
        else expect(() => seal(content, session), `${role} ${kind}`).toThrow(RangeError);
      }
    }
  });
});

describe('verifying', () => {
  test('each reason is told from the others', () => {
    const bytes = seal(first('x'));
    const altered = (change: (copy: Uint8Array) => void, session = f.sessions.editor): string => {
      const copy = bytes.slice();
      change(copy);
      return codeOf(verifyEnvelope(f.sodium, resign(copy, session), f.context));
    };
    expect(altered(() => undefined)).toBe('ok');
    expect(altered((copy) => copy.set([0]))).toBe('envelope-malformed');
    expect(altered((copy) => copy.set([2], 2))).toBe('envelope-version');
    expect(altered((copy) => copy.set([2], 3))).toBe('envelope-version');
    expect(altered((copy) => copy.set([0xff], 4))).toBe('envelope-malformed');
    expect(altered((copy) => copy.set(other.roomId, 5))).toBe('envelope-room');
    expect(altered((copy) => copy.set([1], 37))).toBe('envelope-epoch');
    expect(altered((copy) => copy.set(f.sessions.viewer.pair.publicKey, 41))).toBe('envelope-session');
    expect(altered((copy) => copy.set([0x20], 73))).toBe('envelope-malformed');
    expect(altered((copy) => copy.set(f.sessions.viewer.certificate, copy.length - 174))).toBe('envelope-role');
    expect(altered((copy) => copy.set(f.sessions.admin.certificate, copy.length - 174))).toBe('envelope-session');
    expect(altered((copy) => copy.set([5], copy.length - 173))).toBe('envelope-malformed');
    expect(altered((copy) => copy.set([4], copy.length - 173))).toBe('certificate-invalid');
    expect(altered((copy) => copy.set([1], copy.length - 172))).toBe('certificate-epoch');
    expect(altered((copy) => copy.set([2], copy.length - 174))).toBe('certificate-version');
    expect(altered(() => undefined, f.sessions.admin)).toBe('envelope-signature');
  });

  test('an envelope of another room is refused, whole as it is', () => {
    const bytes = sealEnvelope(f.sodium, f.random, other.sessions.editor, other.keys, first('x'));
    expect(codeOf(verifyEnvelope(f.sodium, bytes, f.context))).toBe('envelope-room');
  });

  test('ENV-3 one signature verification per envelope once its certificate is known', () => {
    let verifications = 0;
    const counting = {
      ...f.sodium,
      isSigned: (...signed: Parameters<typeof f.sodium.isSigned>) => {
        verifications++;
        return f.sodium.isSigned(...signed);
      },
    };
    for (let i = 0; i < 5; i++)
      expect(verifyEnvelope(counting, seal(first('x'), f.sessions.admin), f.context).ok).toBe(true);
    const before = verifications;
    expect(verifyEnvelope(counting, seal(first('y'), f.sessions.admin), f.context).ok).toBe(true);
    expect(verifications).toBe(before + 1);
    expect(verifyEnvelopeCertificate(counting, seal(first('z'), f.sessions.admin), f.context).ok).toBe(true);
    expect(verifications).toBe(before + 1);
  });

  test('the header alone says what it claims', () => {
    const header = decodeHeader(seal({ kind: 'receipt', seq: 7, payload: new Uint8Array() }, f.sessions.viewer));
    expect(header).toMatchObject({ ok: true, value: { kind: 'receipt', seq: 7, epoch: 0, role: 'viewer' } });
    expect(kindToByte('receipt')).toBe(7);
  });
});
