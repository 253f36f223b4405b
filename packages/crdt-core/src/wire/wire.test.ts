import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  type ClientFrame,
  CloseCode,
  closeCodeToSentence,
  decodeClientFrame,
  decodePeerFrame,
  decodeRelayFrame,
  encodeFrame,
  encodePeerFrame,
  isFinalCloseCode,
  isYWebsocketMessage,
  MAX_KEPT,
  MAX_SENTENCE_BYTES,
  type PeerLinkFrame,
  RefusalCode,
  type RelayFrame,
  refusalCodeToSentence,
} from './index.ts';

const bytes = (length: number): fc.Arbitrary<Uint8Array> => fc.uint8Array({ minLength: length, maxLength: length });
const envelope = fc.uint8Array({ maxLength: 600 });
const u64 = fc.maxSafeNat();
const u32 = fc.nat(0xffffffff);
const text = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 40 });
const sentence = fc.string({ unit: 'binary', maxLength: 100 });

const clientFrame: fc.Arbitrary<ClientFrame> = fc.oneof(
  fc.record({
    type: fc.constant('hello' as const),
    cursor: u64,
    generation: bytes(16),
    epochCertificate: bytes(237),
    sessionCertificate: bytes(110),
    proof: bytes(64),
    admission: fc.option(bytes(32), { nil: undefined }),
  }),
  fc.record({ type: fc.constant('append' as const), envelope }),
  fc.record({ type: fc.constant('ephemeral' as const), to: u32, envelope }),
  fc.record({ type: fc.constant('pull' as const), from: u64 }),
  fc.record({ type: fc.constant('compact' as const), base: u64, upto: u64, envelope }),
  fc.record({ type: fc.constant('ping' as const) }),
  fc.record({ type: fc.constant('epoch' as const), certificate: bytes(237) }),
  fc.record({ type: fc.constant('store' as const), envelope }),
  fc.record({ type: fc.constant('fetch' as const), session: bytes(32), from: u64, count: fc.nat(0xffff) }),
  fc.record({ type: fc.constant('keep' as const), sessions: fc.array(bytes(32), { maxLength: 40 }) }),
);

const relayFrame: fc.Arbitrary<RelayFrame> = fc.oneof(
  fc.record({ type: fc.constant('challenge' as const), nonce: bytes(32) }),
  fc.record({
    type: fc.constant('welcome' as const),
    connection: u32,
    generation: bytes(16),
    base: u64,
    head: u64,
    maxFrameBytes: u32,
    maxRoomBytes: u64,
    appendsPerSecond: u32,
    connections: fc.array(u32, { maxLength: 300 }),
  }),
  fc.record({ type: fc.constant('entry' as const), position: u64, prev: u64, envelope }),
  fc.record({ type: fc.constant('caught-up' as const), head: u64 }),
  fc.record({ type: fc.constant('ack' as const), session: bytes(32), seq: u64, position: u64 }),
  fc.record({ type: fc.constant('ephemeral' as const), from: u32, envelope }),
  fc.record({
    type: fc.constant('peer' as const),
    connection: u32,
    change: fc.constantFrom('joined' as const, 'left' as const),
  }),
  fc.record({ type: fc.constant('beat' as const), head: u64 }),
  fc.record({ type: fc.constant('error' as const), code: fc.nat(0xffff), sentence }),
  fc.record({ type: fc.constant('base' as const), position: u64, envelope }),
  fc.record({ type: fc.constant('refused' as const), code: fc.nat(0xffff), session: bytes(32), seq: u64, sentence }),
  fc.record({
    type: fc.constant('ice' as const),
    ttl: u32,
    servers: fc.array(
      fc.oneof(
        fc.record({ urls: fc.constantFrom(['stun:a.test'], ['stun:a.test:3478', 'stuns:[2001:db8::1]:5349']) }),
        fc.record({
          urls: fc.constantFrom(['turn:a.test'], ['turns:10.0.0.1:443?transport=tcp', 'turn:a?transport=udp']),
          username: text,
          credential: text,
        }),
      ),
      { minLength: 1, maxLength: 4 },
    ),
  }),
  fc.record({ type: fc.constant('stored' as const), session: bytes(32), seq: u64 }),
  fc.record({ type: fc.constant('chunk' as const), envelope }),
  fc.record({ type: fc.constant('fetched' as const), session: bytes(32), next: u64, held: u64 }),
);

const peerFrame: fc.Arbitrary<PeerLinkFrame> = fc.oneof(
  fc.record({ type: fc.constant('hello' as const), session: bytes(32), nonce: bytes(32) }),
  fc.record({
    type: fc.constant('proof' as const),
    epochCertificate: bytes(237),
    sessionCertificate: bytes(110),
    proof: bytes(64),
  }),
  fc.record({ type: fc.constantFrom('sync' as const, 'envelope' as const, 'ephemeral' as const), envelope }),
  fc.record({ type: fc.constant('hold' as const), isHeld: fc.boolean() }),
  fc.record({ type: fc.constantFrom('caught-up' as const, 'ping' as const, 'pong' as const, 'bye' as const) }),
  fc.record({ type: fc.constant('fetch' as const), session: bytes(32), seq: u32, offset: u32 }),
  fc.record({
    type: fc.constant('part' as const),
    session: bytes(32),
    seq: u32,
    offset: fc.nat(200_000),
    total: fc.integer({ min: 201_000, max: 262_471 }),
    bytes: fc.uint8Array({ minLength: 1, maxLength: 900 }),
  }),
);

/** Views compare as what they show, whatever buffer lies behind them. */
const plain = (frame: object): object =>
  Object.fromEntries(
    Object.entries(frame).map(([key, value]) => [key, value instanceof Uint8Array ? Array.from(value) : value]),
  );

describe('wire', () => {
  test('RLY-2 every client frame is read back as it was written', () => {
    fc.assert(
      fc.property(clientFrame, (frame) => {
        const read = decodeClientFrame(encodeFrame(frame));
        expect(read.ok && plain(read.value)).toEqual(plain(frame));
      }),
      { numRuns: 300 },
    );
  });

  test('RLY-2 every relay frame is read back as it was written', () => {
    fc.assert(
      fc.property(relayFrame, (frame) => {
        const read = decodeRelayFrame(encodeFrame(frame));
        expect(read.ok && plain(read.value)).toEqual(plain(frame));
      }),
      { numRuns: 300 },
    );
  });

  test('RLY-2 one encoding: what decodes, encodes to the same bytes', () => {
    fc.assert(
      fc.property(fc.nat(0x50), fc.uint8Array({ maxLength: 600 }), (type, body) => {
        const message = Uint8Array.from([0x57, type, ...body]);
        const client = decodeClientFrame(message);
        const relay = decodeRelayFrame(message);
        if (client.ok) expect(encodeFrame(client.value)).toEqual(message);
        // The JSON of ICE may be written in many ways.
        if (relay.ok && relay.value.type !== 'ice') expect(encodeFrame(relay.value)).toEqual(message);
        expect(client.ok && relay.ok).toBe(false);
      }),
      { numRuns: 500 },
    );
  });

  test('RLY-2 known bytes: the layout of docs/protocol.md', () => {
    const seven = new Uint8Array([7, 7]);
    expect(Array.from(encodeFrame({ type: 'append', envelope: seven }))).toEqual([0x57, 2, 7, 7]);
    expect(Array.from(encodeFrame({ type: 'ephemeral', to: 258, envelope: seven }))).toEqual([
      0x57, 3, 0, 0, 1, 2, 7, 7,
    ]);
    expect(Array.from(encodeFrame({ type: 'entry', position: 2 ** 32 + 1, prev: 3, envelope: seven }))).toEqual([
      0x57, 0x43, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 3, 7, 7,
    ]);
    expect(Array.from(encodeFrame({ type: 'peer', connection: 9, change: 'left' }))).toEqual([
      0x57, 0x47, 0, 0, 0, 9, 2,
    ]);
    expect(Array.from(encodeFrame({ type: 'store', envelope: seven }))).toEqual([0x57, 8, 7, 7]);
    expect(Array.from(encodeFrame({ type: 'chunk', envelope: seven }))).toEqual([0x57, 0x4e, 7, 7]);
    const session = new Uint8Array(32).fill(9);
    const fetch = encodeFrame({ type: 'fetch', session, from: 258, count: 8 });
    expect(Array.from(fetch)).toEqual([0x57, 9, ...session, 0, 0, 0, 0, 0, 0, 1, 2, 0, 8]);
    const keep = encodeFrame({ type: 'keep', sessions: [session] });
    expect(Array.from(keep)).toEqual([0x57, 10, 0, 0, 0, 1, ...session]);
    const stored = encodeFrame({ type: 'stored', session, seq: 3 });
    expect(Array.from(stored)).toEqual([0x57, 0x4d, ...session, 0, 0, 0, 0, 0, 0, 0, 3]);
    const fetched = encodeFrame({ type: 'fetched', session, next: 3, held: 4 });
    expect(Array.from(fetched)).toEqual([0x57, 0x4f, ...session, 0, 0, 0, 0, 0, 0, 0, 3, 0, 0, 0, 0, 0, 0, 0, 4]);
    expect(Array.from(encodeFrame({ type: 'error', code: 4508, sentence: 'é' }))).toEqual([
      0x57, 0x49, 0x11, 0x9c, 0xc3, 0xa9,
    ]);
  });

  test('RLY-2 a number above 2^53 − 1 is refused as a value, and cannot be written', () => {
    const pull = Uint8Array.from([0x57, 0x04, 0, 0x20, 0, 0, 0, 0, 0, 0]);
    expect(decodeClientFrame(pull)).toMatchObject({ ok: false, failure: { code: 'frame-field' } });
    expect(() => encodeFrame({ type: 'pull', from: 2 ** 53 })).toThrow(RangeError);
  });

  test('RLY-2 a KEEP names no more chains than it may, and exactly those it counts', () => {
    const sessions = Array.from({ length: MAX_KEPT + 1 }, () => new Uint8Array(32));
    expect(() => encodeFrame({ type: 'keep', sessions })).toThrow(RangeError);
    const most = encodeFrame({ type: 'keep', sessions: sessions.slice(1) });
    expect(decodeClientFrame(most).ok).toBe(true);
    const more = new Uint8Array(most.length + 32);
    more.set(most);
    expect(decodeClientFrame(more).ok).toBe(false);
    more.set([0, 0, 0x10, 1], 2);
    expect(decodeClientFrame(more)).toMatchObject({ failure: { code: 'frame-field' } });
    more.set([0xff, 0xff, 0xff, 0xff], 2);
    expect(decodeClientFrame(more)).toMatchObject({ failure: { code: 'frame-field' } });
  });

  test('RLY-2 another version is told from a broken frame', () => {
    expect(decodeClientFrame(Uint8Array.from([0x57, 0x01, 2]))).toMatchObject({ failure: { code: 'frame-version' } });
    expect(decodeRelayFrame(Uint8Array.from([0x57, 0x41, 9, 1]))).toMatchObject({ failure: { code: 'frame-version' } });
    expect(decodeClientFrame(Uint8Array.from([0x57, 0x01]))).toMatchObject({ failure: { code: 'frame-length' } });
  });

  test('RLY-1 messages of y-websocket are known for what they are', () => {
    expect([0, 1, 2, 3, 0x57].map((type) => isYWebsocketMessage(Uint8Array.of(type, 1)))).toEqual([
      true,
      true,
      false,
      true,
      false,
    ]);
    expect(isYWebsocketMessage(new Uint8Array())).toBe(false);
  });

  test('RLY-2 a long sentence is cut between characters, not inside one', () => {
    const message = encodeFrame({ type: 'error', code: 4400, sentence: '𝄞'.repeat(200) });
    expect(message.length).toBeLessThanOrEqual(4 + MAX_SENTENCE_BYTES);
    const read = decodeRelayFrame(message);
    expect(read.ok && read.value).toEqual({ type: 'error', code: 4400, sentence: '𝄞'.repeat(128) });
  });

  test('RLY-6 every code has a sentence that fits its frame, and 44xx alone is final', () => {
    for (const code of Object.values(CloseCode)) {
      const said = closeCodeToSentence(code) ?? '';
      expect(said.length).toBeGreaterThan(20);
      expect(new TextEncoder().encode(said).length).toBeLessThanOrEqual(MAX_SENTENCE_BYTES);
      expect(isFinalCloseCode(code)).toBe(code < 4500);
    }
    for (const code of Object.values(RefusalCode)) expect(refusalCodeToSentence(code)?.length).toBeGreaterThan(20);
    expect(closeCodeToSentence(1000)).toBeUndefined();
    expect(refusalCodeToSentence(0)).toBeUndefined();
  });
});

describe('wire between peers', () => {
  test('SYN-1 every frame is read back as it was written', () => {
    fc.assert(
      fc.property(peerFrame, (frame) => {
        const read = decodePeerFrame(encodePeerFrame(frame));
        expect(read.ok && plain(read.value)).toEqual(plain(frame));
      }),
      { numRuns: 300 },
    );
  });

  test('ENV-6 every length but the right one, every flipped bit and any noise gives a frame or a reason', () => {
    const fixed = (frame: PeerLinkFrame): boolean => !('envelope' in frame || frame.type === 'part');
    fc.assert(
      fc.property(peerFrame, fc.nat(600), (frame, length) => {
        const whole = encodePeerFrame(frame);
        const cut = whole.subarray(0, Math.min(length, whole.length));
        const read = decodePeerFrame(cut);
        if (cut.length === whole.length) expect(read.ok).toBe(true);
        else if (fixed(frame)) expect(read.ok).toBe(false);
        const longer = new Uint8Array(whole.length + 1);
        longer.set(whole);
        if (fixed(frame)) expect(decodePeerFrame(longer).ok).toBe(false);
      }),
      { numRuns: 300 },
    );
    fc.assert(fc.property(fc.uint8Array({ maxLength: 700 }), (noise) => void decodePeerFrame(noise)));
    expect(decodePeerFrame(new Uint8Array([0x57, 0x87, 2])).ok).toBe(false);
    const session = new Uint8Array(32);
    const part = { type: 'part', session, seq: 1, offset: 0, total: 0, bytes: new Uint8Array() } as const;
    const decoded = (change: object): boolean => decodePeerFrame(encodePeerFrame({ ...part, ...change })).ok;
    expect(decoded({})).toBe(true);
    expect(decoded({ offset: 1 })).toBe(true);
    expect(decoded({ bytes: new Uint8Array(1) })).toBe(false);
    expect(decoded({ total: 9 })).toBe(false);
    expect(decoded({ total: 9, bytes: new Uint8Array(9) })).toBe(true);
    expect(decoded({ total: 9, offset: 1, bytes: new Uint8Array(9) })).toBe(false);
    expect(decoded({ total: 99_999, bytes: new Uint8Array(16_000) })).toBe(true);
    expect(decoded({ total: 99_999, bytes: new Uint8Array(16_001) })).toBe(false);
    expect(decodePeerFrame(new Uint8Array([0x57, 0x81, 2]))).toMatchObject({ failure: { code: 'frame-version' } });
  });
});
