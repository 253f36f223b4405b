/**
 * Named versions: how a document stood at a moment, kept in the document itself, so that they are sealed, synced and compacted with it. Each is a Yjs state of
 * the document without its versions: what is collected since is whole in it, and each letter has its name, by which two states are compared.
 */
import { type Failure, type Result, success, toBase64Url } from '@weft/crypto';
import * as Y from 'yjs';
import type { DocumentDevice, DocumentPeople } from './document-people.ts';
import type { Readable } from './sync/readable.ts';
import { deflateState } from './ledger/deflate-state.ts';
import { inflateState, readDeflated, stateToClocks } from './ledger/snapshot-payload.ts';
import type { Ports } from './ports/index.ts';
import { createLazyReadable } from './sync/lazy-readable.ts';

/** A saved version. */
export interface DocumentVersion {
  readonly id: string;
  /** At most 80 characters of one line. */
  readonly name: string;
  /** Unix ms, by the clock of whoever saved it. */
  readonly at: number;
  /** Who saved it, by the signature; `undefined` where no device vouches for it. */
  readonly author: DocumentDevice | undefined;
  /** Made by Weft before a restore. */
  readonly isAutomatic: boolean;
  /** In the document, deflated. */
  readonly bytes: number;
}

/** Why a version was not saved. */
export type VersionFailure = Failure<'versions-full' | 'version-too-large'>;

/** The versions of a document. Who may edit may change them. */
export interface DocumentVersions {
  /** The newest first. */
  readonly list: Readable<readonly DocumentVersion[]>;
  /** Saves how the document stands now; answers with the id. The oldest automatic ones make room. */
  save(name: string, options?: { readonly isAutomatic?: boolean }): Result<string, VersionFailure>;
  rename(id: string, name: string): void;
  remove(id: string): void;
  /** The document as it was: a Yjs V2 state, read whole before. `undefined` where there is none that can be read. */
  stateOf(id: string): Uint8Array | undefined;
}

/** The root of the document in which versions lie. */
const ROOT = 'versions';
/** Beside an entry, its name: renaming does not write it anew. */
const NAME = '/name';
const ID = /^[\w-]{12}$/;
const ID_BYTES = 9;
const MOST_VERSIONS = 100;
const MOST_AUTOMATIC = 10;
/** Of one version, and of all together, deflated: each snapshot of the ledger carries them. */
const MOST_BYTES: number = 2 * 1024 * 1024;
const MOST_BYTES_IN_ALL: number = 4 * 1024 * 1024;
/** Once inflated: what is packed may say it is a thousand times as much. */
const MOST_STATE_BYTES: number = 32 * 1024 * 1024;
const MOST_NAME = 80;

const FAILURES = {
  'versions-full': 'There is no room for another version. Delete one that is not needed any more, and save again.',
  'version-too-large': 'This document is too large for a version inside it. Save a copy as a .weft file instead.',
} as const;

function refuse(code: keyof typeof FAILURES): { readonly ok: false; readonly failure: VersionFailure } {
  return { ok: false, failure: { code, sentence: FAILURES[code] } };
}

/** A name as somebody wrote it, as one line. */
function toVersionName(value: unknown): string {
  if (typeof value !== 'string') return '';
  const line = value
    .slice(0, 4 * MOST_NAME)
    .replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\s]+/gu, ' ')
    .trim();
  return [...line].slice(0, MOST_NAME).join('');
}

interface Entry {
  readonly at: number;
  readonly isAutomatic: boolean;
  readonly state: Uint8Array;
}

/** What another replica wrote, if it is what a version looks like. */
function toEntry(value: unknown): Entry | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const { at, isAutomatic, state } = value as Record<string, unknown>;
  if (typeof at !== 'number' || !Number.isFinite(at) || at < 0 || at > 8.64e15) return undefined;
  if (!(state instanceof Uint8Array) || state.length > MOST_BYTES) return undefined;
  return { at, isAutomatic: isAutomatic === true, state };
}

/** The document's state without the versions that lie in it: in their place only the clocks are kept. */
function stateWithout(doc: Y.Doc): Uint8Array {
  const copy = new Y.Doc();
  Y.applyUpdateV2(copy, Y.encodeStateAsUpdateV2(doc));
  copy.transact(() => copy.getMap(ROOT).clear());
  return Y.encodeStateAsUpdateV2(copy);
}

/**
 * The versions in a document.
 *
 * @param people - tells who saved one
 */
export function createDocumentVersions(
  doc: Y.Doc,
  people: Pick<DocumentPeople, 'authorOfClient'>,
  { clock, random }: Pick<Ports, 'clock' | 'random'>,
): DocumentVersions & { peopleChanged(): void; stop(): void } {
  const map = doc.getMap<unknown>(ROOT);
  const list = createLazyReadable(read);

  function read(): readonly DocumentVersion[] {
    const versions: DocumentVersion[] = [];
    for (const [id, item] of map._map) {
      const entry = ID.test(id) && !item.deleted ? toEntry(map.get(id)) : undefined;
      if (entry === undefined) continue;
      versions.push({
        id,
        name: toVersionName(map.get(id + NAME)),
        at: entry.at,
        author: people.authorOfClient(item.id.client),
        isAutomatic: entry.isAutomatic,
        bytes: entry.state.length,
      });
    }
    versions.sort((a, b) => b.at - a.at || (a.id < b.id ? -1 : 1));
    // Two people may each fill what was left; somebody who writes more than that is not followed.
    let bytes = 0;
    return versions.filter((version, at) => {
      bytes += version.bytes;
      return at < 2 * MOST_VERSIONS && bytes <= 2 * MOST_BYTES_IN_ALL;
    });
  }

  function drop(id: string): void {
    map.delete(id);
    map.delete(id + NAME);
  }

  const observe = (): void => list.invalidate();
  map.observe(observe);

  return {
    list,
    save(name, { isAutomatic = false } = {}) {
      const state = deflateState(stateWithout(doc));
      if (state.length > MOST_BYTES) return refuse('version-too-large');
      const known = list.get();
      const automatic = known.filter((version) => version.isAutomatic);
      const going = new Set(isAutomatic ? automatic.slice(MOST_AUTOMATIC - 1) : []);
      const rest = (): readonly DocumentVersion[] => known.filter((version) => !going.has(version));
      const isFull = (): boolean =>
        rest().length >= MOST_VERSIONS ||
        rest().reduce((sum, { bytes }) => sum + bytes, state.length) > MOST_BYTES_IN_ALL;
      for (const version of automatic.toReversed()) if (isFull()) going.add(version);
      if (isFull()) return refuse('versions-full');
      const id = toBase64Url(random(ID_BYTES));
      doc.transact(() => {
        for (const version of going) drop(version.id);
        map.set(id, { at: clock.now(), isAutomatic, state });
        map.set(id + NAME, toVersionName(name));
      });
      return success(id);
    },
    rename: (id, name) => doc.transact(() => void (map.has(id) && map.set(id + NAME, toVersionName(name)))),
    remove: (id) => doc.transact(() => drop(id)),
    stateOf(id) {
      const entry = ID.test(id) ? toEntry(map.get(id)) : undefined;
      const read = entry && readDeflated(entry.state);
      const isSmall = typeof read === 'object' && read.stateBytes <= MOST_STATE_BYTES;
      const state = isSmall ? inflateState(read) : undefined;
      return state !== undefined && stateToClocks(state) !== undefined ? state : undefined;
    },
    peopleChanged: observe,
    stop: () => map.unobserve(observe),
  };
}
