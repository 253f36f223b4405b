/** What reads the person's words on this device, what of it is stored, and the ways to delete that. */
import type { Library } from '@weft/crdt-core';
import { openDialog } from '@weft/editor-ui/ui';
import { html, type TemplateResult } from 'lit/html.js';
import type { App } from '../app.ts';
import { toKeptText } from '../search/kept-text.ts';
import { isTextKept, setTextKept } from '../search/text-switch.ts';
import { bytesToWords } from '../words.ts';

const WORDS = {
  title: 'What reads along',
  lead: 'All of this happens on this device. Nothing of it is sent anywhere, and nobody is told.',
  suggestions: 'Suggestions while writing',
  suggestionsBody:
    'A language model that comes with Weft, and what the open documents teach it. That is forgotten when the tab is closed.',
  model: (size: string): string => `The model is kept here: ${size}.`,
  noModel: 'The model is not here. It is fetched from where Weft comes from when suggestions are turned on.',
  deleteModel: 'Delete the model',
  search: 'Search in closed documents',
  searchBody:
    'Finds words in all documents, also while they are closed. Their words are kept for it a second time, sealed.',
  texts: (count: number, letters: string): string =>
    count === 1
      ? `The words of 1 document are kept: ${letters}.`
      : `The words of ${count} documents are kept: ${letters}.`,
  noTexts: 'No words are kept. Documents are found by their titles.',
  deleteTexts: 'Delete the kept words',
  summaries: 'Summaries',
  summariesBody:
    'Pick sentences of the document that is open, when you ask for one. They need no model and keep nothing.',
  done: 'Done',
} as const;

const MODELS = 'weft-models';

interface Stored {
  /** Bytes of the language model; 0 where it is not here. */
  readonly model: number;
  readonly texts: number;
  /** UTF-16 units of them. */
  readonly letters: number;
}

async function readModelSize(): Promise<number> {
  if (!('caches' in globalThis) || !(await caches.has(MODELS))) return 0;
  const cache = await caches.open(MODELS);
  const sizes = (await cache.keys()).map(async (request) => (await (await cache.match(request))?.blob())?.size ?? 0);
  return (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0);
}

async function readStored(library: Library): Promise<Stored> {
  const kept = await Promise.all(
    library.list().map(async ({ roomId }) => toKeptText(await library.place(roomId, 'text').load())),
  );
  const texts = kept.flatMap((text) => text ?? []);
  return {
    model: await readModelSize(),
    texts: kept.filter((text) => text !== undefined).length,
    letters: texts.reduce((sum, [, text]) => sum + text.length, 0),
  };
}

/** Deletes the kept words of all documents on this device. */
async function deleteTexts(library: Library): Promise<void> {
  for (const { roomId } of library.list()) await library.place(roomId, 'text').clear();
}

/** Opens the page. */
export function openOnDevice(app: Pick<App, 'root' | 'library' | 'ghostText'>): void {
  let stored: Stored | undefined;
  let hasClosed = false;
  const dialog = openDialog(app.root, {
    title: WORDS.title,
    body: () => body(),
    onClose: () => {
      hasClosed = true;
    },
  });

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
    words: string,
    isOn: boolean,
    set: (isOn: boolean) => Promise<void> | void,
  ): TemplateResult {
    return html`<label class="app-switch">
      <input type="checkbox" role="switch" .checked=${isOn} @change=${(event: Event) =>
        void then(() => set((event.target as HTMLInputElement).checked))} />
      <span><strong>${label}</strong>${words}</span>
    </label>`;
  }

  function storedView(words: string, action: string, isThere: boolean, run: () => Promise<unknown>): TemplateResult {
    return html`<p class="app-stored"><span>${words}</span>
      <button type="button" class="weft-button" ?disabled=${!isThere} @click=${() => void then(run)}>${action}</button></p>`;
  }

  function body(): TemplateResult {
    const { model = 0, texts = 0, letters = 0 } = stored ?? {};
    return html`<p>${WORDS.lead}</p>
      <div class="app-on-device">
        ${switchView(WORDS.suggestions, WORDS.suggestionsBody, app.ghostText.isOn(), (isOn) => app.ghostText.setOn(isOn))}
        ${storedView(
          model > 0 ? WORDS.model(bytesToWords(model)) : WORDS.noModel,
          WORDS.deleteModel,
          model > 0,
          async () => {
            app.ghostText.setOn(false);
            await caches.delete(MODELS);
          },
        )}
        ${switchView(WORDS.search, WORDS.searchBody, isTextKept(), async (isKept) => {
          setTextKept(isKept);
          if (!isKept) await deleteTexts(app.library);
        })}
        ${storedView(texts > 0 ? WORDS.texts(texts, bytesToWords(letters)) : WORDS.noTexts, WORDS.deleteTexts, texts > 0, () => deleteTexts(app.library))}
        <p class="app-on-device-plain"><strong>${WORDS.summaries}</strong>${WORDS.summariesBody}</p>
      </div>
      <div class="weft-dialog-actions">
        <button type="button" class="weft-button" data-primary data-autofocus @click=${() => dialog.close()}>${WORDS.done}</button>
      </div>`;
  }
  void refresh();
}
