import { appendFileSync, cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { APP_DIST } from '../../../scripts/workspace.ts';
import { expect, test } from '../harness/index.ts';
import { startDocument, toDesk } from '../scenarios/desk.ts';

test('a browser that keeps nothing is told so in one sentence, and the link stays in the address', async ({
  openPerson,
}) => {
  const ada = await openPerson();
  const { page } = ada;
  await page.addInitScript(() => {
    Object.defineProperty(globalThis, 'indexedDB', {
      get: () => {
        throw new DOMException('blocked', 'SecurityError');
      },
    });
  });
  await page.goto('/#some-link');
  await expect(page.getByRole('alert')).toContainText('This browser does not let Weft keep anything on this device');
  expect(new URL(page.url()).hash).toBe('#some-link');
});

test('a document that is not here, and a route that is none, lead back to the list', async ({ openPerson }) => {
  const ada = await openPerson();
  const { page } = ada;
  await page.goto('/#/d/nowhere');
  await expect(page.getByRole('alert')).toContainText('Open it from its link');
  await page.getByRole('button', { name: 'Back to documents' }).click();
  await expect(page.getByRole('button', { name: 'New document' })).toBeVisible();
});

test.describe('a new version', () => {
  const copy = mkdtempSync(join(tmpdir(), 'weft-app-'));
  test.use({ relayOptions: { args: ['--static', copy] } });
  test.beforeAll(() => cpSync(APP_DIST, copy, { recursive: true }));
  test.afterAll(() => rmSync(copy, { recursive: true, force: true }));

  test('waits until it is asked for, and nothing that was written is lost by it', async ({ relay, openPerson }) => {
    const ada = await openPerson({ keepsApp: true });
    ada.watch.expectProblem(/WebSocket|ERR_/);
    const desk = await startDocument(ada, 'Kept', 'Before the change');
    const { page } = ada;
    await page.evaluate(async () => await navigator.serviceWorker.ready);
    await expect.poll(() => page.evaluate(() => navigator.serviceWorker.controller !== null)).toBe(true);
    appendFileSync(join(copy, 'sw.js'), '\n// another version\n');
    // As a host would: new files, and the relay started again.
    await relay.restart();
    await page.evaluate(async () => void (await (await navigator.serviceWorker.getRegistration())?.update()));
    const notice = page.getByRole('region', { name: 'Notices' });
    await expect(notice).toContainText('A new version of Weft is ready.');
    await desk.type(', and while it waits');
    const loaded = page.waitForEvent('load');
    await notice.getByRole('button', { name: 'Reload' }).click();
    await loaded;
    await expect(toDesk(page).text).toContainText('Before the change, and while it waits');
    await expect(notice).not.toContainText('new version');
  });
});
