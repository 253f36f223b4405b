import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { join } from 'node:path';

/** One comparison of ours against a named peer on the same work, in the same run. */
export interface Comparison {
  readonly name: string;
  readonly peer: string;
  /** What a figure counts, such as `CPU µs per keystroke`. */
  readonly unit: string;
  readonly ours: number;
  readonly theirs: number;
  /** ours / theirs must not be above this. */
  readonly bar: number;
}

/** CPU time this process has used so far, in microseconds: steadier than wall time on shared cores. */
export function cpuMicroseconds(): number {
  const { user, system } = process.cpuUsage();
  return user + system;
}

/** The middle value; the mean of the two middle ones of an even number. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  const upper = sorted[middle];
  const lower = sorted.length % 2 === 1 ? upper : sorted[middle - 1];
  if (upper === undefined || lower === undefined) throw new RangeError('no values');
  return (upper + lower) / 2;
}

/** A quarter of the values are below it: of wall times, what the machine does besides is in few of those, and it only ever adds. */
export function lowerQuartile(values: readonly number[]): number {
  const value = [...values].sort((a, b) => a - b)[values.length >> 2];
  if (value === undefined) throw new RangeError('no values');
  return value;
}

/**
 * Runs two pieces of work in turn, A B A B …, after one round that is not counted, and gives the median CPU µs of each.
 * What the machine does meanwhile then weighs on both alike.
 */
export async function interleave(
  rounds: number,
  ours: () => void | Promise<void>,
  theirs: () => void | Promise<void>,
): Promise<{ readonly ours: number; readonly theirs: number }> {
  const spent: { ours: number[]; theirs: number[] } = { ours: [], theirs: [] };
  for (let round = 0; round <= rounds; round++) {
    const start = cpuMicroseconds();
    await ours();
    const between = cpuMicroseconds();
    await theirs();
    if (round === 0) continue;
    spent.ours.push(between - start);
    spent.theirs.push(cpuMicroseconds() - between);
  }
  return { ours: median(spent.ours), theirs: median(spent.theirs) };
}

/** Prints each comparison and, with `--save` on the command line, commits it to `baselines/` beside the machine's name. */
export function report(file: string, comparisons: readonly Comparison[], notes: Record<string, number> = {}): void {
  for (const { name, peer, unit, ours, theirs, bar } of comparisons) {
    const ratio = ours / theirs;
    const verdict = ratio <= bar ? 'holds' : 'MISSED';
    console.log(`${name}: ${ours.toFixed(1)} against ${theirs.toFixed(1)} ${unit} of ${peer}`);
    console.log(`  ratio ${ratio.toFixed(3)}, bar ${bar}: ${verdict}`);
  }
  for (const [note, figure] of Object.entries(notes)) console.log(`${note}: ${figure}`);
  if (!process.argv.includes('--save')) return;
  const folder = join(import.meta.dirname, 'baselines');
  mkdirSync(folder, { recursive: true });
  const machine = `${cpus()[0]?.model ?? 'unknown'} × ${cpus().length}, Node ${process.versions.node}`;
  const path = join(folder, `${file}.json`);
  writeFileSync(
    path,
    `${JSON.stringify({ machine, date: new Date().toISOString().slice(0, 10), comparisons, notes }, null, 2)}\n`,
  );
  console.log(`saved ${readFileSync(path).length} bytes to tests/bench/baselines/${file}.json`);
}
