import { type Result, success } from '@weft/crypto';
import type { StorageFailure } from '../ports/storage.ts';
import type { AttachmentStore, StoredChain } from './store.ts';

const HOUR_MS = 3_600_000;
/** ATT-4: how long a chain stays here that the document no longer refers to: it may be undone. */
export const LEFT_MS: number = 7 * 24 * HOUR_MS;

/** What becomes of a chain. `leave`: it is no longer referred to, since now. */
export type Fate = 'keep' | 'leave' | 'return' | 'drop';

/**
 * ATT-4: decides on one chain.
 *
 * @param isReferenced - the document refers to it
 * @param now - Unix ms
 */
export function chainToFate(chain: StoredChain, isReferenced: boolean, now: number): Fate {
  const { held, chunks, isOwn, touchedAt, leftAt } = chain;
  if (isReferenced) return leftAt === 0 ? 'keep' : 'return';
  // Cut off while it was written: its session's key is gone, so nothing can be added, and nothing refers to it.
  if (isOwn && held < chunks) return now - touchedAt >= HOUR_MS ? 'drop' : 'keep';
  if (leftAt === 0) return 'leave';
  return now - leftAt >= LEFT_MS ? 'drop' : 'keep';
}

/** Carries it out. `kept`: what is not referred to and may be again. */
export async function collectChains(
  store: AttachmentStore,
  referenced: ReadonlySet<string>,
  writing: ReadonlySet<string>,
  now: number,
): Promise<Result<{ readonly dropped: readonly string[]; readonly kept: readonly string[] }, StorageFailure>> {
  const chains = await store.chains();
  if (!chains.ok) return chains;
  const dropped: string[] = [];
  const kept: string[] = [];
  for (const chain of chains.value) {
    const { session } = chain;
    if (writing.has(session)) continue;
    const fate = chainToFate(chain, referenced.has(session), now);
    const done =
      fate === 'drop'
        ? await store.drop(session)
        : fate === 'keep'
          ? success(undefined)
          : await store.mark(session, { leftAt: fate === 'leave' ? now : 0 });
    if (!done.ok) return done;
    (fate === 'drop' ? dropped : kept).push(session);
  }
  return success({ dropped, kept });
}
