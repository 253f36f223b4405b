import { readFile } from 'node:fs/promises';
import type { Page } from '@playwright/test';
import { expect, test } from '../harness/index.ts';
import { toDesk } from '../scenarios/desk.ts';

const MARKDOWN = `# Plan for May

Some **bold** words[^1], a formula $x^2$ and <script>document.title = 'owned'</script>text.

- [x] done
- open
  1. first

| Who | What |
| --- | ---: |
| Ann | 12 |

![far](https://example.org/far.png)

[^1]: A note.
`;
const DOT =
  'data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg==';

function textFile(name: string, text: string): { name: string; mimeType: string; buffer: Buffer } {
  return { name, mimeType: 'text/plain', buffer: Buffer.from(text) };
}

async function exportAs(page: Page, kind: RegExp): Promise<{ readonly path: string; readonly name: string }> {
  await page.getByRole('button', { name: 'More', exact: true }).click();
  await page.getByRole('menuitem', { name: 'Export as…' }).click();
  const dialog = page.getByRole('dialog', { name: 'Export as' });
  await dialog.getByRole('radio', { name: kind }).check();
  const downloading = page.waitForEvent('download');
  await dialog.getByRole('button', { name: 'Export', exact: true }).click();
  const download = await downloading;
  await expect(dialog).toBeHidden();
  return { path: await download.path(), name: download.suggestedFilename() };
}

test('files become documents, one step takes an import back, and a document goes out in every format and comes in again', async ({
  openPerson,
}) => {
  const ada = await openPerson();
  const { page } = ada;
  await page.goto('/');
  const asked: string[] = [];
  page.on('request', (request) => {
    const { protocol, origin } = new URL(request.url());
    if (/^https?:$/.test(protocol) && origin !== new URL(page.url()).origin) asked.push(request.url());
  });
  const notices = page.getByRole('region', { name: 'Notices' });
  const list = page.getByRole('listitem').getByRole('link');
  const importMany = async (...files: (ReturnType<typeof textFile> | string)[]): Promise<void> => {
    const choosing = page.waitForEvent('filechooser');
    await page.getByRole('button', { name: 'Import…' }).click();
    await (await choosing).setFiles(files as string[]);
  };

  // One file opens; what it says of other places is left alone.
  await importMany(textFile('may.md', MARKDOWN));
  const desk = toDesk(page);
  await expect(desk.title).toHaveValue('Plan for May');
  const blocks = ['Some bold words1', 'done', 'open', 'first', 'far', '1 A note.'];
  for (const words of blocks) await expect(desk.text).toContainText(words);
  await expect(desk.text.getByRole('cell', { name: '12' })).toBeVisible();
  expect(await page.title()).not.toBe('owned');

  // At the caret, with a picture of its own, and back in one step.
  await desk.caretAfter('far');
  const before = await desk.blocks();
  await page.getByRole('button', { name: 'More', exact: true }).click();
  const choosing = page.waitForEvent('filechooser');
  await page.getByRole('menuitem', { name: 'Import at the caret…' }).click();
  await (await choosing).setFiles(
    textFile('more.html', `<h2>More</h2><p>words<img alt="a dot" src="${DOT}"></p><p>end</p>`),
  );
  await expect(notices).toContainText('“more.html” was imported');
  await expect(desk.text.getByRole('img', { name: 'a dot' })).toBeVisible();
  await desk.text.focus();
  await page.keyboard.press('ControlOrMeta+z');
  await expect.poll(() => desk.blocks()).toEqual(before);
  await page.keyboard.press('ControlOrMeta+Shift+z');
  await expect(desk.text.getByRole('img', { name: 'a dot' })).toBeVisible();

  // Out, in each format.
  const word = await exportAs(page, /^Word/);
  expect(word.name).toMatch(/^document \d{4}-\d\d-\d\d\.docx$/);
  const json = await exportAs(page, /^JSON/);
  const web = await exportAs(page, /^Web page/);
  const markdown = await exportAs(page, /^Markdown/);
  expect(await readFile(markdown.path, 'utf8')).toMatch(
    /^# Plan for May\n\nSome \*\*bold\*\* words\[\^1\], a formula \$x\^2\$ and text\./,
  );
  const html = await readFile(web.path, 'utf8');
  expect(html).toContain(DOT);
  expect(html).toContain('<math');
  expect(html).not.toMatch(/data-weft-attachment|<script/);
  const shown = await desk.blocks();

  // On paper: pictures that nobody scrolled to, white in the dark, a head on each page.
  await page.getByRole('link', { name: 'Documents' }).click();
  await importMany(
    textFile(
      'long.html',
      `<table><tr><th>H<th>I<tr><td>a<td>b</table>${'<p>words</p>'.repeat(80)}<img alt="low" src="${DOT}"><p>last`,
    ),
  );
  await expect(desk.text).toContainText('last');
  await page.evaluate(() => {
    Object.assign(window, {
      print: () => {
        document.body.dataset['printed'] = String(document.querySelectorAll('.weft-image-frame > img').length);
      },
    });
  });
  await expect(page.locator('.weft-image-box')).toHaveCount(1);
  await page.keyboard.press('ControlOrMeta+p');
  await expect(page.locator('body')).toHaveAttribute('data-printed', '1');
  await page.emulateMedia({ media: 'print', colorScheme: 'dark' });
  const onPaper = await page.evaluate(() => [
    getComputedStyle(document.documentElement).backgroundColor,
    getComputedStyle(document.querySelector('.weft-table tr') as Element).display,
  ]);
  expect(onPaper).toEqual(['rgb(255, 255, 255)', 'table-header-group']);
  await expect(page.getByRole('button', { name: 'Share' })).toBeHidden();
  await page.emulateMedia({ media: null, colorScheme: null });

  // Several at once, one of them broken: what is good is in the list, and what is not has its sentence.
  await page.getByRole('link', { name: 'Documents' }).click();
  const wordFile = { name: 'word.docx', mimeType: '', buffer: await readFile(word.path) };
  const jsonFile = { name: 'same.json', mimeType: '', buffer: await readFile(json.path) };
  const latin = { name: 'latin.txt', mimeType: '', buffer: Buffer.from('caf\u00e9', 'latin1') };
  await importMany(wordFile, jsonFile, latin);
  await expect(notices).toContainText('2 documents were imported. “latin.txt”: This file is not UTF-8');
  await expect(list.filter({ hasText: 'Plan for May' })).toHaveCount(3);
  for (const at of [0, 1]) {
    await list.filter({ hasText: 'Plan for May' }).nth(at).click();
    await expect(desk.text.getByRole('img', { name: 'a dot' })).toBeVisible();
    await expect(desk.text).toContainText('A note.');
    await expect(desk.text.getByRole('cell', { name: '12' })).toBeVisible();
    if (at === 0) expect(await desk.blocks()).toEqual(shown);
    await page.getByRole('link', { name: 'Documents' }).click();
  }
  // Dropped on the list, once it is there: until then the drop is for the document that is being left.
  await expect(list.filter({ hasText: 'Plan for May' })).toHaveCount(3);
  const transfer = await page.evaluateHandle(() => {
    const data = new DataTransfer();
    data.items.add(new File(['dropped words'], 'dropped.txt'));
    return data;
  });
  await page.getByRole('main').dispatchEvent('drop', { dataTransfer: transfer });
  await expect(desk.text).toContainText('dropped words');
  await expect(desk.title).toHaveValue('dropped');
  expect(asked).toEqual([]);
});
