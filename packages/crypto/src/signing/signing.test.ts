import { beforeAll, describe, expect, test } from 'vitest';
import { createFixture, type Fixture } from '../testing/fixture.ts';
import { admissionProof, secretToAdmissionKey, verifyAdmission } from './admission.ts';
import { signHello, verifyHello } from './hello.ts';
import { type PeerContext, signPeer, verifyPeer } from './peer.ts';

let f: Fixture;
beforeAll(async () => {
  f = await createFixture();
});

describe('RLY-3 proof of a session', () => {
  test('holds for the host, room and challenge it was made for, and no other', () => {
    const context = { host: 'example.org:4400', roomId: f.roomId, nonce: f.random(32) };
    const session = f.sessions.editor;
    const proof = signHello(f.sodium, session, context);
    expect(verifyHello(f.sodium, session.pair.publicKey, proof, context)).toEqual({ ok: true, value: true });
    const refused = [
      verifyHello(f.sodium, f.sessions.viewer.pair.publicKey, proof, context),
      verifyHello(f.sodium, session.pair.publicKey, proof, { ...context, host: 'example.org' }),
      verifyHello(f.sodium, session.pair.publicKey, proof, { ...context, nonce: f.random(32) }),
      verifyHello(f.sodium, session.pair.publicKey, proof, { ...context, roomId: f.roomId.map((b) => b ^ 1) as never }),
      verifyHello(f.sodium, session.pair.publicKey, proof.subarray(1), context),
      verifyHello(f.sodium, session.pair.publicKey, new Uint8Array(64), context),
    ];
    for (const result of refused) expect(result).toMatchObject({ ok: false, failure: { code: 'proof-invalid' } });
  });

  test('a challenge of a wrong length is a programmer error', () => {
    const context = { host: 'example.org', roomId: f.roomId, nonce: f.random(31) };
    expect(() => signHello(f.sodium, f.sessions.editor, context)).toThrow(RangeError);
  });
});

describe('admission', () => {
  test('holds for the secret, challenge and session it was made for, and no other', () => {
    const key = secretToAdmissionKey(f.sodium, 'open sesame');
    const context = { nonce: f.random(32), session: f.sessions.editor.pair.publicKey };
    const proof = admissionProof(f.sodium, key, context);
    expect(verifyAdmission(f.sodium, key, proof, context).ok).toBe(true);
    const refused = [
      verifyAdmission(f.sodium, secretToAdmissionKey(f.sodium, 'open sesam'), proof, context),
      verifyAdmission(f.sodium, key, proof, { ...context, nonce: f.random(32) }),
      verifyAdmission(f.sodium, key, proof, { ...context, session: f.sessions.viewer.pair.publicKey }),
      verifyAdmission(f.sodium, key, proof.subarray(0, 31), context),
      verifyAdmission(f.sodium, key, new Uint8Array(), context),
    ];
    for (const result of refused) expect(result).toMatchObject({ ok: false, failure: { code: 'admission-invalid' } });
  });
});

describe('SYN-1 proof between peers', () => {
  const meet = (): PeerContext => ({
    roomId: f.roomId,
    signer: f.sessions.viewer.pair.publicKey,
    reader: f.sessions.editor.pair.publicKey,
    signerNonce: f.random(32),
    readerNonce: f.random(32),
  });

  test('holds for its reader, room and nonces, and no others', () => {
    const context = meet();
    const proof = signPeer(f.sodium, f.sessions.viewer, context);
    expect(verifyPeer(f.sodium, proof, context)).toEqual({ ok: true, value: true });
    const other = f.sessions.commenter.pair.publicKey;
    const refused = [
      verifyPeer(f.sodium, proof, { ...context, roomId: f.roomId.map((b) => b ^ 1) as never }),
      verifyPeer(f.sodium, proof, { ...context, signer: other }),
      verifyPeer(f.sodium, proof, { ...context, reader: other }),
      verifyPeer(f.sodium, proof, { ...context, signerNonce: f.random(32) }),
      verifyPeer(f.sodium, proof, { ...context, readerNonce: f.random(32) }),
      verifyPeer(f.sodium, proof.subarray(1), context),
    ];
    for (const result of refused) expect(result).toMatchObject({ ok: false, failure: { code: 'peer-proof-invalid' } });
  });

  test('sent back to its signer, it proves nothing', () => {
    const context = meet();
    const proof = signPeer(f.sodium, f.sessions.viewer, context);
    const mirrored = {
      ...context,
      signer: context.reader,
      reader: context.signer,
      signerNonce: context.readerNonce,
      readerNonce: context.signerNonce,
    };
    expect(verifyPeer(f.sodium, proof, mirrored).ok).toBe(false);
    expect(verifyPeer(f.sodium, proof, { ...mirrored, signer: context.signer }).ok).toBe(false);
  });

  test('a nonce of a wrong length is a programmer error', () => {
    const context = { ...meet(), signerNonce: f.random(31) };
    expect(() => signPeer(f.sodium, f.sessions.viewer, context)).toThrow(RangeError);
  });
});
