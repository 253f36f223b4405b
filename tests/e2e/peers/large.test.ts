import { serveWork } from '../../bench/serve-work.ts';
import type * as Work from '../../bench/peer-join/work.ts';
import { expect, test } from '../harness/index.ts';
import { unlessThorough } from '../harness/unless-thorough.ts';

const LETTERS = 20_000_000;

test('a document of twenty megabytes arrives over a peer link alone', async ({ relay, browser }) => {
  test.skip(...unlessThorough('half a minute of work'));
  test.setTimeout(240_000);
  const server = await serveWork(new URL('../../bench/peer-join/work.ts', import.meta.url));
  const pages = [];
  for (let i = 0; i < 2; i++) {
    const context = await browser.newContext({ permissions: ['camera', 'microphone'] });
    const page = await context.newPage();
    await page.goto(server.origin);
    pages.push(page);
  }
  const [host, guest] = pages;
  if (host === undefined || guest === undefined) throw new Error('two pages');
  const signalling = `${relay.address}/signal`;
  const link = await host.evaluate(
    async ([length, address]) => await ((await import('/work.js' as string)) as typeof Work).host(length, address),
    [LETTERS, signalling] as const,
  );
  const joined = await guest.evaluate(
    async ([to, length, address]) =>
      await ((await import('/work.js' as string)) as typeof Work).join(to, length, address),
    [link, LETTERS, signalling] as const,
  );
  expect(joined.bytes).toBeGreaterThan(5_000_000);
  for (const { context } of pages.map((page) => ({ context: page.context() }))) await context.close();
  server.close();
});
