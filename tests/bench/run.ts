/**
 * Runs every benchmark of this folder, one after another, each in a process of its own.
 * `pnpm bench [name …] [--save] [--full]`: the names are file names without `.ts`; options are passed on.
 */
import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';

const LIBRARIES = new Set(['run', 'compare']);
const words = process.argv.slice(2);
const names = words.filter((word) => !word.startsWith('--'));
const options = words.filter((word) => word.startsWith('--'));
const benchmarks = readdirSync(import.meta.dirname)
  .filter((file) => file.endsWith('.ts'))
  .map((file) => file.slice(0, -3))
  .filter((name) => !LIBRARIES.has(name) && (names.length === 0 || names.includes(name)));

let failed = 0;
for (const name of benchmarks) {
  console.log(`\n# ${name}`);
  const run = spawnSync(process.execPath, [join(import.meta.dirname, `${name}.ts`), ...options], { stdio: 'inherit' });
  if (run.status !== 0) failed += 1;
}
const unknown = names.filter((name) => !benchmarks.includes(name));
if (unknown.length > 0)
  console.error(`No benchmark is called ${unknown.join(', ')}. There are: ${benchmarks.join(', ')}.`);
process.exitCode = failed > 0 || unknown.length > 0 ? 1 : 0;
