import { describe, expect, test } from 'vitest';
import { isForTests, readSources } from './sources.ts';

const MOST_LINES = 350;
/** A test file is read from case to case: it may hold more of them. */
const MOST_TEST_LINES = 700;

/** Files that are longer, each with the reason why cutting it would hurt. */
const LONG: Readonly<Record<string, string>> = {};

/** What makes a step impure: a clock, chance, a timer or the world, taken instead of handed in. */
const AMBIENT =
  /\b(Date\.now\(|new Date\(\)|Math\.random\(|setTimeout\(|setInterval\(|setImmediate\(|requestAnimationFrame\(|performance\.now\(|crypto\.getRandomValues|fetch\(|localStorage|indexedDB\.)/g;

/** A pure step, by its name: `step`, `stepRoom`, `stepQueue`. */
const STEP = /\bexport (?:function|const) step[A-Z(<: =]/;

/**
 * Shells: the thin files that hand the world in, or that only exist where there is a world. Everything else in the
 * lower packages gets clock, chance and timers as ports.
 */
const SHELLS: readonly RegExp[] = [
  /^packages\/crypto\/src\/sodium\/randomness\.ts$/,
  /^packages\/crdt-core\/src\/(browser-ports|ledger\/indexeddb|attachments\/indexeddb-store)\.ts$/,
  /^packages\/crdt-core\/src\/library\/ports\.ts$/,
  /^packages\/relay-server\/src\/(main|create-relay)\.ts$/,
  /^packages\/relay-check\/src\/ports\.ts$/,
  /^packages\/local-ai\/src\/(worker\/worker|models\/browser-ports)\.ts$/,
];

function findAmbient(code: string): readonly string[] {
  return [...code.matchAll(AMBIENT)].map((match) => match[0]);
}

describe('house rules', () => {
  const ours = readSources('{packages,apps}/*/src/**/*.ts');
  const all = [...ours, ...readSources('tests/**/*.ts'), ...readSources('scripts/**/*.ts')];

  test(`no file is longer than ${MOST_LINES} lines without a reason`, () => {
    expect(all.length).toBeGreaterThan(50);
    const long = all
      .map(({ path, text }) => ({ path, lines: text.split('\n').length }))
      .filter(({ path, lines }) => lines > (path.endsWith('.test.ts') ? MOST_TEST_LINES : MOST_LINES))
      .filter(({ path }) => LONG[path] === undefined)
      .map(({ path, lines }) => `${path}: ${lines} lines`);
    expect(long).toEqual([]);
  });

  test('a pure step takes no clock, chance, timer or network of its own', () => {
    const steps = ours.filter(({ path, code }) => STEP.test(code) && !isForTests(path));
    // The relay's room, the sync session and the editor's queue, at least.
    expect(steps.map(({ path }) => path).length).toBeGreaterThanOrEqual(3);
    const offences = steps.flatMap(({ path, code, imports }) => [
      ...findAmbient(code).map((word) => `${path} uses ${word}`),
      ...imports.filter((name) => name.startsWith('node:') || name === 'ws').map((name) => `${path} imports ${name}`),
    ]);
    expect(offences).toEqual([]);
  });

  test('below the composition, clock, chance and timers are handed in', () => {
    const lower = readSources('packages/{crypto,crdt-core,relay-server,relay-check,local-ai}/src/**/*.ts');
    const offences = lower
      .filter(({ path }) => !isForTests(path) && !SHELLS.some((shell) => shell.test(path)))
      .flatMap(({ path, code }) => findAmbient(code).map((word) => `${path} uses ${word}`));
    expect(offences).toEqual([]);
  });

  test('nothing is silenced: no ts-ignore, no any by the back door, no unfinished business', () => {
    const silenced = /@ts-(ignore|nocheck)|\bas any(?=\s*[;,.)\]}])|\b(TODO|FIXME)\b/g;
    const offences = all
      .filter(({ path }) => path !== 'tests/architecture/house-rules.test.ts')
      .flatMap(({ path, text }) => [...text.matchAll(silenced)].map((match) => `${path}: ${match[0]}`));
    expect(offences).toEqual([]);
  });

  test('tests do not sleep for a fixed time and hope', () => {
    const sleep = /await new Promise\(\(?(\w+)\)? => setTimeout\(\1, \d|waitForTimeout\(/;
    const offences = readSources('{packages,apps}/*/src/**/*.test.ts')
      .concat(readSources('tests/**/*.test.ts'), readSources('tests/e2e/{harness,scenarios}/*.ts'))
      .filter(({ code }) => sleep.test(code))
      .map(({ path }) => path);
    expect(offences).toEqual([]);
  });
});
