import { expect, expectLines, focus, openEditors, test, type } from './fixture.ts';

test('code is coloured in the language its fence or its list names, and again after it is edited', async ({ page }) => {
  await openEditors(page, 'a', 'b');
  await focus(page);
  await type(page, '```ts⏎const word = "text"; // why');
  await expect(page.locator('#a .weft-code-keyword')).toHaveText('const');
  await expect(page.locator('#a .weft-code-string')).toHaveText('"text"');
  // The other person's editor colours it for itself; the text holds nothing of it.
  await expect(page.locator('#b .weft-code-comment')).toHaveText('// why');
  await expectLines(page, ['code|const word = "text"; // why']);
  await page.keyboard.press('Home');
  await type(page, 'return ');
  await expect(page.locator('#a .weft-code-keyword')).toHaveText(['return', 'const']);
  const list = page.locator('#a').getByRole('combobox', { name: 'Language of this code' });
  await expect(list).toHaveValue('typescript');
  await list.selectOption('Python');
  await expect(page.locator('#a .weft-code-string')).toHaveCount(1);
  await expect(page.locator('#a .weft-code-comment')).toHaveCount(0);
  await list.selectOption('Plain text');
  await expect(page.locator('#a [class^="weft-code-"]:not(.weft-code-bar)')).toHaveCount(0);
  await page.keyboard.press('Control+z');
  await page.keyboard.press('Control+z');
  await expect(list).toHaveValue('typescript');
  expect(await page.evaluate(() => weft.peers['a']?.editor.toMarkdown())).toBe(
    '```typescript\nreturn const word = "text"; // why\n```',
  );
});
