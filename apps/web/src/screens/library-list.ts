/** The documents as rows: what each is, what can be done with it, in which order and of which folder. */
import type { LibraryRecord } from '@weft/crdt-core';
import { createMenu, iconView, type Menu, mirrored } from '@weft/editor-ui/ui';
import { agoToWords, compareNames } from '@weft/editor-ui/words';
import { html, nothing, type TemplateResult } from 'lit/html.js';
import { repeat } from 'lit/directives/repeat.js';
import {
  ArrowDownWideNarrow,
  CloudOff,
  Ellipsis,
  Eye,
  FileText,
  Folder,
  MessageSquare,
  Pin,
  PinOff,
  Trash,
  UserRoundX,
} from 'lucide';
import type { App } from '../app.ts';
import { askFolder } from '../dialogs/folder.ts';
import { currentSort, setSort, type Sort, sortRecords } from '../sort.ts';
import { moveToTrash, toName } from '../trash.ts';
import { libraryWords } from '../words/library.ts';
import { roleToWords } from '../words/roles.ts';

/** The rows, and the button that orders them. */
export interface LibraryList {
  /** Nothing where there is nothing to order. */
  order(records: readonly LibraryRecord[]): TemplateResult | typeof nothing;
  view(records: readonly LibraryRecord[]): TemplateResult;
  destroy(): void;
}

/**
 * Creates the list.
 * @param place - menus stand in it, and focus stays in it
 * @param paint - the list is to be drawn anew
 */
export function createLibraryList(app: App, place: HTMLElement, paint: () => void): LibraryList {
  const say = libraryWords();
  const menus = new Map<string, Menu>();
  let shown: string | undefined;

  const foldersOf = (records: readonly LibraryRecord[]): readonly string[] =>
    [...new Set(records.flatMap(({ folder }) => folder ?? []))].toSorted(compareNames);
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
  place.append(sorting.element);

  /** The button that had focus goes with its row. */
  const keepFocus = (): void => {
    if (document.activeElement !== document.body) return;
    place.querySelector<HTMLElement>('.app-row-link, .app-empty .weft-button')?.focus();
  };
  const menuOf = ({ localId, roomId }: LibraryRecord): Menu => {
    const known = menus.get(localId);
    if (known !== undefined) return known;
    const menu = createMenu({
      label: say.document,
      items() {
        // As it is now: the row may have been drawn long ago.
        const record = app.library.get(roomId);
        if (record === undefined) return [];
        const isPinned = record.isPinned === true;
        const put = (change: Parameters<typeof app.library.put>[0]): void =>
          void app.library.put(change).then(keepFocus);
        const setFolder = (folder: string): void => put({ roomId, folder });
        return [
          {
            label: isPinned ? say.unpin : say.pin,
            icon: isPinned ? PinOff : Pin,
            run: () => put({ roomId, isPinned: !isPinned }),
          },
          {
            label: say.toFolder,
            icon: Folder,
            run: () => askFolder(app.root, record.folder ?? '', foldersOf(app.library.list()), setFolder),
          },
          {
            label: say.toTrash,
            icon: Trash,
            divided: true,
            run: () => void moveToTrash(app, record).then(keepFocus),
          },
        ];
      },
    });
    menus.set(localId, menu);
    place.append(menu.element);
    return menu;
  };

  const facts = (record: LibraryRecord): TemplateResult => {
    const { isPinned, hasEnded, role, folder, unsent = 0 } = record;
    return html`
      ${isPinned === true ? html`<span>${iconView(Pin, 14)}<span class="weft-hidden">${say.pinned}</span></span>` : nothing}
      <span>${agoToWords(record.openedAt, Date.now())}</span>
      ${folder === undefined || folder === shown ? nothing : html`<span dir="auto">${iconView(Folder, 14)}${folder}</span>`}
      ${
        hasEnded === true
          ? html`<span data-tone="offline">${iconView(UserRoundX, 14)}${say.notShared}</span>`
          : role === 'editor' || role === 'admin'
            ? nothing
            : html`<span>${iconView(role === 'commenter' ? MessageSquare : Eye, 14)}${roleToWords(role)}</span>`
      }
      ${unsent > 0 ? html`<span data-tone="offline">${iconView(CloudOff, 14)}${say.unsent(unsent)}</span>` : nothing}`;
  };
  const row = (record: LibraryRecord): TemplateResult => html`<li class="app-row">
    <a class="app-row-link" href=${`#/d/${record.localId}`}>
      ${iconView(FileText, 20)}
      <span class="app-row-text">
        <span class="app-row-title" dir="auto" ?data-untitled=${record.title === ''}>${toName(record)}</span>
        <span class="app-row-facts">${facts(record)}</span>
      </span>
    </a>
    <button
      type="button"
      class="weft-icon-button"
      aria-label=${say.moreAbout(toName(record))}
      aria-haspopup="menu"
      aria-expanded="false"
      @click=${(event: Event) => menuOf(record).open(event.currentTarget as HTMLElement)}
    >${iconView(Ellipsis)}</button>
  </li>`;

  const folderButton = (folder: string | undefined, label: string): TemplateResult => html`<button
    type="button"
    class="weft-filter"
    dir="auto"
    aria-pressed=${String(folder === shown)}
    @click=${() => {
      shown = folder;
      paint();
    }}
  >${label}</button>`;

  return {
    order: (records) =>
      records.length < 2
        ? nothing
        : html`<button
            type="button"
            class="weft-icon-button"
            aria-label=${say.order}
            aria-haspopup="menu"
            aria-expanded="false"
            data-tip=${say.order}
            @click=${(event: Event) => sorting.open(event.currentTarget as HTMLElement)}
          >${iconView(mirrored(ArrowDownWideNarrow))}</button>`,
    view(records) {
      const folders = foldersOf(records);
      // The last document left it.
      if (shown !== undefined && !folders.includes(shown)) shown = undefined;
      const within = shown === undefined ? records : records.filter(({ folder }) => folder === shown);
      const sorted = sortRecords(within, currentSort());
      return html`${
        folders.length === 0
          ? nothing
          : html`<div class="app-folders" role="group" aria-label=${say.folders}>
              ${folderButton(undefined, say.allFolders)}${folders.map((folder) => folderButton(folder, folder))}
            </div>`
      }<ul class="app-rows">${repeat(sorted, ({ localId }) => localId, row)}</ul>`;
    },
    destroy() {
      sorting.destroy();
      for (const menu of menus.values()) menu.destroy();
    },
  };
}
