import type { PeerDriver } from '../peer/peer-driver.ts';

/** Two ends of a peer link joined in memory. Nothing moves until it is told to. */
export interface PeerWire {
  /** Hands over everything under way, and what that brings about, until nothing moves. */
  settle(): void;
  /** Every frame that went from `a` to `b`, and from `b` to `a`. */
  readonly sent: readonly [Uint8Array[], Uint8Array[]];
  /** Looks at, changes or drops (`undefined`) each frame before it arrives. `from`: 0 is `a`. */
  tap: ((frame: Uint8Array, from: 0 | 1) => Uint8Array | undefined) | undefined;
  /** What each transport says it has not sent; 0 at first. */
  readonly buffered: [number, number];
  isOpen(end: 0 | 1): boolean;
  /** Ends the connection; both ends find out. */
  cut(): void;
}

/** Joins two drivers. `holding`: what each says on opening. */
export function joinPeers(
  a: PeerDriver,
  b: PeerDriver,
  holding: readonly [boolean, boolean] = [false, false],
): PeerWire {
  const ends = [a, b] as const;
  const sent: [Uint8Array[], Uint8Array[]] = [[], []];
  /** No frame: the end that sent it has closed. */
  const underWay: [from: 0 | 1, frame: Uint8Array | undefined][] = [];
  const isOpen: [boolean, boolean] = [true, true];

  function close(end: 0 | 1): void {
    if (!isOpen[end]) return;
    isOpen[end] = false;
    ends[end].closed();
  }

  const wire: PeerWire = {
    sent,
    tap: undefined,
    buffered: [0, 0],
    isOpen: (end) => isOpen[end],
    settle() {
      for (let next = underWay.shift(); next !== undefined; next = underWay.shift()) {
        const [from, frame] = next;
        const to = from === 0 ? 1 : 0;
        if (frame === undefined) close(to);
        else {
          const arriving = wire.tap === undefined ? frame : wire.tap(frame, from);
          if (arriving !== undefined && isOpen[to]) ends[to].received(arriving.slice());
        }
      }
    },
    cut() {
      underWay.length = 0;
      close(0);
      close(1);
    },
  };
  for (const from of [0, 1] as const) {
    const transport = {
      send(frame: Uint8Array): void {
        if (!isOpen[from]) return;
        const copy = frame.slice();
        sent[from].push(copy);
        underWay.push([from, copy]);
      },
      close(): void {
        if (!isOpen[from]) return;
        isOpen[from] = false;
        underWay.push([from, undefined]);
      },
      bufferedAmount: () => wire.buffered[from],
    };
    ends[from].opened(transport, holding[from]);
  }
  return wire;
}
