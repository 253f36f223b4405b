import {
  type ClientFrame,
  decodeClientFrame,
  decodeRelayFrame,
  encodeFrame,
  type RelayFrame,
} from '@weft/crdt-core/wire';
import type { Fault, Passage } from '../broken-relay.ts';

/** Each way of breaking one promise, and the checks that must notice, each with the rule it is told under. */
export interface FaultCase {
  readonly what: string;
  readonly fault: Fault;
  readonly caughtBy: readonly (readonly [rule: string, check: string])[];
  /** How long the relay may take, where a second is too short to show it, in ms. */
  readonly deadlineMs?: number;
  /** Only a relay with small rooms shows it. */
  readonly hasSmallRooms?: true;
}

type Rewrite<Frame> = (frame: Frame, passage: Passage, all: ReadonlySet<Passage>) => readonly Frame[];

/** Changes frames of the relay. What is no frame is passed on. */
export function down(rewrite: Rewrite<RelayFrame>): Fault {
  return {
    down(bytes, passage, all) {
      const frame = decodeRelayFrame(bytes);
      return frame.ok ? rewrite(frame.value, passage, all).map((each) => encodeFrame(each)) : [bytes];
    },
  };
}

/** Changes frames of clients. What is no frame is passed on. */
export function up(rewrite: Rewrite<ClientFrame>): Fault {
  return {
    up(bytes, passage, all) {
      const frame = decodeClientFrame(bytes);
      return frame.ok ? rewrite(frame.value, passage, all).map((each) => encodeFrame(each)) : [bytes];
    },
  };
}

/** Counts, per client. */
export function count(passage: Passage, what: string): number {
  const next = ((passage.notes.get(what) as number | undefined) ?? 0) + 1;
  passage.notes.set(what, next);
  return next;
}
