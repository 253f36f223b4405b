import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { COMPOSITION_LIMIT, createApplyQueue } from './apply-queue.ts';

/** Frames and timers by hand. */
function createPorts(): {
  frame(callback: () => void): () => void;
  timeout(ms: number, callback: () => void): () => void;
  runFrame(): void;
  pass(ms: number): void;
  open(): number;
} {
  const frames = new Set<() => void>();
  const timers = new Set<{ at: number; callback: () => void }>();
  let now = 0;
  return {
    frame(callback) {
      frames.add(callback);
      return () => frames.delete(callback);
    },
    timeout(ms, callback) {
      const timer = { at: now + ms, callback };
      timers.add(timer);
      return () => timers.delete(timer);
    },
    runFrame() {
      for (const callback of [...frames]) {
        frames.delete(callback);
        callback();
      }
    },
    pass(ms) {
      now += ms;
      for (const timer of [...timers]) {
        if (timer.at > now || !timers.delete(timer)) continue;
        timer.callback();
      }
    },
    open: () => frames.size + timers.size,
  };
}

function create(): {
  ports: ReturnType<typeof createPorts>;
  queue: ReturnType<typeof createApplyQueue>;
  log: string[];
  composing: boolean[];
  add(name: string): void;
} {
  const ports = createPorts();
  const log: string[] = [];
  const composing: boolean[] = [];
  const queue = createApplyQueue(
    ports,
    (batch) => {
      if (batch.length > 0) log.push(`batch of ${batch.length}`);
      for (const apply of batch) apply();
    },
    (isActive) => composing.push(isActive),
  );
  return { ports, queue, log, composing, add: (name) => queue.gate(() => log.push(name)) };
}

describe('when remote updates are applied', () => {
  test('together, at the next frame, in order', () => {
    const { ports, log, add } = create();
    add('a');
    add('b');
    expect(log).toEqual([]);
    ports.runFrame();
    expect(log).toEqual(['batch of 2', 'a', 'b']);
    ports.runFrame();
    expect(log).toHaveLength(3);
  });

  test('not during a composition, but right after it', () => {
    const { ports, queue, log, composing, add } = create();
    add('a');
    queue.composition(true);
    ports.runFrame();
    add('b');
    expect(log).toEqual([]);
    queue.composition(false);
    expect(composing).toEqual([true]);
    ports.pass(50);
    expect(composing).toEqual([true, false]);
    ports.runFrame();
    expect(log).toEqual(['batch of 2', 'a', 'b']);
    ports.pass(COMPOSITION_LIMIT * 2);
    expect(ports.open()).toBe(0);
  });

  test('a composition that never ends holds nothing longer than its limit', () => {
    const { ports, queue, log, add } = create();
    queue.composition(true);
    add('a');
    ports.pass(COMPOSITION_LIMIT - 1);
    expect(log).toEqual([]);
    ports.pass(1);
    expect(log).toEqual(['batch of 1', 'a']);
    add('b');
    ports.pass(COMPOSITION_LIMIT);
    expect(log).toEqual(['batch of 1', 'a', 'batch of 1', 'b']);
  });

  test('a composition that starts again at once goes on holding', () => {
    const { ports, queue, log, add } = create();
    queue.composition(true);
    add('a');
    queue.composition(false);
    queue.composition(true);
    ports.pass(100);
    ports.runFrame();
    expect(log).toEqual([]);
  });

  test('the end applies what waits, and what comes after it at once', () => {
    const { ports, queue, log, add } = create();
    queue.composition(true);
    add('a');
    queue.destroy();
    add('b');
    expect(log).toEqual(['batch of 1', 'a', 'b']);
    expect(ports.open()).toBe(0);
  });

  test('whatever happens, every update is applied exactly once and in order', () => {
    const event = fc.oneof(fc.constantFrom('add', 'frame', 'start', 'end'), fc.integer({ min: 1, max: 6000 }));
    fc.assert(
      fc.property(fc.array(event, { maxLength: 60 }), (events) => {
        const { ports, queue, log, add } = create();
        let count = 0;
        for (const each of events) {
          if (each === 'add') add(`${count++}`);
          else if (each === 'frame') ports.runFrame();
          else if (typeof each === 'number') ports.pass(each);
          else queue.composition(each === 'start');
        }
        ports.pass(COMPOSITION_LIMIT);
        ports.runFrame();
        expect(log.filter((line) => !line.startsWith('batch'))).toEqual(
          Array.from({ length: count }, (_, i) => `${i}`),
        );
        queue.destroy();
        expect(ports.open()).toBe(0);
      }),
    );
  });
});
