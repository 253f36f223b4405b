/** KEY-6, KEY-8: the people of an open document, as whoever shows it wants to know them. */
import {
  type Capability,
  decodeHeader,
  type DeviceId,
  idToFingerprint,
  type Result,
  type Role,
  toHex,
} from '@weft/crypto';
import type { Readable } from './sync/readable.ts';
import type { ReplicaFailure } from './errors.ts';
import type { Replica } from './replica/types.ts';
import { createLazyReadable } from './sync/lazy-readable.ts';

/** This device, or one that has spoken in the document. */
export interface DocumentDevice {
  /** Hex of its id. */
  readonly id: string;
  /** Six groups of five digits, for two people to compare: the same for one device on every screen. */
  readonly fingerprint: string;
  /** As the device last said, signed; may be empty. This device's own, before it has spoken, is. */
  readonly name: string;
  /** `#rrggbb` */
  readonly color: string;
  readonly role: Role;
  /** This device. */
  readonly isSelf: boolean;
  readonly isRemoved: boolean;
}

/** What someone who was removed wrote afterwards, one entry a session. */
export interface LateChanges {
  /** Hex: what `takeIn` and `discard` want. */
  readonly session: string;
  /** Who, where a device vouches for the session. */
  readonly device: DocumentDevice | undefined;
  readonly changes: number;
}

/** How this device stands in the document. */
export interface DocumentAccess {
  readonly epoch: number;
  /** An admin removed this device, or its link was replaced: nothing new can be read or written. */
  readonly isRemoved: boolean;
}

/** The people of a document, and what an admin can do. */
export interface DocumentPeople {
  /** This device first, then by name. */
  readonly devices: Readable<readonly DocumentDevice[]>;
  readonly late: Readable<readonly LateChanges[]>;
  readonly access: Readable<DocumentAccess>;
  /** Who wrote an envelope of this session; `undefined` where no device vouches for it. */
  authorOf(session: string): DocumentDevice | undefined;
  /**
   * KEY-5, KEY-6: who wrote the Yjs structs of this client id, in the document or its comments. Every replica refuses structs under another
   * session's id, so this cannot be feigned as a name in the content can; `undefined` where no device vouches for the session.
   */
  authorOfClient(client: number): DocumentDevice | undefined;
  /** This device holds the key of the document's owner. */
  readonly governs: boolean;
  /**
   * Goes on under new keys, which every device here is given but for these. Links made before give nothing new. With no devices named, only the
   * links are replaced.
   */
  remove(devices: Iterable<string>): Result<void, ReplicaFailure>;
  /** The words late changes would add, for a look before anything is applied: at most 2,000 UTF-16 units; empty where they only change or remove. */
  previewLate(session: string): string;
  /** Takes late changes into the document, for everyone. Editors only. */
  takeIn(session: string): void;
  /** Drops late changes on this device. */
  discard(session: string): void;
  /**
   * What this device keeps, to open the document again with: under the newest keys from which all older ones are found in the ledger. The
   * caller wipes it.
   */
  lastingCapability(): Capability;
  /** Everything this device was given, under the newest keys, the owner's key included: for this device to keep. The caller wipes it. */
  ownCapability(): Capability;
}

interface Watched extends DocumentPeople {
  stop(): void;
}

/** Follows a replica. */
export function createDocumentPeople(replica: Replica, self: DeviceId, adminSeed: Capability['adminSeed']): Watched {
  const own = toHex(self);
  // Who is who is a matter of signatures: checked when someone asks, not whenever a document is opened.
  const devices = createLazyReadable(readDevices);
  const late = createLazyReadable(readLate);
  const access = createLazyReadable(readAccess);

  function readDevices(): readonly DocumentDevice[] {
    const removed = replica.people.removed();
    const spoken = replica.people.devices();
    // Whoever looks wants to know their own numbers, before they have said anything too.
    const silent: DocumentDevice = {
      id: own,
      fingerprint: idToFingerprint(self),
      name: '',
      color: '#7a756d',
      role: replica.governs ? 'admin' : replica.role,
      isSelf: true,
      isRemoved: replica.isRemoved(),
    };
    const others = spoken.map(({ device, card, role }) => ({
      id: device,
      fingerprint: idToFingerprint(card.id),
      name: card.name,
      color: card.color,
      role: device === own && replica.governs ? ('admin' as const) : role,
      isSelf: device === own,
      isRemoved: removed.has(device),
    }));
    return [...(spoken.some(({ device }) => device === own) ? [] : [silent]), ...others].sort(
      (a, b) => Number(b.isSelf) - Number(a.isSelf) || a.name.localeCompare(b.name) || (a.id < b.id ? -1 : 1),
    );
  }

  function deviceWith(id: string | undefined): DocumentDevice | undefined {
    return id === undefined ? undefined : devices.get().find((device) => device.id === id);
  }

  function authorOfClient(client: number): DocumentDevice | undefined {
    const session = replica.people.sessionOf(client);
    if (session === replica.sessionHex) return deviceWith(own);
    return session === undefined ? undefined : deviceWith(replica.people.deviceOf(session));
  }

  function readLate(): readonly LateChanges[] {
    const counts = new Map<string, number>();
    for (const envelope of replica.aside.entries()) {
      const header = decodeHeader(envelope);
      if (!header.ok) continue;
      const session = toHex(header.value.session);
      counts.set(session, (counts.get(session) ?? 0) + 1);
    }
    return [...counts].map(([session, changes]) => ({
      session,
      changes,
      device: deviceWith(replica.people.deviceOf(session)),
    }));
  }

  function readAccess(): DocumentAccess {
    return { epoch: replica.certificate.epoch, isRemoved: replica.isRemoved() };
  }

  const copied = ({ adminSeed: _, secret, ...rest }: Capability): Capability => ({
    ...rest,
    secret: secret.slice() as Uint8Array as Capability['secret'],
  });

  const stops = [
    replica.on('people', () => devices.invalidate()),
    replica.on('aside', () => late.invalidate()),
    replica.on('epoch', () => {
      devices.invalidate();
      access.invalidate();
    }),
  ];

  return {
    devices,
    late,
    access,
    authorOf: (session) => deviceWith(replica.people.deviceOf(session)),
    authorOfClient,
    governs: replica.governs,
    remove: (gone) => replica.rekey(gone),
    previewLate: (session) => replica.aside.textOf(session),
    takeIn: (session) => replica.aside.takeIn(session),
    discard: (session) => replica.aside.discard(session),
    lastingCapability: () => copied(replica.lastingCapability()),
    ownCapability() {
      const copy = copied(replica.capability());
      return adminSeed === undefined
        ? copy
        : { ...copy, adminSeed: adminSeed.slice() as Uint8Array as typeof adminSeed };
    },
    stop() {
      for (const stop of stops) stop();
    },
  };
}
