import { expect, test } from 'vitest';
import { createSteadyClock } from './steady-clock.ts';

test('a clock that is set back goes on from where it was, and one that is set forward goes along', () => {
  let machine = 1_000_000;
  const clock = createSteadyClock({ now: () => machine });
  const told = [0, 500, -72_000_000, 700, 3_600_000, -1, 20].map((step) => {
    machine += step;
    return clock.now() - 1_000_000;
  });
  expect(told).toEqual([0, 500, 500, 1_200, 3_601_200, 3_601_200, 3_601_220]);
});
