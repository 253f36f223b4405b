import { expect, expectLines, focus, lines, openEditors, test, type } from './fixture.ts';

test.describe('two editors', () => {
  test.beforeEach(async ({ page }) => {
    await openEditors(page, 'a', 'b');
    await focus(page, 'a');
  });

  for (const [command, shown] of [
    ['heading1', 'heading1'],
    ['bullet', 'bullet'],
    ['ordered', 'ordered'],
    ['task', 'tasko'],
    ['quote', 'quote'],
    ['codeBlock', 'code'],
  ] as const) {
    test(`${command} ‖ typing, apart: one block with all the words`, async ({ page }) => {
      await type(page, 'plans for tomorrow');
      await expectLines(page, ['paragraph|plans for tomorrow'], 'b');
      await page.evaluate((id) => {
        weft.isOnline = false;
        weft.peers['a']?.editor.commands[id].run();
      }, command);
      await focus(page, 'b');
      await type(page, ' and today');
      await page.evaluate(() => weft.sync());
      await expectLines(page, [`${shown}|plans for tomorrow and today`], 'a');
      await expectLines(page, [`${shown}|plans for tomorrow and today`], 'b');
    });
  }

  test('the caret of somebody who writes stays where it is while others write', async ({ page }) => {
    await type(page, 'one⏎two');
    await expectLines(page, ['paragraph|one', 'paragraph|two'], 'b');
    await page.keyboard.press('ArrowLeft');
    await page.evaluate(() => {
      const { editor } = weft.peers['b'] as (typeof weft.peers)[string];
      editor.view.dispatch(editor.view.state.tr.insertText('zero ', 1, 1));
      editor.view.dispatch(editor.view.state.tr.insertText(' end', editor.view.state.doc.content.size - 1));
    });
    await expectLines(page, ['paragraph|zero one', 'paragraph|two end'], 'a');
    await type(page, '-');
    await expectLines(page, ['paragraph|zero one', 'paragraph|tw-o end'], 'a');
    // Enter before it: the words go to another block, and the caret with them.
    await focus(page, 'b');
    for (let i = 0; i < 7; i++) await page.keyboard.press('ArrowLeft');
    await type(page, '⏎');
    await expectLines(page, ['paragraph|zero one', 'paragraph|t', 'paragraph|w-o end'], 'a');
    await page.evaluate(() => weft.peers['a']?.editor.view.focus());
    await type(page, '+');
    await expectLines(page, ['paragraph|zero one', 'paragraph|t', 'paragraph|w-+o end'], 'a');
  });

  test('fifty remote edits are drawn once, in one frame', async ({ page }) => {
    const drawn = await page.evaluate(async () => {
      const { a, b } = weft.peers as Record<'a' | 'b', (typeof weft.peers)[string]>;
      let count = 0;
      b.editor.on('change', () => count++);
      for (let i = 0; i < 50; i++) a.editor.view.dispatch(a.editor.view.state.tr.insertText(`${i} `));
      const before = weft.lines('b').join('');
      await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
      return { before, count };
    });
    expect(drawn).toEqual({ before: 'paragraph|', count: 1 });
  });

  test('undo takes back my words and leaves yours, even in the heading I made', async ({ page }) => {
    await type(page, '# My heading');
    await expectLines(page, ['heading1|My heading'], 'b');
    await focus(page, 'b');
    await type(page, ' and yours');
    await expectLines(page, ['heading1|My heading and yours'], 'a');
    await focus(page, 'a', 'start');
    for (let i = 0; i < 8; i++) await page.keyboard.press('Control+z');
    await expect.poll(() => page.evaluate(() => weft.lines('b').join())).toMatch(/ and yours$/);
    expect(await page.evaluate(() => weft.lines('a').join())).not.toContain('My heading');
  });

  test('a caret and a selection of somebody else are drawn over the text, not in it', async ({ page }) => {
    await page.evaluate(() => {
      weft.peers['b']?.editor.setUser({ name: 'Bea', color: '#b4318f' });
    });
    await type(page, 'Hello world');
    await expectLines(page, ['paragraph|Hello world'], 'b');
    await focus(page, 'b');
    for (let i = 0; i < 5; i++) await page.keyboard.press('Shift+ArrowLeft');
    const layer = page.locator('#a > .weft-carets');
    await expect(layer.locator('.weft-name')).toHaveText('Bea');
    await expect(layer.locator('.weft-ranges > div')).toHaveCount(1);
    const distance = (): Promise<number> =>
      page.evaluate(() => {
        const caret = document.querySelector('#a .weft-caret')?.getBoundingClientRect();
        const text = document.querySelector('#a .weft-text')?.firstChild as Text;
        const range = document.createRange();
        range.setStart(text, 6);
        range.setEnd(text, 7);
        const letter = range.getBoundingClientRect();
        return Math.abs((caret?.left ?? 0) + 1 - letter.left) + Math.abs((caret?.top ?? 0) - letter.top);
      });
    await expect.poll(distance).toBeLessThan(4);
    expect(await page.locator('#a .weft-content').innerHTML()).not.toContain('Bea');
    expect(await page.evaluate(() => weft.peers['a']?.editor.state.get().people.map(({ name }) => name))).toEqual([
      'Bea',
    ]);
  });

  test('a hostile name, colour and cursor do nothing', async ({ page }) => {
    await page.evaluate(() => {
      const { awareness, doc } = weft.peers['b'] as (typeof weft.peers)[string];
      awareness.setLocalState({
        user: { name: '<img src=x onerror=alert(1)>\u202e\n', color: 'red;background:url(//x)' },
        cursor: { anchor: { type: { client: 5, clock: 'x' } }, head: { tname: 'evil' } },
      });
      awareness.setLocalState({
        user: { name: '<img src=x onerror=alert(1)>\u202e\n', color: 'red;background:url(//x)' },
        cursor: { anchor: 'no', head: { tname: 'content', item: { client: doc.clientID, clock: 99999 } } },
      });
    });
    await type(page, 'still here');
    await expectLines(page, ['paragraph|still here'], 'a');
    const roots = await page.evaluate(() => [...(weft.peers['a']?.doc.share.keys() ?? [])]);
    expect(roots).not.toContain('evil');
    expect(await page.locator('#a .weft-carets img').count()).toBe(0);
  });
});

test('IME: what others write waits until the composition ends, and no longer than its limit', async ({
  page,
  context,
}) => {
  await openEditors(page, 'a', 'b');
  await focus(page, 'a');
  await type(page, 'x');
  const input = await context.newCDPSession(page);
  await input.send('Input.imeSetComposition', { selectionStart: 2, selectionEnd: 2, text: 'にほ' });
  await page.evaluate(() => {
    const { editor } = weft.peers['b'] as (typeof weft.peers)[string];
    editor.view.dispatch(editor.view.state.tr.insertText('remote ', 1, 1));
  });
  await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))));
  expect(await page.evaluate(() => weft.lines('a'))).toEqual(['paragraph|xにほ']);
  await input.send('Input.imeSetComposition', { selectionStart: 3, selectionEnd: 3, text: 'にほん' });
  await input.send('Input.insertText', { text: '日本' });
  await expectLines(page, ['paragraph|remote x日本'], 'a');
  await expectLines(page, ['paragraph|remote x日本'], 'b');
});

test('a composition that never ends does not hold others back for ever', async ({ page, context }) => {
  await page.clock.install();
  await openEditors(page, 'a', 'b');
  await focus(page, 'a');
  await page.keyboard.type('x');
  await page.clock.runFor(100);
  const input = await context.newCDPSession(page);
  await input.send('Input.imeSetComposition', { selectionStart: 1, selectionEnd: 1, text: 'に' });
  await page.evaluate(() => {
    const { editor } = weft.peers['b'] as (typeof weft.peers)[string];
    editor.view.dispatch(editor.view.state.tr.insertText('remote ', 1, 1));
  });
  await page.clock.runFor(1000);
  expect(await page.evaluate(() => weft.lines('a').join())).not.toContain('remote');
  await page.clock.runFor(4500);
  expect(await page.evaluate(() => weft.lines('a').join())).toContain('remote');
});

test('both press Enter at one place, apart: the words after it stand there once, and both go on', async ({ page }) => {
  await openEditors(page, 'a');
  await focus(page, 'a');
  await type(page, 'first second');
  await openEditors(page, 'b');
  await page.evaluate(() => {
    weft.isOnline = false;
  });
  for (const name of ['a', 'b']) {
    await focus(page, name);
    for (let i = 0; i < 'second'.length; i++) await page.keyboard.press('ArrowLeft');
    await page.keyboard.press('Enter');
  }
  await type(page, 'the ');
  await page.evaluate(() => {
    weft.sync();
    weft.isOnline = true;
  });
  for (const name of ['a', 'b']) {
    await expect.poll(() => lines(page, name)).toEqual(['paragraph|first ', 'paragraph|the second']);
  }
  await focus(page, 'a');
  await type(page, '!⏎third');
  for (const name of ['a', 'b']) {
    await expect
      .poll(() => lines(page, name))
      .toEqual(['paragraph|first ', 'paragraph|the second!', 'paragraph|third']);
  }
  // How much one undo takes is a matter of pauses; that it leaves the other's words is not.
  await page.keyboard.press('Control+z');
  await expect.poll(async () => (await lines(page, 'b')).join('\n')).not.toContain('third');
  expect((await lines(page, 'b')).join('\n')).toContain('the second');
});
