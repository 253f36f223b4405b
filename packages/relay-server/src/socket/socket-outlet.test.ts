import { describe, expect, test } from 'vitest';
import { messageToFrame, sentenceToReason } from './message-frame.ts';
import { createConcatOnce, createFrameOnce, createSocketOutlet, type SocketOutlet } from './socket-outlet.ts';

interface Bench {
  readonly outlet: SocketOutlet;
  readonly writes: Uint8Array[];
  readonly log: string[];
  /** What the socket says it has not yet handed to the network. */
  held: number;
  endTurn(): void;
}

function createBench(maxQueueBytes = 1e9): Bench {
  const writes: Uint8Array[] = [];
  const log: string[] = [];
  const turns: (() => void)[] = [];
  const bench: Bench = {
    held: 0,
    writes,
    log,
    endTurn: () => {
      for (const run of turns.splice(0)) run();
    },
    outlet: createSocketOutlet({
      socket: {
        get writableLength() {
          return bench.held;
        },
        write(bytes) {
          writes.push(bytes);
          return true;
        },
        cork: () => void log.push('cork'),
        uncork: () => void log.push('uncork'),
      },
      closeSocket: (code, reason) => void log.push(`close ${code} ${reason}`),
      turns: { add: (flush) => void turns.push(flush) },
      frames: createFrameOnce(),
      concat: createConcatOnce(),
      maxQueueBytes,
      onOverflow: () => void log.push('overflow'),
      onDrained: () => void log.push('drained'),
    }),
  };
  return bench;
}

const message = (length: number): Uint8Array => new Uint8Array(length).fill(7);

describe('framing', () => {
  test.each([0, 1, 125, 126, 65_535, 65_536, 100_000])('RFC 6455, 5.2: a message of %i bytes', (length) => {
    const frame = messageToFrame(message(length));
    expect(frame[0]).toBe(0x82);
    const short = frame[1] ?? 0;
    const [header, said] =
      short < 126 ? [2, short] : short === 126 ? [4, frame.readUInt16BE(2)] : [10, Number(frame.readBigUInt64BE(2))];
    expect(said).toBe(length);
    expect(frame.length).toBe(header + length);
    expect(frame.subarray(header).every((byte) => byte === 7)).toBe(true);
  });

  test('a close reason fits its frame and is not cut inside a character', () => {
    const reason = sentenceToReason('ä'.repeat(100));
    expect(Buffer.byteLength(reason)).toBe(122);
    expect(reason).toBe('ä'.repeat(61));
  });

  test('a message is framed once however many it goes to', () => {
    const frames = createFrameOnce();
    const one = message(5);
    expect(frames(one, 0)).toBe(frames(one, 0));
    expect(frames(message(5), 0)).not.toBe(frames(one, 0));
  });
});

test('the same frames are put together once; others anew', () => {
  const concat = createConcatOnce();
  const [a, b, c] = [message(1), message(2), message(3)];
  const first = concat([a, b], 3);
  expect(concat([a, b], 3)).toBe(first);
  expect(concat([a, c], 4)).toHaveLength(4);
  expect(concat([a], 1)).toHaveLength(1);
  expect(concat([a, b], 3)).toEqual(first);
});

describe('outlet', () => {
  test('what is sent in one turn is one write, in order', () => {
    const bench = createBench();
    bench.outlet.send(Uint8Array.of(1));
    bench.outlet.send(Uint8Array.of(2));
    bench.outlet.send(Uint8Array.of(3));
    expect(bench.writes).toEqual([]);
    bench.endTurn();
    expect(bench.writes.map((bytes) => Array.from(bytes))).toEqual([[0x82, 1, 1, 0x82, 1, 2, 0x82, 1, 3]]);
    bench.endTurn();
    expect(bench.writes).toHaveLength(1);
  });

  test('much in one turn is written under a cork, not copied', () => {
    const bench = createBench();
    bench.outlet.send(message(400_000));
    bench.outlet.send(message(400_000));
    bench.endTurn();
    expect(bench.log).toEqual(['cork', 'uncork']);
    expect(bench.writes).toHaveLength(2);
  });

  test('a large frame in two parts is one frame, its body not copied', () => {
    const bench = createBench();
    const body = message(100_000);
    bench.outlet.sendInTwo?.(Uint8Array.of(1, 2), body);
    bench.endTurn();
    expect(bench.writes.map(({ length }) => length)).toEqual([12, 100_000]);
    expect(bench.writes[1]).toBe(body);
    expect(Buffer.concat(bench.writes).readBigUInt64BE(2)).toBe(100_002n);
  });

  test('RLY-6 beyond its bound the queue is given up, and the room is told once, after this turn', () => {
    const bench = createBench(1000);
    bench.held = 900;
    for (let i = 0; i < 3; i++) bench.outlet.send(message(60));
    expect(bench.log).toEqual([]);
    bench.endTurn();
    expect(bench.log).toEqual(['overflow']);
    expect(bench.writes).toEqual([]);
    bench.outlet.close(4508, 'too slow');
    expect(bench.log).toEqual(['overflow', 'close 4508 too slow']);
  });

  test('a close goes out after what was sent before it, and nothing after it', () => {
    const bench = createBench();
    bench.outlet.send(message(1));
    bench.outlet.close(4500, 'stopping');
    bench.outlet.send(message(1));
    bench.outlet.close(4500, 'again');
    bench.endTurn();
    expect(bench.writes).toHaveLength(1);
    expect(bench.log).toEqual(['close 4500 stopping']);
  });

  test('a reader is busy while much waits for it, and says when it no longer is', () => {
    const bench = createBench();
    expect(bench.outlet.isBusy()).toBe(false);
    bench.outlet.send(message(600_000));
    expect(bench.outlet.isBusy()).toBe(true);
    bench.held = 600_000;
    bench.endTurn();
    expect(bench.log).toEqual([]);
    bench.held = 0;
    bench.outlet.socketDrained();
    bench.outlet.socketDrained();
    expect(bench.log).toEqual(['drained']);
  });

  test('a socket that takes all at once says so without a drain event', () => {
    const bench = createBench();
    bench.outlet.send(message(600_000));
    expect(bench.outlet.isBusy()).toBe(true);
    bench.endTurn();
    expect(bench.log).toEqual(['drained']);
  });
});
