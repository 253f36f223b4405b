/** Gathers what sockets have to write in one turn of the event loop, so that each writes once. */
export interface Turns {
  /** Calls `flush` at the end of this turn, or of a slightly later one. To be asked for once per turn and socket. */
  add(flush: () => void): void;
}

export interface TurnsPorts {
  /** Runs a function once, after the input of this turn was handled (`setImmediate`). */
  readonly atEndOfTurn: (run: () => void) => void;
  /** Runs a function once, after so many ms (`setTimeout`). */
  readonly later: (run: () => void, ms: number) => void;
  /** ms, with fractions. */
  readonly now: () => number;
}

/**
 * The least time between two writes to sockets, in ms. A write costs several times what a message does otherwise; nobody
 * sees a millisecond. The first write after a pause is not delayed.
 */
const GAP_MS = 1;

/** Creates the one gatherer of a relay's sockets. */
export function createTurns({ atEndOfTurn, later, now }: TurnsPorts): Turns {
  let waiting: (() => void)[] = [];
  let lastRun = Number.NEGATIVE_INFINITY;
  const run = (): void => {
    const due = waiting;
    waiting = [];
    lastRun = now();
    for (const flush of due) flush();
  };
  return {
    add(flush) {
      waiting.push(flush);
      if (waiting.length > 1) return;
      if (now() - lastRun >= GAP_MS) atEndOfTurn(run);
      else later(run, GAP_MS);
    },
  };
}
