/** Ends a timer before it fires; does nothing afterwards. */
export type Cancel = () => void;

/** Things to do later, handed in so that a test or a simulation owns them. */
export interface Timers {
  /**
   * Runs `task` once, `ms` milliseconds from now.
   *
   * @param ms - milliseconds, at least 0
   */
  set(ms: number, task: () => void): Cancel;
}
