/** `pnpm fuzz`: coverage-guided fuzzing of everything that reads hostile bytes. */
import { parseArgs } from 'node:util';
import { loadCorpus, minimise, saveCorpus } from './engine/corpus.ts';
import { createCoverage } from './engine/coverage.ts';
import { execute, fuzzTarget, type Outcome } from './engine/fuzz-target.ts';
import { installHooks } from './engine/hooks.ts';
import { toReport } from './engine/report.ts';
import type { Target } from './engine/target.ts';

const HELP = `npx --yes pnpm@12.21.0 fuzz [--target NAME]… [--runs N | --minutes M] [--seed N] [--save]

Hands mutated bytes to every decoder, and keeps what reaches code that nothing reached before.

  --target NAME   one decoder; may be repeated. --list names them
  --runs N        executions of each target (2000)
  --minutes M     instead: so long for all targets together
  --seed N        another seed, other mutations (1); the same seed and runs give the same executions
  --input BASE64  only this input, of one target: what a finding printed
  --save          adds to tests/fuzz/corpus what reached new code, and leaves out what no longer adds any
`;

const { values } = parseArgs({
  // pnpm hands the "--" of its own command line on as the first argument.
  args: process.argv.slice(process.argv[2] === '--' ? 3 : 2),
  options: {
    target: { type: 'string', multiple: true },
    runs: { type: 'string' },
    minutes: { type: 'string' },
    seed: { type: 'string', default: '1' },
    input: { type: 'string' },
    save: { type: 'boolean', default: false },
    list: { type: 'boolean', default: false },
    help: { type: 'boolean', short: 'h', default: false },
  },
});

async function main(): Promise<number> {
  if (values.help) {
    process.stdout.write(HELP);
    return 0;
  }
  const coverage = createCoverage();
  installHooks(coverage);
  // After the hooks: everything under test is loaded with counters in it.
  const { loadTargets } = await import('./targets/index.ts');
  const all: readonly Target[] = await loadTargets();
  if (values.list) {
    process.stdout.write(`${all.map(({ name }) => name).join('\n')}\n`);
    return 0;
  }
  const chosen = all.filter(({ name }) => values.target === undefined || values.target.includes(name));
  if (chosen.length === 0) {
    process.stderr.write(`There is no target of that name.\n\n${HELP}`);
    return 2;
  }
  if (values.input !== undefined && chosen[0] !== undefined) {
    const finding = await execute(coverage, chosen[0], Uint8Array.from(Buffer.from(values.input, 'base64')));
    process.stdout.write(`${finding?.message ?? 'Nothing found.'}\n`);
    return finding === undefined ? 0 : 1;
  }
  const minutes = values.minutes === undefined ? undefined : Number(values.minutes);
  const runs =
    values.runs === undefined ? (minutes === undefined ? 2000 : Number.POSITIVE_INFINITY) : Number(values.runs);
  const seed = Number(values.seed);
  const outcomes: Outcome[] = [];
  const reached = new Set<number>();
  for (const target of chosen) {
    const saved = loadCorpus(target.name);
    const share = Number.isFinite(runs) ? Math.ceil((runs * (target.share ?? 100)) / 100) : runs;
    const until =
      minutes === undefined ? Number.POSITIVE_INFINITY : performance.now() + (minutes * 60_000) / chosen.length;
    const outcome = await fuzzTarget(coverage, target, { seed, saved, budget: { runs: share, until } });
    for (const { first, points } of coverage.files) {
      for (let at = first; at < first + points.length; at++) if (coverage.isSeen(at)) reached.add(at);
    }
    outcomes.push(outcome);
    const { findings } = outcome;
    process.stdout.write(
      `${target.name.padEnd(20)} ${String(outcome.runs).padStart(9)} runs ${(outcome.ms / 1000).toFixed(1).padStart(7)} s  corpus ${outcome.corpus.length}${findings.length > 0 ? `  ${findings.length} FINDINGS` : ''}\n`,
    );
    for (const { input, message } of findings) {
      process.stdout.write(
        `\n  ${message.split('\n').slice(0, 6).join('\n  ')}\n  input (base64): ${Buffer.from(input).toString('base64')}\n\n`,
      );
    }
    if (values.save) saveCorpus(target.name, await minimise(coverage, target, [...saved, ...outcome.corpus]));
  }
  process.stdout.write(toReport(outcomes, coverage, reached));
  return outcomes.some(({ findings }) => findings.length > 0) ? 1 : 0;
}

process.exitCode = await main();
