/** `pnpm prove`: has spin search the models in docs/proofs/model, and find what is wrong with those that were broken on purpose. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PROOF_RUNS, type ProofRun } from './prove-runs.ts';
import { ROOT } from './workspace.ts';

const MODELS: string = join(ROOT, 'docs/proofs/model');
/** Of memory for one search, in MB; a search that needs more fails. */
const MEMORY_MB = 6_000;

interface Answer {
  readonly isOk: boolean;
  readonly text: string;
}

function run(command: string, args: readonly string[], cwd: string): { readonly ok: boolean; readonly output: string } {
  const done = spawnSync(command, args, { cwd, encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 });
  return { ok: done.error === undefined && done.status === 0, output: `${done.stdout ?? ''}${done.stderr ?? ''}` };
}

/** What a number in an assertion stands for, as the model defines it. */
function toProperty(model: string, output: string): string | undefined {
  const number = /assertion violated \(broken!=(\d+)\)/.exec(output)?.[1];
  const source = readFileSync(join(MODELS, `${model}.pml`), 'utf8');
  if (number === undefined) return /assertion violated/.test(output) ? 'the model’s own bounds' : undefined;
  return new RegExp(`^#define ([A-Z_]+) ${number}$`, 'm').exec(source.slice(source.indexOf('byte broken;')))?.[1];
}

function prove({ model, flags, breaks }: ProofRun, folder: string): Answer {
  const started = performance.now();
  const steps: readonly (readonly [string, readonly string[]])[] = [
    ['spin', [...flags.map((flag) => `-D${flag}`), '-a', join(MODELS, `${model}.pml`)]],
    ['gcc', ['-O2', '-w', '-DSAFETY', '-DNOREDUCE', '-DCOLLAPSE', `-DMEMLIM=${MEMORY_MB}`, '-o', 'pan', 'pan.c']],
  ];
  for (const [command, args] of steps) {
    const { ok, output } = run(command, args, folder);
    if (!ok) return { isOk: false, text: output.trim().slice(-2_000) };
  }
  const { output } = run(join(folder, 'pan'), ['-m20000'], folder);
  const states = Number(/(\d+) states, stored/.exec(output)?.[1] ?? Number.NaN);
  const isWhole = !/out of memory|max search depth too small|Search not completed/i.test(output) && states > 0;
  const found = toProperty(model, output);
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  const text = `${String(states).padStart(9)} states ${seconds.padStart(6)} s  ${found === undefined ? 'all hold' : `breaks ${found}`}`;
  if (breaks !== undefined) return { isOk: found === breaks, text };
  return { isOk: found === undefined && isWhole, text: isWhole ? text : `${text}; not searched to the end` };
}

/** Returns the exit code: 0 as expected, or visibly skipped; 1 not; 2 the command line made no sense. */
export function main(args: readonly string[]): number {
  if (args.length > 0) {
    process.stderr.write('pnpm prove takes no arguments: it searches every model of docs/proofs/model.\n');
    return 2;
  }
  const missing = [
    ['spin', '-V'],
    ['gcc', '--version'],
  ].filter(([command = '', flag = '']) => !run(command, [flag], ROOT).ok);
  if (missing.length > 0) {
    const names = missing.map(([command]) => command).join(' and ');
    process.stdout.write(`SKIPPED: the models need ${names}. On Debian and Ubuntu: apt-get install spin gcc\n`);
    return 0;
  }
  let failed = 0;
  for (const one of PROOF_RUNS) {
    const folder = mkdtempSync(join(tmpdir(), 'weft-prove-'));
    try {
      const { isOk, text } = prove(one, folder);
      if (!isOk) failed++;
      const what = `${one.model}: ${one.title}${one.breaks === undefined ? '' : ' (broken on purpose)'}`;
      process.stdout.write(`${isOk ? 'ok    ' : 'FAILED'} ${what.padEnd(62)} ${text}\n`);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  }
  process.stdout.write(`${PROOF_RUNS.length - failed} of ${PROOF_RUNS.length} as expected\n`);
  return failed === 0 ? 0 : 1;
}
