/** RLY-7: what signalling counts. Numbers and codes only: no topic, no address. */
export interface SignalCounts {
  connections: number;
  /** Topics that someone hears. */
  topics: number;
  received: number;
  sent: number;
  /** Subscriptions beyond a limit. */
  dropped: number;
  /** By close code, of connections the relay closed. */
  readonly closed: Map<number, number>;
}

/** All zero. */
export function createSignalCounts(): SignalCounts {
  return { connections: 0, topics: 0, received: 0, sent: 0, dropped: 0, closed: new Map() };
}
