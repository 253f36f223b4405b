import { createSession, type Hash, hashEnvelope, isAllowed, sealEnvelope, toHex, wipeSession } from '@weft/crypto';
import type { ChunkKeys } from '../attachments/keys.ts';
import type { Ports } from '../ports/ports.ts';
import { type Identity, SESSION_MS } from './identity.ts';

/**
 * ATT-1: lets attachments be sealed and read with a replica's keys, and nothing else with them.
 *
 * @param mayWrite - false once this device was removed
 */
export function createChunkKeys(
  { sodium, random, clock }: Ports,
  identity: Identity,
  mayWrite: () => boolean,
): ChunkKeys {
  const { ring } = identity;
  return {
    verify: (envelope) => ring.verify(envelope),
    open: (envelope) => ring.open(envelope),
    epoch: () => ring.current().name,
    begin() {
      if (!mayWrite()) return undefined;
      const { role } = identity.session();
      if (!isAllowed(role, 'chunk')) return undefined;
      const { keys, certificate } = ring.current();
      const session = createSession(sodium, random, keys, certificate, { role, notAfter: clock.now() + SESSION_MS });
      let seq = 0;
      let prev: Hash | undefined;
      return {
        session: toHex(session.pair.publicKey),
        seal(payload) {
          const link = prev === undefined ? {} : { prev };
          const envelope = sealEnvelope(sodium, random, session, keys, { kind: 'chunk', seq: seq++, payload, ...link });
          prev = hashEnvelope(sodium, envelope);
          return envelope;
        },
        end: () => wipeSession(sodium, session),
      };
    },
  };
}
