import { readFile } from 'node:fs/promises';
import { expect, test } from '../harness/index.ts';
import { awaitNetworkLoss, limitStorage, MEGABYTE, openLink, startDocument } from './desk.ts';
import { copyPicture, drawn, dropFiles, files, pictures } from './pictures.ts';
import { unlessThorough } from '../harness/unless-thorough.ts';

test('a pasted picture: another sees it, it is described, sized by keys, taken back, and there after a reload', async ({
  openPerson,
}) => {
  const ada = await openPerson();
  const ben = await openPerson({ keepsApp: true });
  const adas = await startDocument(ada, 'With a picture', 'Look:');
  const bens = await openLink(ben, await adas.copyLink('view'));

  await adas.caretAfter('Look:');
  await copyPicture(adas.page);
  await adas.page.keyboard.press('ControlOrMeta+V');
  expect(await drawn(pictures(adas))).toBe('blob: 320x200');
  expect(await drawn(pictures(bens))).toBe('blob: 320x200');

  await pictures(adas).locator('img').click();
  await adas.page.keyboard.press('Tab');
  const bar = pictures(adas).getByRole('toolbar', { name: 'Picture' });
  await expect(bar.getByRole('button', { name: 'Open full size' })).toBeFocused();
  await adas.page.keyboard.press('ArrowRight');
  await adas.page.keyboard.press('Enter');
  await adas.page.keyboard.type('A green field');
  await adas.page.keyboard.press('Tab');
  await adas.page.keyboard.type('Near the river');
  await adas.page.keyboard.press('Enter');
  await expect(pictures(bens).locator('figcaption')).toHaveText('Near the river');
  await expect(pictures(bens).getByRole('img', { name: 'A green field' })).toBeVisible();

  const grip = pictures(adas).getByRole('slider', { name: 'Width' });
  await grip.focus();
  const before = Number(await grip.getAttribute('aria-valuenow'));
  await adas.page.keyboard.press('ArrowLeft');
  await adas.page.keyboard.press('ArrowLeft');
  await expect(grip).toHaveAttribute('aria-valuenow', String(before - 10));
  const widthOf = (): Promise<string> =>
    pictures(bens)
      .locator('.weft-image-frame')
      .evaluate((frame: HTMLElement) => frame.style.inlineSize);
  await expect.poll(widthOf).toBe(`${before - 10}%`);

  await adas.page.keyboard.press('Escape');
  await adas.page.keyboard.press('Delete');
  await expect(pictures(bens)).toHaveCount(0);
  await adas.page.keyboard.press('ControlOrMeta+Z');
  expect(await drawn(pictures(bens))).toBe('blob: 320x200');

  // From IndexedDB alone: the relay cannot be reached.
  await bens.sent();
  await awaitNetworkLoss(ben);
  ben.cable.cut();
  ben.watch.expectProblem(/WebSocket|ERR_|Failed to fetch/);
  await bens.page.reload();
  expect(await drawn(pictures(bens))).toBe('blob: 320x200');
  await expect(pictures(bens).locator('figcaption')).toHaveText('Near the river');
});

test('offline: what is added without a relay is sent once there is one, and a file is got whole', async ({
  openPerson,
}) => {
  const ada = await openPerson({ keepsApp: true });
  const ben = await openPerson();
  const adas = await startDocument(ada, 'Added offline', 'Look:');
  const bens = await openLink(ben, await adas.copyLink('edit'));
  await adas.sent();

  await awaitNetworkLoss(ada);
  ada.cable.cut();
  ada.watch.expectProblem(/WebSocket|ERR_/);
  await adas.caretAfter('Look:');
  await copyPicture(adas.page, 64, 48);
  await adas.page.keyboard.press('ControlOrMeta+V');
  expect(await drawn(pictures(adas))).toBe('blob: 64x48');
  await expect(pictures(adas)).toContainText('Waiting to be sent');
  await dropFiles(adas.page, [{ name: 'plan.pdf', type: 'application/pdf', content: '%PDF the plan' }]);
  await expect(files(adas)).toContainText('plan.pdf');
  await expect(adas.status).toContainText('Saved on this device');
  await adas.page.reload();
  expect(await drawn(pictures(adas))).toBe('blob: 64x48');

  ada.cable.join();
  expect(await drawn(pictures(bens))).toBe('blob: 64x48');
  await expect(pictures(adas)).not.toContainText('Waiting to be sent');
  await files(bens).hover();
  const [download] = await Promise.all([
    bens.page.waitForEvent('download'),
    files(bens).getByRole('button', { name: 'Download' }).click(),
  ]);
  expect(download.suggestedFilename()).toBe('plan.pdf');
  expect(await readFile(await download.path(), 'utf8')).toBe('%PDF the plan');
});

test('what is no picture is a file, what is too large is said, and whoever reads changes nothing by dropping', async ({
  openPerson,
}) => {
  const ada = await openPerson();
  const ben = await openPerson();
  const adas = await startDocument(ada, 'Refusals', 'Look:');
  const bens = await openLink(ben, await adas.copyLink('view'));

  const svg = '<svg xmlns="http://www.w3.org/2000/svg"><script>globalThis.hacked = true</script></svg>';
  await dropFiles(adas.page, [{ name: 'drawing.svg', type: 'image/svg+xml', content: svg }]);
  await expect(files(adas)).toContainText('drawing.svg');
  await expect(adas.page.getByText('cannot be shown in the text')).toBeVisible();
  await dropFiles(adas.page, [{ name: 'fake.png', type: 'image/png', content: '<script>alert(1)</script>' }]);
  await expect(files(adas).filter({ hasText: 'fake.png' })).toBeVisible();
  await dropFiles(adas.page, [{ name: 'film.mov', type: 'video/quicktime', size: 25 * 1024 * 1024 + 1 }]);
  await expect(adas.page.getByText('larger than 25 MB')).toBeVisible();
  await expect(files(adas)).toHaveCount(2);
  await expect(files(bens)).toHaveCount(2);
  expect(await adas.page.evaluate(() => 'hacked' in globalThis)).toBe(false);

  const address = bens.page.url();
  await dropFiles(bens.page, [{ name: 'mine.png', type: 'image/png', content: 'x' }]);
  await expect(bens.text.locator('.weft-attachment')).toHaveCount(2);
  expect(bens.page.url()).toBe(address);

  // Nothing remote is fetched for a paste: the watch of this test reports every request that is refused or leaves.
  await adas.caretAfter('Look:');
  await adas.page.evaluate(async () => {
    const html = '<p>words <img src="https://pictures.example/cat.png" alt="a cat"> end</p>';
    await navigator.clipboard.write([new ClipboardItem({ 'text/html': new Blob([html], { type: 'text/html' }) })]);
  });
  const asked: string[] = [];
  adas.page.on('request', (request) => asked.push(request.url()));
  await adas.page.keyboard.press('ControlOrMeta+V');
  await expect(adas.text.getByRole('link', { name: 'a cat' })).toHaveAttribute(
    'href',
    'https://pictures.example/cat.png',
  );
  await expect(adas.page.getByText('were not fetched')).toBeVisible();
  expect(asked.filter((url) => url.includes('pictures.example'))).toEqual([]);
});

test('a full disk: the file waits in the text with one sentence, and is added once there is room', async ({
  relay,
  openPerson,
}) => {
  const ada = await openPerson();
  ada.watch.expectProblem(/QuotaExceededError|AbortError/);
  const setRoom = await limitStorage(ada.page, relay.origin);
  await setRoom(8 * MEGABYTE);
  const adas = await startDocument(ada, 'Full', 'Written while there was room');
  await adas.sent();
  await dropFiles(adas.page, [{ name: 'big.bin', type: '', size: 20 * MEGABYTE }]);
  const waiting = adas.text.getByRole('group', { name: 'Adding big.bin' });
  await expect(waiting.getByRole('alert')).toContainText('This device has no room left');
  await expect(adas.text).toContainText('Written while there was room');

  await setRoom(300 * MEGABYTE);
  await expect(async () => {
    // The browser remembers for a while how much room it saw.
    await waiting.getByRole('button', { name: 'Try again' }).click();
    await expect(files(adas)).toContainText('big.bin', { timeout: 5_000 });
  }).toPass({ timeout: 45_000 });
  await expect(waiting).toHaveCount(0);
});

test('LED-6 saved with its files: a copy carries them to someone with the link and no network', async ({
  openPerson,
}) => {
  test.skip(...unlessThorough('the file format has tests of its own'));
  const ada = await openPerson({ keepsApp: true });
  const ben = await openPerson({ keepsApp: true });
  const adas = await startDocument(ada, 'To take along', 'Look:');
  await adas.caretAfter('Look:');
  await copyPicture(adas.page, 90, 60);
  await adas.page.keyboard.press('ControlOrMeta+V');
  expect(await drawn(pictures(adas))).toBe('blob: 90x60');
  await adas.sent();
  const link = await adas.copyLink('view');
  // Ben has used Weft before, on another document: the app is on his device.
  await startDocument(ben, 'Something else', 'of his own');
  await awaitNetworkLoss(ada, ben);
  ada.cable.cut();
  ben.cable.cut();

  await adas.page.getByRole('button', { name: 'More', exact: true }).click();
  await adas.page.getByRole('menuitem', { name: 'Save a copy (.weft)' }).click();
  const dialog = adas.page.getByRole('dialog', { name: 'Save a copy' });
  await expect(dialog.getByRole('checkbox', { name: /^With its file \(\d+ bytes\)$/ })).toBeChecked();
  const downloading = adas.page.waitForEvent('download');
  await dialog.getByRole('button', { name: 'Save' }).click();
  const saved = await (await downloading).path();
  await expect(adas.page.getByText('The copy was saved, with its files.')).toBeVisible();

  const bens = await openLink(ben, link);
  await bens.page.getByRole('button', { name: 'More', exact: true }).click();
  const choosing = bens.page.waitForEvent('filechooser');
  await bens.page.getByRole('menuitem', { name: 'Add from a .weft file' }).click();
  await (await choosing).setFiles(saved);
  await expect(bens.page.getByText('One file came with it.')).toBeVisible();
  expect(await drawn(pictures(bens))).toBe('blob: 90x60');
});
