/** Opens the replica of a record. */
import { type LibraryRecord, openDocument, type OpenFailure, type WeftDocument } from '@weft/crdt-core';
import { type CryptoFailure, isAdminSeed, linkToCapability, type Result } from '@weft/crypto';
import type { App } from '../app.ts';
import type { LoadFailure } from '../load.ts';
import { toRelayAddress } from '../relay-address.ts';

/** The document of a record, from this device's disk and with its links. Whoever opens it closes it. */
export async function openRecord(
  app: App,
  record: LibraryRecord,
): Promise<Result<WeftDocument, OpenFailure | CryptoFailure | LoadFailure>> {
  const loaded = await app.ports();
  if (!loaded.ok) return loaded;
  const ports = loaded.value;
  const capability = linkToCapability(ports.sodium, record.link);
  if (!capability.ok) return capability;
  const relay = toRelayAddress(capability.value.relays, location);
  const admission = record.admission?.[new URL(relay).host];
  // KEY-1: the link is to be shared; the owner's key is beside it, on the device that made the document.
  const { adminSeed } = record;
  const governing = adminSeed !== undefined && isAdminSeed(adminSeed) ? { adminSeed } : {};
  return await openDocument({
    ports,
    capability: { ...capability.value, ...governing },
    relay,
    admission,
    storage: 'indexeddb',
  });
}
