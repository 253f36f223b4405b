import { hashEnvelope, loadVerifyingSodium, startEnvelopeHashes, type VerifyingSodium } from '@weft/crypto/verify';
import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { encodePeerFrame } from '../wire/index.ts';
import { type Arrived, CHUNK_BYTES, createChunkReader, createChunkWriter, HIGH_WATER_BYTES } from './chunks.ts';

const MOST = 64 * 1024 * 1024;

let sodium: VerifyingSodium;
beforeAll(async () => {
  sodium = await loadVerifyingSodium();
});

const createReader = (limit: number) =>
  createChunkReader(
    () => limit,
    () => startEnvelopeHashes(sodium),
  );

function createBench() {
  const messages: Uint8Array[] = [];
  let buffered = 0;
  const writer = createChunkWriter({
    send(message) {
      messages.push(message.slice());
      buffered += message.length;
    },
    bufferedAmount: () => buffered,
  });
  return {
    messages,
    writer,
    buffered: () => buffered,
    flow(): void {
      buffered = 0;
      writer.drain();
    },
  };
}

function readFrames(messages: readonly Uint8Array[], limit = MOST): Arrived[] {
  const reader = createReader(limit);
  const frames: Arrived[] = [];
  for (const message of messages) {
    const read = reader.take(message);
    if (!read.ok) throw new Error(read.failure.code);
    if (read.value !== undefined) frames.push(read.value);
  }
  return frames;
}

const readAll = (messages: readonly Uint8Array[]): Uint8Array[] =>
  readFrames(messages).map((arrived) => ('frame' in arrived ? arrived.frame.slice() : new Uint8Array()));

describe('frames in messages', () => {
  test('every frame arrives as it was, in order, whatever its length', () => {
    const lengths = fc.oneof(
      fc.nat(100),
      fc.constantFrom(CHUNK_BYTES - 2, CHUNK_BYTES - 1, CHUNK_BYTES, 2 * CHUNK_BYTES - 2, 2 * CHUNK_BYTES - 1),
    );
    fc.assert(
      fc.property(fc.array(lengths, { maxLength: 8 }), (all) => {
        const bench = createBench();
        const frames = all.map((length, at) => new Uint8Array(length).fill(at + 1));
        for (const frame of frames) bench.writer.send(frame);
        while (bench.writer.bufferedAmount() > bench.buffered()) bench.flow();
        expect(Math.max(0, ...bench.messages.map(({ length }) => length))).toBeLessThanOrEqual(CHUNK_BYTES);
        expect(readAll(bench.messages)).toEqual(frames);
      }),
      { numRuns: 60 },
    );
  });

  test('an envelope of several messages is hashed while it comes, whatever its length, and nothing else is', () => {
    const lengths = fc.oneof(
      fc.integer({ min: 64, max: 4 * CHUNK_BYTES }),
      // The signature begins in one message and ends in the next.
      fc.integer({ min: 2 * CHUNK_BYTES - 80, max: 2 * CHUNK_BYTES + 80 }),
    );
    fc.assert(
      fc.property(fc.array(lengths, { maxLength: 4 }), fc.nat(255), (all, seed) => {
        const bench = createBench();
        const envelopes = all.map((length) => Uint8Array.from({ length }, (_, i) => (i * 7 + seed) % 256));
        for (const envelope of envelopes) {
          bench.writer.send(encodePeerFrame({ type: 'envelope', envelope }));
          bench.writer.send(encodePeerFrame({ type: 'ephemeral', envelope }));
          bench.flow();
        }
        const frames = readFrames(bench.messages);
        for (const [at, envelope] of envelopes.entries()) {
          const hashes = {
            signed: sodium.hash(envelope.subarray(0, -64)),
            chain: hashEnvelope(sodium, envelope),
          };
          const isLong = envelope.length + 2 > CHUNK_BYTES - 1;
          expect(frames[2 * at]).toEqual(
            isLong ? { envelope, hashes } : { frame: encodePeerFrame({ type: 'envelope', envelope }) },
          );
          expect(frames[2 * at + 1]).toEqual({ frame: encodePeerFrame({ type: 'ephemeral', envelope }) });
        }
      }),
      { numRuns: 60 },
    );
  });

  test('twenty megabytes never fill the channel beyond its mark', () => {
    const bench = createBench();
    const frame = new Uint8Array(20 * 1024 * 1024).fill(7);
    bench.writer.send(frame);
    for (let turn = 0; bench.writer.bufferedAmount() > bench.buffered(); turn++) {
      expect(bench.buffered()).toBeLessThanOrEqual(HIGH_WATER_BYTES + CHUNK_BYTES);
      expect(turn).toBeLessThan(frame.length / (HIGH_WATER_BYTES / 2));
      bench.flow();
    }
    const [arrived] = readAll(bench.messages);
    expect(arrived?.length).toBe(frame.length);
    expect(arrived?.every((byte) => byte === 7)).toBe(true);
  });

  test('what was not sent can be forgotten', () => {
    const bench = createBench();
    bench.writer.send(new Uint8Array(4 * 1024 * 1024));
    bench.writer.clear();
    bench.flow();
    expect(bench.writer.bufferedAmount()).toBe(0);
  });
});

describe('hostile messages', () => {
  const full = (flag: number): Uint8Array => new Uint8Array(CHUNK_BYTES).fill(flag, 0, 1);

  test('a frame that never ends is refused at its limit, and held no longer than that', () => {
    const reader = createReader(100_000);
    let taken = 0;
    for (;;) {
      const read = reader.take(full(0));
      if (!read.ok) {
        expect(read.failure.code).toBe('chunk-too-large');
        break;
      }
      taken++;
    }
    expect(taken).toBe(Math.floor(100_000 / (CHUNK_BYTES - 1)));
  });

  test.each([
    ['an empty message', new Uint8Array()],
    ['an unknown mark', new Uint8Array([2, 0, 0])],
    ['a message that is too long', new Uint8Array(CHUNK_BYTES + 1)],
    ['a short part that is not the last', new Uint8Array([0, 1, 2])],
  ])('%s is refused', (_what, message) => {
    expect(createReader(MOST).take(message)).toMatchObject({
      ok: false,
      failure: { code: 'chunk-malformed' },
    });
  });

  test('any messages give frames or a reason, and never a throw', () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 40 }), { maxLength: 20 }), (messages) => {
        const reader = createReader(64);
        for (const message of messages) if (!reader.take(message).ok) return;
      }),
    );
  });
});
