import type { CheckResult } from '../run-checks.ts';

/** One result for people. */
export function resultToLine({ outcome, rule, id, title, sentence, ms }: CheckResult): string {
  const line = `${outcome.padEnd(8)}${rule.padEnd(6)} ${title} [${id}, ${ms} ms]`;
  return sentence === '' ? line : `${line}\n        ${sentence}`;
}

/** All results in one line. */
export function resultsToSummary(results: readonly CheckResult[]): string {
  const count = (outcome: CheckResult['outcome']): number =>
    results.filter((result) => result.outcome === outcome).length;
  const rules = [...new Set(results.filter(({ outcome }) => outcome === 'broken').map(({ rule }) => rule))];
  const broken = rules.length === 0 ? '' : ` (${rules.join(', ')})`;
  return `${count('kept')} kept, ${count('broken')} broken${broken}, ${count('skipped')} not found out`;
}
