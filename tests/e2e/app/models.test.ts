import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { makeManifest } from '../../../packages/local-ai/src/command/run.ts';
import { readOptions } from '../../../packages/local-ai/src/command/options.ts';
import { readModelFile } from '../../../packages/local-ai/src/engines/weft-lm/model-file.ts';
import { createParrot, PARROT_AFTER, PARROT_STOP } from '../../../packages/local-ai/src/testing/parrot-onnx.ts';
import { toTinyModel } from '../../../packages/local-ai/src/testing/tiny-model.ts';
import { toTokenizerJson, weftLmToOnnx } from '../../../packages/local-ai/src/testing/weft-lm-onnx.ts';
import { APP_DIST } from '../../../scripts/workspace.ts';
import { expect, test } from '../harness/index.ts';
import { startDocument } from '../scenarios/desk.ts';
import { findBarriers } from './axe.ts';

const served = mkdtempSync(join(tmpdir(), 'weft-models-'));
const dropped = join(served, '..', `${served.split('/').at(-1)}-dropped`);

/** A small decoder in ONNX, described and signed by the command. */
async function makeModel(folder: string, seed: number, ...more: string[]): Promise<void> {
  const read = readModelFile(toTinyModel(seed));
  if (!read.ok) throw new Error(read.sentence);
  mkdirSync(join(folder, 'onnx'), { recursive: true });
  writeFileSync(join(folder, 'onnx/model.onnx'), weftLmToOnnx(read.value));
  writeFileSync(join(folder, 'tokenizer.json'), toTokenizerJson(read.value));
  const said = [
    '--id',
    'tiny',
    '--name',
    'Tiny writer',
    '--licence',
    'CC0-1.0',
    '--task',
    'rewrite',
    '--context',
    '24',
  ];
  const options = readOptions([folder, ...said, '--test', 'the ', '--tokens', '4', ...more]);
  if (options.type !== 'make') throw new Error('these are options');
  const made = await makeManifest(options.options, join(served, '.key'));
  if (!made.ok) throw new Error(made.sentence);
}

/** A decoder that answers everything with the same words, as long as it is no more than it can look at. */
async function makeParrot(folder: string): Promise<void> {
  const { model, tokenizer } = createParrot('It is late.');
  mkdirSync(join(folder, 'onnx'), { recursive: true });
  writeFileSync(join(folder, 'onnx/model.onnx'), model);
  writeFileSync(join(folder, 'tokenizer.json'), tokenizer);
  const said = ['--id', 'dusk', '--name', 'Dusk writer', '--version', '1.0.0', '--licence', 'CC0-1.0'];
  const tasks = ['rewrite', 'summarize', 'complete'].flatMap((task) => ['--task', task]);
  const asked = ['--context', '700', '--after', PARROT_AFTER, '--stop', PARROT_STOP];
  const options = readOptions([folder, ...said, ...tasks, ...asked]);
  if (options.type !== 'make') throw new Error('these are options');
  const made = await makeManifest(options.options, join(served, '.key'));
  if (!made.ok) throw new Error(made.sentence);
}

async function openModels(page: Page, menu: 'Settings' | 'More' = 'Settings'): Promise<void> {
  await page.getByRole('button', { name: menu, exact: true }).click();
  await page.getByRole('menuitem', { name: 'What reads along' }).click();
  await page.getByRole('button', { name: 'Models of your own…' }).click();
  await expect(page.getByRole('heading', { name: 'Models of your own' })).toBeVisible();
}

test.use({ relayOptions: { args: ['--static', served] } });
test.beforeAll(async () => {
  cpSync(APP_DIST, served, { recursive: true });
  await makeModel(join(served, 'models/tiny/next'), 2, '--version', '1.1.0', '--channel', 'canary');
  const stable = join(served, 'models/stable');
  await makeModel(stable, 1, '--version', '1.0.0', '--canary', 'next/weft-model.json');
  cpSync(stable, join(served, 'models/tiny'), { recursive: true });
  await makeParrot(join(served, 'models/dusk'));
  await makeModel(dropped, 3, '--id', 'dropped', '--name', 'Dropped writer', '--version', '0.1.0', '--unsigned');
});
test.afterAll(() => {
  for (const folder of [served, dropped]) rmSync(folder, { recursive: true, force: true });
});

test('a model is added from its address, goes on after a cut, is tried, updated early, rolled back and deleted; an unsigned one from files needs a yes', async ({
  openPerson,
}) => {
  // Colours that are on their way to the other scheme have no contrast of their own.
  const ada = await openPerson({ reducedMotion: 'reduce' });
  const { page } = ada;
  ada.watch.expectProblem(
    /ERR_FAILED|policy violated: connect-src by https:\/\/elsewhere|404.*models\/nothing|violates/,
  );
  await page.goto('/');
  await openModels(page);
  const dialog = page.getByRole('dialog');
  const address = dialog.getByLabel('Address of a model');
  const look = dialog.getByRole('button', { name: 'Look', exact: true });

  await address.fill('https://elsewhere.test/');
  await look.click();
  await expect(dialog.getByRole('alert')).toHaveText(/has not allowed this address/);
  await address.fill('/models/nothing/');
  await look.click();
  await expect(dialog.getByRole('alert')).toHaveText(/no such file/);

  // The connection is lost behind the manifest: nothing of the model is used.
  await page.route('**/models/tiny/onnx/model.onnx', (route) => route.abort());
  await address.fill('/models/tiny/');
  await look.click();
  const offer = dialog.getByRole('region', { name: 'Tiny writer' });
  await expect(offer).toContainText(/1\.0\.0.*CC0-1\.0.*rewrites.*Signed by (\d{5} ){5}\d{5}/s);
  expect(await findBarriers(page)).toEqual([]);
  await offer.getByRole('button', { name: 'Add model' }).click();
  await expect(dialog.getByRole('alert')).toHaveText(/cannot be reached/);
  await page.unroute('**/models/tiny/onnx/model.onnx');
  await dialog.getByRole('button', { name: 'Go on' }).click();
  await expect(dialog.getByText('Tiny writer is ready.')).toBeVisible();

  // What is here is here after a reload.
  await page.reload();
  await openModels(page);
  const tiny = dialog.getByRole('listitem').filter({ hasText: 'Tiny writer' });
  await dialog.getByRole('button', { name: 'Look for a new version' }).click();
  await expect(dialog.getByText('This is the newest version.')).toBeVisible();
  await tiny.getByLabel('Try new versions early').check();
  await dialog.getByRole('button', { name: 'Look for a new version' }).click();
  await expect(offer).toContainText('1.1.0');
  await offer.getByRole('button', { name: 'Add model' }).click();
  await expect(tiny).toContainText('1.1.0');
  await tiny.getByRole('button', { name: 'Back to 1.0.0' }).click();
  await expect(tiny.getByRole('heading')).toHaveText('Tiny writer 1.0.0');

  await dialog.locator('input[type="file"]').setInputFiles(dropped);
  const unsigned = dialog.getByRole('region', { name: 'Dropped writer' });
  await expect(unsigned).toContainText('Nobody has signed this model.');
  const add = unsigned.getByRole('button', { name: 'Add model' });
  await expect(add).toBeDisabled();
  await unsigned.getByLabel('I know where its files come from').check();
  await add.click();
  await expect(dialog.getByText('Dropped writer is ready.')).toBeVisible();

  await dialog.getByRole('button', { name: 'Delete Tiny writer' }).click();
  await dialog.getByRole('button', { name: 'Delete Dropped writer' }).click();
  await expect(dialog.getByText('You have not added a model yet.')).toBeVisible();
  const left = async (): Promise<string[]> =>
    await page.evaluate(async () => {
      const folder = await (await navigator.storage.getDirectory()).getDirectoryHandle('weft-own-models');
      const names: string[] = [];
      for await (const name of folder.keys()) names.push(name);
      return names;
    });
  await expect.poll(left).toEqual(['index.json']);
});

test('a model of one’s own says words anew, goes on, and writes a summary, and is named; of what is too long for it it reads what says most', async ({
  openPerson,
}) => {
  const ada = await openPerson();
  const { page } = ada;
  await page.addInitScript(() => {
    Reflect.deleteProperty(globalThis, 'LanguageModel');
    Object.defineProperty(navigator, 'hardwareConcurrency', { value: 4 });
  });
  const models: string[] = [];
  page.on('worker', (worker) => {
    if (worker.url().includes('onnx-worker')) models.push(worker.url());
  });
  const desk = await startDocument(ada, 'Dusk', 'It is rather late, as far as one can tell.');
  const open = async (item: string): Promise<void> => {
    await page.getByRole('button', { name: 'More', exact: true }).click();
    await page.getByRole('menuitem', { name: item, exact: true }).click();
  };
  await page.keyboard.press('Enter');
  await desk.type('The night fell.');
  await openModels(page, 'More');
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Address of a model').fill('/models/dusk/');
  await dialog.getByRole('button', { name: 'Look', exact: true }).click();
  await dialog.getByRole('region', { name: 'Dusk writer' }).getByRole('button', { name: 'Add model' }).click();
  await expect(dialog.getByText('Dusk writer is ready.')).toBeVisible();
  await dialog.getByRole('button', { name: 'Done' }).click();

  await open('Rewrite');
  const panel = page.getByRole('complementary', { name: 'Rewriting' });
  const style = panel.getByRole('combobox', { name: 'How' });
  await panel.getByRole('button', { name: 'Rewrite the selection' }).click();
  await expect(panel.getByRole('alert')).toContainText('Select words within one block');
  await desk.caretAfter('as far as');
  await page.keyboard.press('Shift+Home');
  await panel.getByRole('button', { name: 'Rewrite the selection' }).click();
  await expect(panel).toContainText('Dusk writer, on this device.');
  // One was tried and one is used, by two threads each: of half the cores that it is told of, in a page isolated from all others.
  await expect.poll(() => models.length).toBe(4);
  await panel.getByRole('button', { name: 'Suggest it' }).click();
  await expect(desk.text.locator('ins')).toHaveText('It is late.');
  await style.selectOption('Go on writing');
  await desk.caretAfter('The night fell.');
  await panel.getByRole('button', { name: 'Go on from the caret' }).click();
  await panel.getByRole('button', { name: 'Suggest it' }).click();
  await expect(desk.text.locator('ins').nth(1)).toHaveText(' It is late.');

  await open('Summarize');
  const summary = page.getByRole('complementary', { name: 'Summary' });
  await expect(summary).toContainText('picked on this device');
  await summary.getByRole('combobox', { name: 'Where' }).selectOption('Written anew, on this device');
  await expect(summary).toContainText('Dusk writer, on this device. Compare it with the text.');
  await expect(summary.getByRole('listitem')).toHaveText('It is late.');
  await page.keyboard.press('Escape');
  await desk.caretAfter('The night fell.');
  await page.keyboard.press('Enter');
  await page.keyboard.insertText('The long road ran along the river to the sea. '.repeat(12));
  await summary.getByRole('button', { name: 'Summarize again' }).click();
  await expect(summary).toContainText('The text is too long for it: it read the sentences that say most,');
  await expect(summary.getByRole('listitem')).toHaveText('It is late.');
});
