/** The documents on this device. */
import type { LibraryRecord } from '@weft/crdt-core';
import { IMPORT_ACCEPT } from '@weft/editor-ui/formats';
import { createMenu, createTooltip, iconView, type Menu, pickFiles } from '@weft/editor-ui/ui';
import { html, nothing, render, type TemplateResult } from 'lit/html.js';
import { repeat } from 'lit/directives/repeat.js';
import {
  ArrowDownWideNarrow,
  CloudOff,
  Ellipsis,
  Eye,
  FileInput,
  FileText,
  FolderOpen,
  Link,
  MessageSquare,
  Pin,
  PinOff,
  Plus,
  Trash,
  TriangleAlert,
  UserRoundX,
} from 'lucide';
import type { App, Screen } from '../app.ts';
import { askLink } from '../dialogs/open-link.ts';
import { exchangeWords } from '../words/exchange.ts';
import { pickFile, takeDroppedFiles } from '../files.ts';
import { markView } from '../mark.ts';
import { currentSort, setSort, type Sort, sortRecords } from '../sort.ts';
import { moveToTrash, tidyTrash, toName } from '../trash.ts';
import { settingsItems } from '../settings-menu.ts';
import { isRoomShort, keepStorage, readStorageUse, type StorageUse } from '../storage.ts';
import { createSearchBox } from '../search/search-box.ts';
import { agoToWords, bytesToWords, currentLanguage, number, toSentence } from '@weft/editor-ui/words';
import { roleToWords } from '../words/roles.ts';
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
  const menus = new Map<string, Menu>();
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

  const sorts: readonly (readonly [Sort, string])[] = [
    ['opened', say.byOpened],
    ['title', say.byTitle],
    ['created', say.byCreated],
  ];
  const sorting = createMenu({
    label: say.order,
    items: () =>
      sorts.map(([sort, label]) => ({
        label,
        chosen: currentSort() === sort,
        run: () => {
          setSort(sort);
          paint();
        },
      })),
  });
  const isPinned = ({ roomId }: LibraryRecord): boolean => app.library.get(roomId)?.isPinned === true;
  const menuOf = (record: LibraryRecord): Menu => {
    const known = menus.get(record.localId);
    if (known !== undefined) return known;
    const menu = createMenu({
      label: say.document,
      items: () => [
        {
          label: isPinned(record) ? say.unpin : say.pin,
          icon: isPinned(record) ? PinOff : Pin,
          run: () => void app.library.put({ roomId: record.roomId, isPinned: !isPinned(record) }),
        },
        {
          label: say.toTrash,
          icon: Trash,
          divided: true,
          run: () => void moveToTrash(app, record).then(keepFocus),
        },
      ],
    });
    menus.set(record.localId, menu);
    element.append(menu.element);
    return menu;
  };

  /** The button that had focus goes with its row. */
  const keepFocus = (): void => {
    if (document.activeElement !== document.body) return;
    element.querySelector<HTMLElement>('.app-row-link, .app-empty .weft-button')?.focus();
  };

  const row = (record: LibraryRecord): TemplateResult => {
    const title = toName(record);
    const unsent = record.unsent ?? 0;
    return html`<li class="app-row">
      <a class="app-row-link" href=${`#/d/${record.localId}`}>
        ${iconView(FileText, 20)}
        <span class="app-row-text">
          <span class="app-row-title" dir="auto" ?data-untitled=${record.title === ''}>${title}</span>
          <span class="app-row-facts">
            ${record.isPinned === true ? html`<span>${iconView(Pin, 14)}<span class="weft-hidden">${say.pinned}</span></span>` : nothing}
            <span>${agoToWords(record.openedAt, Date.now())}</span>
            ${
              record.hasEnded === true
                ? html`<span data-tone="offline">${iconView(UserRoundX, 14)}${say.notShared}</span>`
                : record.role === 'editor' || record.role === 'admin'
                  ? nothing
                  : html`<span>${iconView(record.role === 'commenter' ? MessageSquare : Eye, 14)}${roleToWords(record.role)}</span>`
            }
            ${unsent > 0 ? html`<span data-tone="offline">${iconView(CloudOff, 14)}${say.unsent(unsent)}</span>` : nothing}
          </span>
        </span>
      </a>
      <button
        type="button"
        class="weft-icon-button"
        aria-label=${say.moreAbout(title)}
        aria-haspopup="menu"
        aria-expanded="false"
        @click=${(event: Event) => menuOf(record).open(event.currentTarget as HTMLElement)}
      >${iconView(Ellipsis)}</button>
    </li>`;
  };

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
    ${iconView(FileInput, 16)}<span>${exchangeWords().importMany}</span>
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
                  ${search.element}
                  <button
                    type="button"
                    class="weft-icon-button"
                    aria-label=${say.order}
                    aria-haspopup="menu"
                    aria-expanded="false"
                    data-tip=${say.order}
                    ?hidden=${search.isActive() || records.length < 2}
                    @click=${(event: Event) => sorting.open(event.currentTarget as HTMLElement)}
                  >${iconView(ArrowDownWideNarrow)}</button>
                </div>
                <ul class="app-rows" ?hidden=${search.isActive()}>${repeat(sortRecords(records, currentSort(), currentLanguage().tag), (record) => record.localId, row)}</ul>`
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
  element.append(settings.element, sorting.element, tooltip.element);
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
      sorting.destroy();
      tooltip.destroy();
      for (const menu of menus.values()) menu.destroy();
      element.remove();
    },
  };
}
