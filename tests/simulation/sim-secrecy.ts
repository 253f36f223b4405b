/**
 * KEY-8: whoever was removed can open what leaves a device under the keys they have. So what a device had never handed to anybody when it heard
 * that the keys changed must not leave it as it is any more.
 */
import type { Replica } from '@weft/crdt-core';
import {
  createCertificateCache,
  decodeHeader,
  type EpochCertificate,
  equal,
  type Sodium,
  toHex,
  verifyEnvelope,
} from '@weft/crypto';
import type { SimDevice, SimTab } from './sim-types.ts';

interface Way {
  onSent(listener: (device: number, envelope: Uint8Array) => void): void;
}

/** Sees all that leaves every device. */
export interface SimSecrecy {
  /** A replica of the device heard of other keys. */
  heard(device: number, replica: Replica): void;
  /** Throws, with a reason, if anything left that must not. */
  check(): void;
  /** How many envelopes had to be kept back. */
  count(): number;
}

/**
 * @param authorOf - the device whose replica writes with a session
 * @param devices - all there are
 * @param ways - tell of each stored envelope that leaves a device, whether or not it arrives
 */
export function createSimSecrecy(
  sodium: Sodium,
  authorOf: (session: string) => number | undefined,
  devices: () => readonly SimDevice[],
  ways: readonly (Way | undefined)[],
): SimSecrecy {
  const cache = createCertificateCache();
  const out = new Set<string>();
  /** Per device, what must not leave it, with the keys of which it had heard. */
  const kept = new Map<number, Map<string, EpochCertificate>>();
  const told: string[] = [];

  function toName(envelope: Uint8Array): string {
    const header = decodeHeader(envelope);
    return header.ok ? `${toHex(header.value.session)}:${header.value.seq}` : '';
  }

  function sent(device: number, envelope: Uint8Array): void {
    const name = toName(envelope);
    const heard = kept.get(device)?.get(name);
    // An admin that crashed before its disk had its own notice has not changed the keys.
    const isKnown = ({ replica }: SimTab): boolean =>
      heard !== undefined && replica.certificates().some(({ bytes }) => equal(bytes, heard.bytes));
    if (devices()[device]?.tabs().some(isKnown) === true) told.push(`device ${device}, ${name}`);
    out.add(name);
  }
  for (const way of ways) way?.onSent(sent);

  return {
    heard(device, replica) {
      if (replica.isRemoved()) {
        // It has no newer keys: what it wrote goes to whoever may take it in.
        kept.delete(device);
        return;
      }
      const names = kept.get(device) ?? new Map<string, EpochCertificate>();
      kept.set(device, names);
      // Those before the one that holds now, and those that lost against another.
      const over = replica.certificates().filter(({ bytes }) => !equal(bytes, replica.certificate.bytes));
      for (const { envelope, isCarried, kind, session } of replica.ledger.contents()) {
        if (isCarried === true || kind === 'control' || authorOf(session) !== device || out.has(toName(envelope)))
          continue;
        if (over.some((certificate) => verifyEnvelope(sodium, envelope, { certificate, cache }).ok))
          names.set(toName(envelope), replica.certificate);
      }
    },
    check() {
      if (told.length > 0) throw new Error(`what nobody had left under keys that are over: ${told.join('; ')}`);
    },
    count: () => [...kept.values()].reduce((sum, { size }) => sum + size, 0),
  };
}
