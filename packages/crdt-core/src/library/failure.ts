import type { Failure } from '@weft/crypto';

/** Why the library on this device could not be read or written. */
export type LibraryFailure = Failure<
  'library-unavailable' | 'library-blocked' | 'library-full' | 'library-failed' | 'document-open'
>;

/** A record that could not be opened: its bytes are damaged, or the key that sealed it is gone. */
export type DamagedRecord = Failure<'record-damaged'> & { readonly localId: string };

const SENTENCES: Readonly<Record<LibraryFailure['code'], string>> = {
  'library-unavailable':
    'This browser does not let Weft keep anything on this device (a private window, or storage is blocked): use a normal window or allow storage for this site.',
  'library-blocked': 'Another tab holds an older version of Weft open: close Weft’s other tabs and reload this one.',
  'library-full': 'This device has no room left for Weft: free some space, then try again.',
  'library-failed': 'The list of documents on this device could not be reached: reload the page.',
  'document-open': 'The document is still open in another tab: close it there, and its copy on this device goes too.',
};

/** The failure of a code, with its sentence. */
export function libraryFailure(code: LibraryFailure['code']): LibraryFailure {
  return { code, sentence: SENTENCES[code] };
}

const CODES: Readonly<Record<string, LibraryFailure['code']>> = {
  QuotaExceededError: 'library-full',
  VersionError: 'library-blocked',
  // Blocked storage and private windows: each browser has its own way to say no.
  SecurityError: 'library-unavailable',
  DataCloneError: 'library-unavailable',
  NotAllowedError: 'library-unavailable',
  InvalidAccessError: 'library-unavailable',
};

/** What a browser's exception means for the library. Anything unknown is `fallback`. */
export function errorToFailure(error: unknown, fallback: LibraryFailure['code'] = 'library-failed'): LibraryFailure {
  const name = typeof error === 'object' && error !== null && 'name' in error ? String(error.name) : '';
  return libraryFailure(CODES[name] ?? fallback);
}

/** The notice for a record that was set aside. */
export function damagedRecord(localId: string): DamagedRecord {
  return {
    code: 'record-damaged',
    localId,
    sentence: 'One document in the list could not be read and was set aside: open it again from its link.',
  };
}
