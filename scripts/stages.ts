import { join } from 'node:path';
import { ROOT, toBin } from './workspace.ts';

/** Where a stage leaves its machine-readable result, if it counts tests. */
export type Counter = 'vitest' | 'playwright';

/** One step of the test command: a program, and how its tests are counted. */
export interface Stage {
  readonly name: string;
  readonly title: string;
  readonly command: string;
  readonly args: readonly string[];
  readonly folder?: string;
  readonly counter?: Counter;
  /** Names of the stages without which this one means nothing. */
  readonly needs?: readonly string[];
  /** Run with `--thorough`, or where it is asked for by name. */
  readonly isThorough?: boolean;
}

function toVitest(name: string, title: string): Stage {
  return { name, title, command: toBin('vitest'), args: ['run', '--project', name], counter: 'vitest' };
}

/** What `pnpm verify` runs, in this order: the cheapest finding first. */
export const VERIFY: readonly Stage[] = [
  { name: 'types', title: 'type-check', command: toBin('tsc'), args: ['-b'] },
  { name: 'lint', title: 'lint, type-aware', command: toBin('oxlint'), args: ['--type-aware', '--deny-warnings'] },
  { name: 'format', title: 'format', command: toBin('biome'), args: ['format', '.'] },
  { name: 'knip', title: 'unused code and dependencies', command: toBin('knip'), args: [] },
  toVitest('architecture', 'architecture'),
];

/** What `pnpm test` runs, in this order. */
export const TEST: readonly Stage[] = [
  ...VERIFY,
  toVitest('unit', 'unit and property tests'),
  toVitest('simulation', 'simulation'),
  {
    name: 'build',
    title: 'build the app',
    command: toBin('vite', 'apps/web'),
    args: ['build'],
    folder: join(ROOT, 'apps/web'),
  },
  {
    name: 'e2e',
    title: 'real browsers, real relay',
    command: toBin('playwright', 'tests'),
    args: ['test', '--config', 'e2e/playwright.config.ts'],
    folder: join(ROOT, 'tests'),
    counter: 'playwright',
    needs: ['build'],
  },
  {
    name: 'prove',
    title: 'models, searched by spin',
    command: process.execPath,
    args: [join(ROOT, 'scripts/main.mjs'), 'prove'],
    isThorough: true,
  },
];

/**
 * The stages a person asked for with `--only`, together with what those need, in running order.
 * `verify` stands for all of its stages. Returns the names nobody knows in `unknown`.
 */
export function toSelection(names: readonly string[]): { stages: readonly Stage[]; unknown: readonly string[] } {
  if (names.length === 0) return { stages: TEST, unknown: [] };
  const asked = new Set(names.flatMap((name) => (name === 'verify' ? VERIFY.map((stage) => stage.name) : [name])));
  const unknown = [...asked].filter((name) => !TEST.some((stage) => stage.name === name));
  for (const stage of TEST) if (asked.has(stage.name)) for (const need of stage.needs ?? []) asked.add(need);
  return { stages: TEST.filter((stage) => asked.has(stage.name)), unknown };
}
