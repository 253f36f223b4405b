import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readModelFile } from '../engines/weft-lm/model-file.ts';
import { readManifest } from '../models/read-manifest.ts';
import { createListener } from '../testing/listener-onnx.ts';
import { joinSounds, toTone, toWav } from '../testing/sounds.ts';
import { toTinyModel } from '../testing/tiny-model.ts';
import { toContract, toTokenizerJson, weftLmToOnnx } from '../testing/weft-lm-onnx.ts';
import { readOptions } from './options.ts';
import { makeManifest, verifyFolder } from './run.ts';

const run = promisify(execFile);
const command = fileURLToPath(new URL('main.ts', import.meta.url));
let home = '';
let folder = '';

async function weftModel(
  ...args: string[]
): Promise<{ readonly out: string; readonly err: string; readonly code: number }> {
  try {
    const env = { ...process.env, XDG_CONFIG_HOME: home };
    const { stdout, stderr } = await run(
      process.execPath,
      ['--disable-warning=ExperimentalWarning', command, ...args],
      { env },
    );
    return { out: stdout, err: stderr, code: 0 };
  } catch (error) {
    const { stdout, stderr, code } = error as { stdout: string; stderr: string; code: number };
    return { out: stdout, err: stderr, code };
  }
}

beforeAll(() => {
  home = mkdtempSync(join(tmpdir(), 'weft-model-'));
  folder = join(home, 'tiny');
  const read = readModelFile(toTinyModel(1));
  if (!read.ok) throw new Error(read.sentence);
  mkdirSync(join(folder, 'onnx'), { recursive: true });
  writeFileSync(join(folder, 'onnx/model.onnx'), weftLmToOnnx(read.value));
  writeFileSync(join(folder, 'tokenizer.json'), toTokenizerJson(read.value));
});
afterAll(() => rmSync(home, { recursive: true }));

test('a folder is described, tried, signed and verified; what is changed after that is found', async () => {
  const said = ['--id', 'tiny', '--name', 'Tiny', '--version', '1.0.0', '--licence', 'CC0-1.0', '--task', 'complete'];
  const made = await weftModel(
    folder,
    ...said,
    '--context',
    '24',
    '--stop',
    '<|end|>',
    '--test',
    'the ',
    '--tokens',
    '4',
  );
  expect(made).toMatchObject({ code: 0, err: '' });
  expect(made.out).toMatch(/2 files, .*A new signing key was made.*Signed by (\d{5} ){5}\d{5}\./su);
  expect(statSync(join(home, 'weft/model-key')).mode & 0o777).toBe(0o600);
  const manifest = JSON.parse(readFileSync(join(folder, 'weft-model.json'), 'utf8')) as Record<string, unknown>;
  const read = readModelFile(toTinyModel(1));
  expect(manifest['contract']).toEqual(read.ok ? toContract(read.value) : undefined);
  expect(manifest['selfTest']).toMatchObject({ text: 'the ', answer: expect.stringMatching(/./u), tokens: 4 });
  expect(await verifyFolder(folder)).toMatchObject({
    ok: true,
    lines: [expect.stringMatching(/2 files are as described\. Signed by/)],
  });
  writeFileSync(join(folder, 'tokenizer.json'), '{}');
  expect(await verifyFolder(folder)).toEqual({
    ok: false,
    sentence: 'tokenizer.json is not the file that was described.',
  });
});

test('a folder whose model cannot be opened, and one without any, are answered by one sentence', async () => {
  const read = readOptions([
    folder,
    '--id',
    'a',
    '--name',
    'A',
    '--version',
    '1.0.0',
    '--licence',
    'MIT',
    '--task',
    'rewrite',
  ]);
  if (read.type !== 'make') throw new Error('these are options');
  writeFileSync(join(folder, 'onnx/model.onnx'), 'no model');
  const key = join(home, 'other-key');
  expect(await makeManifest(read.options, key)).toEqual({
    ok: false,
    sentence: expect.stringMatching(/do not fit together/),
  });
  rmSync(join(folder, 'onnx'), { recursive: true });
  expect(await makeManifest(read.options, key)).toEqual({ ok: false, sentence: expect.stringMatching(/no \.onnx/) });
});

test('a GGUF file is described and signed, not tried, and whoever does it hears what runs it', async () => {
  const other = join(home, 'gguf');
  mkdirSync(other);
  writeFileSync(join(other, 'tiny.gguf'), 'GGUF and so on');
  const said = ['--id', 'g', '--name', 'G', '--version', '1.0.0', '--licence', 'MIT', '--task', 'rewrite'];
  const options = readOptions([other, ...said, '--context', '512', '--answer', 'Hi']);
  if (options.type !== 'make') throw new Error('these are options');
  const made = await makeManifest(options.options, join(home, 'other-key'));
  expect(made.ok ? made.lines.at(-1) : made.sentence).toMatch(/^Weft’s own app runs ONNX only/u);
  const manifest = JSON.parse(readFileSync(join(other, 'weft-model.json'), 'utf8')) as Record<string, unknown>;
  expect(manifest['contract']).toMatchObject({ runtime: 'gguf', model: 'tiny.gguf', context: 512 });
  expect(await verifyFolder(other)).toMatchObject({ ok: true });
});

test('a folder with Whisper’s files is described by what they say, and tried with a recording', async () => {
  const speech = join(home, 'speech');
  mkdirSync(join(speech, 'onnx'), { recursive: true });
  const { files, contract } = createListener('merged');
  for (const [path, bytes] of files) writeFileSync(join(speech, path), bytes);
  const said = ['--id', 'ear', '--name', 'Ear', '--version', '1.0.0', '--licence', 'CC0-1.0', '--task', 'transcribe'];
  const describe = async (...more: readonly string[]) => {
    const read = readOptions([speech, ...said, '--unsigned', ...more]);
    if (read.type !== 'make') throw new Error('these are options');
    return await makeManifest(read.options, join(home, 'no-key'));
  };
  expect(await describe()).toEqual({ ok: false, sentence: expect.stringMatching(/recording of a few words/) });
  writeFileSync(join(speech, 'words.wav'), toWav(joinSounds(toTone(300, 1), toTone(2000, 0.5))));
  expect(await describe('--test', 'words.wav')).toMatchObject({ ok: true });
  const read = readManifest(readFileSync(join(speech, 'weft-model.json')));
  expect(read).toMatchObject({
    ok: true,
    value: { manifest: { contract, selfTest: { text: 'words.wav', answer: ' low low high' } } },
  });
  writeFileSync(join(speech, 'words.wav'), 'no sound');
  expect(await describe('--test', 'words.wav')).toEqual({ ok: false, sentence: expect.stringMatching(/is no WAV/) });
  writeFileSync(join(speech, 'onnx/decoder_model.onnx'), 'one too many');
  expect(await describe('--test', 'words.wav')).toEqual({ ok: false, sentence: expect.stringMatching(/Leave those/) });
  writeFileSync(join(speech, 'config.json'), '{"model_type":"moonshine"}');
  rmSync(join(speech, 'onnx/decoder_model.onnx'));
  expect(await describe('--test', 'words.wav')).toEqual({ ok: false, sentence: expect.stringMatching(/Whisper/) });
});

test.each([
  [[], 'Name one folder'],
  [['a', 'b'], 'Name one folder'],
  [['a', '--style', 'baroque'], '--style is one of plain, chatml, llama3.'],
  [['a', '--tokens', 'many'], '--tokens takes a whole number, not “many”.'],
  [['a', '--wat'], 'see weft-model --help.'],
])('the command line %j is answered by one sentence', (args, sentence) => {
  const read = readOptions(args);
  expect(read.type === 'wrong' && read.sentence).toContain(sentence);
});
