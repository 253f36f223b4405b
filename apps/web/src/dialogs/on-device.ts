/** What reads the person's words on this device, what of it is stored, and the ways to delete that. */
import type { DocumentPeople, Library } from '@weft/crdt-core';
import { openDialog } from '@weft/editor-ui/ui';
import { html, type TemplateResult } from 'lit/html.js';
import { bytesToWords, commonWords, toSentence } from '@weft/editor-ui/words';
import type { App } from '../app.ts';
import { toKeptText } from '../search/kept-text.ts';
import { byMeaning, keptText } from '../search/switches.ts';
import { helpView } from '../help/help-view.ts';
import { modelWords } from '../words/models.ts';
import { onDeviceWords } from '../words/on-device.ts';
import { loadOnce } from '../load.ts';
import { reachView } from './reach-view.ts';

// As the service worker names them.
const MODELS = 'weft-models';
const VECTORS = 'weft-vectors';

const loadModels = loadOnce(() => import('./models.ts'));
const loadEndpoint = loadOnce(() => import('./endpoint.ts'));

interface Stored {
  /** Bytes of the language model; 0 where it is not here. */
  readonly model: number;
  /** Bytes of the word vectors, likewise. */
  readonly vectors: number;
  readonly texts: number;
  /** UTF-16 units of them. */
  readonly letters: number;
}

async function readCacheSize(name: string): Promise<number> {
  if (!('caches' in globalThis) || !(await caches.has(name))) return 0;
  const cache = await caches.open(name);
  const sizes = (await cache.keys()).map(async (request) => (await (await cache.match(request))?.blob())?.size ?? 0);
  return (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0);
}

async function readStored(library: Library): Promise<Stored> {
  const kept = await Promise.all(
    [...library.list(), ...library.trash()].map(async ({ roomId }) =>
      toKeptText(await library.place(roomId, 'text').load()),
    ),
  );
  const texts = kept.flatMap((text) => text ?? []);
  return {
    model: await readCacheSize(MODELS),
    vectors: await readCacheSize(VECTORS),
    texts: kept.filter((text) => text !== undefined).length,
    letters: texts.reduce((sum, [, text]) => sum + text.length, 0),
  };
}

/** Deletes the kept words of all documents on this device. */
async function deleteTexts(library: Library): Promise<void> {
  for (const { roomId } of [...library.list(), ...library.trash()]) await library.place(roomId, 'text').clear();
}

/** Opens the page. `open`: the document that is open, if one is. */
export function openOnDevice(
  app: Pick<App, 'root' | 'library' | 'ghostText' | 'notices'>,
  open?: { readonly roomId: string; readonly people: DocumentPeople },
): void {
  const words = onDeviceWords();
  let stored: Stored | undefined;
  let hasClosed = false;
  const dialog = openDialog(app.root, {
    title: words.title,
    body: () => body(),
    onClose: () => {
      hasClosed = true;
      stopPeople?.();
    },
  });
  const stopPeople = open?.people.devices.subscribe(() => dialog.update());

  /** Another page in the place of this one. */
  async function show<T>(load: ReturnType<typeof loadOnce<T>>, open: (page: T) => void): Promise<void> {
    const loaded = await load();
    dialog.close();
    if (loaded.ok) open(loaded.value);
    else app.notices.show({ topic: loaded.failure.code, kind: 'trouble', words: toSentence(loaded.failure) });
  }

  const refresh = async (): Promise<void> => {
    stored = await readStored(app.library);
    if (!hasClosed) dialog.update();
  };
  const then = async (work: () => Promise<unknown> | void): Promise<void> => {
    await work();
    await refresh();
  };

  function switchView(
    label: string,
    explained: string,
    isOn: boolean,
    set: (isOn: boolean) => Promise<void> | void,
  ): TemplateResult {
    return html`<label class="app-switch">
      <input type="checkbox" role="switch" .checked=${isOn} @change=${(event: Event) =>
        void then(() => set((event.target as HTMLInputElement).checked))} />
      <span><strong>${label}</strong>${explained}</span>
    </label>`;
  }

  function storedView(told: string, action: string, isThere: boolean, run: () => Promise<unknown>): TemplateResult {
    return html`<p class="app-stored"><span>${told}</span>
      <button type="button" class="weft-button" ?disabled=${!isThere} @click=${() => void then(run)}>${action}</button></p>`;
  }

  function body(): TemplateResult {
    const { model = 0, vectors = 0, texts = 0, letters = 0 } = stored ?? {};
    return html`<p>${words.lead}</p>
      <div class="app-on-device">
        ${switchView(words.suggestions, words.suggestionsBody, app.ghostText.isOn(), (isOn) => app.ghostText.setOn(isOn))}
        ${storedView(
          model > 0 ? words.model(bytesToWords(model)) : words.noModel,
          words.deleteModel,
          model > 0,
          async () => {
            app.ghostText.setOn(false);
            await caches.delete(MODELS);
          },
        )}
        ${switchView(words.earlier, words.earlierBody, app.ghostText.learnsEarlier(), (learns) => app.ghostText.setLearnsEarlier(learns))}
        ${switchView(words.search, words.searchBody, keptText.isOn(), async (isKept) => {
          keptText.set(isKept);
          if (!isKept) await deleteTexts(app.library);
        })}
        ${storedView(texts > 0 ? words.texts(texts, bytesToWords(letters)) : words.noTexts, words.deleteTexts, texts > 0, () => deleteTexts(app.library))}
        ${switchView(words.meaning, words.meaningBody, byMeaning.isOn(), byMeaning.set)}
        ${storedView(
          vectors > 0 ? words.vectors(bytesToWords(vectors)) : words.noVectors,
          words.deleteVectors,
          vectors > 0,
          async () => {
            byMeaning.set(false);
            await caches.delete(VECTORS);
          },
        )}
        <p class="app-on-device-plain"><strong>${words.summaries}</strong>${words.summariesBody}</p>
        <p class="app-stored"><span>${modelWords().openBody}</span>
          <button type="button" class="weft-button" @click=${() => void show(loadModels, (page) => void page.openModels(app))}>${modelWords().open}</button></p>
        ${helpView(app.library, open, switchView)}
        ${reachView(
          app.library,
          open?.roomId,
          () => void show(loadEndpoint, (page) => page.openEndpoint(app)),
          () => void refresh(),
        )}
      </div>
      <div class="weft-dialog-actions">
        <button type="button" class="weft-button" data-primary @click=${() => dialog.close()}>${commonWords().done}</button>
      </div>`;
  }
  void refresh();
}
