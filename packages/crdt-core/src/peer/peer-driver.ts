import {
  type CryptoFailure,
  decodeHeader,
  type EnvelopeHashes,
  type EpochCertificate,
  type Failure,
  type PublicKey,
  type Result,
  type Role,
  signPeer,
  toHex,
} from '@weft/crypto';
import { headsToBytes } from '../ledger/heads.ts';
import type { Heads, LedgerEntry } from '../ledger/types.ts';
import type { Ports } from '../ports/index.ts';
import type { Replica } from '../replica/types.ts';
import { carriesToCovers, giveToReplica, toCovers } from '../sync/give-to-replica.ts';
import { entriesOf } from '../sync/layered-map.ts';
import {
  decodePeerFrame,
  encodePeerFrame,
  type PeerFetchFrame,
  type PeerLinkFrame,
  type PeerPartFrame,
  type WireFailure,
} from '../wire/index.ts';
import { isForEveryLink } from '../presence/ephemeral-reader.ts';
import type { ChunkFailure } from './chunks.ts';
import { isUnwanted, type PeerFailure, type PeerFailureCode } from './peer-failures.ts';
import { openHeads, verifyOther } from './peer-proof.ts';
import { stepPeerSession } from './peer-session.ts';
import {
  createPeerSession,
  type OtherEnd,
  type PeerEffect,
  type PeerEvent,
  type PeerItem,
  type PeerSession,
} from './peer-state.ts';
import { createStepRunner } from '../step-runner.ts';
import { drawChance } from '../draw-chance.ts';

/** One connection to another replica, ordered and whole, as a driver uses it: each `send` is one frame at the other end. */
export interface PeerTransport {
  send(frame: Uint8Array): void;
  /** Ends the connection. `isUnwanted`: connecting again to the same device at once would end the same way. */
  close(isUnwanted: boolean): void;
  /** Bytes that are not on their way yet; left out, the transport takes everything at once. Call `drained` when it falls. */
  bufferedAmount?(): number;
}

/** What a driver tells. All are called in the turn in which it happened. */
export interface PeerDriverListeners {
  /** The state changed: status is to be derived anew. */
  changed(state: PeerSession): void;
  /** The other end is who it says. */
  proven(session: Uint8Array, role: Role): void;
  /** What the other end holds, as far as this moved (SYN-5). */
  heads(heads: ReadonlyMap<string, number>): void;
  /** An ephemeral came, not verified yet. */
  ephemeral(envelope: Uint8Array): void;
  /** ATT-7: the other end asks for, or brings, a part of an attachment. */
  chunk(frame: PeerFetchFrame | PeerPartFrame): void;
  /** An envelope came, whatever became of it. */
  received(): void;
  /** The other end has sent all that this one lacked. */
  caughtUp(): void;
  alarm(failure: Failure<string>): void;
  /** The link ended from here or by a word of the other end. */
  ended(failure: PeerFailure | undefined, isViolation: boolean): void;
}

export interface PeerDriverOptions {
  readonly ports: Ports;
  readonly replica: Replica;
  /** The certificate of the epoch that this replica's session belongs to, read anew for each proof. */
  readonly certificate: () => EpochCertificate;
  /** Judges the other end's epoch certificate; by default, any that this room's root signed holds. */
  readonly verifyCertificate?: (bytes: Uint8Array) => Result<EpochCertificate, CryptoFailure>;
  /** Other sessions of this device (hex): what they wrote is sent at once. */
  readonly own?: Iterable<string>;
  readonly listeners: Partial<PeerDriverListeners>;
}

/**
 * Runs one end of a peer link over a replica and a transport. Two drivers joined by two transports that deliver each `send` as the
 * other's `received` are a whole link.
 */
export interface PeerDriver {
  state(): PeerSession;
  /**
   * The connection is there. Once per driver.
   *
   * @param isHolding - ask the other end to keep envelopes back at first, because they come from elsewhere
   */
  opened(transport: PeerTransport, isHolding?: boolean): void;
  /** A whole frame came. */
  received(frame: Uint8Array): void;
  /** A frame came that carries an envelope, which was hashed while it came, and whose bytes are the replica's from now on. */
  receivedEnvelope(envelope: Uint8Array, hashes: EnvelopeHashes): void;
  /** Part of a frame came: the other end is alive. */
  heard(): void;
  /** What came cannot be read, or is longer than allowed. */
  garbage(failure: WireFailure | ChunkFailure): void;
  /** The transport has room again. */
  drained(): void;
  /** The connection is gone. */
  closed(): void;
  /** Sends presence or a receipt, once the other end has proven itself. */
  sendEphemeral(envelope: Uint8Array): void;
  /** ATT-7: asks for a part of an attachment, or answers, when there is room. */
  sendChunk(frame: PeerFetchFrame | PeerPartFrame): void;
  /** What it sent is not what was asked for: the link ends. */
  accuse(code: PeerFailureCode): void;
  /** Another session of this device, such as a sibling tab. */
  addOwn(session: string): void;
  /** Asks the other end to keep envelopes back, or to send what is lacking now. */
  hold(isHolding: boolean): void;
  /** This device slept: the other end is asked whether it is still there. */
  slept(): void;
  /** Says goodbye and closes; `failure`: why this other end is not wanted now. */
  leave(failure?: PeerFailure): void;
  /** Stops, without a word. The connection is the caller's to close. */
  destroy(): void;
}

/** Names listed from the ledger at a time: a newcomer must not hold up everything else. */
const LIST_AT_ONCE = 256;

/** A driver without a connection. */
export function createPeerDriver(options: PeerDriverOptions): PeerDriver {
  const { ports, replica, listeners } = options;
  const { sodium } = ports;
  const own = new Set<string>([replica.sessionHex, ...(options.own ?? [])]);
  let transport: PeerTransport | undefined;
  const runner = createStepRunner<PeerSession, PeerEvent, PeerEffect>({
    ports,
    initial: createPeerSession(),
    step: (before, event, now) =>
      stepPeerSession(before, event, {
        now,
        chance: drawChance(ports.random),
        buffered: transport?.bufferedAmount?.() ?? 0,
        own: replica.sessionHex,
      }),
    perform,
    changed: (after) => listeners.changed?.(after),
  });
  const { push, state } = runner;

  const stop = replica.on('appended', (envelope) => {
    const header = decodeHeader(envelope);
    if (!header.ok) throw new Error('the ledger holds an envelope without a header');
    const session = toHex(header.value.session);
    const { seq, kind } = header.value;
    push({ type: 'appended', item: toItem({ session, seq, kind, envelope }), isOwn: own.has(session) });
  });

  function perform(effect: PeerEffect): void {
    switch (effect.type) {
      case 'hello':
        return send({ type: 'hello', session: replica.session.pair.publicKey, nonce: effect.nonce });
      case 'send':
        return send(effect.frame);
      case 'prove':
        return prove(effect.other);
      case 'verify':
        return push(verifyOther(options, effect.frame, effect.other, state().nonce));
      case 'proven':
        return listeners.proven?.(effect.session, effect.role);
      case 'greet': {
        const heads = replica.ledger.heads();
        sendHeads(heads);
        return push({ type: 'told', heads: new Map([...heads].map(([session, { seq }]) => [session, seq])) });
      }
      case 'announce': {
        const heads = replica.ledger.heads();
        const moved = effect.sessions.flatMap((session) => {
          const head = heads.get(session);
          return head === undefined ? [] : [[session, head] as const];
        });
        return sendHeads(new Map(moved));
      }
      case 'open':
        return push(openHeads(replica, effect.envelope, effect.session));
      case 'receive':
        push({ type: 'received', outcome: giveToReplica(replica, effect.envelope, 'peer', effect.hashes) });
        return listeners.received?.();
      case 'list':
        return push(listLedger(effect));
      case 'envelope': {
        const envelope = replica.ledger.outgoing(effect.name.session, effect.name.seq);
        if (envelope === undefined) return push({ type: 'vanished', name: effect.name });
        return send({ type: 'envelope', envelope });
      }
      case 'ephemeral':
        return takeEphemeral(effect.envelope);
      case 'chunk':
        return listeners.chunk?.(effect.frame);
      case 'heads':
        return listeners.heads?.(effect.heads);
      case 'caught-up':
        return listeners.caughtUp?.();
      case 'alarm':
        return listeners.alarm?.(effect.failure);
      case 'close': {
        const closing = transport;
        transport = undefined;
        runner.rest();
        listeners.ended?.(effect.failure, effect.isViolation);
        return closing?.close(isUnwanted(effect.failure));
      }
      case 'wake':
        return runner.wake(effect.at, { type: 'woke' });
    }
  }

  function send(frame: PeerLinkFrame): void {
    transport?.send(encodePeerFrame(frame));
  }

  function sendHeads(heads: Heads): void {
    send({ type: 'sync', envelope: replica.sealEphemeral('sync', headsToBytes(heads)) });
  }

  function prove(other: OtherEnd): void {
    const { session } = replica;
    const proof = signPeer(sodium, session, {
      reader: other.session as PublicKey,
      signerNonce: state().nonce,
      readerNonce: other.nonce,
    });
    const epochCertificate = options.certificate().bytes;
    send({ type: 'proof', epochCertificate, sessionCertificate: session.certificate, proof });
  }

  /** Heads that come as an ephemeral were meant for another link: opening them would make that link's own look old. */
  function takeEphemeral(envelope: Uint8Array): void {
    const header = decodeHeader(envelope);
    if (header.ok && isForEveryLink(header.value.kind)) listeners.ephemeral?.(envelope);
  }

  function listLedger({ known, isAll, wanted }: Extract<PeerEffect, { type: 'list' }>): PeerEvent {
    const heads = new Map(entriesOf(known));
    const items: PeerItem[] = [];
    for (const entry of replica.ledger.entries(heads)) {
      const item = toItem(entry);
      if (!isAll && !own.has(entry.session) && !isWanted(item, heads, wanted)) continue;
      if (items.length >= LIST_AT_ONCE) return { type: 'listed', items, isComplete: false };
      items.push(item);
    }
    return { type: 'listed', items, isComplete: true };
  }

  function toItem({ session, seq, kind, envelope }: LedgerEntry): PeerItem {
    const item = { session, seq, bytes: envelope.length };
    if (kind === 'parcel') return { ...item, covers: carriesToCovers(replica.ledger.carries(session, seq)) };
    if (kind !== 'snapshot') return item;
    const held = replica.ledger.snapshots().find((snapshot) => snapshot.session === session && snapshot.seq === seq);
    return held === undefined ? item : { ...item, covers: toCovers(replica, held.covers) };
  }

  return {
    state,
    opened(next, isHolding = false) {
      transport = next;
      push({ type: 'opened', nonce: ports.random(32), isHolding });
    },
    received(bytes) {
      const frame = decodePeerFrame(bytes);
      push(frame.ok ? { type: 'frame', frame: frame.value } : { type: 'garbage', failure: frame.failure });
    },
    receivedEnvelope: (envelope, hashes) => push({ type: 'frame', frame: { type: 'envelope', envelope }, hashes }),
    heard: () => push({ type: 'heard' }),
    garbage: (failure) => push({ type: 'garbage', failure }),
    drained: () => push({ type: 'drained' }),
    closed() {
      transport = undefined;
      push({ type: 'closed' });
      runner.rest();
    },
    sendEphemeral: (envelope) => push({ type: 'ephemeral', envelope }),
    sendChunk: (frame) => push({ type: 'chunk', frame }),
    accuse: (code) => push({ type: 'accused', code }),
    addOwn(session) {
      if (own.has(session)) return;
      own.add(session);
      push({ type: 'owned', session });
    },
    hold: (isHolding) => push({ type: 'hold', isHolding }),
    slept: () => push({ type: 'slept' }),
    leave: (failure) => push(failure === undefined ? { type: 'leave' } : { type: 'leave', failure }),
    destroy() {
      runner.stop();
      stop();
      transport = undefined;
    },
  };
}

/** Passed on by name, or because what is passed on stands on it. */
function isWanted(item: PeerItem, known: ReadonlyMap<string, number>, wanted: ReadonlyMap<string, number>): boolean {
  if (item.seq <= (wanted.get(item.session) ?? -1)) return true;
  if (item.covers === undefined) return false;
  for (const session of wanted.keys()) {
    if ((item.covers.get(session) ?? -1) > (known.get(session) ?? -1)) return true;
  }
  return false;
}
