import {
  type DocumentPorts,
  type DocumentStatus,
  openDocument,
  type TabPorts,
  type WeftDocument,
} from '@weft/crdt-core';
import { createMemoryDisk, type MemoryDisk } from '@weft/crdt-core/testing';
import {
  type Capability,
  type DeviceSeed,
  createEpoch,
  createRandomness,
  createRoom,
  type LinkRole,
  loadSodium,
  narrowCapability,
  type Sodium,
  seedToDevice,
} from '@weft/crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach } from 'vitest';
import { WebSocket } from 'ws';
import { type RelayProcess, startRelay } from '../e2e/harness/relay-process.ts';

/** A room, and devices that open its document over real sockets, real time and a disk in memory. */
export interface DocumentBench {
  readonly sodium: Sodium;
  capability(role: LinkRole): Capability;
  device(): BenchDevice;
  /** Closes everything that was opened. */
  close(): Promise<void>;
}

export interface BenchOpenOptions {
  readonly role?: LinkRole;
  /** It holds the key of the room's owner. */
  readonly isAdmin?: boolean;
  /** Instead of the room's first. */
  readonly capability?: Capability;
  readonly relay?: string;
  readonly seed?: Uint8Array;
  /** By default, the device's disk in memory. */
  readonly storage?: 'indexeddb';
}

export interface BenchDevice {
  readonly disk: MemoryDisk;
  readonly ports: DocumentPorts;
  open(options?: BenchOpenOptions): Promise<WeftDocument>;
}

const DAY_MS = 24 * 60 * 60 * 1000;

/** A fresh room. */
export async function createDocumentBench(): Promise<DocumentBench> {
  const sodium = await loadSodium();
  const random = createRandomness();
  const room = createRoom(sodium, random);
  const { certificate, editSecret } = createEpoch(sodium, random, room, { notAfter: Date.now() + 365 * DAY_MS });
  const editor: Capability = { role: 'editor', certificate, secret: editSecret, relays: [] };
  const opened: WeftDocument[] = [];

  function capability(role: LinkRole): Capability {
    const narrowed = narrowCapability(sodium, editor, role);
    if (!narrowed.ok) throw new Error(narrowed.failure.sentence);
    return narrowed.value;
  }

  return {
    sodium,
    capability,
    device() {
      const disk = createMemoryDisk();
      const ports: DocumentPorts = {
        sodium,
        random,
        clock: { now: () => Date.now() },
        timers: {
          set(ms, task) {
            const timer = setTimeout(task, ms);
            return () => clearTimeout(timer);
          },
        },
        device: seedToDevice(sodium, random(32) as Uint8Array as DeviceSeed),
        tabs: createLocalTabs(),
        WebSocket: WebSocket as unknown as DocumentPorts['WebSocket'],
      };
      return {
        disk,
        ports,
        async open({ role = 'editor', relay, seed, storage, isAdmin = false, ...given }: BenchOpenOptions = {}) {
          const plain = given.capability ?? capability(role);
          const document = await openDocument({
            ports,
            capability: isAdmin ? { ...plain, adminSeed: room.adminSeed } : plain,
            relay,
            storage: storage ?? disk.open,
            seed,
          });
          if (!document.ok) throw new Error(document.failure.sentence);
          opened.push(document.value);
          return document.value;
        },
      };
    },
    async close() {
      await Promise.all(opened.map((document) => document.close()));
    },
  };
}

/** A relay process for all tests of a file, and a fresh bench for each. */
export function setUpDocuments(): { readonly relay: RelayProcess; readonly bench: DocumentBench } {
  const folder = mkdtempSync(join(tmpdir(), 'weft-documents-'));
  const running: { relay?: RelayProcess; bench?: DocumentBench } = {};
  beforeAll(async () => {
    running.relay = await startRelay({ folder });
  }, 30_000);
  afterAll(async () => {
    await running.relay?.stop();
    rmSync(folder, { recursive: true });
  });
  beforeEach(async () => {
    running.bench = await createDocumentBench();
  });
  afterEach(async () => await running.bench?.close());
  return {
    get relay() {
      if (running.relay === undefined) throw new Error('the relay runs during tests only');
      return running.relay;
    },
    get bench() {
      if (running.bench === undefined) throw new Error('the bench stands during tests only');
      return running.bench;
    },
  };
}

/** Resolves when the status is as wished; fails the test, saying what it is, where it does not become so. */
export async function until(
  document: WeftDocument,
  what: string,
  isSo: (status: DocumentStatus) => boolean,
  ms: number = 15_000,
): Promise<DocumentStatus> {
  return await new Promise((resolve, reject) => {
    const look = (): boolean => {
      const status = document.status.get();
      if (!isSo(status)) return false;
      clearInterval(timer);
      clearTimeout(limit);
      stop();
      resolve(status);
      return true;
    };
    const stop = document.status.subscribe(() => void look());
    // Some of what is asked (a text) changes without the status.
    const timer = setInterval(look, 20);
    const limit = setTimeout(() => {
      clearInterval(timer);
      stop();
      reject(new Error(`not within ${ms} ms: ${what}; the status is ${JSON.stringify(document.status.get())}`));
    }, ms);
    look();
  });
}

/** Resolves when a text holds all these words. */
export async function untilText(document: WeftDocument, ...words: readonly string[]): Promise<void> {
  const text = document.doc.getText('words');
  await until(document, `“${words.join('”, “')}” in “${text.toString()}”`, () =>
    words.every((word) => text.toString().includes(word)),
  );
}

/** The tabs of one browser, within this process. */
function createLocalTabs(): TabPorts {
  const ends = new Set<{ readonly name: string; receive(message: unknown): void }>();
  const queues = new Map<string, (() => void)[]>();
  return {
    openChannel(name) {
      const listeners = new Set<(message: unknown) => void>();
      const end = {
        name,
        receive: (message: unknown) => {
          for (const listener of listeners) listener(message);
        },
      };
      ends.add(end);
      return {
        post(message) {
          const copy = structuredClone(message);
          for (const other of ends) {
            if (other !== end && other.name === name) setTimeout(() => ends.has(other) && other.receive(copy), 0);
          }
        },
        subscribe(listener) {
          listeners.add(listener);
          return () => void listeners.delete(listener);
        },
        close: () => void ends.delete(end),
      };
    },
    acquireLock(name, onHeld) {
      const queue = queues.get(name) ?? [];
      queues.set(name, queue);
      queue.push(onHeld);
      if (queue[0] === onHeld) onHeld();
      return () => {
        const at = queue.indexOf(onHeld);
        if (at >= 0) queue.splice(at, 1);
        if (at === 0) queue[0]?.();
      };
    },
  };
}
