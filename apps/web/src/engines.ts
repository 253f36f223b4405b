/** Engines beside those that come with Weft. Each is asked only where its task is, and only at a place that is allowed. */
import type { Engine } from '@weft/local-ai';
import type { LanguageModelApi } from '@weft/local-ai/models';
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

async function findOwn(open: () => Promise<OwnModels>): Promise<readonly Engine[]> {
  try {
    return await (await open()).engines();
  } catch {
    // This browser has no place to keep models.
    return [];
  }
}
