/** KEY-8: which epochs are closed, by whom, and what of a closed epoch still counts. Pure: the same on every replica that knows the same notices. */
import type { SessionHex } from '../ledger/types.ts';

/** Hex of a device's id. */
export type DeviceHex = string;

/** What a notice of re-keying says of the epoch it closes. */
export interface Closing {
  /** The name of the epoch that follows. */
  readonly next: string;
  /** How far each session's chain had come for the admin: all up to there counts. */
  readonly cut: ReadonlyMap<SessionHex, number>;
  /** The devices that were given the next epoch's keys. */
  readonly kept: ReadonlySet<DeviceHex>;
}

/** `late`: written after the epoch was closed, by a device that was not kept. `unknown`: what tells has not come. */
export type Timeliness = 'in-time' | 'late' | 'unknown';

export interface Closings {
  /** Takes a notice; false if it is known. Several may close one epoch: the one whose successor has the lowest name holds, for everyone. */
  add(closed: string, closing: Closing): boolean;
  /** A certificate says from which epoch its own goes on, whether or not the notice ever comes. */
  follows(next: string, closed: string): void;
  /** What is known to have closed an epoch, what holds first. */
  of(name: string): readonly Successor[];
  /** The epoch that this one goes on from, where that is known. */
  parentOf(name: string): string | undefined;
  /** Whether the epoch counts: no rival took its place. */
  isOnLine(name: string): boolean;
  /** Where the line of epochs that goes on from this one ends. */
  tip(name: string): string;
  /**
   * Whether the envelope lies within the cut of a closing since its epoch: whoever closed that held it.
   *
   * @param counts - of a closing, named by the epoch that follows, whether it says anything
   */
  isCut(name: string, session: SessionHex, seq: number, counts: (next: string) => boolean): boolean;
  /**
   * Judges an envelope of a session by the epoch it was sealed in: of a closed epoch counts what lies within the cut, and what was written
   * by a device that was kept.
   *
   * @param device - who the session is attested by, if anyone
   */
  judge(name: string, session: SessionHex, seq: number, device: DeviceHex | undefined): Timeliness;
}

/** What is known to follow an epoch. Without `kept`, its notice has not come: only its certificate is known. */
export type Successor = Pick<Closing, 'next'> & Partial<Closing>;

/** How things go on. Without a cut, nothing is within: the epoch lost against another and never counted. */
type Step = Successor;

/** No epoch is closed. */
export function createClosings(): Closings {
  const closings = new Map<string, Successor[]>();
  const parents = new Map<string, string>();

  /** The closing that took the place of this epoch, or of one that it goes on from; of several, the oldest. */
  function rivalOf(name: string): Successor | undefined {
    let rival: Successor | undefined;
    for (let at = name, parent = parents.get(at); parent !== undefined; at = parent, parent = parents.get(at)) {
      const holder = closings.get(parent)?.[0];
      if (holder !== undefined && holder.next !== at) rival = holder;
    }
    return rival;
  }

  /** How things go on after an epoch; `undefined` at a tip. */
  function stepFrom(name: string): Step | undefined {
    const rival = rivalOf(name);
    if (rival === undefined) return closings.get(name)?.[0];
    const { cut: _, ...step } = rival;
    return step;
  }

  function put(closed: string, successor: Successor): void {
    const others = (closings.get(closed) ?? []).filter(({ next }) => next !== successor.next);
    closings.set(
      closed,
      [...others, successor].sort((a, b) => (a.next < b.next ? -1 : 1)),
    );
    parents.set(successor.next, closed);
  }

  function find(closed: string, next: string): Successor | undefined {
    return closings.get(closed)?.find((one) => one.next === next);
  }

  function tip(name: string): string {
    let at = name;
    for (let step = stepFrom(at); step !== undefined; step = stepFrom(at)) at = step.next;
    return at;
  }

  return {
    add(closed, closing) {
      if (find(closed, closing.next)?.kept !== undefined) return false;
      put(closed, closing);
      return true;
    },
    follows(next, closed) {
      if (find(closed, next) === undefined) put(closed, { next });
    },
    of: (name) => closings.get(name) ?? [],
    parentOf: (name) => parents.get(name),
    isOnLine: (name) => rivalOf(name) === undefined,
    tip,
    isCut(name, session, seq, counts) {
      for (let step = stepFrom(name); step !== undefined; step = stepFrom(step.next))
        if (seq <= (step.cut?.get(session) ?? -1) && counts(step.next)) return true;
      return false;
    },
    judge(name, session, seq, device) {
      for (let step = stepFrom(name); step !== undefined; step = stepFrom(step.next)) {
        if (step.kept === undefined) return 'unknown';
        if (step.cut !== undefined && seq <= (step.cut.get(session) ?? -1)) return 'in-time';
        if (device === undefined || !step.kept.has(device)) return 'late';
      }
      return 'in-time';
    },
  };
}
