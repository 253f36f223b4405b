/**
 * Sealing a keystroke: Weft's envelope against secsync 0.5's update, on the same Yjs updates in the same run.
 * Both produce bytes that another party can verify and open; both are opened again and compared.
 */
import {
  createCertificateCache,
  createEpoch,
  createRandomness,
  createRoom,
  createSession,
  deriveKeys,
  equal,
  type Hash,
  hashEnvelope,
  loadSodium,
  openEnvelope,
  sealEnvelope,
  verifyEnvelope,
  zeroHash,
} from '@weft/crypto';
import libsodium from 'libsodium-wrappers';
import { createSignatureKeyPair, createUpdate, verifyAndDecryptUpdate } from 'secsync';
import * as Y from 'yjs';
import { interleave, report } from './compare.ts';

const KEYSTROKES = 2000;
const ROUNDS = 15;

function typeKeystrokes(count: number): Uint8Array[] {
  const doc = new Y.Doc();
  doc.clientID = 4_503_599_627_370_497; // 53 bits, as KEY-5 gives
  const updates: Uint8Array[] = [];
  doc.on('update', (update: Uint8Array) => updates.push(update));
  const text = doc.getText('t');
  for (let i = 0; i < count; i++) text.insert(i, String.fromCharCode(97 + (i % 26)));
  return updates;
}

const updates = typeKeystrokes(KEYSTROKES);
const sodium = await loadSodium();
const random = createRandomness();
const room = createRoom(sodium, random);
const { certificate, editSecret } = createEpoch(sodium, random, room, { notAfter: Number.MAX_SAFE_INTEGER });
const keys = deriveKeys(sodium, 'editor', editSecret);
const session = createSession(sodium, random, keys, certificate, { role: 'editor', notAfter: Number.MAX_SAFE_INTEGER });

let envelopes: Uint8Array[] = [];
function sealWeft(): void {
  const sealed: Uint8Array[] = [];
  let prev: Hash = zeroHash();
  for (const [seq, payload] of updates.entries()) {
    const content =
      seq === 0 ? ({ kind: 'content', seq, payload } as const) : ({ kind: 'content', seq, prev, payload } as const);
    const envelope = sealEnvelope(sodium, random, session, keys, content);
    prev = hashEnvelope(sodium, envelope);
    sealed.push(envelope);
  }
  envelopes = sealed;
}

await libsodium.ready;
// secsync is typed against the module's namespace; the functions are on its default export.
const secsyncSodium = libsodium as unknown as Parameters<typeof createUpdate>[5];
const pair = createSignatureKeyPair(secsyncSodium);
const key = secsyncSodium.randombytes_buf(32);
const publicData = {
  docId: secsyncSodium.to_base64(room.roomId),
  pubKey: secsyncSodium.to_base64(pair.publicKey),
  refSnapshotId: secsyncSodium.to_base64(secsyncSodium.randombytes_buf(24)),
};
type SecsyncUpdate = ReturnType<typeof createUpdate>;
let secsyncUpdates: string[] = [];
// As its sync machine sends them: an envelope is bytes already, an update has yet to become a message.
function sealSecsync(): void {
  const sealed: string[] = [];
  for (const [clock, payload] of updates.entries()) {
    sealed.push(JSON.stringify(createUpdate(payload, publicData, key, pair, clock, secsyncSodium)));
  }
  secsyncUpdates = sealed;
}

const cpu = await interleave(ROUNDS, sealWeft, sealSecsync);

// A faster wrong answer must not pass: everything sealed last is verified, opened and compared.
const context = { certificate, cache: createCertificateCache() };
for (const [seq, envelope] of envelopes.entries()) {
  if (!verifyEnvelope(sodium, envelope, context).ok) throw new Error(`envelope ${seq} does not verify`);
  const opened = openEnvelope(sodium, keys, envelope);
  const update = updates[seq];
  if (!opened.ok || update === undefined || !equal(opened.value.payload, update))
    throw new Error(`envelope ${seq} differs`);
}
for (const [clock, message] of secsyncUpdates.entries()) {
  const sealed = JSON.parse(message) as SecsyncUpdate;
  const opened = verifyAndDecryptUpdate(sealed, key, publicData.refSnapshotId, clock - 1, secsyncSodium);
  const update = updates[clock];
  if (opened.content === undefined || update === undefined || !equal(new Uint8Array(opened.content), update)) {
    throw new Error(`secsync update ${clock} differs`);
  }
}

const envelopeBytes = envelopes.reduce((sum, envelope) => sum + envelope.length, 0) / KEYSTROKES;
const secsyncBytes = secsyncUpdates.reduce((sum, message) => sum + message.length, 0) / KEYSTROKES;
report(
  'seal',
  [
    {
      name: 'Sealing and signing a keystroke',
      peer: 'secsync 0.5.0',
      unit: 'CPU µs per keystroke',
      ours: cpu.ours / KEYSTROKES,
      theirs: cpu.theirs / KEYSTROKES,
      bar: 0.4,
    },
  ],
  {
    'bytes per keystroke, Weft': Math.round(envelopeBytes),
    'bytes per keystroke, secsync as JSON': Math.round(secsyncBytes),
  },
);
