/** KEY-5: which Yjs client id is whose. An id is worked out of a session's key, so that nobody can write under another's. */
import { type PublicKey, sessionToClientId, type Sodium } from '@weft/crypto';
import { hexToBytes } from '../ledger/heads.ts';
import type { SessionHex } from '../ledger/types.ts';

export interface ClientSessions {
  clientOf(session: SessionHex): number;
  /** The session of a client id; `undefined` where none of `known` has it. Each session costs one hash, once. */
  sessionOf(client: number, known: Iterable<SessionHex>): SessionHex | undefined;
}

export function createClientSessions(sodium: Sodium): ClientSessions {
  const clients = new Map<SessionHex, number>();
  const sessions = new Map<number, SessionHex>();

  function clientOf(session: SessionHex): number {
    const known = clients.get(session);
    if (known !== undefined) return known;
    const client = sessionToClientId(sodium, hexToBytes(session) as Uint8Array as PublicKey);
    clients.set(session, client);
    sessions.set(client, session);
    return client;
  }

  return {
    clientOf,
    sessionOf(client, known) {
      const found = sessions.get(client);
      if (found !== undefined) return found;
      for (const session of known) clientOf(session);
      return sessions.get(client);
    },
  };
}
