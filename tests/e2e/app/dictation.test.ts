import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { makeManifest } from '../../../packages/local-ai/src/command/run.ts';
import { readOptions } from '../../../packages/local-ai/src/command/options.ts';
import { createListener } from '../../../packages/local-ai/src/testing/listener-onnx.ts';
import { joinSounds, toTone, toWav } from '../../../packages/local-ai/src/testing/sounds.ts';
import { APP_DIST } from '../../../scripts/workspace.ts';
import { toLaunchOptions } from '../harness/chromium.ts';
import { expect, test } from '../harness/index.ts';
import { startDocument } from '../scenarios/desk.ts';
import { findBarriers } from './axe.ts';

const served = mkdtempSync(join(tmpdir(), 'weft-speech-'));
const spoken = join(served, '.spoken.wav');

// What is said: high, and then nothing more.
const said = joinSounds(toTone(0, 0.1), toTone(2000, 0.6), toTone(0, 60));
writeFileSync(spoken, toWav(said));

const launch = toLaunchOptions();
test.use({
  relayOptions: { args: ['--static', served] },
  launchOptions: {
    ...launch,
    args: [
      ...(launch.args ?? []),
      '--use-fake-device-for-media-stream',
      `--use-file-for-fake-audio-capture=${spoken}%noloop`,
    ],
  },
});
test.beforeAll(async () => {
  cpSync(APP_DIST, served, { recursive: true });
  const folder = join(served, 'models/ear');
  const { files } = createListener('two');
  for (const [path, bytes] of files) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), bytes);
  }
  writeFileSync(join(folder, 'words.wav'), toWav(joinSounds(toTone(300, 1), toTone(2000, 0.5))));
  const named = ['--id', 'ear', '--name', 'Ear', '--version', '1.0.0', '--licence', 'CC0-1.0'];
  const options = readOptions([folder, ...named, '--task', 'transcribe', '--test', 'words.wav']);
  if (options.type !== 'make') throw new Error('these are options');
  const made = await makeManifest(options.options, join(served, '.key'));
  if (!made.ok) throw new Error(made.sentence);
});
test.afterAll(() => rmSync(served, { recursive: true, force: true }));

test('what is said is written at the caret by a model of one’s own, as one undo; without a model, or a microphone, a sentence says what to do', async ({
  openPerson,
  relay,
}) => {
  const ada = await openPerson({ reducedMotion: 'reduce' });
  const { page } = ada;
  const desk = await startDocument(ada, 'Spoken', 'Begin here: and here.');
  const notices = page.getByRole('region', { name: 'Notices' });
  const bar = page.getByRole('group', { name: 'Dictate' });

  // No model yet: by the slash menu.
  await page.keyboard.type(' /voice');
  await page.getByRole('option', { name: 'Dictate' }).click();
  await expect(notices).toContainText('Dictation needs a model of speech');
  await notices.getByRole('button', { name: 'Models of your own…' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Address of a model').fill('/models/ear/');
  await dialog.getByRole('button', { name: 'Look', exact: true }).click();
  const offer = dialog.getByRole('region', { name: 'Ear' });
  await expect(offer).toContainText('writes down speech');
  await offer.getByRole('button', { name: 'Add model' }).click();
  await expect(dialog.getByText('Ear is ready.')).toBeVisible();
  await dialog.getByRole('button', { name: 'Done' }).click();

  // The microphone is refused: nothing listens.
  await desk.text.getByText('Begin here:').click();
  await page.keyboard.press('Home');
  for (let at = 0; at < 'Begin here:'.length; at++) await page.keyboard.press('ArrowRight');
  await page.getByRole('button', { name: 'Dictate', exact: true }).click();
  await expect(notices).toContainText('The microphone may not be used.');
  await expect(bar).toHaveCount(0);

  await page.context().grantPermissions(['microphone'], { origin: relay.origin });
  await expect(desk.text).toBeFocused();
  await page.keyboard.press('Control+Alt+Shift+v');
  await expect(bar).toContainText('Listening');
  const stop = bar.getByRole('button', { name: 'Stop and keep' });
  await expect(stop).toBeFocused();
  await expect(desk.text).toContainText(/^Begin here: high( high)* and here\./);
  await expect(bar.getByRole('timer')).toContainText(/^\d:\d\d$/);
  expect(await findBarriers(page)).toEqual([]);
  await page.keyboard.press('Enter');
  await expect(bar).toHaveCount(0);
  await expect(desk.text).toBeFocused();
  await page.keyboard.press('Control+z');
  await expect(desk.text).toHaveText('Begin here: and here. ');

  // Dropped: what was kept before stays.
  await page.keyboard.press('Control+Shift+z');
  await expect(desk.text).toContainText('high');
  await page.keyboard.press('Control+Alt+Shift+v');
  await expect(bar).toContainText('Listening');
  await page.keyboard.press('Escape');
  await expect(bar).toHaveCount(0);
  await expect(desk.text).toContainText(/^Begin here: high( high)* and here\./);
});
