import {
  type ClientFrame,
  decodeClientFrame,
  decodeRelayFrame,
  encodeFrame,
  type RelayFrame,
} from '@weft/crdt-core/wire';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

const filled = (length: number, from = 1): Uint8Array => Uint8Array.from({ length }, (_, i) => (from + i * 7) % 256);

const CLIENT_FRAMES: readonly ClientFrame[] = [
  {
    type: 'hello',
    cursor: 5,
    generation: filled(16),
    epochCertificate: filled(237),
    sessionCertificate: filled(110),
    proof: filled(64),
    admission: undefined,
  },
  {
    type: 'hello',
    cursor: 2 ** 40,
    generation: filled(16),
    epochCertificate: filled(237),
    sessionCertificate: filled(110),
    proof: filled(64),
    admission: filled(32),
  },
  { type: 'append', envelope: filled(667) },
  { type: 'ephemeral', to: 3, envelope: filled(667) },
  { type: 'pull', from: 77 },
  { type: 'compact', base: 1, upto: 900, envelope: filled(667) },
  { type: 'ping' },
];

const RELAY_FRAMES: readonly RelayFrame[] = [
  { type: 'challenge', nonce: filled(32) },
  {
    type: 'welcome',
    connection: 4,
    generation: filled(16),
    base: 10,
    head: 400,
    maxFrameBytes: 8388608,
    maxRoomBytes: 67108864,
    appendsPerSecond: 40,
    connections: [1, 2, 3],
  },
  { type: 'entry', position: 11, prev: 10, envelope: filled(667) },
  { type: 'caught-up', head: 400 },
  { type: 'ack', session: filled(32), seq: 3, position: 401 },
  { type: 'ephemeral', from: 2, envelope: filled(667) },
  { type: 'peer', connection: 2, change: 'joined' },
  { type: 'beat', head: 401 },
  { type: 'error', code: 4400, sentence: 'A sentence, – with more than ASCII: é.' },
  { type: 'base', position: 400, envelope: filled(667) },
  { type: 'refused', code: 4, session: filled(32), seq: 9, sentence: 'No room.' },
];

/** Either a value that says the same bytes again, or a failure with a sentence: never a throw, never a third thing. */
const expectTotal = (bytes: Uint8Array): void => {
  for (const decode of [decodeClientFrame, decodeRelayFrame]) {
    const read = decode(bytes);
    if (read.ok) expect(encodeFrame(read.value)).toEqual(bytes);
    else expect(read.failure.sentence.length).toBeGreaterThan(20);
  }
};

/** Generous for a shared machine, yet far below what anything above linear would need. */
const BOUND_MS = 10_000;

describe('wire, hostile bytes', () => {
  test('every single-bit flip of every frame is answered, in bounded time', () => {
    const begun = performance.now();
    let flips = 0;
    for (const frame of [...CLIENT_FRAMES, ...RELAY_FRAMES]) {
      const bytes = encodeFrame(frame);
      for (let bit = 0; bit < bytes.length * 8; bit++) {
        const flipped = bytes.slice();
        flipped[bit >> 3] = (flipped[bit >> 3] ?? 0) ^ (1 << (bit & 7));
        expectTotal(flipped);
        flips++;
      }
    }
    expect(flips).toBeGreaterThan(30_000);
    expect(performance.now() - begun).toBeLessThan(BOUND_MS);
  }, 30_000);

  test('a flip in the head of a frame never yields the frame that was sent', () => {
    for (const frame of CLIENT_FRAMES) {
      const bytes = encodeFrame(frame);
      for (let bit = 0; bit < 16; bit++) {
        const flipped = bytes.slice();
        flipped[bit >> 3] = (flipped[bit >> 3] ?? 0) ^ (1 << (bit & 7));
        const read = decodeClientFrame(flipped);
        expect(read.ok && read.value.type === frame.type).toBe(false);
      }
    }
  });

  test('every truncation, and every appended byte, is answered; frames of fixed length refuse both', () => {
    for (const frame of [...CLIENT_FRAMES, ...RELAY_FRAMES]) {
      const bytes = encodeFrame(frame);
      for (let length = 0; length < bytes.length; length++) expectTotal(bytes.subarray(0, length));
      expectTotal(Uint8Array.from([...bytes, 0]));
      if (!('envelope' in frame) && !('sentence' in frame)) {
        for (const decode of [decodeClientFrame, decodeRelayFrame]) {
          expect(decode(bytes.subarray(0, bytes.length - 1)).ok).toBe(false);
          expect(decode(Uint8Array.from([...bytes, 0])).ok).toBe(false);
        }
      }
    }
  }, 30_000);

  test('random bytes behind a true head are answered', () => {
    fc.assert(
      fc.property(fc.nat(255), fc.uint8Array({ maxLength: 2000 }), (type, body) => {
        expectTotal(Uint8Array.from([0x57, type, ...body]));
        expectTotal(body);
      }),
      { numRuns: 500 },
    );
  });

  test('a WELCOME that promises more connections than it carries allocates nothing for them', () => {
    const bytes = encodeFrame({
      type: 'welcome',
      connection: 4,
      generation: filled(16),
      base: 0,
      head: 0,
      maxFrameBytes: 1,
      maxRoomBytes: 1,
      appendsPerSecond: 1,
      connections: [],
    });
    bytes[54] = 0xff;
    bytes[55] = 0xff;
    expect(decodeRelayFrame(bytes)).toMatchObject({ ok: false, failure: { code: 'frame-length' } });
  });
});
