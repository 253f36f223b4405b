/** What is read from disks and files, and what opened envelopes carry. */
import { concat, createReader, equal, loadVerifyingSodium, textToBytes, toHex, writeU32 } from '@weft/crypto';
import { deflateRawSync } from 'node:zlib';
import * as Y from 'yjs';
import { decodeFile, readFileRoom } from '../../../packages/crdt-core/src/files/decode-file.ts';
import { exportLedger } from '../../../packages/crdt-core/src/files/export-ledger.ts';
import { importLedger } from '../../../packages/crdt-core/src/files/import-ledger.ts';
import { bytesToHeads, headsToBytes } from '../../../packages/crdt-core/src/ledger/heads.ts';
import { isSameContent } from '../../../packages/crdt-core/src/ledger/is-same-content.ts';
import { deflateState } from '../../../packages/crdt-core/src/ledger/deflate-state.ts';
import {
  decodeSnapshotPayload,
  encodeSnapshotPayload,
  inflateState,
  stateToClocks,
} from '../../../packages/crdt-core/src/ledger/snapshot-payload.ts';
import {
  cleanUser,
  decodePresence,
  encodePresence,
} from '../../../packages/crdt-core/src/presence/awareness-update.ts';
import { bytesToReceipt, receiptToBytes } from '../../../packages/crdt-core/src/presence/receipts.ts';
import { checkUpdate } from '../../../packages/crdt-core/src/replica/check-update.ts';
import { bytesToRelayNote, relayNoteToBytes } from '../../../packages/crdt-core/src/sync/relay-note.ts';
import { createRelaySession } from '../../../packages/crdt-core/src/sync/relay-state.ts';
import { demand, type Target, text } from '../engine/target.ts';
import { type Fixture, sampleUpdates } from './fixture.ts';

const CLIENT = 7;
const YJS = [/^yjs\//, /^lib0\/decoding/];
/** Content refs and flags of Yjs items, and a few client ids as varuints. */
const YJS_WORDS = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 0x44, 0x84, 0xc4, 0x27, 0x28].map((byte) => Uint8Array.of(byte));

/** Applies what was accepted to a document of its own, as a replica would, and gives its state. */
function build(...updates: readonly (readonly [1 | 2, Uint8Array])[]): Y.Doc {
  const doc = new Y.Doc();
  doc.clientID = 1;
  for (const [encoding, update] of updates) {
    if (encoding === 1) Y.applyUpdate(doc, update);
    else Y.applyUpdateV2(doc, update);
  }
  return doc;
}

export async function ledgerTargets(f: Fixture): Promise<Target[]> {
  const { sodium, room, capability } = f;
  const verifying = await loadVerifyingSodium();
  const samples = sampleUpdates(CLIENT);
  const whole = build(...samples.map((update) => [1, update] as const));
  const state = Y.encodeStateAsUpdateV2(whole);

  const writer = room.replica();
  writer.doc.getText('title').insert(0, 'kept');
  writer.flush();
  const heads = writer.ledger.heads();
  const files: Uint8Array[] = [];
  const exported = (): Uint8Array => exportLedger(verifying, writer);
  files.push(exported());
  writer.doc.getText('title').insert(0, 'more ');
  writer.flush();
  files.push(exported());
  writer.compact();
  files.push(exported());

  const withEnd = (body: Uint8Array, count: number): Uint8Array => {
    const counted = new Uint8Array(4);
    writeU32(counted, 0, count);
    const marked = concat(body, Uint8Array.of(0), textToBytes('weft-end'), counted);
    return concat(marked, sodium.hash(marked));
  };

  return [
    {
      name: 'heads',
      seeds: () => [headsToBytes(heads), new Uint8Array(144).fill(1, 72)],
      files: [/^packages\/crdt-core\/src\/ledger\/heads/],
      steps: { base: 1000, perByte: 10 },
      run(input) {
        const read = bytesToHeads(input);
        if (read !== undefined) demand(equal(headsToBytes(read), input), 'heads that say the same in other bytes');
      },
    },
    {
      name: 'snapshot-payload',
      seeds: () => [
        encodeSnapshotPayload(heads, deflateState(state)),
        encodeSnapshotPayload(new Map(), deflateState(state), { comments: text('comments'), people: text('people') }),
        encodeSnapshotPayload(heads, deflateState(new Uint8Array(5000))),
      ],
      files: [/^packages\/crdt-core\/src\/ledger\/(snapshot-payload|heads)/, /^fflate\//],
      steps: { base: 6_000_000, perByte: 4000 },
      run(input) {
        const read = decodeSnapshotPayload(input);
        if (typeof read === 'string') return;
        demand(read.stateBytes <= 1032 * input.length, 'a snapshot that grows more than deflate can');
        const inflated = inflateState(read);
        if (inflated === undefined) return;
        demand(inflated.length === read.stateBytes, 'another length than was declared');
        const clocks = stateToClocks(inflated);
        if (clocks === undefined) return;
        const again = decodeSnapshotPayload(encodeSnapshotPayload(read.covers, deflateState(inflated), read));
        demand(typeof again !== 'string', 'what was written cannot be read');
        const back = inflateState(again);
        demand(back !== undefined && equal(back, inflated), 'another state came back');
      },
    },
    {
      // As `snapshot-payload`, but what is mutated is deflated afterwards.
      name: 'snapshot-state',
      share: 20,
      seeds: () => [state, Y.encodeStateAsUpdateV2(build([1, samples[0]!])), Y.encodeStateAsUpdateV2(new Y.Doc())],
      files: [/^packages\/crdt-core\/src\/ledger\/snapshot-payload/, ...YJS],
      dictionary: YJS_WORDS,
      steps: { base: 12_000_000, perByte: 400 },
      run(input) {
        const read = decodeSnapshotPayload(encodeSnapshotPayload(new Map(), deflateState(input)));
        demand(typeof read !== 'string', 'what was written cannot be read');
        const inflated = inflateState(read);
        demand(inflated !== undefined && equal(inflated, input), 'another state came back');
        const clocks = stateToClocks(inflated);
        if (clocks === undefined) return;
        const doc = build([2, inflated]);
        const again = Y.encodeStateAsUpdateV2(doc);
        demand(stateToClocks(again) !== undefined, 'a state of our own cannot be read');
        demand(isSameContent(again, Y.encodeStateAsUpdateV2(build([2, again]))), 'the same state twice differs');
      },
    },
    {
      // A bomb: a few bytes that inflate to as many as deflate can.
      name: 'inflate',
      share: 40,
      seeds: () => [
        concat(Uint8Array.of(0, 1, 0, 0), deflateRawSync(new Uint8Array(65_536))),
        deflateRawSync(state),
        text(''),
      ],
      files: [/^fflate\//, /^packages\/crdt-core\/src\/ledger\/snapshot-payload/],
      steps: { base: 6_000_000, perByte: 4000 },
      run(input) {
        const stateBytes = Math.min(createReader(input).u32(), 1 << 20);
        const inflated = inflateState({ stateBytes, deflated: input.subarray(4) });
        if (inflated !== undefined) demand(inflated.length === stateBytes, 'another length than was declared');
      },
    },
    {
      name: 'update',
      seeds: () => samples,
      files: [/^packages\/crdt-core\/src\/replica\/check-update/, ...YJS],
      dictionary: YJS_WORDS,
      steps: { base: 20_000, perByte: 20_000 },
      run(input) {
        const clocks = checkUpdate(input, CLIENT);
        if (typeof clocks === 'string') return;
        for (const client of clocks.keys()) demand(client === CLIENT, 'a struct of another');
        const doc = build([1, input]);
        const again = Y.encodeStateAsUpdateV2(doc);
        demand(isSameContent(again, Y.encodeStateAsUpdateV2(build([1, input]))), 'the same update twice differs');
        if (doc.store.pendingStructs !== null || doc.store.pendingDs !== null) return;
        demand(isSameContent(again, Y.encodeStateAsUpdateV2(build([2, again]))), 'a state that does not come back');
      },
    },
    {
      name: 'weft-file',
      maxBytes: 8192,
      seeds: () => files.map((file) => file.slice(0, -45)),
      files: [/^packages\/crdt-core\/src\/files\/(decode-file|import-ledger|layout|errors)/],
      dictionary: [text('weft-end'), Uint8Array.of(1, 0, 0, 2, 0x47), Uint8Array.of(0x57, 0x65, 1, 1, 1)],
      steps: { base: 100_000, perByte: 60 },
      run(input) {
        // Bare, and with an end whose hash holds: a hash is no secret.
        for (const bytes of [input, withEnd(input, 1 + (input[41] ?? 0))]) {
          const named = readFileRoom(bytes);
          const read = decodeFile(verifying, bytes, capability.certificate.roomId);
          demand(named.ok === read.ok, 'a file with a room that cannot be read');
          if (!read.ok) {
            demand(read.failure.sentence.length > 20, 'refused without a reason');
            continue;
          }
          let at = 0;
          for (const entry of read.value.entries) {
            demand(entry.at >= at && entry.end > entry.at && entry.end <= bytes.length, 'entries that overlap');
            at = entry.end;
          }
        }
      },
    },
    {
      name: 'weft-import',
      share: 10,
      maxBytes: 8192,
      seeds: () => files.map((file) => file.slice(0, -45)),
      files: [/^packages\/crdt-core\/src\/files\/(decode-file|import-ledger|layout|errors)/],
      dictionary: [text('weft-end'), Uint8Array.of(1, 0, 0, 2, 0x47), Uint8Array.of(0x57, 0x65, 1, 1, 1)],
      steps: { base: 2_000_000, perByte: 2000 },
      run(input) {
        const replica = room.replica({ role: 'viewer' });
        const report = importLedger(verifying, replica, withEnd(input, 1));
        if (report.ok) {
          const { added, known, waiting, refused, damaged } = report.value;
          demand(
            [added, known, waiting, refused, damaged].every((count) => count >= 0),
            'a count below nothing',
          );
          const held = [...replica.ledger.entries()].length;
          demand(held <= added + known, 'more is held than was taken');
        } else demand(replica.ledger.heads().size === 0, 'refused, and changed something');
        replica.destroy();
      },
    },
    {
      name: 'relay-note',
      seeds: () => {
        const session = createRelaySession(bytesToRelayNote(undefined));
        const chain = concat(
          new Uint8Array(32).fill(9),
          Uint8Array.of(1, 0, 0, 0, 0, 0, 0, 0, 5, 0, 1),
          new Uint8Array(8).fill(0, 7),
        );
        const begin = relayNoteToBytes({ ...session, generation: 'ab'.repeat(16) });
        const one = begin.slice();
        one[36] = 1;
        return [begin, concat(one, chain)];
      },
      files: [/^packages\/crdt-core\/src\/sync\/(relay-note|put-hex|layered-map)/],
      steps: { base: 5000, perByte: 60 },
      run(input) {
        const note = bytesToRelayNote(input);
        const bytes = relayNoteToBytes(createRelaySession(note));
        const again = relayNoteToBytes(createRelaySession(bytesToRelayNote(bytes)));
        demand(equal(bytes, again), 'a note that changes when it is kept again');
      },
    },
    {
      name: 'receipt',
      seeds: () => [
        receiptToBytes({
          device: 'ab'.repeat(16),
          heads: new Map([['cd'.repeat(32), 7]]),
          marks: new Map([['cd'.repeat(32), 'ef'.repeat(16)]]),
          isComplete: true,
          relay: new Map([['cd'.repeat(32), 3]]),
          lacksNotices: false,
        }),
        receiptToBytes({
          device: 'ab'.repeat(16),
          heads: new Map(),
          marks: new Map(),
          isComplete: false,
          relay: undefined,
          lacksNotices: true,
        }),
      ],
      files: [/^packages\/crdt-core\/src\/presence\/receipts/],
      steps: { base: 2000, perByte: 40 },
      run(input) {
        const receipt = bytesToReceipt(input);
        if (receipt === undefined) return;
        const bytes = receiptToBytes(receipt);
        const again = bytesToReceipt(bytes);
        demand(again !== undefined && equal(receiptToBytes(again), bytes), 'a receipt that changes');
        demand(bytes.length <= input.length, 'a receipt that grows');
        demand(
          [...receipt.heads.keys()].every((name) => /^[0-9a-f]{64}$/.test(name)),
          `no session: ${toHex(input)}`,
        );
      },
    },
    {
      name: 'presence',
      seeds: () => [
        encodePresence(CLIENT, { clock: 1, state: { user: { name: 'Ada', color: '#112233' }, cursor: { a: 1 } } }),
        encodePresence(CLIENT, { clock: 2, state: undefined }),
      ],
      files: [/^packages\/crdt-core\/src\/presence\/awareness-update/],
      dictionary: ['"user":', '"name":', '"color":', '{', '[', 'null', '"__proto__":', '"constructor":', '\\u202e'].map(
        text,
      ),
      steps: { base: 2000, perByte: 20 },
      run(input) {
        const read = decodePresence(input, CLIENT);
        if (read === undefined) return;
        demand(read.clock >= 1, 'a presence with clock 0');
        const { state } = read;
        if (state === undefined) return;
        const { user } = state as { readonly user?: unknown };
        if (Object.hasOwn(state, 'user')) {
          const { name, color } = user as { readonly name: string; readonly color: string };
          demand(typeof name === 'string' && [...name].length <= 64, 'a name that is none');
          demand(!/[\p{Cc}\p{Cf}\p{Cs}]/u.test(name), 'a name that hides something');
          demand(/^#[0-9a-f]{6}$/.test(color), 'a colour that is none');
          demand(JSON.stringify(cleanUser(user)) === JSON.stringify({ name, color }), 'cleaned twice differs');
        }
        const again = decodePresence(encodePresence(CLIENT, read), CLIENT);
        // Escapes may make the same state longer than is allowed.
        if (again !== undefined) demand(JSON.stringify(again) === JSON.stringify(read), 'another presence came back');
      },
    },
  ];
}
