/** RLY-7: what a relay counts. Numbers and codes only: no room, no address, nothing per room. */
export interface Counts {
  connections: number;
  connectionsTotal: number;
  rooms: number;
  messagesIn: number;
  bytesIn: number;
  framesOut: number;
  bytesOut: number;
  appended: number;
  compacted: number;
  chunks: number;
  ephemerals: number;
  /** By code of REFUSED. */
  readonly refused: Map<number, number>;
  /** By close code, of connections the relay closed. */
  readonly closed: Map<number, number>;
}

/** All zero. */
export function createCounts(): Counts {
  return {
    connections: 0,
    connectionsTotal: 0,
    rooms: 0,
    messagesIn: 0,
    bytesIn: 0,
    framesOut: 0,
    bytesOut: 0,
    appended: 0,
    compacted: 0,
    chunks: 0,
    ephemerals: 0,
    refused: new Map(),
    closed: new Map(),
  };
}

/** Adds one under a code. */
export function countCode(codes: Map<number, number>, code: number): void {
  codes.set(code, (codes.get(code) ?? 0) + 1);
}
