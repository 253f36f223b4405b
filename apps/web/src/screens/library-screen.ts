/** The documents on this device. */
import { IMPORT_ACCEPT } from '@weft/editor-ui/formats';
import { createMenu, createTooltip, iconView, mirrored, pickFiles } from '@weft/editor-ui/ui';
import { html, nothing, render, type TemplateResult } from 'lit/html.js';
import { Ellipsis, FileInput, FolderOpen, Link, Plus, Trash, TriangleAlert } from 'lucide';
import type { App, Screen } from '../app.ts';
import { askLink } from '../dialogs/open-link.ts';
import { createLibraryList } from './library-list.ts';
import { exchangeWords } from '../words/exchange.ts';
import { pickFile, takeDroppedFiles } from '../files.ts';
import { markView } from '../mark.ts';
import { tidyTrash } from '../trash.ts';
import { settingsItems } from '../settings-menu.ts';
import { isRoomShort, keepStorage, readStorageUse, type StorageUse } from '../storage.ts';
import { createSearchBox } from '../search/search-box.ts';
import { bytesToWords, number, toSentence } from '@weft/editor-ui/words';
import { libraryWords } from '../words/library.ts';

/** What the list can start. */
export interface LibraryActions {
  create(): Promise<void>;
  createWelcome(): Promise<void>;
  /** Tries a pasted link; answers with a sentence where it cannot be used. */
  takeLink(text: string): Promise<string | undefined>;
  /** Opens the document that a `.weft` file is a copy of, and adds the file to it. */
  takeFile(file: File): Promise<void>;
  /** Makes a document of each file. */
  importFiles(files: readonly File[]): Promise<void>;
}

/** How often the times in the list are brought up to date, in ms. */
const TICK = 30_000;

/** Shows the list. */
export function showLibrary(app: App, actions: LibraryActions): Screen {
  document.title = 'Weft';
  const element = document.createElement('div');
  element.className = 'app-library';
  app.root.replaceChildren(element);
  let use: StorageUse | undefined;
  let closed = false;
  const search = createSearchBox(app.library, () => paint());

  const say = libraryWords();
  const takeFile = (file: File): void => void actions.takeFile(file);
  const importFiles = (files: readonly File[]): void => void actions.importFiles(files);
  const pickImports = (): void => pickFiles({ accept: IMPORT_ACCEPT, multiple: true }, importFiles);
  const settings = createMenu({
    label: say.settings,
    items: () => [
      { label: say.openFile, icon: FolderOpen, run: () => pickFile(takeFile) },
      ...settingsItems(app, () => undefined).map((item, at) => (at === 0 ? { ...item, divided: true } : item)),
    ],
  });
  const tooltip = createTooltip(element);
  const stopDrops = takeDroppedFiles(element, takeFile, importFiles);

  const list = createLibraryList(app, element, () => paint());

  const newButton = (
    label: string,
  ): TemplateResult => html`<button type="button" class="weft-button" data-primary @click=${() => actions.create()}>
    ${iconView(Plus, 16)}<span>${label}</span>
  </button>`;
  const linkButton =
    (): TemplateResult => html`<button type="button" class="weft-button" @click=${() => askLink(app.root, actions.takeLink)}>
    ${iconView(Link, 16)}<span>${say.openLink}</span>
  </button>`;

  const importButton = (): TemplateResult => html`<button type="button" class="weft-button" @click=${pickImports}>
    ${iconView(mirrored(FileInput), 16)}<span>${exchangeWords().importMany}</span>
  </button>`;

  const empty = (): TemplateResult => html`<section class="app-empty">
    ${markView(56)}
    <h1>${say.quiet}</h1>
    <p>${say.staysHere}</p>
    <div class="app-empty-actions">${newButton(say.newDocument)}${linkButton()}${importButton()}</div>
    <button type="button" class="app-text-button" @click=${() => actions.createWelcome()}>${say.sample}</button>
  </section>`;

  const storage = (): TemplateResult | typeof nothing => {
    if (use === undefined) return nothing;
    const words = say.used(bytesToWords(use.used), bytesToWords(use.quota));
    if (isRoomShort(use)) {
      return html`<p data-tone="trouble">${iconView(TriangleAlert, 14)} ${words} ${say.roomShort}</p>`;
    }
    if (use.kept) return html`<p>${words} ${say.kept}</p>`;
    return html`<p>${words} ${say.mayGo}
      <button type="button" class="app-text-button" @click=${keep}>${say.keepIt}</button></p>`;
  };
  const keep = async (): Promise<void> => {
    const kept = await keepStorage();
    if (!kept) {
      app.notices.show({ topic: 'keep', kind: 'info', words: say.notKept });
    }
    await measure();
  };
  const measure = async (): Promise<void> => {
    use = await readStorageUse();
    if (!closed) paint();
  };

  const paint = (): void => {
    const records = app.library.list();
    const damaged = app.library.damaged();
    const trashed = app.library.trash().length;
    render(
      html`<header class="app-top">
          <span class="app-brand">${markView(22)}<span>Weft</span></span>
          <button
            type="button"
            class="weft-icon-button"
            aria-label=${say.settings}
            aria-haspopup="menu"
            aria-expanded="false"
            data-tip=${say.settings}
            @click=${(event: Event) => settings.open(event.currentTarget as HTMLElement)}
          >${iconView(Ellipsis)}</button>
        </header>
        <main class="app-list">
          ${
            records.length === 0
              ? empty()
              : html`<div class="app-list-head"><h1>${say.documents}</h1><div>${linkButton()}${importButton()}${newButton(say.new)}</div></div>
                <div class="app-find">
                  ${search.element}${search.isActive() ? nothing : list.order(records)}
                </div>
                ${search.isActive() ? nothing : list.view(records)}`
          }
          ${
            trashed === 0
              ? nothing
              : html`<p class="app-list-note"><a class="app-text-button" href="#/trash" aria-label=${say.trashOf(trashed)}>${iconView(Trash, 14)} ${say.trash} · ${number(trashed)}</a></p>`
          }
          ${damaged.length === 0 ? nothing : html`<p class="app-damaged">${iconView(TriangleAlert, 16)} ${damaged[0] && toSentence(damaged[0])}</p>`}
        </main>
        <footer class="app-storage">${records.length === 0 && (use === undefined || !isRoomShort(use)) ? nothing : storage()}</footer>`,
      element,
    );
  };
  paint();
  element.append(settings.element, tooltip.element);
  void measure();
  void tidyTrash(app);
  const stopObserving = app.library.observe(() => {
    paint();
    void measure();
  });
  const timer = setInterval(paint, TICK);
  const keydown = (event: KeyboardEvent): void => {
    const isWriting = event.target instanceof Element && event.target.closest('input, textarea, dialog, [role="menu"]');
    if (event.key !== '/' || isWriting || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    search.focus();
  };
  addEventListener('keydown', keydown);

  return {
    close() {
      closed = true;
      clearInterval(timer);
      stopObserving();
      stopDrops();
      search.destroy();
      removeEventListener('keydown', keydown);
      settings.destroy();
      list.destroy();
      tooltip.destroy();
      element.remove();
    },
  };
}
