import { type Capability, type Device, narrowCapability, type Result, success } from '@weft/crypto';
import type { OpenFailure } from './document.ts';
import type { OpenAttachmentStore } from './attachments/store.ts';
import type { ConnectionConstructor } from './links/data-channel.ts';
import type { SocketConstructor } from './links/guarded-socket.ts';
import { parseRelayAddress, type RelayAddress } from './links/relay-address.ts';
import type { NetworkPort } from './links/relay-link.ts';
import type { TabPorts } from './links/tab-ports.ts';
import type { OpenLedgerStorage, Ports } from './ports/index.ts';
import { seedFailure } from './plant-seed.ts';
import type { IceServer } from './wire/index.ts';

/** What a document needs from the machine it runs on. */
export interface DocumentPorts extends Ports {
  /** KEY-6: the same for all documents and tabs of one browser profile. Not kept, and its owner's to wipe. */
  readonly device: Device;
  readonly tabs: TabPorts;
  readonly WebSocket: SocketConstructor;
  readonly network?: NetworkPort | undefined;
  /** Without it there are no direct connections. */
  readonly webrtc?: ConnectionConstructor | undefined;
}

/** How a document's direct connections come about. */
export interface PeerOptions {
  /** `ws://` or `wss://` addresses of signalling servers (y-webrtc's); left out, the relay's own. */
  readonly signalling?: readonly string[];
  /** STUN and TURN servers, besides those the relay names; none unless given. */
  readonly iceServers?: readonly IceServer[];
}

/** How a document is opened. */
export interface OpenOptions {
  readonly ports: DocumentPorts;
  /** Copied: the caller may wipe it once the document is open. */
  readonly capability: Capability;
  /** `wss://` or `ws://`; without it the document stays on this device. */
  readonly relay?: string | undefined;
  /** The relay's admission secret, where it asks for one. It is never sent, only proven. */
  readonly admission?: string | undefined;
  readonly storage: 'indexeddb' | OpenLedgerStorage;
  /** Where files are kept; left out, where the ledger is, or in memory. */
  readonly attachments?: OpenAttachmentStore | undefined;
  /** Where direct connections are looked for, and how they get through. */
  readonly peers?: PeerOptions | undefined;
  /** Instead of the ports' own. */
  readonly tabs?: TabPorts | undefined;
  /** For the creator only: a Yjs update that an empty document starts from. */
  readonly seed?: Uint8Array | undefined;
}

/** What a document is opened with, checked; the capability is a copy, for the document to wipe. */
export function checkOptions({
  ports,
  capability: given,
  relay,
  seed,
}: OpenOptions): Result<{ readonly address: RelayAddress | undefined; readonly capability: Capability }, OpenFailure> {
  const parsed = relay === undefined ? undefined : parseRelayAddress(relay);
  if (parsed?.ok === false) return parsed;
  if (seed !== undefined && given.role !== 'editor') return seedFailure('seed-not-allowed');
  const copied = narrowCapability(ports.sodium, given, given.role);
  if (!copied.ok) return copied;
  // KEY-1: what governs the room is left out of every copy that is not meant to have it.
  const root = given.adminSeed === undefined ? {} : { adminSeed: given.adminSeed.slice() as never };
  return success({ address: parsed?.value, capability: { ...copied.value, ...root } });
}
