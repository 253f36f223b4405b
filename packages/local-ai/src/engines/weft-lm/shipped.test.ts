import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { runToEnd } from '../extractive/run-to-end.ts';
import { unpackFile } from '../unpack.ts';
import { createWeftLm } from './engine.ts';
import { createKernel } from './kernel.ts';
import { readModelFile } from './model-file.ts';
import { createNetwork, toNeeded } from './network.ts';
import { createTokenizer, END } from './tokenizer.ts';

interface Sample {
  readonly text: string;
  readonly tokens: readonly number[];
  /** Log probability of each token, by PyTorch in float32, of the same rounded weights. */
  readonly logs: readonly number[];
}

const read = (name: string): Buffer => readFileSync(new URL(`../../../model/${name}`, import.meta.url));
const packed = new Uint8Array(read('weft-lm.bin'));
const result = readModelFile((await unpackFile(packed)) ?? new Uint8Array());
if (!result.ok) throw new Error(result.sentence);
const file = result.value;
const samples = JSON.parse(read('samples.json').toString('utf8')) as readonly Sample[];

describe('the model that is shipped', () => {
  test('cuts texts into the tokens it was trained with', () => {
    const tokenizer = createTokenizer(file.merges);
    expect(samples.length).toBeGreaterThan(8);
    for (const { text, tokens } of samples) expect(tokenizer.encode(text)).toEqual(tokens);
  });

  test('says what its trainer says, to a thousandth of a nat', () => {
    const network = createNetwork(file, createKernel(toNeeded(file)));
    const past = network.createPast();
    for (const { tokens, logs } of samples) {
      for (const [at, token] of tokens.entries()) {
        network.step(past, tokens[at - 1] ?? END, tokens[at - 2] ?? END, at);
        const difference = Math.log(network.toNext()[token] ?? 0) - (logs[at] ?? 0);
        expect(Math.abs(difference)).toBeLessThan(2e-3);
      }
    }
  });

  test('is no more than a page with pictures to fetch', () => {
    expect(packed.length).toBeLessThan(5e6);
  });

  test('counts of a beginning only what agrees with all of it', () => {
    // ` in` is likelier than any of these words, and not one of them.
    const lm = createWeftLm(file);
    for (const [before, rest] of [
      ['You can find more infor', 'mation'],
      ['It depends on the govern', 'ment'],
      ['In this case it was not possi', 'ble'],
    ] as const) {
      const found = runToEnd(lm.options(before)).find(({ text }) => text === rest);
      expect(found?.probability, before).toBeGreaterThan(0.3);
    }
  });

  test('knows what everybody knows, and follows what one person writes', () => {
    const lm = createWeftLm(file);
    expect(runToEnd(lm.suggest('It was made in the United Stat', 0.5))?.text).toMatch(/^es/);
    const before = 'Every morning the quokka puts on velvet sli';
    expect(runToEnd(lm.suggest(before, 0.5))).toBeUndefined();
    for (let time = 0; time < 3; time++) lm.learn('It puts on velvet slippers and goes out. Бурозубка спит.');
    expect(runToEnd(lm.suggest(before, 0.3))?.text).toMatch(/^ppers/);
    // In a script it knows only by its bytes, too.
    expect(runToEnd(lm.suggest('Бурозуб', 0.15))?.text).toMatch(/^ка/);
  });
});
