/** Dictation in an open document: by a model of speech that the person added, on this device. Loaded when it is first asked for. */
import type { WeftDocument } from '@weft/crdt-core';
import { type Dictating, startDictation } from '@weft/editor-ui/dictation';
import type { EditorShell } from '@weft/editor-ui/element';
import { dictationWords, toSentence } from '@weft/editor-ui/words';
import { createDictation, DEVICE_ONLY, type Engine } from '@weft/local-ai';
import type { App } from '../app.ts';
import { keepChoice, readChoice } from '../choices.ts';
import { findEngines } from '../engines.ts';
import { loadOnce } from '../load.ts';
import { createMicrophone } from './microphone.ts';

export interface Dictation {
  /** Begins to listen; ends what listens already. */
  toggle(): Promise<void>;
  destroy(): void;
}

const TOPIC = 'dictation';
const KEY = 'weft/dictation-language';
const loadModels = loadOnce(() => import('../dialogs/models.ts'));

export function addDictation(app: App, shared: WeftDocument, { editor, announce }: EditorShell): Dictation {
  const failed = new Set<string>();
  let engines: readonly Engine[] = [];
  let dictating: Dictating | undefined;
  let isBeginning = false;
  let hasEnded = false;
  const dictation = createDictation({
    engines: () => engines,
    conditions: () => ({ ...DEVICE_ONLY, failed: [...failed] }),
    failed: (engine) => failed.add(engine),
  });

  async function openModels(): Promise<void> {
    const loaded = await loadModels();
    if (loaded.ok) await loaded.value.openModels(app);
    else app.notices.show({ topic: TOPIC, kind: 'trouble', words: toSentence(loaded.failure) });
  }

  async function begin(): Promise<void> {
    engines = (await findEngines()).filter((engine) => engine.kind === 'speech');
    if (hasEnded) return;
    // What failed may work now: another tab is closed, another model is here.
    failed.clear();
    if ((await dictation.availability()) !== 'available') {
      const { missing, addModel } = dictationWords();
      app.notices.show({
        topic: TOPIC,
        kind: 'info',
        words: missing,
        action: { label: addModel, run: () => void openModels() },
      });
      return;
    }
    app.notices.dismiss(TOPIC);
    const languages = await dictation.languages();
    if (hasEnded) return;
    const mine = startDictation(
      {
        editor,
        document: shared,
        dictation,
        microphone: createMicrophone(),
        place: app.root,
        language: { get: () => readChoice(KEY), set: (language) => keepChoice(KEY, language) },
        now: () => performance.now(),
        announce,
        tell: (kind, words) => app.notices.show({ topic: TOPIC, kind, words }),
      },
      languages,
    );
    dictating = mine;
    await mine.over;
    dictating = undefined;
  }

  return {
    async toggle() {
      if (dictating !== undefined) return dictating.stop();
      if (isBeginning) return;
      isBeginning = true;
      await begin();
      isBeginning = false;
    },
    destroy() {
      hasEnded = true;
      dictating?.end();
      for (const engine of engines) engine.destroy();
    },
  };
}
