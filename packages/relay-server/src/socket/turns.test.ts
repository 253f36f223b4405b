import { describe, expect, test } from 'vitest';
import { createTurns, type Turns } from './turns.ts';

interface Loop {
  now: number;
  readonly turns: Turns;
  readonly log: string[];
  endTurn(): void;
  fireTimers(): void;
}

function createLoop(): Loop {
  const immediate: (() => void)[] = [];
  const timers: (() => void)[] = [];
  const log: string[] = [];
  const loop: Loop = {
    now: 0,
    log,
    turns: createTurns({
      atEndOfTurn: (run) => void immediate.push(run),
      later: (run, ms) => {
        log.push(`later ${ms}`);
        timers.push(run);
      },
      now: () => loop.now,
    }),
    endTurn: () => {
      for (const run of immediate.splice(0)) run();
    },
    fireTimers: () => {
      for (const run of timers.splice(0)) run();
    },
  };
  return loop;
}

describe('turns', () => {
  test('after a pause, everything of a turn is flushed at its end, in order', () => {
    const loop = createLoop();
    loop.turns.add(() => loop.log.push('a'));
    loop.turns.add(() => loop.log.push('b'));
    expect(loop.log).toEqual([]);
    loop.endTurn();
    expect(loop.log).toEqual(['a', 'b']);
  });

  test('within a millisecond of a flush, the next one waits for more', () => {
    const loop = createLoop();
    loop.turns.add(() => loop.log.push('a'));
    loop.endTurn();
    loop.now = 0.5;
    loop.turns.add(() => loop.log.push('b'));
    loop.turns.add(() => loop.log.push('c'));
    loop.endTurn();
    expect(loop.log).toEqual(['a', 'later 1']);
    loop.fireTimers();
    expect(loop.log).toEqual(['a', 'later 1', 'b', 'c']);
  });

  test('what is added while flushing is flushed next time, not now', () => {
    const loop = createLoop();
    loop.turns.add(() => loop.turns.add(() => loop.log.push('next')));
    loop.endTurn();
    expect(loop.log).toEqual(['later 1']);
    loop.fireTimers();
    expect(loop.log).toEqual(['later 1', 'next']);
  });
});
