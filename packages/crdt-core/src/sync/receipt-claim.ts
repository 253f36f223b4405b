/** SYN-6: what receipts say, and what is remembered of it while it differs from what the relay says. */

/** What a receipt says that is of interest here. */
export interface ReceiptClaim {
  /** The newest seq that its device has applied of each session it names. */
  readonly heads: ReadonlyMap<string, number>;
  /** It names every session of its ledger: what it does not name, it does not have. */
  readonly isComplete: boolean;
  /**
   * Present if its device is caught up with the relay: of which of the named sessions the relay is known to hold less, and how
   * many envelopes from seq 0 on.
   */
  readonly relay: ReadonlyMap<string, number> | undefined;
  /** KEY-8: certificates tell its device of notices that have not come. Its heads do not say which: a snapshot may cover them. */
  readonly lacksNotices: boolean;
}

/** What others have from the relay and we do not. */
export interface Lack {
  /**
   * KEY-8: keys that others use were not among what came: the notice that brings them was passed over, or is not there. Entries say so again
   * when they are asked for again; what was said with such keys holds while it is said.
   */
  readonly locked: 'entries' | 'words' | undefined;
  /** The log was asked for again, and nothing of it was locked so far. */
  readonly isOpening: boolean;
  /** When something was last said with such keys. */
  readonly saidAt: number;
  /** Session → seq. */
  readonly heads: ReadonlyMap<string, number>;
  readonly since: number;
  /** When the log is asked for again. */
  readonly pullAt: number;
  readonly pulls: number;
}

/** What another session lacked when it last said so, although the relay was known to hold it. */
export interface Behind {
  readonly heads: ReadonlyMap<string, number>;
  readonly since: number;
}

/** Another session holds another envelope than we under some name. */
export interface Fork {
  readonly since: number;
  /** When the log is asked for again. */
  readonly pullAt: number;
}
