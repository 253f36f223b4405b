import type { PublicKey, RoomId } from '../bytes/brands.ts';
import { concat, equal } from '../bytes/bytes.ts';
import { toHex } from '../bytes/hex.ts';

/** What of a session certificate tells it from all others. */
interface Known {
  readonly session: PublicKey;
  readonly bytes: Uint8Array;
}

/** ENV-3: session certificates whose signature held. A hit depends on every byte the verification did. */
export interface CertificateCache {
  has(certificate: Known, roomId: RoomId, signerPk: PublicKey): boolean;
  add(certificate: Known, roomId: RoomId, signerPk: PublicKey): void;
}

/**
 * A bounded cache: one certificate per session key, the oldest sessions forgotten first.
 * @param most how many sessions are remembered (about 400 bytes each)
 */
export function createCertificateCache(most: number = 4096): CertificateCache {
  const known = new Map<string, Uint8Array>();
  return {
    has(certificate, roomId, signerPk) {
      const held = known.get(toHex(certificate.session));
      return (
        held !== undefined &&
        equal(held.subarray(0, 32), roomId) &&
        equal(held.subarray(32, 64), signerPk) &&
        equal(held.subarray(64), certificate.bytes)
      );
    },
    add(certificate, roomId, signerPk) {
      const name = toHex(certificate.session);
      known.delete(name);
      known.set(name, concat(roomId, signerPk, certificate.bytes));
      if (known.size > most) {
        const oldest = known.keys().next();
        if (oldest.done !== true) known.delete(oldest.value);
      }
    },
  };
}
