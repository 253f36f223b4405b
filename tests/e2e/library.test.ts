import { once } from 'node:events';
import { createServer } from 'node:http';
import { build } from 'esbuild';
import { expect, type Page, test } from '@playwright/test';
import { ROOT } from '../../scripts/workspace.ts';

// LED-8 in the browser itself: its own key, its own storage, its own tabs. No relay and no app take part.

interface Served {
  readonly origin: string;
  close(): void;
}

async function serveLibrary(): Promise<Served> {
  const bundle = await build({
    entryPoints: [`${ROOT}/packages/crdt-core/src/library/index.ts`],
    bundle: true,
    write: false,
    format: 'iife',
    globalName: 'library',
    platform: 'browser',
  });
  const server = createServer((request, response) => {
    const isScript = request.url === '/library.js';
    response.setHeader('content-type', isScript ? 'text/javascript' : 'text/html');
    response.end(isScript ? bundle.outputFiles[0]?.text : '<!doctype html><script src="/library.js"></script>');
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('a TCP server has an address of parts');
  return { origin: `http://127.0.0.1:${address.port}`, close: () => server.close() };
}

/** Runs an expression in the page, with the library open in `opened`. */
function run<T>(page: Page, expression: string): Promise<T> {
  return page.evaluate(
    `(async () => { const opened = await library.openLibrary(); const it = opened.value; ${expression} })()`,
  );
}

const CANARY = 'canary-5091';
const PUT = `await it.put({ roomId: 'room', role: 'editor', link: 'https://x/#${CANARY}', title: '${CANARY}' });`;

test.describe('library', () => {
  let served: Served;
  test.beforeAll(async () => {
    served = await serveLibrary();
  });
  test.afterAll(() => served.close());

  test('LED-8 a document outlives its tab, sealed by a key that cannot leave', async ({ page }) => {
    await page.goto(served.origin);
    await run(page, PUT);
    await page.reload();
    expect(await run(page, 'return it.list().map((record) => record.title)')).toEqual([CANARY]);
    expect(await run(page, 'return it.deviceSeed().length')).toBe(32);

    const stored: { text: string; extractable: boolean; exported: string } = await page.evaluate(async () => {
      const database = await new Promise<IDBDatabase>((resolve) => {
        const request = indexedDB.open('weft/library');
        request.onsuccess = () => resolve(request.result);
      });
      const read = (store: string): Promise<unknown[]> =>
        new Promise((resolve) => {
          const request = database.transaction(store).objectStore(store).getAll();
          request.onsuccess = () => resolve(request.result);
        });
      const records = (await read('documents')) as { body: Uint8Array }[];
      const key = (await read('keys'))[0] as CryptoKey;
      const exported = await crypto.subtle.exportKey('raw', key).then(
        () => 'exported',
        (error: DOMException) => error.name,
      );
      const text = records.map(({ body }) => new TextDecoder('latin1').decode(body)).join('\n');
      return { text, extractable: key.extractable, exported };
    });
    expect(stored.text.length).toBeGreaterThan(50);
    expect(stored.text).not.toContain(CANARY);
    expect(stored).toMatchObject({ extractable: false, exported: 'InvalidAccessError' });
  });

  test('another tab hears of a change', async ({ context }) => {
    const [one, two] = [await context.newPage(), await context.newPage()];
    await Promise.all([one.goto(served.origin), two.goto(served.origin)]);
    const heard = run<string[]>(
      two,
      'return new Promise((resolve) => { it.observe(() => resolve(it.list().map((r) => r.title))); window.ready = true; });',
    );
    await two.waitForFunction('window.ready === true');
    await run(one, PUT);
    expect(await heard).toEqual([CANARY]);
  });

  test('removing a document deletes its ledger', async ({ page }) => {
    await page.goto(served.origin);
    await run(page, PUT);
    const names = await run<string[]>(
      page,
      `const request = indexedDB.open(library.roomToDatabaseName('room'));
       await new Promise((resolve) => { request.onsuccess = () => { request.result.close(); resolve(); }; });
       const removed = await it.remove('room');
       return [String(removed.ok), ...(await indexedDB.databases()).map(({ name }) => name)];`,
    );
    expect(names).toEqual(['true', 'weft/library']);
  });

  test('storage that the browser refuses is answered with one sentence', async ({ page }) => {
    await page.goto(served.origin);
    // A sandboxed frame has no origin and so no storage, as in some private windows.
    await page.evaluate(() => {
      const frame = document.createElement('iframe');
      frame.sandbox.add('allow-scripts');
      frame.src = '/';
      document.body.append(frame);
    });
    await expect.poll(() => page.frames().length).toBe(2);
    const frame = page.frames()[1]!;
    await frame.waitForLoadState();
    const opened = await frame.evaluate('library.openLibrary()');
    expect(opened).toMatchObject({ ok: false, failure: { code: 'library-unavailable' } });
  });
});
