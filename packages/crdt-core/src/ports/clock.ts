/** Time, handed in so that a test or a simulation owns it. */
export interface Clock {
  /** Unix time in milliseconds. May step backwards when a person changes their clock. */
  now(): number;
}
