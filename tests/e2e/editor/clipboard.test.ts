import { copied, expect, expectLines, focus, openEditors, paste, test, type } from './fixture.ts';

test.beforeEach(async ({ page }) => {
  await openEditors(page, 'a');
  await focus(page);
});

test('plain text: lines become paragraphs', async ({ page }) => {
  await type(page, 'start ');
  await paste(page, { 'text/plain': 'one\r\n\r\ntwo\nthree' });
  await expectLines(page, ['paragraph|start one', 'paragraph|two', 'paragraph|three']);
});

test('plain lines pasted into a list are items', async ({ page }) => {
  await type(page, '- x');
  await paste(page, { 'text/plain': '1\n2' });
  await expectLines(page, ['bullet|x1', 'bullet|2']);
});

test('HTML from elsewhere becomes flat blocks', async ({ page }) => {
  await paste(page, {
    'text/html': `<meta charset=utf-8><style>p{}</style><script>globalThis.hacked = true</script>
      <h1>Title</h1><h5>Deep</h5>
      <p>Some <b>bold</b>, <i>it</i>,
         <span style="text-decoration: line-through">no</span> and <a href="https://x.org">link</a><a href="javascript:alert(1)">bad</a></p>
      <ul><li>one<ul><li>two<ol><li>three</li></ol></li></ul></li><li><input type="checkbox" checked> done</li></ul>
      <blockquote><p>said</p></blockquote><pre>a
  b</pre><hr>
      <table><tr><td>1</td><td>2</td></tr><tr><td>3</td><td><p>4</p></td></tr></table>
      <img src="x" onerror="globalThis.hacked = true">`,
    'text/plain': 'ignored',
  });
  await expectLines(page, [
    'heading1|Title',
    'heading5|Deep',
    'paragraph|Some bold, it, no and linkbad',
    'bullet|one',
    'bullet>1|two',
    'ordered>2|three',
    'taskx|done',
    'quote|said',
    'code|a\n  b',
    'divider|',
    'row|1|2',
    'row|3|4',
    'paragraph|',
  ]);
  const html = await page.evaluate(() => weft.peers['a']?.editor.toHtml());
  expect(html).toContain('<strong>bold</strong>');
  expect(html).toContain('<s>no</s>');
  expect(html).not.toContain('javascript');
  expect(await page.evaluate(() => 'hacked' in globalThis)).toBe(false);
});

test('Google Docs: its wrapping <b> is not bold', async ({ page }) => {
  await paste(page, {
    'text/html':
      '<b style="font-weight:normal" id="docs-internal-guid"><p dir="ltr"><span style="font-weight:700">B</span><span style="font-weight:400"> n</span></p><br><p>x</p></b>',
  });
  await expectLines(page, ['paragraph|B n', 'paragraph|x']);
  expect(await page.evaluate(() => weft.peers['a']?.editor.toMarkdown())).toBe('**B** n\n\nx');
});

test('words pasted inside a block stay in it', async ({ page }) => {
  await type(page, '# ab');
  await page.keyboard.press('ArrowLeft');
  await paste(page, { 'text/html': '<b>X</b>', 'text/plain': 'X' });
  await expectLines(page, ['heading1|aXb']);
  await type(page, 'y');
  await expectLines(page, ['heading1|aXyb']);
});

test('blocks pasted in the middle: what stood behind the caret goes on after the last', async ({ page }) => {
  await type(page, 'before after');
  for (let i = 0; i < 5; i++) await page.keyboard.press('ArrowLeft');
  await paste(page, { 'text/html': '<p>one</p><ul><li>two</li></ul>' });
  await type(page, '|');
  await expectLines(page, ['paragraph|before one', 'bullet|two|after']);
});

test('in code, everything is text', async ({ page }) => {
  await type(page, '``` ');
  await paste(page, { 'text/html': '<h1>a</h1>', 'text/plain': 'a\n  b' });
  await expectLines(page, ['code|a\n  b']);
});

test('an address pasted over words links them, alone it links itself', async ({ page }) => {
  await type(page, 'see this');
  for (let i = 0; i < 4; i++) await page.keyboard.press('Shift+ArrowLeft');
  await paste(page, { 'text/plain': 'https://example.org/a' });
  await expectLines(page, ['paragraph|see this']);
  await focus(page, 'a', 'end');
  await type(page, ' ');
  await paste(page, { 'text/plain': 'https://b.org' });
  expect(await page.evaluate(() => weft.peers['a']?.editor.toMarkdown())).toBe(
    'see [this](https://example.org/a) <https://b.org>',
  );
});

test('an oversized paste is refused with one sentence, and nothing is lost', async ({ page }) => {
  await type(page, 'mine');
  await page.keyboard.press('Control+a');
  await page.evaluate(() => {
    const transfer = new DataTransfer();
    transfer.setData('text/plain', 'x'.repeat(2_000_001));
    document.activeElement?.dispatchEvent(
      new ClipboardEvent('paste', { clipboardData: transfer, bubbles: true, cancelable: true }),
    );
  });
  await expectLines(page, ['paragraph|mine']);
  expect(await page.evaluate(() => weft.peers['a']?.events.filter(({ name }) => name === 'notice'))).toEqual([
    { name: 'notice', code: 'paste-too-big' },
  ]);
});

test('copy is semantic HTML and readable text; pasting it gives the same blocks', async ({ page }) => {
  await type(page, '# Head⏎- one⏎');
  await page.keyboard.press('Tab');
  await type(page, '**two** x⏎');
  await page.keyboard.press('Shift+Tab');
  await type(page, 'three⏎⏎[x] done⏎⏎> q⏎⏎1. n⏎⏎---``` a  b⏎ c');
  const blocks = await page.evaluate(() => weft.lines('a'));
  await page.keyboard.press('Control+a');
  const { html, text } = await copied(page);
  expect(html).toContain('<h1>Head</h1><ul><li>one<ul><li><strong>two</strong> x</li></ul></li><li>three</li>');
  expect(text).toContain('# Head\n\n- one\n    - two x\n- three\n- [x] done\n\n> q\n\n1. n\n\n---\n\n');
  await page.keyboard.press('Backspace');
  await expectLines(page, ['paragraph|']);
  await paste(page, { 'text/html': html, 'text/plain': text });
  await expect
    .poll(async () => (await page.evaluate(() => weft.lines('a'))).filter((line) => line !== 'paragraph|'))
    .toEqual(blocks.filter((line) => line !== 'paragraph|'));
});

for (const [what, length] of [
  ['a drop', 5],
  ['an oversized drop', 2_000_001],
] as const) {
  test(what, async ({ page }) => {
    await type(page, 'one⏎two');
    await page.evaluate((size) => {
      const transfer = new DataTransfer();
      transfer.setData('text/plain', 'x'.repeat(size));
      const box = document.querySelectorAll('#a .weft-text')[0]?.getBoundingClientRect() as DOMRect;
      const at = { clientX: box.left + 1, clientY: box.top + 5, bubbles: true, cancelable: true };
      document
        .querySelector('#a .weft-content')
        ?.dispatchEvent(new DragEvent('drop', { ...at, dataTransfer: transfer }));
    }, length);
    await expectLines(page, [length === 5 ? 'paragraph|xxxxxone' : 'paragraph|one', 'paragraph|two']);
    const notices = await page.evaluate(() => weft.peers['a']?.events.filter(({ name }) => name === 'notice').length);
    expect(notices).toBe(length === 5 ? 0 : 1);
  });
}

test('dragging a block’s words elsewhere moves them', async ({ page }) => {
  await type(page, 'one⏎two⏎three');
  await focus(page, 'a', 'start');
  await page.keyboard.press('Shift+End');
  await expect.poll(() => page.evaluate(() => weft.peers['a']?.editor.state.get().selectionEmpty)).toBe(false);
  // The events of a drag, as the browser fires them: a driven mouse may start one later than its driver looks.
  await page.evaluate(() => {
    const [from, , to] = document.querySelectorAll('#a .weft-text');
    if (!from || !to) throw new Error('nothing to drag');
    const dataTransfer = new DataTransfer();
    const fire = (name: string, on: Element, dx: number): void => {
      const { left, top } = on.getBoundingClientRect();
      const init = { bubbles: true, cancelable: true, dataTransfer, clientX: left + dx, clientY: top + 10 };
      on.dispatchEvent(new DragEvent(name, init));
    };
    fire('dragstart', from, 10);
    fire('dragover', to, 1);
    fire('drop', to, 1);
    fire('dragend', from, 10);
  });
  await expectLines(page, ['paragraph|', 'paragraph|two', 'paragraph|onethree']);
});

test('cut takes the words along', async ({ page }) => {
  await type(page, 'one two');
  await page.keyboard.press('Shift+Home');
  await page.evaluate(() => {
    const transfer = new DataTransfer();
    document.activeElement?.dispatchEvent(
      new ClipboardEvent('cut', { clipboardData: transfer, bubbles: true, cancelable: true }),
    );
  });
  await expectLines(page, ['paragraph|']);
});

test('a link opens with Ctrl and click only, in a tab that knows nothing of this one', async ({ page, context }) => {
  await paste(page, { 'text/html': '<a href="http://editor.test/other">here</a>' });
  await expectLines(page, ['paragraph|here']);
  const link = page.locator('#a a');
  await expect(link).toHaveAttribute('rel', 'noopener noreferrer');
  await link.click();
  expect(context.pages()).toHaveLength(1);
  const opened = context.waitForEvent('page');
  await link.click({ modifiers: ['ControlOrMeta'] });
  const other = await opened;
  expect(await other.evaluate(() => globalThis.opener)).toBe(null);
});

test('text that is Markdown beyond doubt is read, in one step that undo takes back; with Shift its letters stand as they are', async ({
  page,
}) => {
  const text = '## Plan\n\n- **one**\n- two';
  await paste(page, { 'text/plain': text });
  await expectLines(page, ['heading2|Plan', 'bullet|one', 'bullet|two']);
  await page.keyboard.press('ControlOrMeta+z');
  await expectLines(page, ['paragraph|']);
  await page.keyboard.down('Shift');
  await paste(page, { 'text/plain': text });
  await page.keyboard.up('Shift');
  await expectLines(page, ['paragraph|## Plan', 'paragraph|- **one**', 'paragraph|- two']);
});
