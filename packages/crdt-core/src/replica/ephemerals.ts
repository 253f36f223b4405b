import {
  isStored,
  type Kind,
  type PublicKey,
  type Result,
  sealEnvelope,
  type Session,
  sessionToClientId,
  success,
  toHex,
} from '@weft/crypto';
import { type ReplicaFailure, replicaFailure } from '../errors.ts';
import { readEntry } from '../ledger/create-ledger.ts';
import type { SessionHex } from '../ledger/types.ts';
import type { Ports } from '../ports/ports.ts';
import type { Keyring } from './keyring.ts';
import type { EphemeralKind, OpenedEphemeral } from './types.ts';

/** Sessions and kinds whose newest ephemeral is remembered; what is longest unheard of is forgotten first. */
const MAX_SESSIONS = 3 * 4096;

/** Seals and opens what is not stored. */
export interface Ephemerals {
  seal(session: Session, kind: EphemeralKind, payload: Uint8Array): Uint8Array;
  open(envelope: Uint8Array): Result<OpenedEphemeral, ReplicaFailure>;
}

/** @param own - this replica's session: what it sent and gets back is a replay */
export function createEphemerals(ports: Ports, ring: Keyring, own: SessionHex): Ephemerals {
  const { sodium, random } = ports;
  const newest = new Map<string, number>();
  let next = 0;

  /** Per kind: heads go over one link only, and must not be lost because presence overtook them on another (SYN-1). */
  function isReplay(session: SessionHex, kind: Kind, seq: number): boolean {
    return session === own || seq <= (newest.get(`${session} ${kind}`) ?? -1);
  }

  return {
    seal: (session, kind, payload) =>
      sealEnvelope(sodium, random, session, ring.current().keys, { kind, seq: next++, payload }),
    open(envelope) {
      // The cheap checks come first: most replays are the same frame over a second link.
      const entry = readEntry(envelope);
      if (entry !== undefined) {
        if (isStored(entry.kind)) return { ok: false, failure: replicaFailure('kind-not-ephemeral') };
        if (isReplay(entry.session, entry.kind, entry.seq))
          return { ok: false, failure: replicaFailure('ephemeral-replayed') };
      }
      const verified = ring.verify(envelope);
      if (!verified.ok) return verified;
      const opened = ring.open(envelope);
      if (!opened.ok) return opened;
      const { session, seq, kind, role } = verified.value;
      const name = `${toHex(session)} ${kind}`;
      newest.delete(name); // moves to the end: the map is in the order of the last word heard
      newest.set(name, seq);
      if (newest.size > MAX_SESSIONS) {
        const oldest = newest.keys().next();
        if (oldest.done !== true) newest.delete(oldest.value);
      }
      const clientId = sessionToClientId(sodium, session);
      return success({ session: session.slice() as PublicKey, clientId, role, kind, payload: opened.value.payload });
    },
  };
}
