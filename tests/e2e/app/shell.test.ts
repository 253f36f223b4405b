import { findBarriers } from './axe.ts';
import { expect, test } from './shell-fixture.ts';

test('mounting and ending the shell 50 times leaves no listener, element or timer behind', async ({ page }) => {
  const left = await page.evaluate(async () => {
    const open = new Set<string>();
    let next = 0;
    const ids = new WeakMap<object, number>();
    const idOf = (it: object): number => {
      if (!ids.has(it)) ids.set(it, next++);
      return ids.get(it) ?? -1;
    };
    const add = EventTarget.prototype.addEventListener;
    const remove = EventTarget.prototype.removeEventListener;
    // Only what outlives an element counts: listeners on the window and the document.
    const isLasting = (it: unknown): boolean => it === window || it === document;
    EventTarget.prototype.addEventListener = function (type, listener, options): void {
      if (isLasting(this) && listener !== null) open.add(`${type} ${idOf(listener)}`);
      add.call(this, type, listener, options);
    };
    EventTarget.prototype.removeEventListener = function (type, listener, options): void {
      if (isLasting(this) && listener !== null) open.delete(`${type} ${idOf(listener)}`);
      remove.call(this, type, listener, options);
    };
    const before = document.querySelectorAll('*').length;
    let during = 0;
    for (let at = 0; at < 50; at += 1) {
      shellPage.mount({ others: ['Ben'] });
      if (at === 0) during = open.size;
      shellPage.unmount();
    }
    await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
    return { sawSome: during > 0, listeners: [...open], elements: document.querySelectorAll('*').length - before };
  });
  expect(left).toEqual({ sawSome: true, listeners: [], elements: 0 });
});

test('SYN-5 the line says what is so, trouble in a banner that goes when the trouble does', async ({ page }) => {
  await page.evaluate(() => shellPage.mount({ status: { seenBy: 2 } }));
  const line = page.getByRole('group', { name: 'Document status' });
  await expect(line).toContainText('Saved on this device');
  await expect(line).toContainText('Seen by 2');
  await page.evaluate(() => shellPage.setStatus({ relay: { state: 'waiting' }, unsent: 3 }));
  await expect(line).toContainText('3 changes not sent yet');
  await expect(line).not.toContainText('Seen');
  const failure = { code: 'storage-full', sentence: 'This device has no room left: free some space.' };
  await page.evaluate((why) => shellPage.setStatus({ saved: { unsaved: 2, failure: why } }), failure);
  await expect(page.getByRole('alert')).toContainText(failure.sentence);
  await expect(line).toContainText('2 changes not saved on this device');
  await page.evaluate(() => shellPage.setStatus({}));
  await expect(page.getByRole('alert')).toHaveCount(0);
  const refused = { code: '4403', sentence: 'This relay does not take this page: ask its host.' };
  await page.evaluate((why) => shellPage.setStatus({ relay: { state: 'refused', failure: why } }), refused);
  await expect(page.getByRole('alert')).toContainText(refused.sentence);
});

test('an alarm stands until it is put away, and does not come back', async ({ page }) => {
  const alarm = { code: 'equivocation', sentence: 'One session wrote two different changes under one number.', at: 1 };
  await page.evaluate((raised) => shellPage.mount({ status: { alarms: [raised] } }), alarm);
  const alert = page.getByRole('alert');
  await expect(alert).toContainText(alarm.sentence);
  await alert.getByRole('button', { name: 'Dismiss' }).click();
  await expect(alert).toHaveCount(0);
  await page.evaluate((raised) => shellPage.setStatus({ alarms: [raised], unsent: 1 }), alarm);
  await expect(alert).toHaveCount(0);
});

test('KEY-7 an alarm that is no longer so goes by itself', async ({ page }) => {
  const alarm = { code: 'pin-lacking', sentence: 'Changes that the link names have not come.', at: 1 };
  await page.evaluate((raised) => shellPage.mount({ status: { alarms: [raised] } }), alarm);
  await expect(page.getByRole('alert')).toContainText(alarm.sentence);
  await page.evaluate(() => shellPage.setStatus({ alarms: [] }));
  await expect(page.getByRole('alert')).toHaveCount(0);
  await page.evaluate((raised) => shellPage.setStatus({ alarms: [raised] }), alarm);
  await expect(page.getByRole('alert')).toContainText(alarm.sentence);
});

test('what a newer version wrote makes the page read-only, with a banner that says why', async ({ page }) => {
  await page.evaluate(() => shellPage.mount());
  await page.evaluate(() => shellPage.writeNewer());
  await expect(page.getByRole('note')).toContainText('shown read-only');
  await expect(page.getByRole('textbox', { name: 'Title' })).not.toBeEditable();
});

test('a narrow bar puts what does not fit into its menu, and nothing is lost', async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 800 });
  await page.evaluate(() => shellPage.mount());
  const bar = page.getByRole('toolbar', { name: 'Formatting' });
  await expect(bar.getByRole('button', { name: 'Bold' })).toBeVisible();
  await expect(bar.getByRole('button', { name: 'Strikethrough' })).toHaveCount(0);
  await bar.getByRole('button', { name: 'More formatting' }).click();
  await expect(page.getByRole('menuitem', { name: 'Strikethrough' })).toBeVisible();
  await page.keyboard.press('Escape');
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
  await page.setViewportSize({ width: 1200, height: 800 });
  await expect(bar.getByRole('button', { name: 'Strikethrough' })).toBeVisible();
});

test('SYN-6 what happened is a list behind a button: the newest first, put away one by one or all, never in the way', async ({
  page,
}) => {
  const events = [
    { code: 'relay-entry', sentence: 'The relay sent a change that does not hold, and it was left out.', at: 1000 },
    {
      code: 'relay-hides',
      sentence: 'The relay does not hand over changes. They are being asked for again.',
      at: 2000,
    },
    { code: 'peer-full', sentence: 'This device is connected directly to as many others as it can be.', at: 3000 },
    { code: 'removed', sentence: 'This device no longer has access.', at: 4000 },
  ];
  await page.evaluate(() => shellPage.mount());
  const button = page.getByRole('button', { name: /happened$/ });
  await expect(button).toHaveCount(0);
  await page.evaluate((alarms) => shellPage.setStatus({ alarms }), events);
  // Only the grave one stands above the text.
  await expect(page.getByRole('alert')).toHaveText(/does not hand over changes/);
  await expect(button).toHaveText(/3 things happened/);
  await button.focus();
  await page.keyboard.press('Enter');
  const list = page.getByRole('dialog', { name: 'What happened' });
  await expect(list.getByRole('listitem').locator('p')).toHaveText([/as many others/, /hand over/, /left out/]);
  expect(await findBarriers(page, '.weft-happenings-list')).toEqual([]);
  await list.getByRole('button', { name: /^Dismiss: This device/ }).click();
  await expect(list.getByRole('button', { name: /^Dismiss: The relay does not/ })).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(list).toBeHidden();
  await expect(button).toBeFocused();
  await page.keyboard.press('Enter');
  await list.getByRole('button', { name: 'Dismiss all' }).click();
  await expect(list).toBeHidden();
  await expect(button).toHaveCount(0);
  // Told again of the same, it stays quiet; of something else, it does not.
  await page.evaluate((alarms) => shellPage.setStatus({ alarms, unsent: 1 }), events);
  await expect(button).toHaveCount(0);
  const another = { code: 'peer-silent', sentence: 'A device stopped answering.', at: 5000 };
  await page.evaluate((alarms) => shellPage.setStatus({ alarms }), [...events, another]);
  await expect(button).toHaveText(/1 thing happened/);
});

test('the panel stands beside the text, over it or below it, is gone through by keys, and gives focus back', async ({
  page,
}) => {
  await page.setViewportSize({ width: 1440, height: 900 });
  await page.evaluate(() => shellPage.mount());
  await page.evaluate(() => {
    shellPage.addTab('Notes', 0);
    shellPage.addTab('Past', 3);
  });
  const panel = page.getByRole('complementary');
  await expect(panel).toHaveCount(0);
  const button = page.getByRole('button', { name: 'Past, 3 new' });
  await button.focus();
  await page.keyboard.press('Enter');
  await expect(panel).toHaveAccessibleName('Past');
  await expect(panel.getByRole('textbox', { name: 'Past field' })).toBeFocused();
  await expect(button).toHaveAttribute('aria-expanded', 'true');
  const text = page.getByRole('main');
  const overlap = async (): Promise<number> => {
    const [a, b] = [await text.boundingBox(), await panel.boundingBox()];
    return (a?.x ?? 0) + (a?.width ?? 0) - (b?.x ?? 0);
  };
  await expect.poll(overlap).toBeLessThanOrEqual(0);
  await page.keyboard.press('Shift+Tab');
  await page.keyboard.press('Shift+Tab');
  await page.keyboard.press('ArrowLeft');
  await page.keyboard.press('Enter');
  await expect(panel).toHaveAccessibleName('Notes');
  await page.keyboard.press('Escape');
  await expect(panel).toHaveCount(0);
  await expect(button).toBeFocused();
  await page.setViewportSize({ width: 390, height: 844 });
  await button.click();
  const sheet = async (): Promise<readonly unknown[]> => {
    const { x = 0, y = 0, width = 0, height = 0 } = (await panel.boundingBox()) ?? {};
    return [x, width, y + height];
  };
  await expect.poll(sheet).toEqual([0, 390, 844]);
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
});

test('whoever is here is gone to and followed, also who is behind a number: over a reload of theirs, until one does something oneself', async ({
  page,
}) => {
  const move = async (name: string, line?: number): Promise<void> =>
    await page.evaluate(([who, at]) => shellPage.move(who, at), [name, line] as const);
  const line = (at: number) => page.getByRole('main').getByText(`This is line-${at} of many`, { exact: true });
  await page.setViewportSize({ width: 390, height: 700 });
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await page.evaluate(() => shellPage.mount({ threads: 90, others: ['Ben', 'Cleo', 'Dan', 'Eve', 'Finn'] }));
  await move('Ben', 80);
  await move('Finn', 5);
  await expect(page.locator('.weft-caret')).toHaveCount(2);
  const ben = page.getByRole('button', { name: 'Ben: go to where they write, and follow' });
  const note = page.getByRole('note').filter({ hasText: 'Following' });
  await ben.click();
  await expect(line(80)).toBeInViewport();
  await expect(note).toContainText('Following Ben');
  await expect(ben).toHaveAttribute('aria-pressed', 'true');
  await move('Ben', 20);
  await expect(line(20)).toBeInViewport();
  // Not the others; and he himself where his page is loaded anew.
  await move('Finn', 88);
  await move('Ben');
  await expect(page.getByRole('note')).toContainText('Ben left.');
  await move('Ben', 60);
  await expect(line(60)).toBeInViewport();
  await expect(note).toContainText('Following Ben');
  await expect(page.getByRole('button', { name: 'Stop following' })).toBeInViewport({ ratio: 1 });

  const more = page.getByRole('button', { name: 'More people: Finn, Ben, and Ada Lovelace' });
  await more.press('Enter');
  await page.keyboard.press('f');
  await page.keyboard.press('Enter');
  await expect(line(88)).toBeInViewport();
  await expect(note).toContainText('Following Finn');
  await page.mouse.move(200, 400);
  await page.mouse.wheel(0, -600);
  await expect(note).toHaveCount(0);
  await expect(line(88)).not.toBeInViewport();

  // A letter of one's own ends it, and so does the button.
  const cleo = page.getByRole('button', { name: 'Cleo: go to where they write, and follow' });
  await move('Cleo', 30);
  await expect(page.locator('.weft-caret')).toHaveCount(3);
  await cleo.press('Enter');
  await expect(line(30)).toBeInViewport();
  await cleo.press('Tab');
  await expect(note).toContainText('Following Cleo');
  await page.getByRole('textbox', { name: 'Document', exact: true }).press('x');
  await expect(note).toHaveCount(0);
  await cleo.click();
  await expect(cleo).toHaveAttribute('aria-pressed', 'true');
  await cleo.click();
  await expect(cleo).toHaveAttribute('aria-pressed', 'false');
  await page.evaluate(() => shellPage.unmount());
});

test('of 500 threads the cards in sight are drawn, words as words; F8 and the arrows go through them, Esc back to the text', async ({
  page,
}) => {
  await page.setViewportSize({ width: 1440, height: 900 });
  await page.evaluate(() => shellPage.mount({ threads: 500 }));
  await page.getByRole('button', { name: '500 comments' }).click();
  const panel = page.getByRole('complementary', { name: 'Comments' });
  const cards = panel.getByRole('article');
  const first = cards.filter({ hasText: 'Remark 0<' });
  await expect(first).toBeFocused();
  await expect(first).toContainText('<b onclick="alert(1)">Remark 0</b>');
  expect(await cards.count()).toBeLessThan(25);
  await page.keyboard.press('End');
  await expect(cards.filter({ hasText: 'Remark 499<' })).toBeFocused();
  expect(await cards.count()).toBeLessThan(25);
  await page.keyboard.press('ArrowUp');
  await expect(cards.filter({ hasText: 'Remark 498<' })).toBeFocused();
  await page.keyboard.press('F8');
  await expect(cards.filter({ hasText: 'Remark 0<' })).toBeFocused();
  await page.keyboard.press('F8');
  await page.keyboard.press('F8');
  await page.keyboard.press('Shift+F8');
  const second = cards.filter({ hasText: 'Remark 1<' });
  await expect(second).toBeFocused();
  await expect(page.locator('.weft-comment-active')).toHaveText('line-1');
  await page.keyboard.press('Enter');
  const field = second.getByRole('textbox', { name: 'Reply' });
  await expect(field).toBeFocused();
  await page.keyboard.type('j k 8');
  await page.keyboard.press('Escape');
  await expect(second).toBeFocused();
  await expect(field).toHaveValue('j k 8');
  await page.keyboard.press('Escape');
  await expect(page.getByRole('textbox', { name: 'Document' })).toBeFocused();
});

test('a comment is asked for on what is selected, or on the block; where there are no words, one sentence says so', async ({
  page,
}) => {
  await page.evaluate(() => shellPage.mount({ threads: 1 }));
  const text = page.getByRole('textbox', { name: 'Document' });
  const mod = process.platform === 'darwin' ? 'Meta' : 'Control';
  await text.locator('.weft-block').first().click();
  await page.keyboard.press(`${mod}+Alt+m`);
  await expect(page.getByText('There is nothing to comment on here')).toBeVisible();
  await text.getByText('This is').click();
  await page.keyboard.press(`${mod}+Alt+m`);
  const panel = page.getByRole('complementary', { name: 'Comments' });
  await expect(panel.getByRole('region', { name: 'New thread' })).toContainText('This is line-0 of many');
  await page.keyboard.type('All of it');
  await page.keyboard.press(`${mod}+Enter`);
  await expect(panel.getByRole('article')).toHaveCount(2);
  await expect(panel.getByRole('article').filter({ hasText: 'All of it' })).toContainText('This is line-0 of many');
});

test('what was selected is known when something beside the text is pressed, however soon', async ({ page }) => {
  // In one go, as on a slow device: the browser tells of a selection later than of the press, which takes the focus.
  const selected = await page.evaluate(() => {
    shellPage.mount({ threads: 1 });
    const text = document.querySelector<HTMLElement>('.weft-content');
    const words = text?.querySelector('.weft-block:last-of-type .weft-text')?.firstChild;
    const field = document.querySelector<HTMLElement>('input, textarea');
    if (!text || !words || !field) throw new Error('no words, or nothing beside them');
    text.focus();
    getSelection()?.setBaseAndExtent(words, 0, words, 4);
    field.dispatchEvent(new PointerEvent('pointerdown', { bubbles: true }));
    field.focus();
    return shellPage.selected();
  });
  expect(selected).toBe('This');
});

test('an embedder hands in a language: the whole shell speaks it, and says so', async ({ page }) => {
  await page.evaluate(() => shellPage.mount({ isGerman: true, others: ['Ben'] }));
  await expect(page.locator('.weft-shell')).toHaveAttribute('lang', 'de');
  await expect(page.getByRole('toolbar', { name: 'Formatierung' }).getByRole('button', { name: 'Fett' })).toBeVisible();
  await expect(page.getByRole('group', { name: 'Stand des Dokuments' })).toContainText('Auf diesem Gerät gespeichert');
  await expect(
    page.getByRole('list', { name: 'Wer hier ist' }).getByRole('button', { name: /^Ben: dorthin gehen/ }),
  ).toBeVisible();
  await page.evaluate(() =>
    shellPage.setStatus({ relay: { state: 'refused', failure: { code: 'relay-refused', sentence: 'English.' } } }),
  );
  await expect(page.getByText('Das Relay hat diese Verbindung abgelehnt.')).toBeVisible();
});

test('in a shadow root everything is where it is in a page: text, bars, lists, comments, focus; what floats stands where it is told to', async ({
  page,
}) => {
  await page.evaluate(() => shellPage.mount({ isInShadow: true, others: ['Ben'] }));
  const text = page.getByRole('textbox', { name: 'Document' });
  await text.click();
  await page.keyboard.type('# Shade');
  await page.keyboard.press('Enter');
  await page.keyboard.type('/quo');
  await page.keyboard.press('Enter');
  await page.keyboard.type('said in the dark');
  await expect(text.locator('[data-kind="quote"]')).toHaveText('said in the dark');
  await page.keyboard.press('Shift+Home');
  // Its styles are those of the shell, and its place is by the words, though the shell was moved.
  const bubble = page.getByRole('toolbar', { name: 'Selection' });
  const distance = async (): Promise<number> => {
    const [words, bar] = [await text.locator('[data-kind="quote"]').boundingBox(), await bubble.boundingBox()];
    return Math.abs((words?.y ?? 0) - (bar?.y ?? 0) - (bar?.height ?? 0));
  };
  await expect.poll(distance).toBeLessThan(30);
  await bubble.getByRole('button', { name: 'Bold' }).click();
  await expect(text.locator('strong')).toHaveText('said in the dark');
  await page.getByRole('button', { name: /^Block kind/ }).click();
  await page.getByRole('menuitemradio', { name: 'Text' }).click();
  await expect(text.locator('[data-kind="paragraph"]')).toHaveText('said in the dark');
  await page.keyboard.press('ControlOrMeta+Alt+m');
  await page.keyboard.type('By whom?');
  await page.keyboard.press('ControlOrMeta+Enter');
  await expect(page.getByRole('article')).toContainText('By whom?');
  await page.getByRole('tab', { name: 'Comments' }).focus();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('complementary')).toBeHidden();
  const focused = (): Promise<string | undefined> =>
    page.evaluate(() => document.activeElement?.shadowRoot?.activeElement?.className);
  await expect.poll(focused).toContain('weft-content');
  await page.keyboard.press('ControlOrMeta+f');
  await page.keyboard.type('dark');
  await expect(page.getByRole('search')).toContainText('1 of 1');
  await page.keyboard.press('Escape');
  await page.keyboard.press('ControlOrMeta+/');
  await expect(page.getByRole('heading', { name: 'Keyboard shortcuts' })).toBeVisible();
  expect(await page.locator('.weft-overlays dialog').count()).toBe(1);
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: /^Focus/ }).click();
  await expect(text.locator('[data-kind="heading"]')).toHaveCSS('opacity', '0.35');
  // The line one writes in comes to the middle, and stays there.
  await page.keyboard.press('ControlOrMeta+End');
  for (let at = 0; at < 25; at++) await page.keyboard.press('Enter');
  await page.keyboard.type('Below');
  const line = text.locator('.weft-block').last();
  await expect.poll(async () => Math.abs(((await line.boundingBox())?.y ?? 0) - 720 * 0.45)).toBeLessThan(30);
  await line.hover();
  const handle = page.locator('.weft-overlays .weft-handle');
  await expect(handle).toBeVisible();
  await handle.click();
  await expect(page.getByRole('menuitem', { name: 'Duplicate' })).toBeVisible();
  await page.keyboard.press('Escape');
  const left = await page.evaluate(() => {
    shellPage.unmount();
    return document.querySelectorAll('.weft-overlays, .weft-shell').length;
  });
  expect(left).toBe(0);
});
