import { parseArgs } from 'node:util';
import { ensureChromium } from './ensure-chromium.ts';
import { type Outcome, toTable, toTotal, toTotalLine } from './report.ts';
import { runStages } from './run-stages.ts';
import { TEST, toSelection } from './stages.ts';

const HELP = `npx --yes pnpm@12.21.0 test [--only STAGE[,STAGE]] [--thorough] [-- FILTER…]

Runs every check and test of the workspace and ends with the total of the tests.

  --only STAGE   ${['verify', ...TEST.map((stage) => stage.name)].join(', ')}
  --thorough     a hundred times as many simulated runs, and the models of docs/proofs/model
  -- FILTER      handed to the test runners, e.g. a part of a file name
`;

interface Wishes {
  readonly only: readonly string[];
  readonly isThorough: boolean;
  readonly isHelp: boolean;
  readonly filters: readonly string[];
}

/** Reads the command line; a string is the sentence to show when it cannot be read. */
function toWishes(args: readonly string[]): Wishes | string {
  try {
    const { values, positionals } = parseArgs({
      // pnpm hands the "--" of its own command line on as the first argument.
      args: args[0] === '--' && args[1]?.startsWith('--') === true ? args.slice(1) : [...args],
      allowPositionals: true,
      options: {
        only: { type: 'string', multiple: true, default: [] },
        thorough: { type: 'boolean', default: false },
        help: { type: 'boolean', short: 'h', default: false },
      },
    });
    return {
      only: values.only.flatMap((names) => names.split(',')),
      isThorough: values.thorough,
      isHelp: values.help,
      filters: positionals,
    };
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

/** `pnpm test`. Returns the exit code: 0 all well, 1 something failed, 2 the command line made no sense. */
export async function main(args: readonly string[]): Promise<number> {
  const wishes = toWishes(args);
  if (typeof wishes === 'string') {
    process.stderr.write(`${wishes}\n\n${HELP}`);
    return 2;
  }
  if (wishes.isHelp) {
    process.stdout.write(HELP);
    return 0;
  }
  const { stages, unknown } = toSelection(wishes.only);
  if (unknown.length > 0) {
    process.stderr.write(`There is no stage called ${unknown.join(', ')}.\n\n${HELP}`);
    return 2;
  }

  const env: Record<string, string> = wishes.isThorough ? { WEFT_THOROUGH: '1' } : {};
  const before: Outcome[] = [];
  let runnable = stages.filter((stage) => wishes.isThorough || wishes.only.length > 0 || stage.isThorough !== true);
  if (stages.some((stage) => stage.name === 'e2e')) {
    const started = performance.now();
    const chromium = await ensureChromium();
    if (chromium.ok) {
      env['CHROMIUM_PATH'] = chromium.path;
    } else {
      process.stderr.write(`${chromium.sentence}\n`);
      runnable = runnable.filter((stage) => stage.name !== 'e2e');
    }
    const seconds = (performance.now() - started) / 1000;
    before.push({ title: 'Chromium', isOk: chromium.ok, isRun: true, seconds });
  }

  const outcomes = [...before, ...(await runStages(runnable, { env, testArgs: wishes.filters }))];
  const isOk = outcomes.every((outcome) => outcome.isOk);
  process.stdout.write(`\n${toTable(outcomes)}\n\n${toTotalLine(toTotal(outcomes))}\n`);
  return isOk ? 0 : 1;
}
