import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, type Page, test } from '@playwright/test';
import type { WeftEditorElement } from '@weft/editor-ui/weft-editor';
import { serveExample } from '@weft/examples/serve';

/** Opens an example, counting what it opens itself and keeps open; whatever it says is wrong fails the test. */
async function open(page: Page, name: string): Promise<{ close(): Promise<void> }> {
  const problems: string[] = [];
  page.on('pageerror', (error) => problems.push(error.message));
  page.on('console', (message) => {
    // So says Chromium of what a test keeps from it.
    const isKept = message.text().includes('net::ERR_FAILED');
    if (/error|warning/.test(message.type()) && !isKept) problems.push(message.text());
  });
  const example = await serveExample(name);
  await page.goto(example.origin);
  return {
    async close() {
      expect(problems).toEqual([]);
      await page.close();
      await example.close();
    },
  };
}

test('the plain page: two elements and a shadow root over one Y.Doc, an extension, paste; 50 editors come and go and leave nothing', async ({
  page,
}) => {
  await page.addInitScript(() => {
    const open = { timers: new Set<unknown>(), lasting: new Set<string>(), sockets: 0, reports: [] as string[] };
    (globalThis as unknown as { opened: typeof open }).opened = open;
    addEventListener('securitypolicyviolation', ({ violatedDirective }) => open.reports.push(violatedDirective));
    let next = 0;
    const ids = new WeakMap<object, number>();
    const nameOf = (it: object): number => {
      if (!ids.has(it)) ids.set(it, next++);
      return ids.get(it) ?? -1;
    };
    const { addEventListener: add, removeEventListener: remove } = EventTarget.prototype;
    const isLasting = (it: unknown): boolean => it === window || it === document || it === document.body;
    EventTarget.prototype.addEventListener = function (type, listener, options) {
      if (isLasting(this) && listener) open.lasting.add(`${nameOf(this)} ${type} ${nameOf(listener)}`);
      add.call(this, type, listener, options);
    };
    EventTarget.prototype.removeEventListener = function (type, listener, options) {
      if (isLasting(this) && listener) open.lasting.delete(`${nameOf(this)} ${type} ${nameOf(listener)}`);
      remove.call(this, type, listener, options);
    };
    const { setTimeout: later, clearTimeout: stop, setInterval: often, clearInterval: end } = window;
    window.setTimeout = ((run: () => void, ms?: number) => {
      const timer = later(() => {
        open.timers.delete(timer);
        run();
      }, ms);
      open.timers.add(timer);
      return timer;
    }) as typeof setTimeout;
    window.setInterval = ((run: () => void, ms?: number) => {
      const timer = often(run, ms);
      open.timers.add(timer);
      return timer;
    }) as typeof setInterval;
    window.clearTimeout = (timer) => {
      open.timers.delete(timer);
      stop(timer);
    };
    window.clearInterval = (timer) => {
      open.timers.delete(timer);
      end(timer);
    };
    for (const name of ['WebSocket', 'BroadcastChannel', 'Worker'] as const) {
      const Original = window[name] as unknown as new (...all: unknown[]) => object;
      Reflect.set(
        window,
        name,
        class extends Original {
          constructor(...all: unknown[]) {
            super(...all);
            open.sockets++;
          }
        },
      );
    }
  });
  const example = await open(page, 'plain');
  const text = (name: string) => page.getByRole('textbox', { name, exact: true });

  // A part out of reach is said in one sentence, and comes when it is asked for again.
  await page.route('**/*.js', (route) => route.abort());
  const exported = (): Promise<{ html: string | undefined; notices: string[] }> =>
    page.evaluate(async () => {
      const left = document.querySelector<WeftEditorElement>('#left');
      const notices: string[] = [];
      const stop = left?.editor?.on('notice', ({ code }) => notices.push(code));
      const html = await left?.editor?.toHtml();
      stop?.();
      return { html, notices };
    });
  expect(await exported()).toEqual({ html: undefined, notices: ['part-missing'] });
  await page.unroute('**/*.js');
  expect(await exported()).toEqual({ html: '', notices: [] });

  await text('Left').click();
  await page.keyboard.type('# Head');
  await page.keyboard.press('Enter');
  await page.keyboard.type('plain #topic ');
  await page.getByRole('button', { name: 'Bold' }).click();
  await page.keyboard.type('fat');
  await page.keyboard.press('Control+Alt+y');
  for (const name of ['Left', 'Right', 'Shadow']) {
    await expect(text(name).getByRole('heading', { level: 1 })).toHaveText('Head');
    await expect(text(name).locator('strong')).toHaveText(/^fat/);
  }
  // The extension draws where it is; elsewhere its sign is text.
  await expect(text('Left').locator('.topic')).toHaveText(['#topic', '#today']);
  await expect(text('Right').locator('.topic')).toHaveCount(0);
  await expect(text('Right')).toHaveAttribute('aria-readonly', 'true');
  await expect(page.locator('#log')).toHaveText('changed by editor');

  // In the shadow root: the caret, marks, paste, undo, and where the selection is.
  await text('Shadow').click();
  await page.keyboard.press('Control+End');
  await page.keyboard.press('Enter');
  await page.keyboard.type('- from the shadow');
  await page.keyboard.press('Control+Shift+ArrowLeft');
  await page.keyboard.press('Control+i');
  await expect(text('Left').locator('em')).toHaveText('shadow');
  await text('Shadow').evaluate((element) => {
    const data = new DataTransfer();
    data.setData('text/html', '<p>one</p><ol><li>two</li></ol>');
    element.dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }));
  });
  await expect(text('Left')).toContainText('two');
  await page.keyboard.press('Control+z');
  await expect(text('Left')).not.toContainText('two');
  await expect(text('Left').locator('em')).toHaveText('shadow');
  const border = await text('Shadow').evaluate((element) => getComputedStyle(element).whiteSpace);
  expect(border).toMatch(/break-spaces|pre-wrap/);

  const session = await page.context().newCDPSession(page);
  const count = async (): Promise<{ nodes: number; listeners: number }> => {
    await session.send('HeapProfiler.collectGarbage');
    const { nodes, jsEventListeners } = await session.send('Memory.getDOMCounters');
    return { nodes, listeners: jsEventListeners };
  };
  const cycle = (times: number): Promise<void> =>
    page.evaluate(async (rounds) => {
      const doc = document.querySelector<WeftEditorElement>('#left')?.doc;
      for (let round = 0; round < rounds; round++) {
        const element = document.createElement('weft-editor') as WeftEditorElement;
        if (doc) element.doc = doc;
        document.body.append(element);
        const { editor } = element;
        editor?.focus('end');
        editor?.view.dispatch(editor.view.state.tr.insertText('x'));
        // A part that is fetched while the editor ends, and one that came.
        void editor?.suggestions.load();
        if (round % 2 === 0) await editor?.toHtml();
        element.remove();
      }
    }, times);
  const left = (): Promise<unknown> =>
    page.evaluate(() => {
      const { timers, lasting, sockets, reports } = (
        globalThis as unknown as {
          opened: { timers: Set<unknown>; lasting: Set<string>; sockets: number; reports: string[] };
        }
      ).opened;
      const editors = document.querySelectorAll('.weft-editor').length;
      return { timers: timers.size, lasting: [...lasting].toSorted(), sockets, reports, editors };
    });
  // The first brings what stays for all: modules, the styles a browser keeps.
  await cycle(4);
  // The third stands in a shadow root, which a page does not look into.
  const calm = { timers: 0, sockets: 0, reports: [], editors: 2 };
  await expect.poll(left).toMatchObject(calm);
  const before = await left();
  const first = await count();
  await cycle(50);
  await expect.poll(left).toEqual(before);
  const after = await count();
  // Each would leave dozens of nodes and listeners; the text itself has grown by 50 letters in one block.
  expect(after.listeners - first.listeners).toBeLessThan(50);
  expect(after.nodes - first.nodes).toBeLessThan(200);
  await example.close();
});

test('the React page: typing is told, a heading by a button, reading and writing, hidden and shown again under StrictMode', async ({
  page,
}) => {
  const example = await open(page, 'react');
  const text = page.getByRole('textbox', { name: 'Essay' });
  await text.click();
  await page.keyboard.type('An essay');
  await page.getByRole('button', { name: 'Heading' }).click();
  await expect(text.getByRole('heading', { level: 1 })).toHaveText('An essay');
  await expect(page.locator('output')).not.toHaveText('0 changes');
  await page.getByRole('button', { name: 'Read' }).click();
  await expect(text).toHaveAttribute('contenteditable', 'false');
  await page.getByRole('button', { name: 'Write' }).click();
  await expect(text).toHaveAttribute('contenteditable', 'true');
  await page.getByRole('button', { name: 'Hide' }).click();
  await expect(text).toHaveCount(0);
  await page.getByRole('button', { name: 'Show' }).click();
  await expect(text.getByRole('heading', { level: 1 })).toHaveText('An essay');
  await expect(page.getByRole('textbox')).toHaveCount(1);
  await example.close();
});

test('on this device without an editor: in a page, and in Node', async ({ page }) => {
  const example = await open(page, 'on-device');
  const requests: string[] = [];
  page.on('request', (request) => requests.push(new URL(request.url()).pathname));
  await page.getByRole('button', { name: 'Load' }).click();
  const loaded = page.locator('#loaded');
  await expect(loaded).toHaveText('Ready');
  await page.getByLabel('Text').pressSequentially('It was made in the United Sta');
  await expect(page.getByLabel('Next')).toHaveText(/^tes/);
  await page.getByRole('button', { name: 'Summarize' }).click();
  await expect(page.getByRole('list', { name: 'Summary' }).getByRole('listitem')).toHaveCount(3);
  await page.getByLabel('Search').fill('doctor');
  await expect(page.getByLabel('Found')).toContainText('physician');
  // What page and worker share is a file of its own.
  const asked = requests.filter((path) => !path.startsWith('/chunk-'));
  expect(asked.toSorted()).toEqual(['/weft-lm.bin', '/weft-vectors.bin', '/worker.js']);
  await page.getByRole('button', { name: 'End', exact: true }).click();
  await expect(loaded).toHaveText('Ended');
  await expect.poll(() => page.workers()).toEqual([]);
  await example.close();

  const program = fileURLToPath(new URL('../../../examples/on-device/node.ts', import.meta.url));
  const said = execFileSync(process.execPath, [program], { encoding: 'utf8' });
  expect(said).toMatch(/^Summary:\nThe ferry .*\nFound: A new physician .*\nNext: \w+/s);
});
