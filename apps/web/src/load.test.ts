import { expect, test } from 'vitest';
import { loadOnce, whenLoaded } from './load.ts';

const missing = (): Promise<never> =>
  Promise.reject(new TypeError('Failed to fetch dynamically imported module: https://example.org/part.js'));

test('a part that does not come is a value with a sentence', async () => {
  const loaded = await whenLoaded(missing);
  expect(loaded).toMatchObject({ ok: false, failure: { code: 'app-incomplete' } });
});

test('a part that came once is not asked for again; one that did not come is', async () => {
  let asked = 0;
  const load = loadOnce(async () => {
    asked += 1;
    return asked < 2 ? await missing() : asked;
  });
  const [first, beside] = await Promise.all([load(), load()]);
  expect([first.ok, beside.ok, asked]).toEqual([false, false, 1]);
  expect(await load()).toEqual({ ok: true, value: 2 });
  expect(await load()).toEqual({ ok: true, value: 2 });
});

test('what a part does wrong itself is thrown', async () => {
  await expect(whenLoaded(() => Promise.reject(new RangeError('a mistake')))).rejects.toThrow('a mistake');
});
