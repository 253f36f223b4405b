// Not by the package: its other files are to be loaded after the hooks.
import { createSeededRandom } from '../../../packages/crdt-core/src/testing/seeded-random.ts';
import type { Coverage } from './coverage.ts';
import { createMutator } from './mutate.ts';
import { cpuMs, type Finding, type Target } from './target.ts';

/** When a target has had enough. */
export interface Budget {
  readonly runs: number;
  /** ms on `performance.now()`'s clock. */
  readonly until: number;
}

/** What became of a target. */
export interface Outcome {
  readonly target: Target;
  readonly runs: number;
  readonly ms: number;
  /** Inputs that reached something new, the saved ones included. */
  readonly corpus: readonly Uint8Array[];
  readonly findings: readonly Finding[];
  /** The most steps of one input, as a share of what it may cost. */
  readonly worstShare: number;
}

/** One input may not take more processor time. */
const CEILING_MS = 5_000;
const MOST_FINDINGS = 5;

/** How an input fared. */
export async function execute(coverage: Coverage, target: Target, input: Uint8Array): Promise<Finding | undefined> {
  const { work } = coverage;
  coverage.begin();
  work.most = target.steps.base + target.steps.perByte * input.length;
  const begun = cpuMs();
  const fail = (message: string): Finding => ({ target: target.name, input, message });
  const copy = input.slice();
  try {
    const running = target.run(copy);
    if (running !== undefined) await running;
  } catch (error) {
    if (!work.isStopped) return fail(error instanceof Error ? (error.stack ?? error.message) : String(error));
  } finally {
    work.most = Number.POSITIVE_INFINITY;
  }
  if (work.isStopped) return fail(`more than ${target.steps.base} + ${target.steps.perByte} × ${input.length} steps`);
  const ms = cpuMs() - begun;
  if (ms > CEILING_MS) return fail(`took ${ms.toFixed(0)} ms`);
  const polluted = findPollution();
  return polluted === undefined ? undefined : fail(`prototype polluted: ${polluted}`);
}

const PROTOTYPES = [Object.prototype, Array.prototype, Function.prototype, Uint8Array.prototype, Map.prototype];
const NAMES = PROTOTYPES.map((prototype) => Reflect.ownKeys(prototype).length);

function findPollution(): string | undefined {
  for (const [i, prototype] of PROTOTYPES.entries()) {
    const keys = Reflect.ownKeys(prototype);
    if (keys.length === NAMES[i]) continue;
    const added = keys.slice(NAMES[i]).map(String);
    for (const key of added) Reflect.deleteProperty(prototype, key);
    return added.join(', ');
  }
  return undefined;
}

/**
 * Runs the saved inputs, then mutations of whatever reached something new. The same seed and number of runs give the same
 * executions.
 *
 * @param saved - inputs of earlier runs
 */
export async function fuzzTarget(
  coverage: Coverage,
  target: Target,
  options: { readonly seed: number; readonly saved: readonly Uint8Array[]; readonly budget: Budget },
): Promise<Outcome> {
  const begun = performance.now();
  const random = createSeededRandom(options.seed ^ nameToSeed(target.name));
  const utf8 = new TextEncoder();
  const words = target.isText === true ? [...coverage.words].sort().map((word) => utf8.encode(word)) : [];
  const mutator = createMutator(random, [...(target.dictionary ?? []), ...words], target.maxBytes ?? 4096);
  const corpus: Uint8Array[] = [];
  const findings: Finding[] = [];
  let runs = 0;
  let worstShare = 0;
  coverage.forget();

  async function attempt(input: Uint8Array): Promise<void> {
    runs++;
    const finding = await execute(coverage, target, input);
    const { steps } = coverage.work;
    worstShare = Math.max(worstShare, steps / (target.steps.base + target.steps.perByte * input.length));
    if (finding !== undefined) findings.push(finding);
    const { newPoints, newCounts } = coverage.judge();
    if (newPoints + newCounts > 0) corpus.push(input);
  }

  for (const input of [...target.seeds(), ...options.saved]) await attempt(input);
  if (corpus.length === 0) corpus.push(new Uint8Array(1));
  const { runs: most, until } = options.budget;
  while (runs < most && findings.length < MOST_FINDINGS) {
    if (runs % 64 === 0 && performance.now() > until) break;
    // Half the time one of the newest: what reached something new is nearest to more.
    const recent = Math.max(1, Math.ceil(corpus.length / 4));
    const input = random.below(2) === 0 ? corpus[corpus.length - 1 - random.below(recent)]! : random.pick(corpus);
    await attempt(mutator.mutate(input, random.pick(corpus)));
  }
  return { target, runs, ms: performance.now() - begun, corpus, findings, worstShare };
}

function nameToSeed(name: string): number {
  let seed = 0x811c9dc5;
  for (const letter of name) seed = Math.imul(seed ^ letter.charCodeAt(0), 0x01000193) >>> 0;
  return seed;
}
