import {
  type Capability,
  deriveKeys,
  hashEnvelope,
  type Hash,
  sealEnvelope,
  type Session,
  type Sodium,
} from '@weft/crypto';
import * as Y from 'yjs';
import type { Replica } from '../replica/types.ts';

/** Seals in the name of a replica's session what that replica would not: what a hostile member could do. */
export type CloneSeal = (
  content: string | Uint8Array,
  seq: number,
  options?: { readonly prev?: Hash; readonly kind?: 'content' | 'comment' | 'snapshot' },
) => Uint8Array;

/**
 * A hostile copy of a session.
 *
 * @returns seals a payload, or the update that types a text, as the given seq of the session's chain. `prev` is the true one unless
 *   it is given.
 */
export function cloneSession(sodium: Sodium, replica: Replica, capability: Capability): CloneSeal {
  const keys = deriveKeys(sodium, capability.role, capability.secret);
  // What a program that does not ask first would write: the certificate stays what it is.
  const session: Session = { ...replica.session, role: 'admin' };
  let draws = 1; // nonces that differ are all it takes here
  return (content, seq, { prev, kind = 'content' } = {}) => {
    const before = replica.ledger.get(replica.sessionHex, seq - 1);
    const link = prev ?? (before && hashEnvelope(sodium, before));
    const payload = typeof content === 'string' ? typing(session.clientId, content) : content;
    return sealEnvelope(sodium, (length) => new Uint8Array(length).fill(draws++), session, keys, {
      kind,
      seq,
      payload,
      ...(link === undefined ? {} : { prev: link }),
    });
  };
}

function typing(clientId: number, text: string): Uint8Array {
  const doc = new Y.Doc();
  doc.clientID = clientId;
  doc.getText('t').insert(0, text);
  return Y.encodeStateAsUpdate(doc);
}
