/** A document: opens the replica of a record and puts the editor's shell around it. */
import type { DocumentStatus, LibraryRecord, OpenFailure, WeftDocument } from '@weft/crdt-core';
import { capabilityToLink, type CryptoFailure, type Result, wipeCapability } from '@weft/crypto';
import { dictationExtension } from '@weft/editor-ui/dictation';
import { createEditorShell, type EditorShell } from '@weft/editor-ui/element';
import { createMenu, iconView, type MenuItem, mirrored } from '@weft/editor-ui/ui';
import {
  ArrowLeft,
  Download,
  Ellipsis,
  FilePlus,
  Keyboard,
  ListTodo,
  Mic,
  Replace,
  ScrollText,
  Search,
  Share2,
  Smartphone,
  SpellCheck,
  TextSearch,
  UsersRound,
} from 'lucide';
import { html, render } from 'lit/html.js';
import type { App, Screen } from '../app.ts';
import { openConnect } from '../dialogs/connect.ts';
import { openPeople } from '../dialogs/people.ts';
import { openShare } from '../dialogs/share.ts';
import { addFile, addFileBytes, pickFile, takeDroppedFiles } from '../files.ts';
import type { LoadFailure } from '../load.ts';
import { foldsOf } from '../folds.ts';
import { keepMode, readMode } from '../mode.ts';
import { routeToHash } from '../router.ts';
import { settingsItems } from '../settings-menu.ts';
import { keepText } from '../search/kept-text.ts';
import { roomToTag } from '../thread-tag.ts';
import { watchPeople } from './document-people.ts';
import { exchangeItems, takePrintKey } from './exchange-items.ts';
import { type HelpWatch, watchHelp } from '../help/watch-help.ts';
import { failureToActions } from './failure-actions.ts';
import { createReadingTabs, type ReadingTabs } from './reading-tabs.ts';
import { openRecord } from './open-record.ts';
import { saveCopy } from './save-copy.ts';
import { commonWords, dictationWords } from '@weft/editor-ui/words';
import { documentWords } from '../words/document.ts';

/** An open document on the page. */
export interface DocumentScreen extends Screen {
  /** Writes out what is pending, before a reload. */
  flush(): Promise<void>;
}

/** Options of {@link showDocument}. */
export interface DocumentScreenOptions {
  readonly record: LibraryRecord;
  /** Called once before the editor binds, by the document's creator only. */
  readonly seed?: (document: WeftDocument) => void;
  readonly autofocus?: 'title' | 'text';
  /** A `.weft` file to add once the document is open. */
  readonly file?: Uint8Array;
  /** The id of a block to go to. */
  readonly block?: string;
  /** A thread to show as soon as it is there. */
  readonly thread?: string;
}

/** How long a change of the title or of what is unsent may wait to be kept in the list, in ms. */
const KEEP_AFTER = 1000;

/** Keeps the list's idea of a document up to date while it is open. */
function keepRecord(app: App, shared: WeftDocument): { stop(): Promise<void> } {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const write = async (): Promise<void> => {
    clearTimeout(timer);
    timer = undefined;
    const known = app.library.get(shared.roomId);
    const title = shared.title.toString().trim();
    const { unsent } = shared.status.get();
    // A document removed meanwhile, in another tab, must not come back.
    if (known === undefined || (known.title === title && (known.unsent ?? 0) === unsent)) return;
    await app.library.put({ roomId: shared.roomId, title, unsent });
  };
  const soon = (): void => {
    document.title = shared.title.toString().trim() || commonWords().untitled;
    timer ??= setTimeout(() => void write(), KEEP_AFTER);
  };
  // KEY-8: the next opening needs the newest keys, also where this device's ledger is gone. But the older keys are found in that ledger: until the
  // disk has taken it, the link before stays.
  let owesLink = false;
  const keepLink = async (): Promise<void> => {
    const loaded = await app.ports();
    if (!loaded.ok) return;
    const known = app.library.get(shared.roomId);
    if (shared.people.access.get().isRemoved) {
      if (known !== undefined) await app.library.put({ roomId: shared.roomId, hasEnded: true });
      return;
    }
    if (known === undefined) return;
    const { sodium } = loaded.value;
    const own = shared.people.lastingCapability();
    const link = capabilityToLink(sodium, own, location.origin);
    wipeCapability(sodium, own);
    const { ok } = await shared.flush();
    owesLink = !ok;
    if (!ok || app.library.get(shared.roomId) === undefined) return;
    await app.library.put({ roomId: shared.roomId, link });
  };
  const stopAccess = shared.people.access.subscribe(() => void keepLink());
  if (shared.people.access.get().isRemoved) void keepLink();
  shared.title.observe(soon);
  const stopStatus = shared.status.subscribe(() => {
    soon();
    if (!owesLink || shared.status.get().saved.unsaved > 0) return;
    owesLink = false;
    void keepLink();
  });
  soon();
  return {
    async stop() {
      shared.title.unobserve(soon);
      stopStatus();
      stopAccess();
      await write();
    },
  };
}

/** Finding in the text, for whoever has no keyboard; whoever only reads replaces nothing. */
function findItems(editor: EditorShell['editor'] | undefined): readonly MenuItem[] {
  if (editor === undefined) return [];
  const { find, replace } = editor.commands;
  const command = replace.isEnabled() ? replace : find;
  return [{ label: command.label, icon: mirrored(Search), run: () => command.run() }];
}

function makeBarEnds(app: App, shared: WeftDocument, shell: () => EditorShell | undefined, tabs: ReadingTabs) {
  const words = documentWords();
  const { more } = commonWords();
  const lead = document.createElement('a');
  lead.className = 'weft-icon-button';
  lead.href = '#/';
  lead.ariaLabel = words.documents;
  lead.dataset['tip'] = words.documents;
  render(iconView(mirrored(ArrowLeft)), lead);

  const menu = createMenu({
    label: more,
    items: () => [
      {
        label: words.saveCopyWeft,
        icon: Download,
        run: () => saveCopy(app, shared),
      },
      {
        label: words.addFile,
        icon: FilePlus,
        run: () => pickFile((file) => void addFile(app.notices, shared, file)),
      },
      ...exchangeItems(app, shared, () => shell()?.editor),
      { label: words.summarize, icon: ScrollText, divided: true, run: () => void tabs.summarize() },
      { label: words.proofread, icon: SpellCheck, run: () => void tabs.proofread() },
      { label: words.rewrite, icon: Replace, run: () => void tabs.rewrite() },
      { label: dictationWords().dictate, icon: Mic, run: () => shell()?.editor.added.get('dictation/dictate')?.run() },
      ...findItems(shell()?.editor),
      { label: words.findTasks, icon: ListTodo, run: () => void tabs.findTasks() },
      { label: words.findMeaning, icon: mirrored(TextSearch), run: () => void tabs.findMeaning() },
      { label: words.people, icon: UsersRound, run: showPeople },
      { label: words.connect, icon: Smartphone, run: () => openConnect(app.root, shared) },
      { label: words.shortcuts, icon: Keyboard, divided: true, run: () => shell()?.showShortcuts() },
      ...settingsItems(app, () => shell()?.setUser(app.person()), shared).map((item, at) =>
        at === 0 ? { ...item, divided: true } : item,
      ),
    ],
  });
  const trail = document.createElement('div');
  trail.className = 'app-trail';
  const showPeople = (): void => openPeople({ ...app, share: () => void share() }, shared);
  const share = async (): Promise<void> => {
    const loaded = await app.ports();
    if (loaded.ok) openShare(app.root, loaded.value, shared);
  };
  render(
    html`<button type="button" class="weft-button app-share" aria-label=${words.share} @click=${share}>${iconView(Share2, 16)}<span>${words.share}</span></button>
      <button
        type="button"
        class="weft-icon-button"
        aria-label=${more}
        aria-haspopup="menu"
        aria-expanded="false"
        data-tip=${more}
        @click=${(event: Event) => menu.open(event.currentTarget as HTMLElement)}
      >${iconView(Ellipsis)}</button>`,
    trail,
  );
  trail.append(menu.element);
  return { lead, trail, menu, showPeople };
}

/** Shows a thread now, or once it has come. */
async function showThread({ editor, showThread }: EditorShell, thread: string): Promise<void> {
  if (await showThread(thread)) return;
  const stop = editor.comments?.get()?.state.subscribe(() => {
    void showThread(thread).then((isShown) => isShown && stop?.());
  });
}

/** Opens the record and shows it. Fails with the sentence to show instead. */
export async function showDocument(
  app: App,
  options: DocumentScreenOptions,
): Promise<Result<DocumentScreen, OpenFailure | CryptoFailure | LoadFailure>> {
  const opened = await openRecord(app, options.record);
  if (!opened.ok) return opened;
  const shared = opened.value;
  options.seed?.(shared);
  shared.setUser(app.person());

  const element = document.createElement('div');
  app.root.replaceChildren(element);
  const mounted: { shell?: EditorShell; help?: HelpWatch } = {};
  const tabs = createReadingTabs(
    app,
    shared,
    () => mounted.shell,
    () => mounted.help,
  );
  const { lead, trail, menu, showPeople } = makeBarEnds(app, shared, () => mounted.shell, tabs);
  const loaded = await app.ports();
  const tag = loaded.ok ? roomToTag(loaded.value.sodium, shared.roomId) : '';
  const shell = createEditorShell({
    element,
    commentPlace: app.library.place(shared.roomId, 'comments'),
    linkToThread: (thread) => `${location.origin}${location.pathname}${routeToHash({ type: 'thread', tag, thread })}`,
    document: shared,
    user: app.person(),
    lead,
    trail,
    notices: app.notices,
    onPeople: showPeople,
    extensions: [dictationExtension(() => void tabs.dictate())],
    mode: readMode(options.record.localId),
    folds: foldsOf(options.record.localId),
    onMode: (mode) => keepMode(options.record.localId, mode),
    failureActions: (code) => failureToActions(app, options.record, code),
    ...(options.autofocus === undefined ? {} : { autofocus: options.autofocus }),
  });
  mounted.shell = shell;
  if (options.thread !== undefined) void showThread(shell, options.thread);
  if (options.block !== undefined) shell.showBlock(options.block);
  const keeper = keepRecord(app, shared);
  const stopPeople = watchPeople(app, shared, shell);
  const help = watchHelp({ library: app.library, shared, shell });
  mounted.help = help;
  const text = keepText(app.library.place(shared.roomId, 'text'), shell.editor);
  const stopGhostText = app.ghostText.attach(shell.editor, shared.roomId);
  const stopDrops = takeDroppedFiles(element, (file) => void addFile(app.notices, shared, file));
  if (options.file !== undefined) void addFileBytes(app.notices, shared, options.file);
  const isUnsaved = (status: DocumentStatus): boolean => status.saved.unsaved > 0 || status.saved.failure !== undefined;
  const beforeUnload = (event: BeforeUnloadEvent): void => {
    // Only where something would be lost; what is merely unsent is safe on this device.
    if (isUnsaved(shared.status.get())) event.preventDefault();
  };
  const hidden = (): void => {
    if (document.visibilityState === 'hidden') void shared.flush();
  };
  const stopPrintKey = takePrintKey(app, () => mounted.shell?.editor);
  addEventListener('beforeunload', beforeUnload);
  document.addEventListener('visibilitychange', hidden);

  return {
    ok: true,
    value: {
      async flush() {
        await shared.flush();
      },
      async close() {
        removeEventListener('beforeunload', beforeUnload);
        document.removeEventListener('visibilitychange', hidden);
        stopPrintKey();
        stopDrops();
        stopPeople();
        stopGhostText();
        tabs.close();
        help.stop();
        await text.stop();
        menu.destroy();
        shell.destroy();
        element.remove();
        await shared.flush();
        await keeper.stop();
        await shared.close();
      },
    },
  };
}
