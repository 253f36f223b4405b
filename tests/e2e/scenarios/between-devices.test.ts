import type { Locator, Page } from '@playwright/test';
import { findBarriers } from '../app/axe.ts';
import { expect, findInBytes, test } from '../harness/index.ts';
import { introduce, openLink, startDocument } from './desk.ts';

const CANARY = 'marzipan-lighthouse-6120';
const LINES = [
  `The ${CANARY} was closed on Monday after engineers found cracks in its landing stage.`,
  'Until the landing stage is repaired, the town council will run two buses an hour around the estuary.',
  'The council expects the repair of the landing stage to take six weeks and to cost ninety thousand pounds.',
];
const PHONE =
  'Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 Version/18.0 Mobile/15E148 Safari/604.1';

async function openSettings(page: Page): Promise<Locator> {
  await page.getByRole('button', { name: 'More', exact: true }).click();
  await page.getByRole('menuitem', { name: 'What reads along…' }).click();
  return page.getByRole('dialog', { name: 'What reads along' });
}

/** What a browser with a language model of its own has: it says the beginning of anything. */
function bringModel(): void {
  Object.assign(globalThis, {
    LanguageModel: {
      availability: async () => 'available',
      create: async () => ({
        promptStreaming: (text: string) =>
          new ReadableStream<string>({
            start(controller) {
              controller.enqueue(`${text.slice(0, 12)}…`);
              controller.close();
            },
          }),
        destroy() {},
      }),
    },
  });
}

test('a phone asks a laptop for a summary, and for words said anew: both see it, no is no, whoever is gone is done without, and the relay reads none of it', async ({
  openPerson,
}) => {
  const ann = await openPerson({ reducedMotion: 'reduce' });
  const ben = await openPerson({ viewport: { width: 390, height: 844 }, userAgent: PHONE });
  await ann.page.addInitScript(bringModel);
  await ben.page.addInitScript(() => Reflect.deleteProperty(globalThis, 'LanguageModel'));
  await introduce(ann, 'Ann');
  await introduce(ben, 'Ben');
  const anns = await startDocument(ann, 'The ferry');
  for (const line of LINES) {
    await ann.page.keyboard.insertText(line);
    await ann.page.keyboard.press('Enter');
  }
  const bens = await openLink(ben, await anns.copyLink('edit'));
  await expect(bens.text).toContainText(CANARY);
  // What is to be said anew: on a phone the panel covers the text.
  await bens.caretAfter('two buses an hour');
  await ben.page.keyboard.press('Shift+Home');

  // Nothing is offered until Ann says so.
  await ben.page.getByRole('button', { name: 'More', exact: true }).click();
  await ben.page.getByRole('menuitem', { name: 'Summarize' }).click();
  const panel = ben.page.getByRole('complementary', { name: 'Summary' });
  const sentences = panel.getByRole('button', { name: /^Show in the text: / });
  await expect(panel).toContainText('picked on this device');
  const where = panel.getByRole('combobox', { name: 'Where' });
  await expect(where).toHaveCount(0);
  const settings = await openSettings(ann.page);
  await settings.getByRole('switch', { name: /^Help everybody in this document/ }).check();
  expect(await findBarriers(ann.page, 'dialog[open]')).toEqual([]);
  await settings.getByRole('button', { name: 'Done' }).click();

  // Ann is asked, and says no: Ben’s phone does it.
  await where.selectOption({ label: 'On Ann’s computer' });
  const asked = ann.page.getByRole('note').filter({ hasText: 'Summarize this document for Ben’s phone?' });
  await expect(asked).toBeVisible();
  await expect(panel).toContainText('Waiting for Ann’s computer');
  expect(await findBarriers(ann.page, '[role=note]')).toEqual([]);
  await asked.getByRole('button', { name: 'No' }).click();
  await expect(panel).toContainText('Ann’s computer said no. The document’s own sentences, picked on this device.');
  await expect(sentences.first()).toBeVisible();

  // She says yes: both are told who did it.
  await panel.getByRole('button', { name: 'Summarize again' }).click();
  await asked.getByRole('button', { name: 'Do it' }).click();
  await expect(panel).toContainText('picked on Ann’s computer');
  await expect(ann.page.getByText('This device summarized the document for Ben’s phone.')).toBeVisible();
  for (const text of await sentences.allTextContents()) expect(LINES).toContain(text);

  // What her browser has a model for, it writes for him; his phone has none.
  await ben.page.getByRole('button', { name: 'More', exact: true }).click();
  await ben.page.getByRole('menuitem', { name: 'Rewrite' }).click();
  const rewriting = ben.page.getByRole('complementary', { name: 'Rewriting' });
  await expect(rewriting.getByRole('combobox', { name: 'Where' }).getByRole('option')).toHaveText([
    'On Ann’s computer',
  ]);
  await rewriting.getByRole('button', { name: 'Rewrite the selection' }).click();
  const wanted = ann.page.getByRole('note').filter({ hasText: 'Write something for Ben’s phone?' });
  await wanted.getByRole('button', { name: 'Do it' }).click();
  await expect(rewriting).toContainText('Ann’s computer, a device of the room.');
  await ben.page.getByRole('button', { name: 'More', exact: true }).click();
  await ben.page.getByRole('menuitem', { name: 'Summarize' }).click();
  await expect(panel).toBeVisible();

  // Ben’s phone is called one of Ann’s own devices, and is helped at once; until it is not.
  const own = await openSettings(ann.page);
  await own.getByRole('switch', { name: /^Help my other devices/ }).check();
  await own.getByRole('list', { name: 'My devices' }).getByRole('switch', { name: /^Ben/ }).check();
  await own.getByRole('button', { name: 'Done' }).click();
  await panel.getByRole('combobox', { name: 'As' }).selectOption({ label: 'In short' });
  await expect(sentences).toHaveCount(3);
  await expect(panel).toContainText('picked on Ann’s computer');
  await expect(asked).toHaveCount(0);
  const other = await openSettings(ann.page);
  await other.getByRole('list', { name: 'My devices' }).getByRole('switch', { name: /^Ben/ }).uncheck();
  await other.getByRole('button', { name: 'Done' }).click();

  // She closes the page while Ben waits.
  await panel.getByRole('button', { name: 'Summarize again' }).click();
  await expect(asked).toBeVisible();
  await ann.page.close();
  await expect(panel).toContainText(
    'Ann’s computer is not there any more. The document’s own sentences, picked on this device.',
  );
  await expect(where).toHaveCount(0);

  const frames = [...ann.watch.frames, ...ben.watch.frames];
  const errands = frames.filter(({ bytes }) => findInBytes(bytes, ['We\u0001\u0001\u0009']).length > 0);
  expect(errands.length).toBeGreaterThan(8);
  for (const { bytes } of frames) expect(findInBytes(bytes, [CANARY, 'key-points'])).toEqual([]);
});
