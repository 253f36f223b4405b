import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { endAllGroups, endGroupsOnSignal, openRegister, startGroup, unlessEnding } from './processes.ts';
import { type Outcome, toCount } from './report.ts';
import type { Stage } from './stages.ts';
import { ROOT, toEnvironment } from './workspace.ts';

/** What every stage of one run shares. */
export interface RunOptions {
  /** Added to each stage's environment. */
  readonly env: Readonly<Record<string, string>>;
  /** Added to the arguments of the stages that run tests: a filter, say. */
  readonly testArgs: readonly string[];
}

function toReporterArgs(stage: Stage, file: string): readonly string[] {
  if (stage.counter !== 'vitest') return [];
  return ['--reporter=default', '--reporter=json', `--outputFile.json=${file}`];
}

async function runStage(stage: Stage, scratch: string, options: RunOptions): Promise<Outcome> {
  process.stdout.write(`\n── ${stage.title}\n`);
  const file = join(scratch, `${stage.name}.json`);
  const testArgs = stage.counter === undefined ? [] : options.testArgs;
  const started = performance.now();
  const group = startGroup(stage.command, [...stage.args, ...toReporterArgs(stage, file), ...testArgs], {
    cwd: stage.folder ?? ROOT,
    stdio: ['ignore', 'inherit', 'inherit'],
    env: toEnvironment({ ...options.env, PLAYWRIGHT_JSON_OUTPUT_FILE: file }),
  });
  const { code } = await group.ended;
  await unlessEnding();
  // What a stage left running ends with it.
  group.signal('SIGKILL');
  const outcome = { title: stage.title, isOk: code === 0, isRun: true, seconds: (performance.now() - started) / 1000 };
  if (stage.counter === undefined) return outcome;
  const count = toCount(stage.counter, existsSync(file) ? readFileSync(file, 'utf8') : undefined);
  if (count === undefined) return { ...outcome, isOk: false };
  return { ...outcome, isOk: outcome.isOk && count.failed === 0, count };
}

/**
 * Runs stages one after another, each in its own process group, and goes on after a failure so that one run shows
 * all there is to mend. A stage whose needs failed is not run and counts as failed.
 */
export async function runStages(stages: readonly Stage[], options: RunOptions): Promise<readonly Outcome[]> {
  const scratch = mkdtempSync(join(tmpdir(), 'weft-run-'));
  const closeRegister = openRegister(join(scratch, 'groups'));
  const clean = (): void => {
    closeRegister();
    rmSync(scratch, { recursive: true, force: true });
  };
  endGroupsOnSignal(clean);
  try {
    const outcomes: Outcome[] = [];
    const failed = new Set<string>();
    for (const stage of stages) {
      const isBlocked = stage.needs?.some((need) => failed.has(need)) === true;
      const outcome: Outcome = isBlocked
        ? { title: stage.title, isOk: false, isRun: false, seconds: 0 }
        : await runStage(stage, scratch, options);
      if (!outcome.isOk) failed.add(stage.name);
      outcomes.push(outcome);
    }
    return outcomes;
  } finally {
    await endAllGroups();
    clean();
  }
}
