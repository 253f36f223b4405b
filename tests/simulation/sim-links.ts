import {
  createPeerMesh,
  keepSentBook,
  type LinksReport,
  NO_LINKS,
  type Ports,
  type RelayDriver,
  type Replica,
  sessionToReport,
} from '@weft/crdt-core';
import { toHex } from '@weft/crypto';
import type { SimPeers } from './sim-peers.ts';

/** What a leading tab holds besides its relay driver, and how all of it stands. */
export interface SimLinks {
  send(envelope: Uint8Array): void;
  addOwn(session: string): void;
  /** The relay driver moved. */
  moved(driver: RelayDriver): void;
  report(driver: RelayDriver | undefined): LinksReport;
  /** Says goodbye, or, in a tab that is dead, does not. */
  leave(isDead: boolean): void;
}

export interface SimLinksOptions {
  readonly ports: Ports;
  readonly replica: Replica;
  readonly peers: SimPeers | undefined;
  readonly device: number;
  own(): Iterable<string>;
  alarm(raised: { readonly code: string; readonly sentence: string }): void;
  peer(via: number, change: 'joined' | 'left'): void;
  ephemeral(envelope: Uint8Array, via: number): void;
}

/** Peer links, where there are peers, and the book of what is sent. */
export function createSimLinks(options: SimLinksOptions): SimLinks {
  const { ports, replica, peers, device } = options;
  const { book, stop } = keepSentBook(replica, undefined);
  const mesh =
    peers === undefined
      ? undefined
      : createPeerMesh({
          ports,
          replica,
          certificate: () => replica.certificate,
          own: () => options.own(),
          listeners: {
            alarm: (raised) => options.alarm(raised),
            joined: (via) => options.peer(via, 'joined'),
            left: (via) => options.peer(via, 'left'),
            ephemeral: (envelope, via) => options.ephemeral(envelope, via),
            heads: (heads) => void book.takePeer(heads),
          },
        });
  const meet = (): (() => void) | undefined =>
    mesh === undefined ? undefined : peers?.join(device, mesh, toHex(replica.certificate.bytes));
  let leavePeers = meet();
  // KEY-8: peers meet under the new keys, where whoever was removed does not find them.
  const stopMoving = replica.on('epoch', () => {
    leavePeers?.();
    leavePeers = replica.isRemoved() ? undefined : meet();
  });

  return {
    send: (envelope) => mesh?.send(envelope),
    addOwn: (session) => mesh?.addOwn(session),
    moved(driver) {
      book.takeRelay(driver.state().heads);
      mesh?.setFetching(driver.state().phase === 'replaying');
    },
    report(driver) {
      const relay = driver === undefined ? { state: 'off' as const } : sessionToReport(driver.state());
      return { ...NO_LINKS, ...relay, unsent: book.unsent(), peers: mesh?.count() ?? 0 };
    },
    leave(isDead) {
      stop();
      stopMoving();
      if (!isDead) mesh?.close();
      leavePeers?.();
    },
  };
}
