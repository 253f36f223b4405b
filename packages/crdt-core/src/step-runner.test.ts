import { expect, test } from 'vitest';
import { createStepRunner } from './step-runner.ts';
import { createVirtualTime } from './testing/index.ts';

test('what waits for a time goes on at that time, also where the machine’s clock is set back meanwhile', () => {
  const time = createVirtualTime();
  let back = 0;
  const steps: number[] = [];
  const start = time.clock.now();
  const runner = createStepRunner<number, 'woke', never>({
    ports: { clock: { now: () => time.clock.now() - back }, timers: time.timers },
    initial: 0,
    step(state, _event, now) {
      steps.push(now - start);
      return [state + 1, []];
    },
    perform: () => undefined,
  });
  runner.push('woke');
  back = 72_000_000;
  runner.wake(start + 1_000, 'woke');
  time.advance(999);
  expect(steps).toEqual([0]);
  time.advance(1);
  // A step that waits for a time finds that it has come.
  expect(steps).toEqual([0, 1_000]);
  runner.stop();
});
