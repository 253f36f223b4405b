import { expect, test } from 'vitest';
import { createWaiters } from './waiters.ts';

const CHAIN = 'ab'.repeat(32);

test('what came between looking and waiting is not missed', async () => {
  const waiters = createWaiters();
  const done = waiters.enter(CHAIN);
  const seen = waiters.seen(CHAIN);
  waiters.arrived(CHAIN);
  let begun = 0;
  const begin = (): undefined => void begun++;
  expect(await waiters.next(CHAIN, seen, undefined, begin)).toBe('arrived');
  expect(begun).toBe(0);
  const next = waiters.next(CHAIN, waiters.seen(CHAIN), undefined, begin);
  expect(begun).toBe(1);
  waiters.absent(CHAIN);
  expect(await next).toBe('absent');
  done();
  expect(waiters.has(CHAIN)).toBe(false);
  expect(await waiters.next(CHAIN, 0, undefined, begin)).toBe('ended');
});

test('what a wait began is ended with it, however it ends', async () => {
  const waiters = createWaiters();
  waiters.enter(CHAIN);
  let ended = 0;
  const end = (): void => void ended++;
  const stop = new AbortController();
  const wait = (signal?: AbortSignal): Promise<string> => waiters.next(CHAIN, 0, signal, () => end);
  const [aborted, woken] = [wait(stop.signal), wait()];
  stop.abort();
  expect(await aborted).toBe('ended');
  waiters.askAgain();
  expect(await woken).toBe('arrived');
  expect(await waiters.next(CHAIN, 0, undefined, (absent) => (absent(), end))).toBe('absent');
  const last = wait();
  waiters.close();
  expect(await last).toBe('ended');
  expect(ended).toBe(4);
  expect(await wait()).toBe('ended');
});
