import { admissionProof, decodeHeader, type Failure, secretToAdmissionKey, signHello, toHex } from '@weft/crypto';
import { compactInTurns } from '../compact-in-turns.ts';
import type { LedgerStorage, Ports } from '../ports/index.ts';
import { movesOthers } from '../ledger/moves-others.ts';
import type { Replica } from '../replica/types.ts';
import {
  type ChunkAnswerFrame,
  type ChunkRequestFrame,
  decodeRelayFrame,
  encodeFrame,
  type IceServer,
} from '../wire/index.ts';
import type { ReceiptRelay } from '../presence/receipt-sender.ts';
import type { Receipt } from '../presence/receipts.ts';
import { createStepRunner } from '../step-runner.ts';
import { findFork } from './find-fork.ts';
import { giveToReplica, toCovers } from './give-to-replica.ts';
import { getIn } from './layered-map.ts';
import type { LedgerChain, ParcelName, SnapshotName } from './relay-heads.ts';
import { putHex } from './put-hex.ts';
import { bytesToRelayNote, nothingKnown, type RelayNote, relayNoteToBytes } from './relay-note.ts';
import { stepRelaySession } from './relay-session.ts';
import { createRelaySession, type Item, type RelayEffect, type RelayEvent, type RelaySession } from './relay-state.ts';
import { drawChance } from '../draw-chance.ts';

/** One connection to a relay, as a driver uses it. */
export interface Transport {
  send(bytes: Uint8Array): void;
  /** Ends the connection. Another may be opened after `retryAfter` ms, not sooner. */
  close(code: number, retryAfter: number): void;
}

/** What a driver tells. All are called in the turn in which it happened. */
export interface RelayDriverListeners {
  /** The state changed: status is to be derived anew. */
  changed(state: RelaySession): void;
  /** An ephemeral came, not verified yet. `from`: the connection that sent it. */
  ephemeral(envelope: Uint8Array, from: number): void;
  /** The relay let us in. `others`: the connections in the room. */
  joined(others: readonly number[]): void;
  peer(connection: number, change: 'joined' | 'left'): void;
  caughtUp(): void;
  /**
   * The relay named servers for direct connections, in place of any it named before. It does so again before they run out; without
   * any, it never does.
   */
  ice(servers: readonly IceServer[]): void;
  /** What the relay says about attachments. */
  chunks(frame: ChunkAnswerFrame): void;
  alarm(failure: Failure<string>): void;
}

export interface RelayDriverOptions {
  readonly ports: Ports;
  readonly replica: Replica;
  /** The relay's authority as dialled, such as `example.org:4400`: the proof names it. */
  readonly host: string;
  /** The relay's admission secret, where it asks for one. */
  readonly admission?: string | undefined;
  /** Where to remember what the relay holds. Without it, every start replays from the beginning. */
  readonly storage?: Pick<LedgerStorage, 'confirm' | 'writeNote'>;
  /** The key of the note in the storage. */
  readonly noteKey?: string;
  /** What was remembered. */
  readonly note?: RelayNote;
  /** When compacting pays; by default, what the replica says (LED-4). */
  readonly wantsCompaction?: () => boolean;
  /** Other sessions of this device (hex): what they wrote is sent at once. */
  readonly own?: Iterable<string>;
  readonly listeners: Partial<RelayDriverListeners>;
}

/** Runs the relay session over a replica and whatever connection it is given. */
export interface RelayDriver {
  state(): RelaySession;
  connecting(): void;
  opened(transport: Transport): void;
  received(bytes: Uint8Array): void;
  closed(code: number): void;
  network(isOnline: boolean): void;
  /** Sends an ephemeral envelope, if there is a connection. `to` 0: to everyone. */
  sendEphemeral(envelope: Uint8Array, to?: number): void;
  /** Sends something about attachments, if the log was replayed. */
  askChunks(frame: ChunkRequestFrame): void;
  /** KEY-8: someone spoke under keys that are not known here. */
  noteStrangeKeys(): void;
  /** Another session's receipt, opened, that came over this relay (SYN-6). `from`: that session. */
  takeReceipt(from: string, receipt: Receipt): void;
  /** How the relay stands, for one's own receipts; `undefined` unless caught up. */
  receiptRelay(): ReceiptRelay | undefined;
  /** Another session of this device, such as a sibling tab. */
  addOwn(session: string): void;
  /** Remembers what is known of the relay, now. */
  persist(): Promise<void>;
  /** Stops. The connection is the caller's to close. */
  destroy(): void;
}

/** Names listed from the ledger at a time: a full refill must not hold up everything else. */
const LIST_AT_ONCE = 256;

/** A relay remembers more than this, and older ones matter less and less. */
const MOST_EPOCHS = 16;

/** The key under which a driver remembers a relay, where it is given none. */
export function hostToNoteKey(host: string): string {
  return `relay ${host}`;
}

/** Reads the note that a driver left in a storage; damaged or missing, nothing is known. */
export async function readRelayNote(storage: Pick<LedgerStorage, 'readNote'>, noteKey: string): Promise<RelayNote> {
  const note = await storage.readNote(noteKey);
  return note.ok ? bytesToRelayNote(note.value) : nothingKnown();
}

/** A driver without a connection. */
export function createRelayDriver(options: RelayDriverOptions): RelayDriver {
  const { ports, replica, host, storage, noteKey = hostToNoteKey(host), listeners } = options;
  const wantsCompaction = options.wantsCompaction ?? (() => replica.wantsCompaction());
  const admissionKey =
    options.admission === undefined ? undefined : secretToAdmissionKey(ports.sodium, options.admission);
  const own = new Set<string>([replica.sessionHex, ...(options.own ?? [])]);
  let transport: Transport | undefined;
  let persisting: Promise<void> = Promise.resolve();
  let leaveCompacting = (): void => undefined;

  const runner = createStepRunner<RelaySession, RelayEvent, RelayEffect>({
    ports,
    initial: createRelaySession(options.note ?? nothingKnown()),
    step: (before, event, now) =>
      stepRelaySession(before, event, {
        now,
        chance: drawChance(ports.random),
        canCompact: replica.role === 'editor' || replica.role === 'admin',
        wantsCompaction: wantsCompaction(),
        hasNotices: replica.ledger.pins().length > 0,
        lacksNotices: replica.lacksNotices(),
      }),
    perform,
    changed: (after) => listeners.changed?.(after),
  });
  const { push, state } = runner;

  const stops = [
    replica.on('appended', (envelope) => {
      const header = decodeHeader(envelope);
      if (!header.ok) throw new Error('the ledger holds an envelope without a header');
      const session = toHex(header.value.session);
      const item: Item = { session, seq: header.value.seq, bytes: envelope.length };
      push({ type: 'appended', item, isOwn: own.has(session) });
      if (movesOthers(header.value.kind)) push(readLedger());
    }),
    replica.on('compacted', () => push(readLedger())),
    replica.on('gap', (gaps) => push({ type: 'gaps', count: gaps.length })),
    // KEY-8: the relay has to be shown the new certificate, and what could not be opened before comes again.
    replica.on('epoch', () => push({ type: 'rekeyed' })),
  ];

  for (const session of own) push({ type: 'owned', session });
  push(readLedger());
  push({ type: 'gaps', count: replica.gaps().length });

  function perform(effect: RelayEffect): void {
    switch (effect.type) {
      case 'hello': {
        const { session } = replica;
        const { nonce } = effect;
        const generation = new Uint8Array(16);
        putHex(generation, 0, effect.generation);
        const proof = signHello(ports.sodium, session, { host, roomId: replica.roomId, nonce });
        send({
          type: 'hello',
          cursor: effect.cursor,
          generation,
          epochCertificate: replica.certificate.bytes,
          sessionCertificate: session.certificate,
          proof,
          admission:
            admissionKey && admissionProof(ports.sodium, admissionKey, { nonce, session: session.pair.publicKey }),
        });
        return;
      }
      case 'send':
        return send(effect.frame);
      case 'append': {
        const envelope = replica.ledger.outgoing(effect.name.session, effect.name.seq);
        if (envelope === undefined) return push({ type: 'vanished', name: effect.name });
        return send({ type: 'append', envelope });
      }
      case 'propose': {
        const envelope = replica.ledger.outgoing(effect.name.session, effect.name.seq);
        if (envelope === undefined) return push({ type: 'vanished', name: effect.name });
        return send({ type: 'compact', base: effect.base, upto: effect.upto, envelope });
      }
      case 'receive':
        return push({
          type: 'received',
          outcome: giveToReplica(replica, effect.envelope, 'relay'),
          place: effect.place,
        });
      case 'list':
        return push(listLedger(replica, effect.known));
      case 'list-pins':
        return push({ type: 'pins', items: replica.ledger.pins().map(toItem) });
      case 'show-epochs': {
        const current = replica.certificate;
        const others = replica.certificates().filter((certificate) => certificate !== current);
        for (const { bytes } of others.slice(-MOST_EPOCHS)) send({ type: 'epoch', certificate: bytes });
        return;
      }
      case 'compact':
        leaveCompacting();
        leaveCompacting = compactInTurns(ports, replica, (envelope) =>
          push({ type: 'compacted', item: envelope && envelopeToItem(envelope) }),
        );
        return;
      case 'persist':
        void persist();
        return;
      case 'ephemeral':
        return listeners.ephemeral?.(effect.envelope, effect.from);
      case 'joined':
        return listeners.joined?.(effect.others);
      case 'peer':
        return listeners.peer?.(effect.connection, effect.change);
      case 'caught-up':
        return listeners.caughtUp?.();
      case 'ice':
        return listeners.ice?.(effect.servers);
      case 'chunks':
        return listeners.chunks?.(effect.frame);
      case 'alarm':
        return listeners.alarm?.(effect.failure);
      case 'close': {
        const closing = transport;
        transport = undefined;
        closing?.close(effect.code, effect.retryAfter);
        return;
      }
      case 'wake':
        return runner.wake(effect.at, { type: 'woke' });
    }
  }

  function send(frame: Parameters<typeof encodeFrame>[0]): void {
    transport?.send(encodeFrame(frame));
  }

  function readLedger(): RelayEvent {
    const chains: LedgerChain[] = [];
    for (const [session, head] of replica.ledger.heads()) {
      chains.push({ session, head: head.seq, floor: replica.ledger.coveredSeq(session) });
    }
    const snapshots: SnapshotName[] = replica.ledger.snapshots().map((snapshot) => ({
      session: snapshot.session,
      seq: snapshot.seq,
      covers: toCovers(replica, snapshot.covers),
    }));
    const parcels: ParcelName[] = replica.ledger
      .parcels()
      .map(({ session, seq, carries = [] }) => ({ session, seq, carries }));
    return { type: 'ledger', chains, snapshots, parcels };
  }

  function persist(): Promise<void> {
    if (storage === undefined) return Promise.resolve();
    // SYN-4: what is true of the ledger now may be remembered once the ledger as it is now is saved.
    const bytes = relayNoteToBytes(state());
    persisting = persisting.then(async () => {
      const saved = await storage.confirm();
      if (saved.ok) await storage.writeNote(noteKey, bytes);
    });
    return persisting;
  }

  return {
    state,
    connecting: () => push({ type: 'connecting' }),
    opened(next) {
      transport = next;
      push({ type: 'opened' });
    },
    received(bytes) {
      const frame = decodeRelayFrame(bytes);
      push(frame.ok ? { type: 'frame', frame: frame.value } : { type: 'garbage', failure: frame.failure });
    },
    closed(code) {
      transport = undefined;
      push({ type: 'closed', code });
    },
    network: (isOnline) => push({ type: 'network', isOnline }),
    sendEphemeral: (envelope, to = 0) => push({ type: 'ephemeral', to, envelope }),
    askChunks: (frame) => push({ type: 'ask-chunks', frame }),
    noteStrangeKeys: () => push({ type: 'strange-keys' }),
    takeReceipt: (from, receipt) =>
      push({ type: 'receipt', from, receipt, forked: findFork(ports.sodium, replica.ledger, receipt) }),
    receiptRelay() {
      const { phase, heads } = state();
      if (phase !== 'live') return undefined;
      const { chains } = heads;
      return { held: (session) => (getIn(chains, session)?.known ?? -1) + 1 };
    },
    addOwn(session) {
      if (own.has(session)) return;
      own.add(session);
      push({ type: 'owned', session });
    },
    persist,
    destroy() {
      leaveCompacting();
      runner.stop();
      for (const stop of stops) stop();
      transport = undefined;
    },
  };
}

function toItem({
  session,
  seq,
  envelope,
}: {
  readonly session: string;
  readonly seq: number;
  readonly envelope: Uint8Array;
}): Item {
  return { session, seq, bytes: envelope.length };
}

function listLedger(replica: Replica, known: ReadonlyMap<string, number>): RelayEvent {
  const items: Item[] = [];
  for (const { session, seq, envelope } of replica.ledger.entries(known)) {
    if (items.length >= LIST_AT_ONCE) return { type: 'listed', items, isComplete: false };
    items.push({ session, seq, bytes: envelope.length });
  }
  return { type: 'listed', items, isComplete: true };
}

function envelopeToItem(envelope: Uint8Array): Item | undefined {
  const header = decodeHeader(envelope);
  return header.ok
    ? { session: toHex(header.value.session), seq: header.value.seq, bytes: envelope.length }
    : undefined;
}
