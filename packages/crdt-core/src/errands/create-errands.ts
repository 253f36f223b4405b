/**
 * ERR-1…ERR-3: messages from one session to one other, sealed to the other's device. What they say is for whoever holds the document: here
 * they are bytes.
 */
import { type Device, openErrand, type PublicKey, sealErrand, toHex } from '@weft/crypto';
import type { Awareness } from 'y-protocols/awareness';
import type { Readable } from '../sync/readable.ts';
import { hexToBytes } from '../ledger/heads.ts';
import type { SessionHex } from '../ledger/types.ts';
import type { Ports } from '../ports/index.ts';
import type { OpenedEphemeral, Replica } from '../replica/types.ts';
import { createLazyReadable } from '../sync/lazy-readable.ts';
import { createAllowance } from './allowance.ts';

/** A message must pass a direct link in one piece, beside others (bytes). */
export const MAX_ERRAND_BYTES: number = 16 * 1024;

/** Another session that is here now, on another device that vouches for it. */
export interface Companion {
  /** Hex: whom `send` sends to. */
  readonly session: SessionHex;
  /** Hex of the device's id: the same in every document. */
  readonly device: string;
  /** As the device signed it; may be empty. */
  readonly name: string;
}

/** What one session says to one other, and nobody else can read. */
export interface Errands {
  /** Those who could be sent something. */
  readonly company: Readable<readonly Companion[]>;
  /**
   * Seals a message to one session and sends it by every link there is. It may get lost, as all that is not stored.
   *
   * @param message - at most `MAX_ERRAND_BYTES`: more is a programmer error and throws
   * @returns false where nobody of that name is here
   */
  send(session: SessionHex, message: Uint8Array): boolean;
  /** Hears what is sent to this session, from whom. Each message once; a session's messages in the order in which it sent them, some may be lacking. */
  listen(listener: (from: Companion, message: Uint8Array) => void): () => void;
}

interface OpenErrands extends Errands {
  /** An envelope of kind errand, opened: for this session, or for another. */
  take(opened: OpenedEphemeral): void;
  destroy(): void;
}

export interface ErrandsOptions {
  readonly ports: Ports;
  readonly device: Device;
  readonly replica: Replica;
  readonly awareness: Awareness;
  /** Who spoke, by their Yjs client id. */
  readonly sessions: () => Iterable<readonly [SessionHex, number]>;
  /** Passes a sealed envelope to every link. */
  send(envelope: Uint8Array): void;
}

/** The errands of one open replica. */
export function createErrands(options: ErrandsOptions): OpenErrands {
  const { ports, device, replica, awareness, sessions } = options;
  const { sodium, random, clock } = ports;
  const roomId = replica.roomId;
  const own = replica.session.pair.publicKey;
  const ownDevice = toHex(device.id);
  const listeners = new Set<(from: Companion, message: Uint8Array) => void>();
  const allowance = createAllowance();
  const company = createLazyReadable(readCompany);

  function toCompanion(session: SessionHex): Companion | undefined {
    const card = replica.people.cardOf(session);
    if (card === undefined || toHex(card.id) === ownDevice) return undefined;
    return { session, device: toHex(card.id), name: card.name };
  }

  function readCompany(): readonly Companion[] {
    return [...sessions()].flatMap(([session, client]) =>
      awareness.states.has(client) ? (toCompanion(session) ?? []) : [],
    );
  }

  const presenceChanged = ({ added, removed }: Record<'added' | 'removed', readonly number[]>): void => {
    if (added.length > 0 || removed.length > 0) company.invalidate();
  };
  awareness.on('change', presenceChanged);
  const stops = [
    replica.on('people', () => company.invalidate()),
    replica.on('epoch', () => company.invalidate()),
    () => awareness.off('change', presenceChanged),
  ];

  return {
    company,
    send(session, message) {
      if (message.length > MAX_ERRAND_BYTES) throw new RangeError('an errand is sent in smaller pieces');
      const card = company.get().some((one) => one.session === session) ? replica.people.cardOf(session) : undefined;
      if (card === undefined || replica.isRemoved()) return false;
      const ends = { roomId, from: own, to: hexToBytes(session) as Uint8Array as PublicKey };
      const sealed = sealErrand(sodium, random, ends, card.kemPublicKey, message);
      options.send(replica.sealEphemeral('errand', sealed));
      return true;
    },
    listen(listener) {
      const heard = (from: Companion, message: Uint8Array): void => listener(from, message);
      listeners.add(heard);
      return () => void listeners.delete(heard);
    },
    take({ session, payload }) {
      // Nobody here listens, or somebody says more than anybody needs to: opening is what costs (ERR-3).
      const name = toHex(session);
      if (listeners.size === 0 || !allowance.take(name, clock.now())) return;
      const from = toCompanion(name);
      if (from === undefined) return;
      const message = openErrand(sodium, device, { roomId, from: session, to: own }, payload);
      if (message === undefined || message.length > MAX_ERRAND_BYTES) return;
      for (const listener of [...listeners]) listener(from, message);
    },
    destroy() {
      for (const stop of stops) stop();
      listeners.clear();
    },
  };
}
