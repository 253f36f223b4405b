import { decodePeerFrame, encodePeerFrame, type PeerLinkFrame } from '@weft/crdt-core/wire';
import { equal, toHex } from '@weft/crypto/verify';
import { describe, expect, test } from 'vitest';
import { everyAlteration, fieldSwaps } from '../../altered.ts';
import { toFields } from '../envelopes/layout.ts';

const filled = (length: number, from = 1): Uint8Array => Uint8Array.from({ length }, (_, i) => (from + i * 7) % 256);

const FRAMES: readonly PeerLinkFrame[] = [
  { type: 'hello', session: filled(32), nonce: filled(32, 9) },
  { type: 'proof', epochCertificate: filled(237), sessionCertificate: filled(110, 3), proof: filled(64, 5) },
  { type: 'sync', envelope: filled(667) },
  { type: 'envelope', envelope: filled(667) },
  { type: 'ephemeral', envelope: filled(667) },
  { type: 'caught-up' },
  { type: 'hold', isHeld: true },
  { type: 'hold', isHeld: false },
  { type: 'ping' },
  { type: 'pong' },
  { type: 'bye' },
  { type: 'fetch', session: filled(32), seq: 3, offset: 16_000 },
  { type: 'part', session: filled(32), seq: 3, offset: 16_000, total: 16_300, bytes: filled(300) },
  { type: 'part', session: filled(32), seq: 3, offset: 0, total: 0, bytes: filled(0) },
];

/** Of every type there is. */
const FIELDS: Readonly<Record<PeerLinkFrame['type'], readonly (readonly [string, number])[]>> = {
  hello: [
    ['version', 1],
    ['session', 32],
    ['nonce', 32],
  ],
  proof: [
    ['epoch certificate', 237],
    ['session certificate', 110],
    ['proof', 64],
  ],
  fetch: [
    ['session', 32],
    ['seq', 4],
    ['offset', 4],
  ],
  part: [
    ['session', 32],
    ['seq', 4],
    ['offset', 4],
    ['total', 4],
    ['bytes', -1],
  ],
  sync: [['envelope', -1]],
  envelope: [['envelope', -1]],
  ephemeral: [['envelope', -1]],
  hold: [['held', 1]],
  'caught-up': [],
  ping: [],
  pong: [],
  bye: [],
};

const FAILURES = new Set<string>(['frame-foreign', 'frame-type', 'frame-length', 'frame-field', 'frame-version']);

/** What is wrong with how these bytes are answered: nothing, where they decode to a value that says them again, or to a reason. */
function wrongWith(bytes: Uint8Array): string[] {
  const before = bytes.slice();
  const read = decodePeerFrame(bytes);
  const isRight = read.ok
    ? equal(encodePeerFrame(read.value), before)
    : FAILURES.has(read.failure.code) && read.failure.sentence.length > 20;
  return isRight && equal(bytes, before) ? [] : [toHex(before)];
}

describe('wire, hostile bytes between peers', () => {
  test('every type of frame is among those that are altered here', () => {
    expect([...new Set(FRAMES.map(({ type }) => type))].toSorted()).toEqual(Object.keys(FIELDS).toSorted());
  });

  test('every alteration of every frame, and every pair of swapped fields, is answered', () => {
    const wrong: string[] = [];
    let count = 0;
    for (const frame of FRAMES) {
      const bytes = encodePeerFrame(frame);
      const fields = toFields(bytes.length, [['head', 2], ...FIELDS[frame.type]]);
      for (const alterations of [everyAlteration(bytes), fieldSwaps(bytes, fields)]) {
        for (const [altered] of alterations) {
          wrong.push(...wrongWith(altered));
          count++;
        }
      }
    }
    expect(wrong).toEqual([]);
    expect(count).toBeGreaterThan(30_000);
  });
});
