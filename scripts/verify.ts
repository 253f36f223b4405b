import { parseArgs } from 'node:util';
import { toTable } from './report.ts';
import { runStages } from './run-stages.ts';
import { VERIFY } from './stages.ts';

/** `pnpm verify`: everything that can be said about the code without starting a browser. Returns the exit code. */
export async function main(args: readonly string[]): Promise<number> {
  parseArgs({ args: [...args], options: {} });
  const outcomes = await runStages(VERIFY, { env: {}, testArgs: [] });
  process.stdout.write(`\n${toTable(outcomes)}\n`);
  return outcomes.every((outcome) => outcome.isOk) ? 0 : 1;
}
