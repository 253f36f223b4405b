import type { Coverage } from './coverage.ts';
import type { Outcome } from './fuzz-target.ts';

/** What was run, and which blocks of which decoder it reached. */
export function toReport(outcomes: readonly Outcome[], coverage: Coverage, reached: ReadonlySet<number>): string {
  const patterns = outcomes.flatMap(({ target }) => target.files);
  const lines: string[] = ['', 'blocks reached, of all in the file'];
  let allReached = 0;
  let allPoints = 0;
  for (const { name, first, points } of [...coverage.files].sort((a, b) => (a.name < b.name ? -1 : 1))) {
    if (points.length === 0 || !patterns.some((pattern) => pattern.test(name))) continue;
    const missed = new Set<number>();
    let count = 0;
    for (const [i, { line }] of points.entries()) {
      if (reached.has(first + i)) count++;
      else missed.add(line);
    }
    allReached += count;
    allPoints += points.length;
    const rest =
      missed.size === 0 ? '' : `  not: lines ${[...missed].slice(0, 12).join(' ')}${missed.size > 12 ? ' …' : ''}`;
    lines.push(`  ${name.padEnd(58)} ${String(count).padStart(4)} of ${String(points.length).padStart(4)}${rest}`);
  }
  const runs = outcomes.reduce((sum, outcome) => sum + outcome.runs, 0);
  const seconds = outcomes.reduce((sum, outcome) => sum + outcome.ms, 0) / 1000;
  const findings = outcomes.reduce((sum, outcome) => sum + outcome.findings.length, 0);
  lines.push(`  ${'together'.padEnd(58)} ${String(allReached).padStart(4)} of ${String(allPoints).padStart(4)}`);
  lines.push('', 'most work of one input, as a share of its limit');
  for (const { target, worstShare } of outcomes)
    lines.push(`  ${target.name.padEnd(20)} ${(100 * worstShare).toFixed(1)} %`);
  lines.push('', `${outcomes.length} targets, ${runs} executions in ${seconds.toFixed(0)} s, ${findings} findings`, '');
  return lines.join('\n');
}
