import { once } from 'node:events';
import { createServer } from 'node:http';
import { build } from 'esbuild';
import { expect, type Page, test } from '@playwright/test';
import { ROOT } from '../../scripts/workspace.ts';

// SYN-5 in the browser itself: what its IndexedDB does with a full disk and with a database that is taken away. No relay, no app.

const ENTRY = `
  import * as Y from 'yjs';
  import { openIndexedDbStorage } from '${ROOT}/packages/crdt-core/src/ledger/indexeddb.ts';
  const lost = [];
  addEventListener('unhandledrejection', (event) => lost.push(String(event.reason)));
  addEventListener('error', (event) => lost.push(event.message));
  const doc = new Y.Doc();
  const storage = openIndexedDbStorage('weft/test', doc);
  const told = [];
  storage.onFailure((failure) => told.push(failure?.code ?? 'well'));
  globalThis.it = {
    lost, told, storage,
    load: async () => (await storage.load()).ok,
    push: (bytes, mark) => doc.getArray('ledger').push([new Uint8Array(bytes).fill(mark)]),
    marks: () => doc.getArray('ledger').toArray().map((entry) => entry[0]),
    confirm: async () => { const done = await storage.confirm(); return done.ok ? 'ok' : done.failure.code; },
  };
`;

test.describe('storage', () => {
  let origin: string;
  let close: () => void;

  test.beforeAll(async () => {
    const bundle = await build({
      stdin: { contents: ENTRY, resolveDir: `${ROOT}/packages/crdt-core`, loader: 'js' },
      bundle: true,
      write: false,
      format: 'iife',
      platform: 'browser',
    });
    const server = createServer((request, response) => {
      const isScript = request.url === '/storage.js';
      response.setHeader('content-type', isScript ? 'text/javascript' : 'text/html');
      response.end(isScript ? bundle.outputFiles[0]?.text : '<!doctype html><script src="/storage.js"></script>');
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    if (address === null || typeof address === 'string') throw new Error('a TCP server has an address of parts');
    origin = `http://127.0.0.1:${address.port}`;
    close = () => server.close();
  });
  test.afterAll(() => close());

  const run = <T>(page: Page, expression: string): Promise<T> => page.evaluate(`(async () => { ${expression} })()`);

  test('SYN-5 a full disk is a value, nothing is thrown, and everything is saved once there is room', async ({
    page,
  }) => {
    await page.goto(origin);
    const devtools = await page.context().newCDPSession(page);
    const setQuota = (quotaSize: number): Promise<unknown> =>
      devtools.send('Storage.overrideQuotaForOrigin', { origin, quotaSize });
    await setQuota(1_000_000); // before the first write: the browser remembers for a while how much room it saw
    expect(await run(page, 'return await it.load()')).toBe(true);
    expect(await run(page, 'it.push(1000, 1); return await it.confirm()')).toBe('ok');
    expect(await run(page, 'it.push(3_000_000, 2); return await it.confirm()')).toBe('storage-full');
    expect(await run(page, 'it.push(1000, 3); return await it.confirm()')).toBe('storage-full');
    expect(await run(page, 'return it.marks()')).toEqual([1, 2, 3]);
    await setQuota(1_000_000_000);
    await expect.poll(() => run(page, 'return await it.confirm()')).toBe('ok');
    expect(await run(page, 'return it.told')).toEqual(['storage-full', 'well']);
    expect(await run(page, 'return it.lost')).toEqual([]);
    await page.reload();
    await run(page, 'return await it.load()');
    expect(await run(page, 'return it.marks()')).toEqual([1, 2, 3]);
  });

  test('SYN-5 a full disk does not keep a document from being opened', async ({ page }) => {
    await page.goto(origin);
    const devtools = await page.context().newCDPSession(page);
    await devtools.send('Storage.overrideQuotaForOrigin', { origin, quotaSize: 700_000 });
    expect(await run(page, 'await it.load(); it.push(500_000, 1); return await it.confirm()')).toBe('ok');
    await page.reload();
    expect(await run(page, 'return await it.load()')).toBe(true);
    expect(await run(page, 'return it.marks()')).toEqual([1]);
    expect(await run(page, 'it.push(3_000_000, 2); return await it.confirm()')).toBe('storage-full');
    expect(await run(page, 'return it.lost')).toEqual([]);
  });

  test('SYN-5 a database deleted from another tab is said, and writing goes on', async ({ page, context }) => {
    await page.goto(origin);
    await run(page, 'await it.load(); it.push(10, 1); return await it.confirm()');
    const other = await context.newPage();
    await other.goto(origin);
    await other.evaluate(
      () =>
        new Promise<void>((resolve) => {
          indexedDB.deleteDatabase('weft/test').onsuccess = () => resolve();
        }),
    );
    expect(await run(page, 'it.push(10, 2); return await it.confirm()')).toBe('storage-closed');
    expect(await run(page, 'return [it.marks(), it.told, it.lost]')).toEqual([[1, 2], ['storage-closed'], []]);
  });
});
