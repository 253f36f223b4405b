import { spawn } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { createCoverage } from './engine/coverage.ts';
import { execute, fuzzTarget } from './engine/fuzz-target.ts';
import { instrument } from './engine/instrument.ts';
import { demand, type Target } from './engine/target.ts';

const isThorough = process.env['WEFT_THOROUGH'] === '1';

/** Runs the command as a person would; its modules are loaded with counters in them, which a test runner's are not. */
function fuzz(...args: readonly string[]): Promise<{ readonly code: number | null; readonly output: string }> {
  return new Promise((resolve, reject) => {
    const main = join(import.meta.dirname, 'main.ts');
    const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', main, ...args]);
    let output = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (part: Buffer) => (output += part.toString()));
    child.once('error', reject);
    child.once('close', (code) => resolve({ code, output }));
  });
}

/** Loads a function with counters in it. */
async function load(
  coverage: ReturnType<typeof createCoverage>,
  code: string,
): Promise<(input: Uint8Array) => unknown> {
  const source = `data:text/javascript,${encodeURIComponent(coverage.add('under-test.js', code))}`;
  return ((await import(/* @vite-ignore */ source)) as { default(input: Uint8Array): unknown }).default;
}

function toTarget(name: string, run: Target['run']): Target {
  return { name, run, seeds: () => [new Uint8Array(8)], files: [/./], steps: { base: 10_000, perByte: 10 } };
}

describe('the fuzzer finds what is there to be found', () => {
  const options = { seed: 1, saved: [], budget: { runs: 200_000, until: Number.POSITIVE_INFINITY } };

  test('a throw behind four bytes that blind chance would take days to guess', async () => {
    const coverage = createCoverage();
    const code = `export default (b) => {
      if (b[0] === 0x57) if (b[1] === 0x65) if (b[2] === 0xfe) if (b[3] === 0x74) throw new Error('found');
    }`;
    const run = await load(coverage, code);
    const outcome = await fuzzTarget(
      coverage,
      toTarget('throw', (input) => void run(input)),
      options,
    );
    expect(outcome.findings[0]?.message).toContain('found');
    expect([...(outcome.findings[0]?.input.slice(0, 4) ?? [])]).toEqual([0x57, 0x65, 0xfe, 0x74]);
    // The same seed, the same executions.
    const again = await fuzzTarget(
      coverage,
      toTarget('throw', (input) => void run(input)),
      options,
    );
    const toPlain = ({ runs, findings }: typeof outcome): unknown => [runs, findings.map(({ input }) => input)];
    expect(toPlain(again)).toEqual(toPlain(outcome));
  });

  test('a loop that does not end, though the decoder catches everything', async () => {
    const coverage = createCoverage();
    const run = await load(coverage, 'export default (b) => { try { while (b[0] !== 0); } catch { return 0 } }');
    const finding = await execute(
      coverage,
      toTarget('loop', (input) => void run(input)),
      Uint8Array.of(1),
    );
    expect(finding?.message).toContain('steps');
  });

  test('a polluted prototype, and a property that does not hold', async () => {
    const coverage = createCoverage();
    const pollute = toTarget('pollute', () => void Reflect.set(Object.prototype, 'weft', 1));
    expect((await execute(coverage, pollute, new Uint8Array(1)))?.message).toContain('weft');
    expect('weft' in {}).toBe(false);
    const wrong = toTarget('wrong', () => demand(false, 'does not hold'));
    expect((await execute(coverage, wrong, new Uint8Array(1)))?.message).toContain('does not hold');
    expect(
      await execute(
        coverage,
        toTarget('right', () => undefined),
        new Uint8Array(1),
      ),
    ).toBeUndefined();
  });

  test('counters change nothing of what code does', async () => {
    const code = `export default (b) => {
      const out = [];
      const twice = (x) => ({ x: x * 2 }).x;
      outer: for (let i = 0; i < b.length; i++) {
        if (b[i] === 0) continue outer; else if (b[i] === 1) out.push('one'); else out.push(b[i] > 4 ? 'many' : null ?? 'few');
        switch (b[i]) { case 2: case 3: out.push(twice(b[i])); break; default: out.push(b[i] && 'd'); }
        do out.push(i); while (false)
        if (b[i] === 9) if (i > 2) out.push('deep');
      }
      class A { #v = 1; get v() { return this.#v } static async *g() { for (const x of [1]) yield x } }
      try { out.push(new A().v); null.x } catch { out.push('caught') }
      return JSON.stringify(out);
    }`;
    const plain = (await import(/* @vite-ignore */ `data:text/javascript,${encodeURIComponent(code)}`)) as {
      default(input: Uint8Array): unknown;
    };
    const counted = await load(createCoverage(), code);
    for (const input of [[], [0, 1, 2, 3, 9, 9], [9, 9, 9, 9]]) {
      expect(counted(Uint8Array.from(input))).toBe(plain.default(Uint8Array.from(input)));
    }
    expect(instrument(code, 0).points.length).toBeGreaterThan(15);
  });
});

test(
  'every decoder: the saved corpus, and a short run from a fixed seed, find nothing',
  async () => {
    const { code, output } = await fuzz('--runs', isThorough ? '200000' : '500', '--seed', '1');
    expect(output).toContain(' 0 findings');
    expect(code).toBe(0);
    const { output: list } = await fuzz('--list');
    const names = list.trim().split('\n');
    expect(names.length).toBeGreaterThan(30);
    const saved = readdirSync(join(import.meta.dirname, 'corpus')).map((file) => file.replace('.txt', ''));
    expect(saved.sort()).toEqual(names.sort());
  },
  isThorough ? 7_200_000 : 120_000,
);
