import { readFile } from 'node:fs/promises';
import { expect, test } from '../harness/index.ts';
import { awaitNetworkLoss, openLink, startDocument } from '../scenarios/desk.ts';
import { copyPicture, drawn, dropFiles, files, pictures } from '../scenarios/pictures.ts';
import { unlessThorough } from '../harness/unless-thorough.ts';

test.use({ keepsApp: true });

test('ATT-7 the relay is gone: a picture and a file arrive through a reader who holds them', async ({
  relay,
  openPerson,
}) => {
  test.skip(...unlessThorough('simulated devices prove it each time'));
  const [ada, ben, cleo] = [
    await openPerson({ direct: true }),
    await openPerson({ direct: true }),
    await openPerson({ direct: true }),
  ];
  const adas = await startDocument(ada, 'Directly', 'Before');
  const bens = await openLink(ben, await adas.copyLink('edit'));
  const cleos = await openLink(cleo, await bens.copyLink('view'));
  await expect(cleos.text).toContainText('Before');
  for (const desk of [adas, bens]) {
    await expect(desk.status.locator('[data-part="sent"]')).toHaveAttribute('data-tip', /connected directly \(2\)/);
  }

  await awaitNetworkLoss(ada, ben, cleo);
  await relay.kill();
  for (const desk of [adas, bens]) await expect(desk.status).toContainText('Connected directly to 2 devices');
  await adas.caretAfter('Before');
  await copyPicture(adas.page, 120, 80);
  await adas.page.keyboard.press('ControlOrMeta+V');
  const content = 'thread '.repeat(200_000);
  await dropFiles(adas.page, [{ name: 'thread.txt', type: 'text/plain', content }]);
  expect(await drawn(pictures(cleos))).toBe('blob: 120x80');
  await expect(files(cleos)).toContainText('thread.txt');

  // Whoever only reads serves: the author is gone, and the third has not asked yet.
  await files(cleos).hover();
  const get = async (desk: typeof cleos): Promise<string> => {
    const [download] = await Promise.all([
      desk.page.waitForEvent('download'),
      files(desk).getByRole('button', { name: 'Download' }).click(),
    ]);
    return await readFile(await download.path(), 'utf8');
  };
  expect(await get(cleos)).toBe(content);
  await ada.close();
  await files(bens).hover();
  expect(await get(bens)).toBe(content);
});
