import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';

/** One change: at `position`, `deleted` code points go and `inserted` comes. */
export type Patch = readonly [position: number, deleted: number, inserted: string];

/** One recorded moment of one author. */
export interface Txn {
  /** Indexes of the transactions this one was written on top of. */
  readonly parents: readonly number[];
  readonly agent: number;
  readonly patches: readonly Patch[];
}

/** A recorded session of several authors (josephg/editing-traces, CC BY 4.0; see tests/data/traces). */
export interface ConcurrentTrace {
  readonly kind: 'concurrent';
  readonly endContent: string;
  readonly numAgents: number;
  readonly txns: readonly Txn[];
}

/** One person's writing, keystroke by keystroke (the same collection). */
export interface SequentialTrace {
  readonly startContent: string;
  readonly endContent: string;
  readonly txns: readonly { readonly time: string; readonly patches: readonly Patch[] }[];
}

/** Reads a trace of tests/data/traces. */
export function readTrace<T>(name: string): T {
  const path = join(import.meta.dirname, '..', 'data', 'traces', `${name}.json.gz`);
  return JSON.parse(gunzipSync(readFileSync(path)).toString('utf8')) as T;
}

/** One step of a replay: what its author must have seen of each agent, as a count of that agent's transactions. */
export interface Step {
  readonly agent: number;
  readonly seen: readonly number[];
  readonly patches: readonly Patch[];
  /** Somebody later builds on exactly this much of the agent: it must end an envelope. */
  readonly isBoundary: boolean;
}

/** Turns parents into version vectors: what each author had seen when they wrote. */
export function traceToSteps(trace: ConcurrentTrace): readonly Step[] {
  const { txns, numAgents } = trace;
  const written = new Array<number>(numAgents).fill(0);
  const versions: number[][] = [];
  const lastSeen = Array.from({ length: numAgents }, () => new Array<number>(numAgents).fill(0));
  const boundaries = Array.from({ length: numAgents }, () => new Set<number>());
  for (const { parents, agent } of txns) {
    const version = new Array<number>(numAgents).fill(0);
    for (const parent of parents) {
      for (const [other, count] of at(versions, parent).entries()) version[other] = Math.max(at(version, other), count);
    }
    if (at(version, agent) !== at(written, agent)) throw new Error('an agent did not see its own transactions');
    for (const [other, count] of version.entries()) {
      if (other !== agent && count !== at(at(lastSeen, agent), other)) at(boundaries, other).add(count);
    }
    lastSeen[agent] = [...version];
    written[agent] = at(written, agent) + 1;
    version[agent] = at(written, agent);
    versions.push(version);
  }
  return txns.map(({ agent, patches }, index) => {
    const version = at(versions, index);
    return { agent, patches, seen: version, isBoundary: at(boundaries, agent).has(at(version, agent)) };
  });
}

/** The element at an index that must exist. */
export function at<T>(values: readonly T[], index: number): T {
  const value = values[index];
  if (value === undefined) throw new RangeError(`no element ${index}`);
  return value;
}
