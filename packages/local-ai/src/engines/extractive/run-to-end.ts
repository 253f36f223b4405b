/** Runs work that yields now and then, without a pause, and returns what it returns. */
export function runToEnd<T>(work: Generator<undefined, T>): T {
  for (;;) {
    const turn = work.next();
    if (turn.done === true) return turn.value;
  }
}
