import { serveWork } from '../../bench/serve-work.ts';
import { expect, test } from '../harness/index.ts';
import type * as Intruder from './intruder-page.ts';

test('ENV-7 a member who runs stock y-webrtc under the document’s own password reaches nothing and gets nothing', async ({
  relay,
  browser,
}) => {
  const server = await serveWork(new URL('intruder-page.ts', import.meta.url));
  const problems: string[] = [];
  const pages = [];
  for (let i = 0; i < 3; i++) {
    const context = await browser.newContext({ permissions: ['camera', 'microphone'] });
    const page = await context.newPage();
    page.on('pageerror', (error) => problems.push(error.message));
    await page.goto(server.origin);
    pages.push(page);
  }
  const [document, intruder] = pages;
  if (document === undefined || intruder === undefined) throw new Error('two pages');
  const signalling = `${relay.address}/signal`;
  const meeting = await document.evaluate(
    async (address) => await ((await import('/work.js' as string)) as typeof Intruder).open(address),
    signalling,
  );
  const look = async (): Promise<Intruder.Seen> =>
    await document.evaluate(async () => ((await import('/work.js' as string)) as typeof Intruder).report());
  const got = await intruder.evaluate(
    async ([address, where]) => await ((await import('/work.js' as string)) as typeof Intruder).intrude(address, where),
    [signalling, meeting] as const,
  );
  expect(got.isSynced).toBe(false);
  expect(got.text).not.toContain('ours');
  const seen = await look();
  expect(seen.connections).toBeGreaterThan(0);
  expect(seen).toMatchObject({ messages: 0, peers: 0, text: 'ours', alarms: 0 });
  // Whoever proves nothing is let go, also where no connection ever comes about: ghosts take up no room for longer than their time.
  await expect.poll(async () => (await look()).closed).toBeGreaterThan(0);
  await intruder.context().close();
  const { connections } = await look();
  const ghost = pages[2];
  await ghost?.evaluate(
    async ([address, where]) => ((await import('/work.js' as string)) as typeof Intruder).haunt(address, where),
    [signalling, meeting] as const,
  );
  await expect.poll(async () => (await look()).connections).toBeGreaterThan(connections);
  await ghost?.context().close();
  await expect
    .poll(async () => {
      const now = await look();
      return now.connections - now.closed;
    })
    .toBe(0);
  expect(problems).toEqual([]);
  for (const page of pages) await page.context().close();
  server.close();
});
