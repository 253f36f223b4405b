/** Pictures of what writes for a person: on this device, and at an address of their own. */
import type { Browser, BrowserContextOptions } from '@playwright/test';
import { startDocument } from '../scenarios/desk.ts';
import type { Shoot } from './shoot.ts';

/** What a browser with a language model of its own has. */
function bringModel(): void {
  Object.assign(globalThis, {
    LanguageModel: {
      availability: async () => 'available',
      create: async () => ({
        promptStreaming: () =>
          new ReadableStream<string>({
            start(controller) {
              controller.enqueue('The ferry is closed until its landing stage is repaired.\nBuses run instead.');
              controller.close();
            },
          }),
        destroy() {},
      }),
    },
  });
}

export async function shootWriters(
  browser: Browser,
  origin: string,
  options: BrowserContextOptions,
  shoot: Shoot,
): Promise<void> {
  const context = await browser.newContext({ ...options, baseURL: origin });
  const page = await context.newPage();
  await page.addInitScript(bringModel);
  const open = async (item: string): Promise<void> => {
    await page.getByRole('button', { name: 'More', exact: true }).click();
    await page.getByRole('menuitem', { name: item }).click();
  };
  const desk = await startDocument(
    { page },
    'The ferry',
    'The ferry across the estuary was closed on Monday after engineers found cracks in its landing stage.',
  );
  await page.keyboard.press('Enter');
  await desk.type('Until the landing stage is repaired, the town council will run buses around the estuary.');
  await open('What reads along…');
  const reading = page.getByRole('dialog', { name: 'What reads along' });
  await reading.getByRole('button', { name: 'Name an address…' }).click();
  const dialog = page.getByRole('dialog', { name: 'An address of your own' });
  await dialog.getByLabel('Address', { exact: true }).fill('http://127.0.0.1:11434/v1');
  await dialog.getByLabel('Name of the model there').fill('gemma3:4b');
  await dialog.getByRole('button', { name: 'Save' }).click();
  await dialog.getByText('is kept').waitFor();
  await shoot(page, '48-address');
  await page.keyboard.press('Escape');
  await open('What reads along…');
  const allowed = reading.getByRole('radio', { name: 'Also to the address of my own, shown before' });
  await allowed.check();
  await allowed.scrollIntoViewIfNeeded();
  await shoot(page, '49-reach');
  await reading.getByRole('button', { name: 'Done' }).click();
  await desk.caretAfter('Until the landing');
  await page.keyboard.press('Shift+Home');
  await open('Rewrite');
  const panel = page.getByRole('complementary', { name: 'Rewriting' });
  await panel.getByRole('combobox', { name: 'Where' }).waitFor();
  await panel.getByRole('button', { name: 'Rewrite the selection' }).click();
  await panel.getByRole('button', { name: 'Suggest it' }).waitFor();
  await shoot(page, '50-rewritten');
  await panel.getByRole('combobox', { name: 'Where' }).selectOption('At 127.0.0.1:11434');
  await panel.getByRole('button', { name: 'Rewrite the selection' }).click();
  await page.getByRole('button', { name: 'Send it', exact: true }).waitFor();
  await shoot(page, '51-outgoing');
  await page.getByRole('button', { name: 'Don’t send' }).click();
  await open('Summarize');
  const summary = page.getByRole('complementary', { name: 'Summary' });
  await summary.getByRole('combobox', { name: 'Where' }).selectOption('Written anew, on this device');
  await summary.getByText(/Compare it with the text/).waitFor();
  await shoot(page, '52-written-summary');
  await context.close();
}
