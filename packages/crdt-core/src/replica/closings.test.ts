import { describe, expect, it } from 'vitest';
import { type Closing, createClosings } from './closings.ts';

const closing = (next: string, cut: Record<string, number>, ...kept: string[]): Closing => ({
  next,
  cut: new Map(Object.entries(cut)),
  kept: new Set(kept),
});

describe('KEY-8 what of a closed epoch counts', () => {
  it('everything, while it is open', () => {
    expect(createClosings().judge('a', 's', 9, undefined)).toBe('in-time');
  });

  it('what lies within the cut, and what a device that was kept wrote', () => {
    const closings = createClosings();
    closings.add('a', closing('b', { s: 4 }, 'kept'));
    expect(closings.judge('a', 's', 4, undefined)).toBe('in-time');
    expect(closings.judge('a', 's', 5, 'kept')).toBe('in-time');
    expect(closings.judge('a', 's', 5, 'removed')).toBe('late');
    expect(closings.judge('a', 's', 5, undefined)).toBe('late');
    expect(closings.judge('a', 'unheard of', 0, 'removed')).toBe('late');
    expect(closings.judge('b', 's', 5, undefined)).toBe('in-time');
  });

  it('not what a device wrote that was kept once and removed later, unless it came in before that', () => {
    const closings = createClosings();
    closings.add('a', closing('b', { s: 4 }, 'x'));
    closings.add('b', closing('c', { s: 6 }, 'y'));
    expect(closings.judge('a', 's', 6, 'x')).toBe('in-time');
    expect(closings.judge('a', 's', 7, 'x')).toBe('late');
    expect(closings.judge('b', 's', 7, 'y')).toBe('in-time');
  });

  it('is not known where only a certificate tells that the epoch is over; the line goes on all the same', () => {
    const closings = createClosings();
    closings.follows('c', 'b');
    closings.follows('b', 'a');
    expect(closings.tip('a')).toBe('c');
    expect(closings.judge('a', 's', 0, 'kept')).toBe('unknown');
    expect(closings.add('a', closing('x', { s: 9 }, 'kept'))).toBe(true);
    expect(closings.tip('x')).toBe('c');
    expect([closings.judge('a', 's', 0, 'kept'), closings.judge('x', 's', 0, 'kept')]).toEqual(['unknown', 'unknown']);
    expect(closings.add('a', closing('b', { s: 4 }, 'kept'))).toBe(true);
    expect(closings.add('a', closing('b', { s: 4 }, 'kept'))).toBe(false);
    expect([closings.judge('a', 's', 4, 'gone'), closings.judge('a', 's', 5, 'gone')]).toEqual(['in-time', 'late']);
    expect(closings.judge('a', 's', 5, 'kept')).toBe('unknown');
    closings.add('b', closing('c', {}, 'kept'));
    expect(closings.judge('a', 's', 5, 'kept')).toBe('in-time');
  });

  it('two admins at once: the lower name holds, in whatever order the news comes; the other epoch never counted', () => {
    const low = closing('b1', { s: 4 }, 'x', 'y');
    const high = closing('b2', { s: 9 }, 'z');
    for (const order of [
      [low, high],
      [high, low],
    ]) {
      const closings = createClosings();
      for (const one of order) closings.add('a', one);
      expect(closings.tip('a')).toBe('b1');
      expect(closings.tip('b2')).toBe('b1');
      expect(closings.judge('a', 's', 5, 'z')).toBe('late');
      expect(closings.judge('b2', 's', 0, 'z')).toBe('late');
      expect(closings.judge('b2', 's', 10, 'x')).toBe('in-time');
      closings.add('b2', closing('c2', {}, 'z'));
      expect(closings.tip('a')).toBe('b1');
      expect(closings.tip('c2')).toBe('b1');
      expect(closings.judge('c2', 's', 0, 'z')).toBe('late');
      expect(['a', 'b1', 'b2', 'c2'].filter((name) => closings.isOnLine(name))).toEqual(['a', 'b1']);
      closings.add('b1', closing('c1', { s: 10 }, 'x'));
      expect(closings.tip('b2')).toBe('c1');
      expect(closings.judge('b2', 's', 11, 'y')).toBe('late');
    }
  });
});
