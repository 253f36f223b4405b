/** Parts of the app that come over the network when they are first needed, and may not come. */
import type { Failure, Result } from '@weft/crypto';
import { startWords } from './words/start.ts';

/** Why a part is missing. */
export type LoadFailure = Failure<'app-incomplete'>;

/** Runs what loads a part on its way; a part that does not come is a value. */
export async function whenLoaded<T>(load: () => Promise<T>): Promise<Result<T, LoadFailure>> {
  try {
    return { ok: true, value: await load() };
  } catch (error) {
    // What the part itself does wrong is not the network's fault.
    if (!isMissingPart(error)) throw error;
    return { ok: false, failure: { code: 'app-incomplete', sentence: startWords().incomplete } };
  }
}

/** Loads a part once; after a failure, the next call tries again. */
export function loadOnce<T>(load: () => Promise<T>): () => Promise<Result<T, LoadFailure>> {
  let loading: Promise<Result<T, LoadFailure>> | undefined;
  return async () => {
    const mine = (loading ??= whenLoaded(load));
    const loaded = await mine;
    if (!loaded.ok && loading === mine) loading = undefined;
    return loaded;
  };
}

/** Browsers agree on the type of what a failed import throws, not on its words. */
function isMissingPart(error: unknown): boolean {
  return error instanceof TypeError && /import|module|fetch|load/i.test(error.message);
}
