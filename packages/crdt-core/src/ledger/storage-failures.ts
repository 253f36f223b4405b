import type { StorageFailure } from '../ports/storage.ts';

const SENTENCES: Readonly<Record<StorageFailure['code'], string>> = {
  'storage-full':
    'This device has no room left, so new changes are not saved here. Free some space: Weft then saves everything by itself.',
  'storage-closed':
    'This document’s copy on this device was closed or removed, in another tab or by the browser. Keep this tab open until your changes are sent, then reload it.',
  'storage-failed':
    'This browser does not let Weft keep this document on this device (a private window, or storage is blocked). Keep this tab open until your changes are sent, or use a normal window.',
};

/** The failure of a code, with its sentence. */
export function storageFailure(code: StorageFailure['code']): StorageFailure {
  return { code, sentence: SENTENCES[code] };
}

/** What a browser's exception means for a document. Its own words say nothing to a person. */
export function errorToStorageFailure(error: unknown): StorageFailure {
  const name = typeof error === 'object' && error !== null && 'name' in error ? String(error.name) : '';
  if (name === 'QuotaExceededError') return storageFailure('storage-full');
  // What IndexedDB throws at a connection that is closed, or was while it worked.
  if (name === 'InvalidStateError' || name === 'AbortError') return storageFailure('storage-closed');
  return storageFailure('storage-failed');
}
