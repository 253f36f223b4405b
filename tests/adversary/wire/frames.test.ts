import {
  type ClientFrame,
  decodeClientFrame,
  decodeRelayFrame,
  encodeFrame,
  type RelayFrame,
} from '@weft/crdt-core/wire';
import { equal, toHex } from '@weft/crypto/verify';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { everyAlteration, type Field, fieldsFrom, fieldSwaps } from '../../altered.ts';
import { toFields } from '../envelopes/layout.ts';

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
  { type: 'epoch', certificate: filled(237, 9) },
  { type: 'store', envelope: filled(67) },
  { type: 'fetch', session: filled(32), from: 3, count: 9 },
  { type: 'keep', sessions: [filled(32), filled(32, 5)] },
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
  { type: 'ice', ttl: 60, servers: [{ urls: ['turn:t.test'], username: '9:a', credential: 'b' }] },
  { type: 'stored', session: filled(32), seq: 3 },
  { type: 'chunk', envelope: filled(67) },
  { type: 'fetched', session: filled(32), next: 4, held: 9 },
];

const ALL_FRAMES: readonly (ClientFrame | RelayFrame)[] = [...CLIENT_FRAMES, ...RELAY_FRAMES];

/** The whole union: what is not in it is not a failure of this decoder. */
const FAILURES = new Set<string>(['frame-foreign', 'frame-type', 'frame-length', 'frame-field', 'frame-version']);

/** The fields of a frame, in order; where two lengths are possible, the rest takes what is left. Every type there is has a row. */
const FIELDS: Readonly<Record<(ClientFrame | RelayFrame)['type'], readonly (readonly [string, number])[]>> = {
  hello: [
    ['version', 1],
    ['cursor', 8],
    ['generation', 16],
    ['epoch certificate', 237],
    ['session certificate', 110],
    ['proof', 64],
    ['admission', -1],
  ],
  append: [['envelope', -1]],
  ephemeral: [
    ['connection', 4],
    ['envelope', -1],
  ],
  pull: [['from', 8]],
  compact: [
    ['base', 8],
    ['upto', 8],
    ['envelope', -1],
  ],
  ping: [],
  epoch: [['certificate', 237]],
  challenge: [
    ['version', 1],
    ['nonce', 32],
  ],
  welcome: [
    ['connection', 4],
    ['generation', 16],
    ['base', 8],
    ['head', 8],
    ['most frame bytes', 4],
    ['most room bytes', 8],
    ['appends', 4],
    ['count', 2],
    ['connections', -1],
  ],
  entry: [
    ['position', 8],
    ['prev', 8],
    ['envelope', -1],
  ],
  'caught-up': [['head', 8]],
  ack: [
    ['session', 32],
    ['seq', 8],
    ['position', 8],
  ],
  peer: [
    ['connection', 4],
    ['change', 1],
  ],
  beat: [['head', 8]],
  error: [
    ['code', 2],
    ['sentence', -1],
  ],
  base: [
    ['position', 8],
    ['envelope', -1],
  ],
  refused: [
    ['code', 2],
    ['session', 32],
    ['seq', 8],
    ['sentence', -1],
  ],
  store: [['envelope', -1]],
  fetch: [
    ['session', 32],
    ['from', 8],
    ['count', 2],
  ],
  keep: [
    ['count', 4],
    ['sessions', -1],
  ],
  ice: [
    ['ttl', 4],
    ['servers', -1],
  ],
  stored: [
    ['session', 32],
    ['seq', 8],
  ],
  chunk: [['envelope', -1]],
  fetched: [
    ['session', 32],
    ['next', 8],
    ['held', 8],
  ],
};

function fieldsOf(frame: ClientFrame | RelayFrame): Field[] {
  return toFields(encodeFrame(frame).length, [['message', 1], ['type', 1], ...FIELDS[frame.type]]);
}

function isSaidAgain(frame: RelayFrame | ClientFrame, bytes: Uint8Array): boolean {
  const read = decodeRelayFrame(bytes);
  return read.ok && JSON.stringify(read.value) === JSON.stringify(frame);
}

/** Either a value that says the same bytes again, or a failure with a sentence: never a throw, never a third thing. */
const expectTotal = (bytes: Uint8Array): void => {
  const before = bytes.slice();
  for (const decode of [decodeClientFrame, decodeRelayFrame]) {
    const read = decode(bytes);
    // Plain comparisons: an `expect` for each of some hundred thousand takes longer than the work.
    if (read.ok) {
      // What JSON passes over is not said again; what was read is.
      const said = encodeFrame(read.value);
      const isSame = read.value.type === 'ice' ? isSaidAgain(read.value, said) : equal(said, bytes);
      if (!isSame) expect.fail(`another message: ${toHex(bytes)}`);
    } else {
      if (!FAILURES.has(read.failure.code)) expect.fail(`unknown failure: ${read.failure.code}`);
      if (read.failure.sentence.length <= 20) expect.fail(`no reason: ${toHex(bytes)}`);
    }
  }
  if (!equal(bytes, before)) expect.fail('decoding changed the message');
};

/** Generous for a shared machine, yet far below what anything above linear would need. */
const BOUND_MS = 20_000;

describe('wire, hostile bytes', () => {
  test('every type of frame is among those that are altered here', () => {
    expect([...new Set(ALL_FRAMES.map(({ type }) => type))].toSorted()).toEqual(Object.keys(FIELDS).toSorted());
  });

  test('every alteration of every frame is answered, in bounded time', () => {
    const begun = performance.now();
    let count = 0;
    for (const frame of ALL_FRAMES) {
      const bytes = encodeFrame(frame);
      for (const [altered] of everyAlteration(bytes)) {
        expectTotal(altered);
        count++;
      }
    }
    expect(count).toBeGreaterThan(85_000);
    expect(performance.now() - begun).toBeLessThan(BOUND_MS);
  }, 60_000);

  test('every pair of swapped fields, and every field of another frame of its type, is answered', () => {
    let count = 0;
    for (const frame of ALL_FRAMES) {
      const bytes = encodeFrame(frame);
      const donors = [
        Uint8Array.from(bytes, (byte, at) => (at < 2 ? byte : byte ^ 0xff)),
        new Uint8Array(bytes.length),
      ];
      for (const [altered] of fieldSwaps(bytes, fieldsOf(frame))) {
        expectTotal(altered);
        count++;
      }
      for (const donor of donors) {
        for (const [altered] of fieldsFrom(bytes, donor, fieldsOf(frame))) {
          expectTotal(altered);
          count++;
        }
      }
    }
    expect(count).toBeGreaterThan(400);
  });

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

  test('frames of fixed length refuse a byte less and a byte more', () => {
    for (const frame of ALL_FRAMES) {
      const bytes = encodeFrame(frame);
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
