/** Somebody else in the room: a session on another device. */
export interface Companion {
  /** Whom to send to; one open document on one device. */
  readonly session: string;
  /** The same in every document. */
  readonly device: string;
  /** As it says itself; may be empty. */
  readonly name: string;
}

/** What carries messages to one other session, sealed to it. Implemented by whoever holds the document. A message may get lost. */
export interface PeerChannel {
  readonly company: {
    get(): readonly Companion[];
    subscribe(listener: (company: readonly Companion[]) => void): () => void;
  };
  /** @returns false where that session is not here */
  send(session: string, message: Uint8Array): boolean;
  listen(listener: (from: Companion, message: Uint8Array) => void): () => void;
}

/** Time and chance, handed in. */
export interface PeerPorts {
  /** ms, from any origin. */
  readonly now: () => number;
  /** Runs `task` once after `ms`; answers with the way to stop it. */
  readonly later: (ms: number, task: () => void) => () => void;
  /** That many random bytes. */
  readonly random: (length: number) => Uint8Array;
}
