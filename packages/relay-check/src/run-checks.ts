import { loadSodium } from '@weft/crypto';
import { type Check } from './check.ts';
import { Broken, Skipped } from './hold.ts';
import { CHECKS } from './checks/index.ts';
import { type CheckPorts, nodePorts } from './ports.ts';
import type { Target } from './target.ts';
import { createWorld } from './world.ts';

/** What came out of one check. */
export interface CheckResult {
  readonly id: string;
  readonly rule: string;
  readonly title: string;
  readonly outcome: 'kept' | 'broken' | 'skipped';
  /** For what is broken: what the relay did. For what is skipped: why. */
  readonly sentence: string;
  readonly ms: number;
}

export interface RunOptions {
  readonly target: Target;
  /** How long the relay may take to answer, in ms. */
  readonly deadlineMs?: number | undefined;
  /** Rules or ids of checks; none: all. */
  readonly only?: readonly string[] | undefined;
  /** False: leave out what takes ten seconds or more. */
  readonly slow?: boolean | undefined;
  /** Where the relay asks for one. */
  readonly admissionSecret?: string | undefined;
  readonly ports?: CheckPorts | undefined;
  /** Told of each result as it comes. */
  readonly onResult?: ((result: CheckResult) => void) | undefined;
}

/** Checks at a time: the relay is not to be loaded, only asked. */
const AT_ONCE = 4;
const DEADLINE_MS = 10_000;

/**
 * Asks a relay for each promise of the protocol, in rooms of its own.
 * @returns the results, in the order of the checks
 */
export async function runChecks(options: RunOptions): Promise<readonly CheckResult[]> {
  const { target, deadlineMs = DEADLINE_MS, only = [], slow = true, admissionSecret } = options;
  const ports = options.ports ?? nodePorts();
  const sodium = await loadSodium();
  const due = CHECKS.filter(
    ({ id, rule, isSlow }) =>
      (slow || isSlow !== true) && (only.length === 0 || only.includes(id) || only.includes(rule)),
  );

  const runOne = async (check: Check): Promise<CheckResult> => {
    const world = createWorld({ target, ports, sodium, deadlineMs, admissionSecret });
    const began = ports.now();
    const { outcome, sentence } = await judge(check.run(world));
    world.close();
    const { id, rule, title } = check;
    const result: CheckResult = { id, rule, title, outcome, sentence, ms: ports.now() - began };
    options.onResult?.(result);
    return result;
  };

  // What waits long waits beside the rest.
  const isSlow = (check: Check): boolean => check.isSlow === true;
  const results = due.filter(isSlow).map((check) => runOne(check));
  const queue = due.filter((check) => !isSlow(check));
  const worker = async (): Promise<void> => {
    for (let check = queue.shift(); check !== undefined; check = queue.shift()) {
      const result = runOne(check);
      results.push(result);
      await result;
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  const all = await Promise.all(results);
  return due.flatMap(({ id }) => all.filter((result) => result.id === id));
}

async function judge(run: Promise<void>): Promise<Pick<CheckResult, 'outcome' | 'sentence'>> {
  try {
    await run;
    return { outcome: 'kept', sentence: '' };
  } catch (error) {
    if (error instanceof Skipped) return { outcome: 'skipped', sentence: error.message };
    if (error instanceof Broken) return { outcome: 'broken', sentence: error.message };
    const said = error instanceof Error ? error.message : 'unknown';
    return { outcome: 'broken', sentence: `The check could not be carried out: ${said}.` };
  }
}
