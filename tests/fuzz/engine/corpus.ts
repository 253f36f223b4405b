import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Coverage } from './coverage.ts';
import { execute } from './fuzz-target.ts';
import type { Target } from './target.ts';

const FOLDER = join(import.meta.dirname, '../corpus');

/** The saved inputs of a target: base64, one to a line. */
export function loadCorpus(name: string): Uint8Array[] {
  const path = join(FOLDER, `${name}.txt`);
  if (!existsSync(path)) return [];
  return readFileSync(path, 'utf8')
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map((line) => Uint8Array.from(Buffer.from(line, 'base64')));
}

export function saveCorpus(name: string, inputs: readonly Uint8Array[]): void {
  mkdirSync(FOLDER, { recursive: true });
  const lines = inputs.map((input) => Buffer.from(input).toString('base64'));
  writeFileSync(join(FOLDER, `${name}.txt`), `${lines.join('\n')}\n`);
}

/** Larger ones are made by seeds, in code. */
const MOST_SAVED_BYTES = 4096;

/** A few short inputs that reach every point that all of them reach, the seeds taken for granted. */
export async function minimise(
  coverage: Coverage,
  target: Target,
  inputs: readonly Uint8Array[],
): Promise<Uint8Array[]> {
  const reached = new Set<number>();
  for (const seed of target.seeds()) {
    await execute(coverage, target, seed);
    for (const hit of coverage.hits()) reached.add(hit);
  }
  const measured: { readonly input: Uint8Array; readonly hits: readonly number[] }[] = [];
  for (const input of inputs.filter(({ length }) => length <= MOST_SAVED_BYTES)) {
    await execute(coverage, target, input);
    measured.push({ input, hits: coverage.hits() });
  }
  // Those that reach most come first: fewer inputs for the same points.
  measured.sort((a, b) => b.hits.length - a.hits.length || a.input.length - b.input.length);
  const kept: Uint8Array[] = [];
  for (const { input, hits } of measured) {
    if (hits.every((hit) => reached.has(hit))) continue;
    for (const hit of hits) reached.add(hit);
    kept.push(input);
  }
  return kept.sort((a, b) => a.length - b.length);
}
