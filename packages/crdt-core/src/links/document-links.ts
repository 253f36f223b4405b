import type { EpochCertificate, Failure } from '@weft/crypto';
import type { LedgerStorage, Ports } from '../ports/index.ts';
import type { Replica } from '../replica/types.ts';
import type { ReceiptRelay } from '../presence/receipt-sender.ts';
import { createRelayDriver, hostToNoteKey, readRelayNote, type RelayDriver } from '../sync/relay-driver.ts';
import type { ReceiptClaim } from '../sync/relay-receipts.ts';
import { NO_RELAY, type RelayReport, sessionToReport } from '../sync/status.ts';
import type { SocketConstructor } from './guarded-socket.ts';
import type { RelayAddress } from './relay-address.ts';
import { createRelayLink, type NetworkPort, type RelayLink } from './relay-link.ts';

export interface DocumentLinksOptions {
  readonly ports: Ports;
  readonly replica: Replica;
  readonly certificate: EpochCertificate;
  readonly storage: LedgerStorage;
  readonly address: RelayAddress;
  /** base64url */
  readonly roomId: string;
  readonly WebSocket: SocketConstructor;
  readonly network: NetworkPort | undefined;
  siblings(): Iterable<string>;
  ephemeral(envelope: Uint8Array, from: number): void;
  peer(connection: number, change: 'joined' | 'left'): void;
  /** Connected: others are there, who do not know us. */
  joined(): void;
  alarm(failure: Failure<string>): void;
  changed(): void;
}

/** The links a leading tab holds: today, one relay. */
export interface DocumentLinks {
  report(): RelayReport;
  /** True while the relay session itself decides when to compact. */
  compacts(): boolean;
  send(envelope: Uint8Array): void;
  addOwn(session: string): void;
  /** SYN-6: another session's receipt that came over the relay. */
  takeReceipt(from: string, receipt: ReceiptClaim): void;
  /** How the relay stands, for one's own receipts. */
  receiptRelay(): ReceiptRelay | undefined;
  close(): Promise<void>;
}

/** Takes over where an earlier session, or another tab, left off: reads what is known of the relay, then connects. */
export function createDocumentLinks(options: DocumentLinksOptions): DocumentLinks {
  const { ports, replica, storage, address } = options;
  const noteKey = hostToNoteKey(address.base);
  let driver: RelayDriver | undefined;
  let link: RelayLink | undefined;
  let isClosed = false;

  async function start(): Promise<void> {
    const note = await readRelayNote(storage, noteKey);
    if (isClosed) return;
    driver = createRelayDriver({
      ports,
      replica,
      certificate: options.certificate,
      host: address.host,
      storage,
      noteKey,
      note,
      own: options.siblings(),
      listeners: {
        changed: () => options.changed(),
        ephemeral: (envelope, from) => options.ephemeral(envelope, from),
        joined: () => options.joined(),
        peer: (connection, change) => options.peer(connection, change),
        caughtUp: () => link?.caughtUp(),
        alarm: (failure) => options.alarm(failure),
      },
    });
    link = createRelayLink({
      driver,
      address,
      roomId: options.roomId,
      timers: ports.timers,
      WebSocket: options.WebSocket,
      network: options.network,
    });
    options.changed();
  }
  const started = start();

  return {
    report: () => (driver === undefined ? { ...NO_RELAY, state: 'connecting' } : sessionToReport(driver.state())),
    compacts() {
      const phase = driver?.state().phase;
      return phase === 'live' || phase === 'replaying';
    },
    send: (envelope) => driver?.sendEphemeral(envelope),
    addOwn: (session) => driver?.addOwn(session),
    takeReceipt: (from, receipt) => driver?.takeReceipt(from, receipt),
    receiptRelay: () => driver?.receiptRelay(),
    async close() {
      isClosed = true;
      await started;
      await driver?.persist();
      // The driver first: what the closing socket still says is of no interest.
      driver?.destroy();
      link?.destroy();
    },
  };
}
