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

/** `late`: written after the epoch was closed, by a device that was not kept. */
export type Timeliness = 'in-time' | 'late';

export interface Closings {
  /** Takes a notice. Several may close one epoch: the one whose successor has the lowest name holds, for everyone. */
  add(closed: string, closing: Closing): void;
  /** The closings of an epoch, the one that holds first. */
  of(name: string): readonly Closing[];
  /** The epoch that this one goes on from; `undefined` where no notice says so. */
  parentOf(name: string): string | undefined;
  /** Whether the epoch counts: no rival took its place. */
  isOnLine(name: string): boolean;
  /** Where the line of epochs that goes on from this one ends. */
  tip(name: string): string;
  /**
   * Judges an envelope of a session by the epoch it was sealed in: of a closed epoch counts what lies within the cut, and what was written
   * by a device that was kept.
   *
   * @param device - who the session is attested by, if anyone
   */
  judge(name: string, session: SessionHex, seq: number, device: DeviceHex | undefined): Timeliness;
}

interface Step {
  readonly next: string;
  /** Without it, nothing is within: the epoch lost against another and never counted. */
  readonly cut?: ReadonlyMap<SessionHex, number>;
  readonly kept: ReadonlySet<DeviceHex>;
}

/** No epoch is closed. */
export function createClosings(): Closings {
  const closings = new Map<string, Closing[]>();
  const parents = new Map<string, string>();

  /** The closing that took the place of this epoch, or of one that it goes on from; of several, the oldest. */
  function rivalOf(name: string): Closing | undefined {
    let rival: Closing | undefined;
    for (let at = name, parent = parents.get(at); parent !== undefined; at = parent, parent = parents.get(at)) {
      const holder = closings.get(parent)?.[0];
      if (holder !== undefined && holder.next !== at) rival = holder;
    }
    return rival;
  }

  /** How things go on after an epoch; `undefined` at a tip. */
  function stepFrom(name: string): Step | undefined {
    const rival = rivalOf(name);
    return rival === undefined ? closings.get(name)?.[0] : { next: rival.next, kept: rival.kept };
  }

  function tip(name: string): string {
    let at = name;
    for (let step = stepFrom(at); step !== undefined; step = stepFrom(at)) at = step.next;
    return at;
  }

  return {
    add(closed, closing) {
      const known = closings.get(closed) ?? [];
      if (known.some(({ next }) => next === closing.next)) return;
      closings.set(
        closed,
        [...known, closing].sort((a, b) => (a.next < b.next ? -1 : 1)),
      );
      parents.set(closing.next, closed);
    },
    of: (name) => closings.get(name) ?? [],
    parentOf: (name) => parents.get(name),
    isOnLine: (name) => rivalOf(name) === undefined,
    tip,
    judge(name, session, seq, device) {
      for (let step = stepFrom(name); step !== undefined; step = stepFrom(step.next)) {
        if (step.cut !== undefined && seq <= (step.cut.get(session) ?? -1)) return 'in-time';
        if (device === undefined || !step.kept.has(device)) return 'late';
      }
      return 'in-time';
    },
  };
}
