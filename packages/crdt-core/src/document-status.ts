import type { Failure } from '@weft/crypto';
import type { StuckFiles } from './attachments/types.ts';

/** Something that went wrong at a known time, kept so that a person can be told. */
export type Alarm = Failure<string> & {
  /** Unix milliseconds, by this device's clock. */
  readonly at: number;
};

/** How the link to the relay stands. */
export type RelayState = 'off' | 'connecting' | 'syncing' | 'connected' | 'waiting' | 'refused';

/** The three-state truth (SYN-5), and what else a person should know. Nothing here is ever a guess. */
export interface DocumentStatus {
  /** `unsaved`: ledger writes that this device's storage has not confirmed. `failure`: why, when it cannot. */
  readonly saved: { readonly unsaved: number; readonly failure?: Failure<string> };
  /** `waiting`: will try again by itself. `refused`: will not, the sentence says what to do. */
  readonly relay: { readonly state: RelayState; readonly failure?: Failure<string> };
  /** Envelopes in this device's ledger that neither the relay nor another device's heads are known to hold, and files to be sent. Exact. */
  readonly unsent: number;
  /** Files of this device that the relay does not have whole; counted in `unsent` as well. 0 where there is no relay to send to. */
  readonly unsentFiles: number;
  /** Those of them that the relay does not take. */
  readonly stuckFiles?: StuckFiles | undefined;
  /** Devices connected directly that have proven themselves, and are there as far as can be known. */
  readonly peers: number;
  /** Other devices whose receipt covers this replica's newest envelope. */
  readonly seenBy: number;
  /** People present, this one included. */
  readonly people: number;
  /** True in the tab that holds the links (SYN-8). */
  readonly leads: boolean;
  /** Sessions whose chain has a hole that has not been filled (LED-2). */
  readonly gaps: number;
  /** Yjs holds structs that wait for others (LED-7). */
  readonly pending: boolean;
  readonly alarms: readonly Alarm[];
}
