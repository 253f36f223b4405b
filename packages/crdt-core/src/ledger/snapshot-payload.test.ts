import type { Hash } from '@weft/crypto';
import { deflateSync } from 'fflate';
import * as fc from 'fast-check';
import * as encoding from 'lib0/encoding';
import { describe, expect, it, vi } from 'vitest';
import * as Y from 'yjs';
import { deflateState } from './deflate-state.ts';
import {
  decodeSnapshotPayload,
  encodeSnapshotPayload,
  inflateState,
  readState,
  stateToClocks,
} from './snapshot-payload.ts';
import type { Head } from './types.ts';

const head = (seq: number): Head => ({ seq, hash: new Uint8Array(32).fill(seq) as Uint8Array as Hash });
const covers = new Map([
  ['ff'.repeat(32), head(7)],
  ['00'.repeat(32), head(0)],
]);

function textState(text: string): Uint8Array {
  const doc = new Y.Doc();
  doc.clientID = 5;
  doc.getText('t').insert(0, text);
  return Y.encodeStateAsUpdateV2(doc);
}

function decoded(payload: Uint8Array): Exclude<ReturnType<typeof decodeSnapshotPayload>, string> {
  const result = decodeSnapshotPayload(payload);
  if (typeof result === 'string') throw new Error(result);
  return result;
}

describe('a snapshot’s payload', () => {
  const state = textState('some text that deflates, some text that deflates');
  const payload = encodeSnapshotPayload(covers, deflateState(state));

  it('LED-4 reads what was written, sessions in order', () => {
    const snapshot = decoded(payload);
    expect([...snapshot.covers]).toEqual([...covers].reverse());
    expect(inflateState(snapshot)).toEqual(state);
    expect(payload.subarray(0, 4)).toEqual(Uint8Array.of(0, 0, 0, 2));
  });

  it('LED-4 refuses sessions that are out of order, twice, or numbered beyond 2^53 − 1', () => {
    const swapped = payload.slice();
    swapped.copyWithin(4, 4 + 72, 4 + 144);
    expect(decodeSnapshotPayload(swapped)).toBe('malformed');
    const beyond = payload.slice();
    beyond[4 + 32] = 1;
    expect(decodeSnapshotPayload(beyond)).toBe('malformed');
  });

  it('ENV-6 every truncation is refused, here or on inflating', () => {
    const accepted: number[] = [];
    for (let length = 0; length < payload.length; length++) {
      const snapshot = decodeSnapshotPayload(payload.slice(0, length));
      if (typeof snapshot !== 'string' && inflateState(snapshot) !== undefined) accepted.push(length);
    }
    expect(accepted).toEqual([]);
  });

  it('ENV-6 any bytes are answered with a value', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
        const snapshot = decodeSnapshotPayload(bytes);
        if (typeof snapshot === 'string') return;
        const inflated = inflateState(snapshot);
        if (inflated !== undefined) stateToClocks(inflated);
      }),
    );
  });

  it('LED-4 a state may not be larger than declared, nor declared larger than it can be', () => {
    const at = 4 + 144 + 5;
    const declare = (bytes: number): Uint8Array => {
      const changed = payload.slice();
      new DataView(changed.buffer).setUint32(at, bytes);
      return changed;
    };
    expect(inflateState(decoded(declare(state.length - 1)))).toBeUndefined();
    expect(inflateState(decoded(declare(state.length + 1)))).toBeUndefined();
    expect(decodeSnapshotPayload(declare(2 ** 31))).toBe('too-large');
    expect(decodeSnapshotPayload(declare(1024 * 1024))).toBe('malformed');
  });

  it('LED-4 carries comments and people beside the state, in order and once; a later section is told from damage', () => {
    const extras = { comments: Uint8Array.of(1, 2), people: Uint8Array.of(3) };
    const whole = encodeSnapshotPayload(covers, deflateState(state), extras);
    expect(decoded(whole)).toMatchObject(extras);
    expect(inflateState(decoded(whole))).toEqual(state);
    const people = whole.length - 6;
    const comments = people - 7;
    const swapped = whole.slice();
    swapped.set(whole.subarray(people), comments);
    swapped.set(whole.subarray(comments, people), comments + 6);
    expect(decodeSnapshotPayload(swapped)).toBe('malformed');
    const twice = whole.slice();
    twice[people] = 2;
    expect(decodeSnapshotPayload(twice)).toBe('malformed');
    const later = whole.slice();
    later[people] = 9;
    expect(decodeSnapshotPayload(later)).toBe('newer');
  });

  it('LED-4 what inflates without end is cut off where its declaration ends', () => {
    const bomb = deflateSync(new Uint8Array(8 * 1024 * 1024));
    expect(inflateState({ stateBytes: 100, deflated: bomb })).toBeUndefined();
  });
});

describe('reading a state', () => {
  it('LED-4 tells where each client ends', () => {
    expect([...(stateToClocks(textState('four')) ?? [])]).toEqual([[5, 4]]);
    expect([...(stateToClocks(Y.encodeStateAsUpdateV2(new Y.Doc())) ?? [0])]).toEqual([]);
  });

  it('ENV-6 a run length that claims billions of structs is refused in bounded time', () => {
    expect([...(stateToClocks(runOfStructs(3)) ?? [])]).toEqual([[5, 3]]);
    expect(runOfStructs(2 ** 40).length).toBeLessThan(80);
    expect(stateToClocks(runOfStructs(2 ** 40))).toBeUndefined();
  });

  it('a state that was read is applied as often as one likes, and gives the same', () => {
    const change = fc.record({
      client: fc.nat(2),
      at: fc.nat(),
      text: fc.string({ unit: 'grapheme', maxLength: 6 }),
      what: fc.nat(3),
    });
    fc.assert(
      fc.property(fc.array(change, { maxLength: 20 }), (changes) => {
        const doc = new Y.Doc();
        for (const { client, at, text, what } of changes) {
          doc.clientID = client + 1;
          const words = doc.getText('t');
          if (what === 0 && words.length > 0) words.delete(at % words.length, 1);
          else if (what === 1) doc.getMap('m').set(text, { nested: [at, text, null] });
          else if (what === 2) words.format(0, words.length, { [text || 'b']: text });
          else words.insert(at % (words.length + 1), text);
        }
        const state = Y.encodeStateAsUpdateV2(doc);
        const read = readState(state);
        expect(read?.clocks).toEqual(stateToClocks(state));
        for (const copy of [new Y.Doc(), new Y.Doc()]) {
          Y.applyUpdateV2(copy, state, undefined, read?.Decoder);
          expect(Y.encodeStateAsUpdateV2(copy)).toEqual(state);
        }
      }),
      { numRuns: 100 },
    );
  });

  it('a state that was read is applied without decoding its words again', () => {
    const state = textState('many words '.repeat(1_000));
    const read = readState(state);
    const decode = vi.spyOn(TextDecoder.prototype, 'decode');
    const lengths = (): number[] => decode.mock.calls.map(([bytes]) => bytes?.byteLength ?? 0);
    Y.applyUpdateV2(new Y.Doc(), state, undefined, read?.Decoder);
    expect(Math.max(0, ...lengths())).toBeLessThan(100);
    Y.applyUpdateV2(new Y.Doc(), state);
    expect(Math.max(...lengths())).toBeGreaterThan(11_000);
    decode.mockRestore();
  });
});

/** A V2 state of one client with this many structs, each a collected one of length 1: a few dozen bytes, whatever the count. */
function runOfStructs(count: number): Uint8Array {
  const run = (value: number): Uint8Array =>
    encoding.encode((encoder) => {
      encoding.writeVarInt(encoder, -value);
      encoding.writeVarUint(encoder, count - 2);
    });
  const info = encoding.encode((encoder) => {
    encoding.writeUint8(encoder, 0);
    encoding.writeVarUint(encoder, count);
  });
  const strings = encoding.encode((encoder) => encoding.writeVarString(encoder, ''));
  const none = new Uint8Array();
  return encoding.encode((encoder) => {
    encoding.writeVarUint(encoder, 0); // feature flag
    for (const part of [none, run(5), none, none, info, strings, none, none, run(1)]) {
      encoding.writeVarUint8Array(encoder, part);
    }
    // One client, so many structs from clock 0, nothing deleted.
    for (const rest of [1, count, 0, 0]) encoding.writeVarUint(encoder, rest);
  });
}
