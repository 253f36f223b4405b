/** Gathers what sockets have to write in one turn of the event loop, so that each writes once. */
export interface Turns {
  /** Calls `flush` at the end of this turn. To be asked for once per turn and socket. */
  add(flush: () => void): void;
}

/**
 * @param atEndOfTurn runs a function once, after the input of this turn was handled (`setImmediate`)
 */
export function createTurns(atEndOfTurn: (run: () => void) => void): Turns {
  let waiting: (() => void)[] = [];
  const run = (): void => {
    const due = waiting;
    waiting = [];
    for (const flush of due) flush();
  };
  return {
    add(flush) {
      if (waiting.length === 0) atEndOfTurn(run);
      waiting.push(flush);
    },
  };
}
