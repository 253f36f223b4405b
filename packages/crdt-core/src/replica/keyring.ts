/** KEY-8: the keys of every epoch a replica was given, and what verifies and opens with them. */
import {
  certificateToHash,
  type CryptoFailure,
  cryptoFailure,
  createCertificateCache,
  decodeHeader,
  type EnvelopeHashes,
  type EpochCertificate,
  type EpochKeys,
  type OpenedEnvelope,
  openEnvelope,
  type Result,
  type Sodium,
  success,
  toHex,
  type VerifiedEnvelope,
  verifyEnvelope,
  wipeKeys,
} from '@weft/crypto';

/** One epoch's certificate with the keys that a capability or a grant gave. */
export interface EpochEntry {
  readonly certificate: EpochCertificate;
  /** Hex of the certificate's hash: two admins may start the same epoch. */
  readonly name: string;
  readonly keys: EpochKeys;
}

/** Everything this replica can verify and open. */
export interface Keyring {
  /** What is written now. */
  current(): EpochEntry;
  /** @param name - of an entry that is there */
  setCurrent(name: string): void;
  /** The name that the entry of a certificate has, or would have. */
  nameOf(certificate: EpochCertificate): string;
  find(name: string): EpochEntry | undefined;
  /** The oldest first. */
  all(): readonly EpochEntry[];
  /** False if it was there. The keys are this ring's to wipe from now on. */
  add(certificate: EpochCertificate, keys: EpochKeys): boolean;
  /** As `verifyEnvelope`, with the entry that verified it; `envelope-epoch` where the epoch is not known here. */
  verify(
    envelope: Uint8Array,
    hashes?: EnvelopeHashes,
  ): Result<VerifiedEnvelope & { readonly by: EpochEntry }, CryptoFailure>;
  /** As `openEnvelope`, with the entry that opened it; `envelope-epoch` where it is whole, and sealed under keys that are not known here. */
  open(envelope: Uint8Array): Result<OpenedEnvelope & { readonly by: EpochEntry }, CryptoFailure>;
  /** KEY-9. */
  wipe(): void;
}

/** A ring with one epoch, from a capability. */
export function createKeyring(sodium: Sodium, certificate: EpochCertificate, keys: EpochKeys): Keyring {
  const cache = createCertificateCache();
  let entries: readonly EpochEntry[] = [];
  const nameOf = (of: EpochCertificate): string => toHex(certificateToHash(sodium, of));
  let current = add(certificate, keys);

  function add(added: EpochCertificate, its: EpochKeys): EpochEntry {
    const entry: EpochEntry = { certificate: added, name: nameOf(added), keys: its };
    entries = [...entries, entry].sort(compareEntries);
    return entry;
  }

  /** Tries the entries of an envelope's epoch: the failure of the last is the answer. */
  function tryEach<T>(
    envelope: Uint8Array,
    attempt: (entry: EpochEntry) => Result<T, CryptoFailure>,
  ): Result<T, CryptoFailure> {
    const header = decodeHeader(envelope);
    if (!header.ok) return header;
    let answer: Result<T, CryptoFailure> = cryptoFailure('envelope-epoch');
    for (const entry of entries) {
      if (entry.certificate.epoch !== header.value.epoch) continue;
      answer = attempt(entry);
      if (answer.ok) break;
    }
    return answer;
  }

  function verify(
    envelope: Uint8Array,
    hashes?: EnvelopeHashes,
  ): Result<VerifiedEnvelope & { readonly by: EpochEntry }, CryptoFailure> {
    const verified = tryEach(envelope, (by) => {
      const one = verifyEnvelope(sodium, envelope, { certificate: by.certificate, cache }, hashes);
      return one.ok ? success({ ...one.value, by }) : one;
    });
    // KEY-8: every epoch but the first may have a rival of the same number, which is not known here.
    if (verified.ok || verified.failure.code !== 'certificate-invalid') return verified;
    const header = decodeHeader(envelope);
    return header.ok && header.value.epoch > 0 ? cryptoFailure('envelope-epoch') : verified;
  }

  return {
    current: () => current,
    setCurrent(name) {
      current = entries.find((entry) => entry.name === name) ?? current;
    },
    nameOf,
    find: (name) => entries.find((entry) => entry.name === name),
    all: () => entries,
    add(added, its) {
      if (entries.some((entry) => entry.name === nameOf(added))) return false;
      add(added, its);
      return true;
    },
    verify,
    open(envelope) {
      const opened = tryEach(envelope, (by) => {
        const one = openEnvelope(sodium, by.keys, envelope);
        return one.ok ? success({ ...one.value, by }) : one;
      });
      if (opened.ok || opened.failure.code !== 'envelope-commitment') return opened;
      // It may be whole, and a rival's: root certifies its own sessions alike in both.
      const verified = verify(envelope);
      return verified.ok || verified.failure.code === 'envelope-epoch' ? cryptoFailure('envelope-epoch') : opened;
    },
    wipe() {
      for (const entry of entries) wipeKeys(sodium, entry.keys);
    },
  };
}

/** By epoch, then by name. */
function compareEntries(a: EpochEntry, b: EpochEntry): number {
  if (a.certificate.epoch !== b.certificate.epoch) return a.certificate.epoch - b.certificate.epoch;
  return a.name < b.name ? -1 : 1;
}
