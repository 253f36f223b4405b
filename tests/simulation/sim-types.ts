import type { DocumentStatus, Ports, RelayDriver, Replica, Source } from '@weft/crdt-core';
import type { MemoryDisk, SeededRandom } from '@weft/crdt-core/testing';
import type { Capability, Device } from '@weft/crypto';
import type { SimNetwork } from './sim-network.ts';
import type { SimPeers } from './sim-peers.ts';

/** One open replica of a device. */
export interface SimTab {
  readonly replica: Replica;
  driver(): RelayDriver | undefined;
  leads(): boolean;
  unsaved(): number;
  /** What a person would be shown. */
  status(): DocumentStatus;
  /** SYN-7: the client ids of those who are shown as being here, this one too. */
  shown(): ReadonlySet<number>;
}

/** A device with a disk that keeps what it confirmed, and up to two tabs. */
export interface SimDevice {
  readonly name: string;
  /** From 0, in the order of the world's devices. */
  readonly number: number;
  /** KEY-6, where it says who it is. */
  readonly id: string | undefined;
  readonly disk: MemoryDisk;
  tabs(): readonly SimTab[];
  openTab(): Promise<void>;
  /** Says goodbye and closes. */
  closeTab(index: number): Promise<void>;
  /** The power goes: every tab ends where it is, what was not confirmed is lost. */
  crash(): void;
  /** One tab is gone without a word; the others go on. */
  die(index: number): void;
  /** Whether one did. */
  hasDied(): boolean;
  /** LED-6: what its first tab holds, as a file; `undefined` where none is open. */
  save(): Uint8Array | undefined;
  /** LED-6: its first tab takes a file in. */
  take(file: Uint8Array): void;
  /** Its clock says so many ms more, or fewer, than the world's. */
  setClock(aheadMs: number): void;
  cut(): void;
  setPartitioned(isPartitioned: boolean): void;
  /** Closes, and opens the document by another link (KEY-7, KEY-8). */
  invite(capability: Capability): Promise<void>;
  /** Opens the stored ledger by itself, as after a restart, and answers with what it holds. */
  reopen(): Promise<Replica>;
}

/** What the simulation wants to know of everything a device does. */
export interface SimWitness {
  appended(device: number, replica: Replica, envelope: Uint8Array, source: Source): void;
  /** What this replica's ledger holds now is being confirmed; call the answer once it is. */
  saving(device: number, replica: Replica): () => void;
  alarm(device: number, code: string, session?: string): void;
  /** KEY-8: a replica heard of other keys, or opened and knows of them. */
  rekeyed?(device: number, replica: Replica): void;
}

export interface SimDeviceOptions {
  readonly name: string;
  readonly number: number;
  readonly ports: Ports;
  readonly random: SeededRandom;
  readonly capability: Capability;
  /** SYN-7: it says that it is here, and shows who else is. */
  readonly hasPresence: boolean;
  /** KEY-6 */
  readonly device?: Device | undefined;
  /** Without it there is no relay. */
  readonly network: SimNetwork | undefined;
  /** Without it there are no peers. */
  readonly peers?: SimPeers | undefined;
  readonly host: string;
  readonly witness: SimWitness;
  /** Entries in the tail from which compacting pays: low, so that it happens. */
  readonly compactEntries: number;
}
