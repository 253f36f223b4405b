import { expect, expectLines, focus, openEditors, test, type } from './fixture.ts';

/** What a person reads: suggested words in braces, struck ones in brackets. */
function marked(name: string): string[] {
  const { view } = (weft.peers[name] as (typeof weft.peers)[string]).editor;
  return [...view.dom.querySelectorAll('.weft-text')].map((block) => {
    const copy = block.cloneNode(true) as HTMLElement;
    for (const one of copy.querySelectorAll('ins')) one.replaceWith(`{${one.textContent}}`);
    for (const one of copy.querySelectorAll('del')) one.replaceWith(`[${one.textContent}]`);
    return copy.textContent;
  });
}

test.describe('suggesting', () => {
  test.beforeEach(async ({ page }) => {
    await openEditors(page, 'a', 'b');
    await focus(page, 'a');
    await type(page, 'one two⏎three');
    await expectLines(page, ['paragraph|one two', 'paragraph|three'], 'b');
  });

  test('typed, deleted and replaced by the keyboard; accepted by somebody else; taken back by them', async ({
    page,
  }) => {
    await page.evaluate(() => weft.peers['a']?.editor.setMode('suggesting'));
    await page.keyboard.type(' four');
    for (let i = 0; i < 2; i++) await page.keyboard.press('Backspace');
    await focus(page, 'a', 'start');
    for (let i = 0; i < 3; i++) await page.keyboard.press('Shift+ArrowRight');
    await page.keyboard.type('zero');
    expect(await page.evaluate(marked, 'a')).toEqual(['[one]{zero} two', 'three{ fo}']);
    await expect.poll(() => page.evaluate(marked, 'b')).toEqual(['[one]{zero} two', 'three{ fo}']);

    await focus(page, 'b', 'end');
    await page.keyboard.press('ControlOrMeta+Alt+Shift+A');
    await expect.poll(() => page.evaluate(marked, 'a')).toEqual(['[one]{zero} two', 'three fo']);
    await page.evaluate(() => weft.peers['b']?.editor.commands.acceptAllSuggestions.run());
    await expectLines(page, ['paragraph|zero two', 'paragraph|three fo'], 'a');
    await page.evaluate(() => weft.peers['b']?.editor.commands.undo.run());
    await expect.poll(() => page.evaluate(marked, 'a')).toEqual(['[one]{zero} two', 'three fo']);
  });

  test('an input method’s words are one suggestion', async ({ page }) => {
    await page.evaluate(() => weft.peers['a']?.editor.setMode('suggesting'));
    const session = await page.context().newCDPSession(page);
    for (const text of ['に', 'にほ', 'にほん']) {
      await session.send('Input.imeSetComposition', { text, selectionStart: text.length, selectionEnd: text.length });
    }
    await session.send('Input.insertText', { text: '日本' });
    await expect.poll(() => page.evaluate(marked, 'b')).toEqual(['one two', 'three{日本}']);
    expect(await page.evaluate(() => weft.peers['a']?.editor.suggestions.get()?.list().length)).toBe(1);
    expect(await page.evaluate(() => weft.isConsistent('a'))).toBe(true);
  });

  test('typing goes on at the end of one’s words, a paragraph is new, cut strikes, and a reader sees it all', async ({
    page,
  }) => {
    await page.evaluate(() => weft.peers['a']?.editor.setMode('suggesting'));
    await type(page, '!⏎- item');
    expect(await page.evaluate(marked, 'a')).toEqual(['one two', 'three{!}', '{item}']);
    await focus(page, 'a', 'start');
    await page.keyboard.press('ControlOrMeta+Shift+ArrowRight');
    await page.keyboard.press('ControlOrMeta+x');
    expect((await page.evaluate(marked, 'a'))[0]).toMatch(/^\[one ?\] ?two$/);
    await page.evaluate(() => weft.peers['b']?.editor.setEditable(false));
    await expect.poll(async () => (await page.evaluate(marked, 'b'))[2]).toBe('{item}');
    expect(await page.evaluate(() => weft.peers['b']?.editor.suggestions.get()?.accept([]))).toBe(false);
    expect(await page.evaluate(() => weft.peers['b']?.editor.commands.acceptAllSuggestions.isEnabled())).toBe(false);
    expect(await page.evaluate(() => weft.peers['a']?.editor.toText())).toBe('one two\n\nthree');
    expect(await page.evaluate(() => weft.peers['a']?.editor.toText({ suggestions: 'accept' }))).toMatch(
      /three!\n\n- item$/,
    );
  });
});
