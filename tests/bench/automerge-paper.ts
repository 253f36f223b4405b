/**
 * A real paper, keystroke by keystroke (automerge-paper, Martin Kleppmann, CC BY 4.0), written through one replica: every edit is
 * coalesced, sealed, signed, chained and put into the ledger, which is compacted as a running program would. Against the same
 * edits in a plain Yjs document with a listener for its updates. No relay, no disk.
 *
 * The recording's own timestamps drive the replica's clock, so LED-1 coalesces what they place within 50 ms. They lie close
 * together; what a keystroke costs that is sealed alone is measured too, on a part of the recording spread 50 ms apart.
 */
import { createReplica, type Replica } from '@weft/crdt-core';
import { createVirtualTime } from '@weft/crdt-core/testing';
import { type Capability, createEpoch, createRandomness, createRoom, loadSodium } from '@weft/crypto';
import * as Y from 'yjs';
import { type Patch, readTrace, type SequentialTrace } from '../traces/trace.ts';
import { cpuMicroseconds, interleave, report } from './compare.ts';

const ROUNDS = 3;
/** Edits sealed one by one. */
const APART = 20_000;
const APART_MS = 50;

const trace = readTrace<SequentialTrace>('automerge-paper');
const edits = trace.txns.map(({ time, patches }) => ({ time: Date.parse(time), patches }));
const start = edits[0]?.time ?? 0;

function edit(text: Y.Text, patches: readonly Patch[]): void {
  // Code points are UTF-16 units in this recording: checked by the end's content.
  for (const [position, deleted, inserted] of patches) {
    if (deleted > 0) text.delete(position, deleted);
    if (inserted !== '') text.insert(position, inserted);
  }
}

function check(what: string, got: string, wanted: string): void {
  if (got !== wanted) throw new Error(`${what} ends with other content than the recording`);
}

const sodium = await loadSodium();
const random = createRandomness();
const room = createRoom(sodium, random);
const { certificate, editSecret } = createEpoch(sodium, random, room, { notAfter: Number.MAX_SAFE_INTEGER });
const capability: Capability = { role: 'editor', certificate, secret: editSecret, relays: [] };

interface Written {
  readonly replica: Replica;
  readonly envelopes: number;
  readonly sealedBytes: number;
}

/** @param timeOf - when an edit happens, in ms */
function writeWeft(count: number, timeOf: (index: number) => number): Written {
  const time = createVirtualTime(start);
  const replica = createReplica(
    { sodium, random, clock: time.clock, timers: time.timers },
    { capability, ledgerDoc: new Y.Doc() },
  );
  let envelopes = 0;
  let sealedBytes = 0;
  replica.on('appended', (envelope) => {
    envelopes++;
    sealedBytes += envelope.length;
    if (replica.wantsCompaction()) replica.compact();
  });
  const text = replica.doc.getText('t');
  for (let i = 0; i < count; i++) {
    const wait = timeOf(i) - time.clock.now();
    if (wait > 0) time.advance(wait);
    const { patches } = edits[i] as (typeof edits)[number];
    replica.doc.transact(() => edit(text, patches));
  }
  replica.flush();
  return { replica, envelopes, sealedBytes };
}

function writeYjs(count: number): { text: string; bytes: number; doc: Y.Doc } {
  const doc = new Y.Doc();
  doc.clientID = 0xfedc_ba98; // Yjs would draw 32 bits at random, and the sizes would vary with it
  let bytes = 0;
  doc.on('update', (update: Uint8Array) => {
    bytes += update.length;
  });
  const text = doc.getText('t');
  for (let i = 0; i < count; i++) {
    const { patches } = edits[i] as (typeof edits)[number];
    doc.transact(() => edit(text, patches));
  }
  return { text: text.toString(), bytes, doc };
}

const ownTime = (index: number): number => edits[index]?.time ?? 0;
let written: Written | undefined;
let plain: ReturnType<typeof writeYjs> | undefined;
const whole = await interleave(
  ROUNDS,
  () => {
    written?.replica.destroy();
    written = writeWeft(edits.length, ownTime);
    check('Weft', written.replica.doc.getText('t').toString(), trace.endContent);
  },
  () => {
    plain = writeYjs(edits.length);
    check('Yjs', plain.text, trace.endContent);
  },
);
if (written === undefined || plain === undefined) throw new Error('nothing was measured');

// What another replica makes of the ledger is the same document.
const { replica, envelopes, sealedBytes } = written;
replica.compact();
const compacted = [...replica.ledger.entries()].reduce((sum, { envelope }) => sum + envelope.length, 0);
const copy = createReplica(
  { sodium, random, clock: { now: () => start }, timers: createVirtualTime(start).timers },
  { capability, ledgerDoc: replica.ledger.doc },
);
check('The ledger', copy.doc.getText('t').toString(), trace.endContent);
const state = Y.encodeStateAsUpdate(plain.doc).length;

const beforeApart = cpuMicroseconds();
const apart = writeWeft(APART, (index) => start + index * APART_MS);
const apartUs = (cpuMicroseconds() - beforeApart) / APART;
const beforePlain = cpuMicroseconds();
const part = writeYjs(APART);
const plainUs = (cpuMicroseconds() - beforePlain) / APART;
check('Weft, 50 ms apart', apart.replica.doc.getText('t').toString(), part.text);

report(
  'automerge-paper',
  [
    {
      name: `${edits.length} keystrokes through one replica, at the recording's own times`,
      peer: 'plain Yjs',
      unit: 'CPU ms',
      ours: whole.ours / 1000,
      theirs: whole.theirs / 1000,
      bar: 1.5,
    },
    {
      name: 'stored bytes after compaction',
      peer: 'the plain V1 state',
      unit: 'bytes',
      ours: compacted,
      theirs: state,
      bar: 0.25,
    },
  ],
  {
    'envelopes at the recording’s own times': envelopes,
    'sealed bytes of these': sealedBytes,
    'update bytes of plain Yjs': plain.bytes,
    'recording, ms from first to last keystroke': (edits.at(-1)?.time ?? start) - start,
    'keystrokes sealed one by one (50 ms apart)': APART,
    'envelopes of these': apart.envelopes,
    'CPU µs per keystroke of these': Math.round(apartUs * 10) / 10,
    'CPU µs per keystroke of plain Yjs for the same': Math.round(plainUs * 10) / 10,
  },
);
