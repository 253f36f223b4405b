import type { World } from './world.ts';

/** The rules of docs/protocol.md that a relay can be held to from outside. */
export type Rule =
  | 'RLY-1'
  | 'RLY-2'
  | 'RLY-3'
  | 'RLY-4'
  | 'RLY-6'
  | 'RLY-7'
  | 'SYN-4'
  | 'ATT-3'
  | 'ATT-4'
  | 'ENV-5'
  | 'ENV-6';

/** One promise of the protocol, and how to find out whether a relay keeps it. */
export interface Check {
  /** A name to ask for it by. */
  readonly id: string;
  readonly rule: Rule;
  /** What a relay does that keeps it. */
  readonly title: string;
  /** It has to wait for something that takes ten seconds or more. */
  readonly isSlow?: true;
  /**
   * Ends if the promise is kept.
   * @throws Broken if it is not, Skipped if it cannot be found out here
   */
  readonly run: (world: World) => Promise<void>;
}
