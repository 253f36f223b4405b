import { ENTRY, expect, test, type Person } from '../harness/index.ts';
import { awaitNetworkLoss, type Desk, openLink, startDocument } from '../scenarios/desk.ts';

async function turnOn({ page }: Person): Promise<void> {
  await page.getByRole('button', { name: 'More', exact: true }).click();
  await page.getByRole('menuitem', { name: 'Suggest words as I write' }).click();
}

/** What is written, without what is suggested; blocks parted by bars. */
const words = async (desk: Desk): Promise<string> =>
  await desk.text.locator('.weft-block .weft-text').evaluateAll((blocks) =>
    blocks
      .map((block) => {
        const copy = block.cloneNode(true) as Element;
        for (const ghost of copy.querySelectorAll('.weft-ghost')) ghost.remove();
        return copy.textContent ?? '';
      })
      .join('|'),
  );

test('a suggestion is taken whole, word by word, or sent away for good; nobody else sees it, and undo takes it back', async ({
  openPerson,
}) => {
  const ada = await openPerson();
  const requests: string[] = [];
  ada.context.on('request', (request) => requests.push(request.url()));
  const desk = await startDocument(ada, 'Letters', 'It was made in the United Sta');
  const ben = await openPerson();
  const bens = await openLink(ben, await desk.copyLink('edit'));
  await expect(bens.text).toHaveText('It was made in the United Sta');
  const ghost = desk.page.locator('.weft-ghost');
  expect(requests.filter((url) => url.includes('weft-lm'))).toEqual([]);
  expect(desk.page.workers()).toEqual([]);

  // All that a screen reader is told: the next thing said takes the place of the one before.
  await desk.page.locator('.weft-shell > [role="status"]').evaluate((region) => {
    Object.assign(globalThis, { heard: '' });
    new MutationObserver(() => {
      Object.assign(globalThis, { heard: `${String(Reflect.get(globalThis, 'heard'))}|${region.textContent ?? ''}` });
    }).observe(region, { childList: true, characterData: true, subtree: true });
  });
  await turnOn(ada);
  await expect(desk.page.getByText('Suggestions are on')).toBeVisible();
  await desk.caretAfter('It was made');
  await desk.type('t');
  await expect(ghost).toHaveText(/^es/);
  await expect
    .poll(() => desk.page.evaluate(() => Reflect.get(globalThis, 'heard') as string))
    .toContain('Tab takes it');
  await desk.page.keyboard.press('Tab');
  await expect.poll(() => words(desk)).toMatch(/United States/);
  await expect(ghost).toBeHidden();
  await desk.page.keyboard.press('Control+z');
  await expect.poll(() => words(desk)).toBe('It was made in the United Stat');

  // The space that comes with a word gives way to a mark.
  await desk.page.keyboard.press('Backspace');
  await desk.type('t');
  await expect(ghost).toHaveText(/^es/);
  await desk.page.keyboard.press('Tab');
  await desk.type('.');
  await expect.poll(() => words(desk)).toMatch(/^It was made in the United States[^ ]*\.$/);
  await desk.page.keyboard.press('Control+z');
  await desk.page.keyboard.press('Control+z');
  await expect.poll(() => words(desk)).toBe('It was made in the United Stat');

  await desk.page.keyboard.press('Backspace');
  await expect(bens.text).toHaveText('It was made in the United Sta');
  await desk.type('t');
  await expect(ghost).toHaveText(/^es/);
  // It is in nobody's document: the letters alone are what another gets, each in an envelope.
  await expect(bens.text).toHaveText('It was made in the United Stat');
  await expect(bens.page.locator('.weft-ghost')).toHaveCount(0);
  const entries = ben.watch.count('received', ENTRY);
  await desk.page.keyboard.press('Escape');
  await expect(ghost).toBeHidden();
  // The same letter again: what was sent away stays away, and elsewhere it comes.
  await desk.page.keyboard.press('Backspace');
  await expect(bens.text).toHaveText('It was made in the United Sta');
  await desk.type('t');
  await expect(bens.text).toHaveText('It was made in the United Stat');
  expect(ben.watch.count('received', ENTRY)).toBe(entries + 2);
  expect(await words(desk)).toBe('It was made in the United Stat');
  await desk.page.keyboard.press('Enter');
  await desk.type('We live in the United Stat');
  await expect(ghost).toHaveText(/^es/);
  expect(await words(desk)).toMatch(/^It was made in the United Stat\|/);
  await desk.page.keyboard.press('Control+ArrowRight');
  await expect.poll(() => words(desk)).toMatch(/\|We live in the United States[.,]?$/);
});

test('what a document says again and again is suggested with no network and with no model, later in others too', async ({
  openPerson,
}) => {
  const ada = await openPerson();
  ada.watch.expectProblem(/Failed to load resource: net::ERR_FAILED/);
  const said = 'Quokkas wear velvet slippers. ';
  const desk = await startDocument(ada, 'Quokkas', said.repeat(6));
  await ada.page.route(/weft-lm.*\.bin$/, async (route) => await route.abort());
  await turnOn(ada);
  await expect(desk.page.getByText('The language model has not arrived')).toBeVisible();
  await desk.text.press('Control+End');
  await desk.page.keyboard.press('Enter');
  await desk.type('Quokkas wear vel');
  const ghost = desk.page.locator('.weft-ghost');
  await expect(ghost).toHaveText(/^vet/);

  // Another document, and an engine that knows nothing yet: it learns from what is kept of the first.
  await ada.page.getByRole('link', { name: 'Documents' }).click();
  await ada.page.getByRole('listitem').filter({ hasText: 'Quokkas' }).waitFor();
  await ada.page.reload();
  const other = await startDocument(ada, 'Notes', 'Quokkas wear vel');
  // The first letters wake the engine; it answers the next ones.
  const asks = async (): Promise<void> => {
    await other.page.keyboard.press('Backspace');
    await other.type('l');
    await expect(ghost).toHaveText(/^vet/, { timeout: 2000 });
  };
  await expect(asks).toPass();
});

test('suggestions go on when the app is opened with no network', async ({ openPerson }) => {
  const ada = await openPerson({ keepsApp: true });
  const desk = await startDocument(ada, 'Far away', 'From the sea.');
  await awaitNetworkLoss(ada);
  // The service worker keeps what the page it serves asks for.
  await ada.page.reload();
  await expect(desk.text).toContainText('From the sea.');
  await turnOn(ada);
  await expect(desk.page.getByText('Suggestions are on')).toBeVisible();
  const kept = async (): Promise<number> => (await (await caches.open('weft-models')).keys()).length;
  await expect.poll(() => ada.page.evaluate(kept)).toBe(1);
  await desk.sent();
  ada.cable.cut();
  await ada.page.reload();
  await desk.caretAfter('From the sea.');
  const ghost = desk.page.locator('.weft-ghost');
  await desk.type(' It was made in the United Sta');
  // The first letters wake the engine; it answers the next ones.
  await expect(async () => {
    await desk.page.keyboard.press('Backspace');
    await desk.type('a');
    await expect(ghost).toHaveText(/^tes/, { timeout: 5000 });
  }).toPass();
});
