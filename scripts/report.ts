import type { Counter } from './stages.ts';

/** How many tests of a stage passed, failed and were left out. */
export interface Count {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

/** How a stage ended. `undefined` count: the stage has no tests of its own, or left no result. */
export interface Outcome {
  readonly title: string;
  readonly isOk: boolean;
  readonly isRun: boolean;
  readonly seconds: number;
  readonly count?: Count;
}

/** Totals of vitest's JSON report. A file that could not be loaded has no tests and counts as one failure. */
interface VitestReport {
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly numPendingTests: number;
  readonly numTodoTests: number;
  readonly testResults: readonly {
    readonly status: string;
    readonly assertionResults: readonly { readonly status: string }[];
  }[];
}

/** Totals of Playwright's JSON report. */
interface PlaywrightReport {
  readonly stats: {
    readonly expected: number;
    readonly unexpected: number;
    readonly flaky: number;
    readonly skipped: number;
  };
  readonly errors: readonly unknown[];
}

function countVitest(report: VitestReport): Count {
  const unloaded = report.testResults.filter(
    (file) => file.status === 'failed' && !file.assertionResults.some((test) => test.status === 'failed'),
  );
  return {
    passed: report.numPassedTests,
    failed: report.numFailedTests + unloaded.length,
    skipped: report.numPendingTests + report.numTodoTests,
  };
}

function countPlaywright(report: PlaywrightReport): Count {
  // A test that passes only on a second try is a failure here: no retries (house rule).
  return {
    passed: report.stats.expected,
    failed: report.stats.unexpected + report.stats.flaky + report.errors.length,
    skipped: report.stats.skipped,
  };
}

/** Reads a runner's JSON report; undefined when the runner left none, or half of one. */
export function toCount(counter: Counter, text: string | undefined): Count | undefined {
  if (text === undefined) return undefined;
  try {
    const report: unknown = JSON.parse(text);
    return counter === 'vitest' ? countVitest(report as VitestReport) : countPlaywright(report as PlaywrightReport);
  } catch {
    return undefined;
  }
}

/**
 * The sum over all stages. A stage that failed without naming a failed test (a type error, a crash, a stage that
 * could not run) counts as one failure, so that the total never says "0 failed" when something did.
 */
export function toTotal(outcomes: readonly Outcome[]): Count {
  let [passed, failed, skipped] = [0, 0, 0];
  for (const { count, isOk } of outcomes) {
    passed += count?.passed ?? 0;
    skipped += count?.skipped ?? 0;
    failed += isOk ? 0 : Math.max(1, count?.failed ?? 0);
  }
  return { passed, failed, skipped };
}

/** `123 passed, 0 failed`, with `, 2 skipped` only when there are some. */
export function toTotalLine({ passed, failed, skipped }: Count): string {
  return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`;
}

/** One line per stage: what, how it ended, how many tests, how long. */
export function toTable(outcomes: readonly Outcome[]): string {
  const width = Math.max(...outcomes.map((outcome) => outcome.title.length));
  const lines = outcomes.map(({ title, isOk, isRun, seconds, count }) => {
    const verdict = isOk ? 'ok    ' : isRun ? 'FAILED' : 'not run';
    const time = isRun ? `${seconds.toFixed(1).padStart(7)} s` : '         ';
    return `  ${title.padEnd(width)}  ${time}  ${verdict.padEnd(7)}  ${count === undefined ? '' : toTotalLine(count)}`.trimEnd();
  });
  const all = outcomes.reduce((sum, outcome) => sum + outcome.seconds, 0);
  return [...lines, `  ${'in all'.padEnd(width)}  ${all.toFixed(1).padStart(7)} s`].join('\n');
}
