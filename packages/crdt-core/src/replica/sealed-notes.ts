import { openDeviceNote, sealDeviceNote } from '@weft/crypto';
import { createDeviceNotes, type DeviceNotes } from '../ledger/device-notes.ts';
import type { ReplicaContext } from './context.ts';

/**
 * What a device keeps for itself, sealed and opened again: `entries` leaves out what no key here opens.
 *
 * @param prefix - subject and device
 */
export function createSealedNotes({ ledger, ports, ring }: ReplicaContext, prefix: string): DeviceNotes {
  const { sodium, random } = ports;
  const notes = createDeviceNotes(ledger.doc, prefix);

  function open(sealed: Uint8Array): Uint8Array | undefined {
    for (const epoch of ring.all()) {
      const opened = openDeviceNote(sodium, epoch, sealed);
      if (opened.ok) return opened.value;
    }
    return undefined;
  }

  return {
    ...notes,
    entries() {
      const entries = new Map<string, Uint8Array>();
      for (const [key, sealed] of notes.entries()) {
        const plain = open(sealed);
        if (plain !== undefined) entries.set(key, plain);
      }
      return entries;
    },
    set: (key, plain) => notes.set(key, sealDeviceNote(sodium, random, ring.current(), plain)),
  };
}
