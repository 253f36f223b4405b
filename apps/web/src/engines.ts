/** Engines beside those that come with Weft. Each is asked only where its task is, and only at a place that is allowed. */
import type { Result } from '@weft/crypto';
import type { Engine } from '@weft/local-ai';
import type { LanguageModelApi, ModelFailure } from '@weft/local-ai/models';
import type { OwnModels } from './models/own-models.ts';

/** The engines that are there now: models that the person added, and the browser's own language model, where it has one. */
export async function findEngines(): Promise<readonly Engine[]> {
  const { LanguageModel } = globalThis as { readonly LanguageModel?: LanguageModelApi };
  try {
    const [{ openOwnModels }, { createLanguageModelEngine }] = await Promise.all([
      import('./models/own-models.ts'),
      import('@weft/local-ai/models'),
    ]);
    const browser = createLanguageModelEngine(LanguageModel);
    return [...(await findOwn(openOwnModels)), browser];
  } catch {
    // The part did not come: there are none now, and next time it is tried again.
    return [];
  }
}

/** Calls `listener` when the person added a model, or deleted one. Where models cannot be kept there is nothing to watch. */
export async function watchOwnModels(listener: () => void): Promise<() => void> {
  try {
    const { openOwnModels } = await import('./models/own-models.ts');
    const own = await openOwnModels();
    return own.ok ? own.value.store.watch(listener) : () => {};
  } catch {
    return () => {};
  }
}

async function findOwn(open: () => Promise<Result<OwnModels, ModelFailure>>): Promise<readonly Engine[]> {
  const own = await open();
  if (!own.ok) return [];
  try {
    return await own.value.engines();
  } catch {
    // What is kept here cannot be read now.
    return [];
  }
}
