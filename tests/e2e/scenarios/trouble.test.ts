import type { Page } from '@playwright/test';
import { expect, test } from '../harness/index.ts';
import { limitStorage, MEGABYTE, openLink, startDocument } from './desk.ts';

test('a full disk: one sentence, the words stay, and they are saved once there is room', async ({
  relay,
  openPerson,
}) => {
  const ada = await openPerson();
  // The browser reports each refused transaction; the app turns them into its sentence.
  ada.watch.expectProblem(/QuotaExceededError|AbortError/);
  // Set before the first write: the browser remembers for a while how much room it saw.
  const setRoom = await limitStorage(ada.page, relay.origin);
  await setRoom(5 * MEGABYTE);
  const desk = await startDocument(ada, 'Full', 'Written while there was room');
  await desk.sent();

  const lines = Array.from({ length: 180 }, (_, line) => `${line} ${'wordy '.repeat(1600)}`).join('\n');
  await ada.page.evaluate(async (text) => await navigator.clipboard.writeText(text), lines);
  await expect(async () => {
    await ada.page.keyboard.press('ControlOrMeta+V');
    await expect(desk.status).toContainText(/not saved/i, { timeout: 5_000 });
  }).toPass({ timeout: 45_000 });
  await expect(desk.page.getByRole('alert')).toContainText('This device has no room left');
  await expect(desk.text).toContainText('Written while there was room');

  await setRoom(200 * MEGABYTE);
  await desk.page.keyboard.press('ControlOrMeta+End');
  await desk.type('and kept');
  await expect(desk.status).toContainText('Saved on this device');
  await desk.page.reload();
  await expect(desk.text).toContainText('and kept');
});

test.describe('a relay that asks for a secret', () => {
  test.use({ relayOptions: { args: ['--admission-secret', 'open sesame'] } });

  test('RLY-6: a refused socket: one sentence that says what to do, and the words stay here', async ({
    openPerson,
  }) => {
    const ada = await openPerson();
    const desk = await startDocument(ada, 'Refused', 'Still written');
    await expect(desk.status).toContainText('The relay refuses');
    await expect(
      desk.page.getByRole('alert').or(desk.page.getByRole('status')).filter({ hasText: /relay/i }).first(),
    ).toBeVisible();
    await expect(desk.status).toContainText('Saved on this device');
    await desk.page.reload();
    await expect(desk.text).toContainText('Still written');
  });

  test('the secret is asked for, tried again where it is wrong, kept, and lets two people meet', async ({
    openPerson,
  }) => {
    const ada = await openPerson();
    const ben = await openPerson();
    const adas = await startDocument(ada, 'Behind a secret', 'From Ada.');
    const admit = async (page: Page, secret: string): Promise<void> => {
      await page.getByRole('alert').getByRole('button', { name: 'Enter the relay’s secret' }).click();
      const dialog = page.getByRole('dialog', { name: 'The relay’s secret' });
      await dialog.getByLabel('Secret', { exact: true }).fill(secret);
      await page.keyboard.press('Enter');
      await expect(dialog).toBeHidden();
    };
    await admit(adas.page, 'open barley');
    await expect(adas.status).toContainText('The relay refuses');
    await admit(adas.page, 'open sesame');
    await adas.sent();
    const bens = await openLink(ben, await adas.copyLink('edit'));
    await admit(bens.page, 'open sesame');
    await expect(bens.text).toContainText('From Ada.');
    await bens.page.reload();
    await expect(bens.text).toContainText('From Ada.');
    await bens.sent();
  });
});

test.describe('a small relay', () => {
  test.use({ relayOptions: { args: ['--max-room-bytes', '4096'] } });

  test('RLY-6: a full room refuses with a sentence, counts what is unsent, and loses nothing', async ({
    openPerson,
  }) => {
    const ada = await openPerson();
    const desk = await startDocument(ada, 'Small room', 'Before. ');
    await desk.sent();
    // Words that no compaction makes small enough.
    const words = Array.from({ length: 1500 }, (_, at) => ((at + 1) * 2_654_435_761).toString(36)).join(' ');
    await ada.page.evaluate(async (text) => await navigator.clipboard.writeText(text), words);
    await ada.page.keyboard.press('ControlOrMeta+V');
    await expect(desk.status).toContainText('Saved on this device');
    await expect(desk.status).toContainText(/The relay did not take \d+ changes?/);
    await expect(desk.page.getByRole('alert')).toContainText(/room/i);
    await desk.page.reload();
    await expect(desk.text).toContainText(words.slice(-40));
  });
});

test('KEY-7: a link locked with a passphrase asks for it, refuses another, and opens with the right one', async ({
  openPerson,
}) => {
  const ada = await openPerson();
  const ben = await openPerson();
  const desk = await startDocument(ada, 'Locked', 'Behind a passphrase');
  await desk.page.getByRole('button', { name: 'Share' }).click();
  const dialog = desk.page.getByRole('dialog', { name: 'Share' });
  await dialog.getByLabel('Lock the link with a passphrase').check();
  await dialog.getByLabel('Passphrase', { exact: true }).fill('correct horse battery');
  await dialog.getByRole('button', { name: 'Copy view link' }).click();
  await expect(dialog.getByRole('status')).toContainText('copied', { timeout: 60_000 });
  const link = await desk.page.evaluate(async () => await navigator.clipboard.readText());

  await ben.page.goto(link);
  const field = ben.page.getByLabel('Passphrase');
  await field.fill('something else');
  await field.press('Enter');
  await expect(ben.page.getByRole('alert')).toContainText('does not open this link', { timeout: 60_000 });
  await field.fill('correct horse battery');
  await field.press('Enter');
  await expect(ben.page.getByText('Behind a passphrase')).toBeVisible({ timeout: 60_000 });
  expect(ben.page.url()).not.toContain(new URL(link).hash.slice(1, 40));
});
