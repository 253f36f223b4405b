import { type DeviceSeed, fromBase64Url, isDeviceSeed, type Result, toBase64Url } from '@weft/crypto';
import { toAttachmentDatabase } from '../attachments/layout.ts';
import { deleteDatabase, type LibraryDatabase, openDatabase } from './database.ts';
import { damagedRecord, type DamagedRecord, errorToFailure, libraryFailure, type LibraryFailure } from './failure.ts';
import { browserLibraryPorts, type LibraryPorts } from './ports.ts';
import {
  compareRecords,
  jsonToRecord,
  jsonToSettings,
  type LibraryChange,
  type LibraryRecord,
  mergeRecord,
  recordToJson,
  type Settings,
} from './record.ts';
import { openVault, type Vault } from './vault.ts';

/** The documents on this device (LED-8), the same in every tab of one browser. */
export interface Library {
  /** All documents but those in the trash: the pinned first, then the last opened. */
  list(): readonly LibraryRecord[];
  /** The documents in the trash, the last put there first. They are whole, and come back by `put({ trashedAt: null })`. */
  trash(): readonly LibraryRecord[];
  /** The record of a room (base64url). */
  get(roomId: string): LibraryRecord | undefined;
  /** The record with this device's own id for a document. */
  find(localId: string): LibraryRecord | undefined;
  /** Adds a document or changes what is known of it; a weaker link never replaces a stronger one. */
  put(change: LibraryChange): Promise<Result<LibraryRecord, LibraryFailure>>;
  /**
   * Forgets a document and deletes its copy on this device. The record, and with it the key, goes first: whatever
   * happens after, what is left cannot be opened. Fails with `document-open` while another tab holds the copy.
   */
  remove(roomId: string): Promise<Result<void, LibraryFailure>>;
  /** Records that could not be opened and were set aside; their bytes are left where they are. */
  damaged(): readonly DamagedRecord[];
  /** KEY-6: 32 random bytes of which this device's keys are made: made once, sealed like the records, told to nobody. */
  deviceSeed(): DeviceSeed;
  /** The person's name and colour, as far as they were set. */
  settings(): Settings;
  /** Changes the settings; what is left out stays. */
  setSettings(change: Settings): Promise<Result<Settings, LibraryFailure>>;
  /** LED-8: a value of a document, for this device alone. It is sealed like the records, and goes with the document. */
  place(roomId: string, name: PlaceName): SealedPlace;
  /** Calls `listener` after any change, from this tab or another. Returns the way to stop. */
  observe(listener: () => void): () => void;
  close(): void;
}

/** What a device keeps of a document for itself: what was seen of its comments, and its words, to be found while it is closed. */
export type PlaceName = 'comments' | 'text';

/** Where one value is kept, as JSON. */
export interface SealedPlace {
  /** What was saved last; undefined where nothing was, or it does not open. */
  load(): Promise<unknown>;
  /** False where it could not be kept. */
  save(value: unknown): Promise<boolean>;
  /** Deletes it. False where that did not succeed. */
  clear(): Promise<boolean>;
}

const PLACE_NAMES: readonly PlaceName[] = ['comments', 'text'];
const ID_BYTES = 16;
const SEED_BYTES = 32;
const DELETE_WAIT_MS = 5_000;

/** The name of the IndexedDB database that holds a document's ledger. `roomId`: base64url. */
export function roomToDatabaseName(roomId: string): string {
  return `weft/${roomId}`;
}

/** Where such a value lies, and what it is sealed for. */
function toPlace(name: PlaceName, localId: string): string {
  return `${name}/${localId}`;
}

interface Contents {
  readonly records: ReadonlyMap<string, LibraryRecord>;
  readonly damaged: readonly DamagedRecord[];
  readonly settings: Settings;
}

async function readContents(database: LibraryDatabase, vault: Vault): Promise<Contents> {
  const records = new Map<string, LibraryRecord>();
  const damaged: DamagedRecord[] = [];
  for (const [localId, sealed] of await database.entries('documents')) {
    const record = jsonToRecord(await vault.open(`documents/${localId}`, sealed), localId);
    if (record === undefined) damaged.push(damagedRecord(localId));
    else records.set(record.roomId, record);
  }
  const settings = jsonToSettings(await vault.open('device/settings', await database.get('device', 'settings')));
  return { records, damaged, settings };
}

async function loadDeviceSeed(ports: LibraryPorts, database: LibraryDatabase, vault: Vault): Promise<DeviceSeed> {
  const known = await vault.open('device/seed', await database.get('device', 'seed'));
  const bytes = typeof known === 'string' ? fromBase64Url(known) : undefined;
  if (bytes?.ok === true && isDeviceSeed(bytes.value)) return bytes.value;
  const fresh: Uint8Array = ports.random(SEED_BYTES);
  await database.put('device', 'seed', await vault.seal('device/seed', toBase64Url(fresh)));
  return fresh as DeviceSeed;
}

function createLibrary(
  ports: LibraryPorts,
  database: LibraryDatabase,
  vault: Vault,
  deviceSeed: DeviceSeed,
  loaded: Contents,
): Library {
  let contents = loaded;
  const listeners = new Set<() => void>();

  let reads = 0;
  /** The read that began last wins, however long an earlier one takes. */
  const load = async (): Promise<void> => {
    reads += 1;
    const mine = reads;
    const read = await readContents(database, vault);
    if (mine === reads) contents = read;
  };
  const refresh = async (): Promise<void> => {
    await load();
    for (const listener of [...listeners]) listener();
  };
  /** Reads, decides and writes while no other tab does, then tells everyone. Failures become values here. */
  const change = <T>(work: () => Promise<T>): Promise<Result<T, LibraryFailure>> =>
    ports
      .exclusively(async (): Promise<Result<T, LibraryFailure>> => {
        await load();
        const value = await work();
        await refresh();
        ports.channel.post('changed');
        return { ok: true, value };
      })
      .catch((error: unknown) => ({ ok: false, failure: errorToFailure(error) }));

  ports.channel.listen(() => {
    // A tab that cannot read now keeps showing what it knew; its next write reports why.
    refresh().catch(() => {});
  });

  return {
    list: () => [...contents.records.values()].filter(({ trashedAt }) => trashedAt === undefined).sort(compareRecords),
    trash: () =>
      [...contents.records.values()]
        .filter(({ trashedAt }) => trashedAt !== undefined)
        .sort((a, b) => (b.trashedAt ?? 0) - (a.trashedAt ?? 0) || compareRecords(a, b)),
    get: (roomId) => contents.records.get(roomId),
    find: (localId) => [...contents.records.values()].find((record) => record.localId === localId),
    put: async (wish) =>
      await change(async () => {
        const fresh = { localId: toBase64Url(ports.random(ID_BYTES)), now: ports.now() };
        const record = mergeRecord(contents.records.get(wish.roomId), wish, fresh);
        const sealed = await vault.seal(`documents/${record.localId}`, recordToJson(record));
        await database.put('documents', record.localId, sealed);
        return record;
      }),
    remove: async (roomId) => {
      const removed = await change(async () => {
        const record = contents.records.get(roomId);
        if (record === undefined) return;
        await database.delete('documents', record.localId);
        for (const name of PLACE_NAMES) await database.delete('device', toPlace(name, record.localId));
      });
      if (!removed.ok) return removed;
      try {
        const patience = (onOver: () => void): (() => void) => ports.after(DELETE_WAIT_MS, onOver);
        const name = roomToDatabaseName(roomId);
        for (const each of [name, toAttachmentDatabase(name)]) {
          const outcome = await deleteDatabase(ports.indexedDB, each, patience);
          if (outcome !== 'deleted') return { ok: false, failure: libraryFailure('document-open') };
        }
        return removed;
      } catch (error) {
        return { ok: false, failure: errorToFailure(error) };
      }
    },
    damaged: () => contents.damaged,
    deviceSeed: () => deviceSeed.slice() as Uint8Array as DeviceSeed,
    settings: () => contents.settings,
    setSettings: async (wish) =>
      await change(async () => {
        const settings = { ...contents.settings, ...wish };
        await database.put('device', 'settings', await vault.seal('device/settings', settings));
        return settings;
      }),
    place(roomId, name) {
      const key = (): string | undefined => {
        const record = contents.records.get(roomId);
        return record && toPlace(name, record.localId);
      };
      return {
        async load() {
          const at = key();
          // What cannot be read is as if it had never been written: nothing of the document is in it.
          return at === undefined ? undefined : await vault.open(at, await database.get('device', at).catch(() => {}));
        },
        async save(value) {
          const at = key();
          if (at === undefined) return false;
          try {
            await database.put('device', at, await vault.seal(at, value));
            return true;
          } catch {
            return false;
          }
        },
        async clear() {
          const at = key();
          try {
            if (at !== undefined) await database.delete('device', at);
            return true;
          } catch {
            return false;
          }
        },
      };
    },
    observe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    close: () => {
      listeners.clear();
      ports.channel.close();
      database.close();
    },
  };
}

/**
 * Opens the list of documents on this device. Without `ports` it uses the browser's own storage.
 * Fails with one clear sentence where the browser keeps nothing: a private window, blocked storage, an insecure page.
 */
export async function openLibrary(
  ports: LibraryPorts | undefined = browserLibraryPorts(),
): Promise<Result<Library, LibraryFailure>> {
  if (ports === undefined) return { ok: false, failure: libraryFailure('library-unavailable') };
  let database: LibraryDatabase | undefined;
  try {
    const opened = await openDatabase(ports.indexedDB);
    database = opened;
    const vault = await openVault(ports, opened);
    const deviceSeed = await ports.exclusively(() => loadDeviceSeed(ports, opened, vault));
    return { ok: true, value: createLibrary(ports, opened, vault, deviceSeed, await readContents(opened, vault)) };
  } catch (error) {
    database?.close();
    return { ok: false, failure: errorToFailure(error, 'library-unavailable') };
  }
}
