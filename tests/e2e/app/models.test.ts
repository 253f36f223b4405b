import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { makeManifest } from '../../../packages/local-ai/src/command/run.ts';
import { readOptions } from '../../../packages/local-ai/src/command/options.ts';
import { readModelFile } from '../../../packages/local-ai/src/engines/weft-lm/model-file.ts';
import { toTinyModel } from '../../../packages/local-ai/src/testing/tiny-model.ts';
import { toTokenizerJson, weftLmToOnnx } from '../../../packages/local-ai/src/testing/weft-lm-onnx.ts';
import { APP_DIST } from '../../../scripts/workspace.ts';
import { expect, test } from '../harness/index.ts';
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

async function openModels(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Settings' }).click();
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
  const left = await page.evaluate(async () => {
    const folder = await (await navigator.storage.getDirectory()).getDirectoryHandle('weft-own-models');
    const names: string[] = [];
    for await (const name of folder.keys()) names.push(name);
    return names;
  });
  expect(left).toEqual(['index.json']);
});
