import { expect, expectLines, focus, lines, openEditors, test, type } from './fixture.ts';

test.describe('typing', () => {
  test.beforeEach(async ({ page }) => {
    await openEditors(page, 'a');
    await focus(page);
  });

  test('letters reach the Y.Doc', async ({ page }) => {
    await type(page, 'Hello⏎world');
    await expectLines(page, ['paragraph|Hello', 'paragraph|world']);
  });

  for (const [typed, expected] of [
    ['# Title', 'heading1|Title'],
    ['## Title', 'heading2|Title'],
    ['### Title', 'heading3|Title'],
    ['- item', 'bullet|item'],
    ['* item', 'bullet|item'],
    ['1. item', 'ordered|item'],
    ['[] item', 'tasko|item'],
    ['[ ] item', 'tasko|item'],
    ['[x] item', 'taskx|item'],
    ['> said', 'quote|said'],
    ['``` let x', 'code|let x'],
  ] as const) {
    test(`Markdown: ${typed}`, async ({ page }) => {
      await type(page, typed);
      await expectLines(page, [expected]);
    });
  }

  test('Markdown: --- is a divider', async ({ page }) => {
    await type(page, 'above⏎---below');
    await expectLines(page, ['paragraph|above', 'divider|', 'paragraph|below']);
  });

  test('Markdown marks', async ({ page }) => {
    await type(page, 'a **bold** b *it* c `code` d ~~no~~ e');
    await expectLines(page, ['paragraph|a bold b it c code d no e']);
    const html = await page.evaluate(() => weft.peers['a']?.editor.toHtml());
    expect(html).toBe('<p>a <strong>bold</strong> b <em>it</em> c <code>code</code> d <s>no</s> e</p>');
  });

  test('marks inside marks, and plain text after them', async ({ page }) => {
    await type(page, '**fat *and it*** end');
    expect(await page.evaluate(() => weft.peers['a']?.editor.toHtml())).toBe(
      '<p><strong>fat <em>and it</em></strong> end</p>',
    );
  });

  test('an address becomes a link when the word ends', async ({ page }) => {
    await type(page, 'see https://example.org/a, and www.b.org. ');
    await expectLines(page, ['paragraph|see https://example.org/a, and www.b.org. ']);
    expect(await page.evaluate(() => weft.peers['a']?.editor.toHtml())).toContain(
      '<a href="https://example.org/a" rel="noopener noreferrer">https://example.org/a</a>, and <a href="https://www.b.org/"',
    );
  });

  test('undo takes back a shortcut by itself', async ({ page }) => {
    await type(page, 'one⏎# two');
    await expectLines(page, ['paragraph|one', 'heading1|two']);
    await page.keyboard.press('Control+z');
    await expectLines(page, ['paragraph|one', 'heading1|']);
    await page.keyboard.press('Control+z');
    await expectLines(page, ['paragraph|one', 'paragraph|#']);
  });

  test('arrows move through tasks, dividers and code', async ({ page }) => {
    // A first line above: a jump to the start of the text so soon after focus, ProseMirror takes for the browser's and undoes.
    await type(page, 'top⏎[] one⏎two⏎⏎---``` code');
    await page.keyboard.press('Home');
    await page.keyboard.press('ArrowUp');
    expect(await page.evaluate(() => weft.state('a')['kind'])).toBe('divider');
    await page.keyboard.press('ArrowUp');
    await page.keyboard.press('Home');
    await type(page, 'A');
    await page.keyboard.press('ArrowUp');
    await page.keyboard.press('Home');
    await type(page, 'B');
    await expectLines(page, ['paragraph|top', 'tasko|Bone', 'tasko|Atwo', 'divider|', 'code|code']);
    await page.keyboard.press('Control+End');
    await page.keyboard.press('ArrowDown');
    await type(page, 'after');
    await expectLines(page, ['paragraph|top', 'tasko|Bone', 'tasko|Atwo', 'divider|', 'code|code', 'paragraph|after']);
  });

  test('a document that others emptied can be written in again', async ({ page }) => {
    await page.evaluate(() => {
      const { document: source, doc } = weft.peers['a'] as (typeof weft.peers)[string];
      doc.transact(() => source.content.delete(0, source.content.length), 'remote');
    });
    await expectLines(page, []);
    await page.locator('#a .weft-content').click();
    await type(page, 'again');
    await expectLines(page, ['paragraph|again']);
  });

  test('Backspace right after a shortcut takes it back', async ({ page }) => {
    await type(page, '# ');
    await expectLines(page, ['heading1|']);
    await page.keyboard.press('Backspace');
    await expectLines(page, ['paragraph|# ']);
  });

  test('Enter: a heading is followed by text, an empty item leaves its list', async ({ page }) => {
    await type(page, '# One⏎two⏎- three⏎four⏎⏎five');
    await expectLines(page, ['heading1|One', 'paragraph|two', 'bullet|three', 'bullet|four', 'paragraph|five']);
  });

  test('Tab indents, Enter on an empty deep item steps out', async ({ page }) => {
    await type(page, '- one⏎');
    await page.keyboard.press('Tab');
    await type(page, 'two⏎');
    await page.keyboard.press('Tab');
    await type(page, 'three⏎⏎four');
    await expectLines(page, ['bullet|one', 'bullet>1|two', 'bullet>2|three', 'bullet>1|four']);
    await page.keyboard.press('Shift+Tab');
    await expectLines(page, ['bullet|one', 'bullet>1|two', 'bullet>2|three', 'bullet|four']);
  });

  test('Backspace at the start: plain, then out, then joined', async ({ page }) => {
    await type(page, 'one⏎- two');
    await page.keyboard.press('Home');
    await page.keyboard.press('Backspace');
    await expectLines(page, ['paragraph|one', 'paragraph|two']);
    await page.keyboard.press('Backspace');
    await expectLines(page, ['paragraph|onetwo']);
    await type(page, '-');
    await expectLines(page, ['paragraph|one-two']);
  });

  test('code: Enter is a line break, Tab indents, Mod-Enter leaves', async ({ page }) => {
    await type(page, '``` if (x) {⏎');
    await page.keyboard.press('Tab');
    await type(page, 'y();⏎');
    await page.keyboard.press('Control+Enter');
    await type(page, 'after');
    await expectLines(page, ['code|if (x) {\n  y();\n  ', 'paragraph|after']);
  });

  test('tasks: Ctrl-Enter and a click tick them, the next one is not ticked', async ({ page }) => {
    await type(page, '[] one');
    await page.keyboard.press('Control+Enter');
    await type(page, '⏎two');
    await expectLines(page, ['taskx|one', 'tasko|two']);
    await page.locator('#a .weft-checkbox').nth(1).click();
    await expectLines(page, ['taskx|one', 'taskx|two']);
    await type(page, '!');
    await expectLines(page, ['taskx|one', 'taskx|two!']);
    await page.locator('#a .weft-checkbox').first().focus();
    await page.keyboard.press('Space');
    await expectLines(page, ['tasko|one', 'taskx|two!']);
  });

  test('Shift-Enter breaks the line inside a block', async ({ page }) => {
    await type(page, 'one');
    await page.keyboard.press('Shift+Enter');
    await type(page, 'two');
    await expectLines(page, ['paragraph|one\ntwo']);
  });

  test('shortcuts set kinds and marks', async ({ page }) => {
    await page.keyboard.press('Control+Alt+2');
    await type(page, 'Head⏎');
    await page.keyboard.press('Control+b');
    await type(page, 'fat');
    await page.keyboard.press('Control+b');
    await type(page, ' thin⏎');
    await page.keyboard.press('Control+Shift+7');
    await type(page, 'n');
    await expectLines(page, ['heading2|Head', 'paragraph|fat thin', 'ordered|n']);
    expect(await page.evaluate(() => weft.peers['a']?.editor.toMarkdown())).toBe('## Head\n\n**fat** thin\n\n1. n');
  });

  test('select all and type leaves one paragraph', async ({ page }) => {
    await type(page, '# One⏎two⏎three');
    await page.keyboard.press('Control+a');
    await type(page, 'new');
    await expectLines(page, ['paragraph|new']);
    await page.keyboard.press('Control+a');
    await page.keyboard.press('Backspace');
    await expectLines(page, ['paragraph|']);
  });

  test('undo and redo are per person and restore the caret', async ({ page }) => {
    await type(page, 'one');
    await page.keyboard.press('Control+Alt+1');
    await expectLines(page, ['heading1|one']);
    await page.keyboard.press('Control+z');
    await expectLines(page, ['paragraph|one']);
    await page.keyboard.press('Control+z');
    await expectLines(page, ['paragraph|']);
    expect(await page.evaluate(() => weft.peers['a']?.editor.commands.undo.isEnabled())).toBe(false);
    await page.keyboard.press('Control+Shift+z');
    await page.keyboard.press('Control+Shift+z');
    await expectLines(page, ['heading1|one']);
  });

  test('block ids are unique after splits', async ({ page }) => {
    await type(page, 'one two⏎three');
    await page.keyboard.press('ArrowLeft');
    await page.keyboard.press('Enter');
    const ids = await page.evaluate(() => {
      const found: unknown[] = [];
      weft.peers['a']?.editor.view.state.doc.forEach((node) => found.push(node.attrs['id']));
      return found;
    });
    expect(new Set(ids).size).toBe(3);
    expect(ids.every((id) => typeof id === 'string' && id !== '')).toBe(true);
  });

  test('a click below the text goes on writing there', async ({ page }) => {
    await type(page, '# Title');
    const box = await page.locator('#a .weft-content').boundingBox();
    await page.mouse.click((box?.x ?? 0) + 200, (box?.y ?? 0) + (box?.height ?? 0) - 20);
    await type(page, 'below');
    await expectLines(page, ['heading1|Title', 'paragraph|below']);
  });

  test('Tab leaves the text after Escape, and in plain text', async ({ page }) => {
    await type(page, '- item');
    await page.keyboard.press('Escape');
    await page.keyboard.press('Tab');
    expect(await page.evaluate(() => document.activeElement?.closest('#a') === null)).toBe(true);
  });

  test('the element of the text stays when the kind changes', async ({ page }) => {
    await type(page, 'word');
    const isSame = await page.evaluate(() => {
      const before = document.querySelector('#a .weft-text');
      const leaf = before?.firstChild;
      weft.peers['a']?.editor.commands.heading1.run();
      const after = document.querySelector('#a .weft-text');
      return before === after && leaf === after?.firstChild && after?.getAttribute('role') === 'heading';
    });
    expect(isSame).toBe(true);
    await expect.poll(() => lines(page)).toEqual(['heading1|word']);
  });
});
