import * as Y from 'yjs';
import type { OpenFailure } from './document.ts';
import type { Replica } from './replica/types.ts';

const SEED_FAILURES = {
  'seed-not-allowed': 'This link does not allow writing, so it cannot start a document. Ask for an edit link.',
  'seed-malformed': 'The content this document was to start from cannot be read. Start with an empty document.',
} as const;

/** The first content of a document that has none; a seed for a document that has some is not needed any more. */
export function plantSeed(replica: Replica, seed: Uint8Array): boolean {
  if (replica.ledger.heads().size > 0) return true;
  try {
    Y.applyUpdate(replica.doc, seed, 'seed');
  } catch {
    return false;
  }
  replica.flush();
  return true;
}

/** Why a document cannot start so. */
export function seedFailure(code: keyof typeof SEED_FAILURES): { readonly ok: false; readonly failure: OpenFailure } {
  return { ok: false, failure: { code, sentence: SEED_FAILURES[code] } };
}
