/**
 * The whole editor in one call: bar, title, text, status, people, banners and notices around {@link createEditor}. An app
 * adds what is its own (a way back, a share button) by `lead` and `trail`.
 */
import type { SealedPlace } from '@weft/crdt-core';
import { removeAwarenessStates } from 'y-protocols/awareness';
import { isApplePlatform } from '../commands/shortcut.ts';
import { createEditor } from '../create-editor.ts';
import { readPending } from '../plugins/read-pending.ts';
import type { Editor } from '../editor.ts';
import type { EditorExtension } from '../extensions.ts';
import type { EditorMode } from '../suggestions/types.ts';
import type { EditorUser } from '../people.ts';
import type { FoldPlace } from '../plugins/folds.ts';
import { addHistory } from './add-history.ts';
import { addKeys } from './add-keys.ts';
import { addPeople } from './add-people.ts';
import { addSuggestions } from './add-suggestions.ts';
import { addWriting } from './add-writing.ts';
import type { ShellDocument } from './shell-document.ts';
import { createAnnouncer } from '../ui/announcer.ts';
import { type BannerAction, type Banners, createBanners } from '../ui/banners.ts';
import { createBlockHandle } from '../ui/block-handle.ts';
import { createBubble } from '../ui/bubble.ts';
import { addComments } from '../ui/comments/add-comments.ts';
import { createFindBar } from '../ui/find-bar.ts';
import { createHappenings } from '../ui/happenings.ts';
import { createLinkPopover } from '../ui/link-popover.ts';
import { createNotices, type Notices } from '../ui/notices.ts';
import { keepFocus } from '../ui/keep-focus.ts';
import { type Cleanup, createCleanup } from '../ui/part.ts';
import { openShortcuts } from '../ui/shortcuts.ts';
import { showBlock } from '../ui/show-place.ts';
import { createSidePanel, type SidePanel } from '../ui/side-panel.ts';
import { createSlashMenu } from '../ui/slash-menu.ts';
import { createStatusLine } from '../ui/status-line.ts';
import { createTableTools } from '../ui/table-tools.ts';
import { createTitleField } from '../ui/title-field.ts';
import { createTroubles } from '../ui/troubles.ts';
import { createToolbar } from '../ui/toolbar.ts';
import { createTooltip } from '../ui/tooltip.ts';
import { toSentence } from '../words/failures.ts';
import { shellWords } from '../words/shell.ts';
import { currentLanguage, type Locale, setLocale } from '../words/words.ts';

/** Options of {@link createEditorShell}. */
export interface EditorShellOptions {
  /** Becomes the shell's container, in the document or in a shadow root; emptied again on `destroy`. */
  readonly element: HTMLElement;
  readonly document: ShellDocument;
  readonly user?: EditorUser;
  /** As `EditorOptions.locale`. */
  readonly locale?: Locale;
  /** As `EditorOptions.stylesheets` and `nonce`: a shadow root needs them. */
  readonly stylesheets?: readonly string[];
  readonly nonce?: string;
  /** Where dialogs, menus and what else floats stand, for a page that clips or hides what is in `element`. Default: within the shell. */
  readonly overlayContainer?: HTMLElement;
  /** Shown at the start and the end of the bar. */
  readonly lead?: Node;
  readonly trail?: Node;
  /** Where the caret stands at first. Default: nowhere. */
  readonly autofocus?: 'title' | 'text';
  /** Where messages go; by default the shell has a place of its own. One handed in is not ended with the shell. */
  readonly notices?: Notices;
  /** The sentence for people who may not change the text. */
  readonly readingWords?: string;
  /** What can be done about a failure, by its code. */
  readonly failureActions?: (code: string) => readonly BannerAction[] | undefined;
  /** Whether the person begins by editing or by suggesting, and what they chose since. */
  readonly mode?: EditorMode;
  readonly onMode?: (mode: EditorMode) => void;
  /** Shows who the people are, in whatever way the app has. */
  readonly onPeople?: () => void;
  /** Where this device keeps what was seen of the comments and what was begun, sealed. */
  readonly commentPlace?: SealedPlace;
  /** Where this reader's folded toggles are kept. */
  readonly folds?: FoldPlace;
  /** As `EditorOptions.extensions`. Commands that have a picture stand in the slash menu and the toolbar. */
  readonly extensions?: readonly EditorExtension[];
  /** A link that leads those who have the document to a thread. */
  readonly linkToThread?: (thread: string) => string;
}

/** A mounted shell. */
export interface EditorShell {
  readonly editor: Editor;
  readonly notices: Notices;
  readonly banners: Banners;
  /** What stands beside the text: add a tab of your own. */
  readonly panel: SidePanel;
  setUser(user: EditorUser): void;
  /** Opens the comments at a thread; false where there is none. */
  showThread(thread: string): Promise<boolean>;
  /** Puts the caret into a block and brings it into sight, marked; false where there is none of this id. */
  showBlock(id: string): boolean;
  showShortcuts(): void;
  /** Says it politely to those who hear the page. */
  announce(words: string): void;
  destroy(): void;
}

const makeDiv = (className: string): HTMLElement => {
  const element = document.createElement('div');
  element.className = className;
  return element;
};

/** Where what floats stands, for a page that has a place of its own for it. */
function addOverlays(container: HTMLElement, cleanup: Cleanup): HTMLElement {
  const element = makeDiv('weft-overlays');
  ({ tag: element.lang, dir: element.dir } = currentLanguage());
  container.append(element);
  cleanup.add(() => element.remove());
  return element;
}

/** Mounts the shell. */
export function createEditorShell(options: EditorShellOptions): EditorShell {
  const { element, document: shared } = options;
  if (options.locale !== undefined) setLocale(options.locale);
  const words = shellWords();
  const canComment = shared.canComment ?? shared.canEdit;
  const isRemoved = (): boolean => shared.people?.access.get().isRemoved === true;
  const isEditing = (): boolean => shared.canEdit && !isRemoved();
  const isApple = isApplePlatform(navigator.platform);
  const cleanup = createCleanup();
  const root = makeDiv('weft-shell');
  // The page around it may speak another language.
  ({ tag: root.lang, dir: root.dir } = currentLanguage());
  const bar = document.createElement('header');
  bar.className = 'weft-bar';
  const lead = makeDiv('weft-bar-lead');
  const middle = makeDiv('weft-bar-middle');
  const trail = makeDiv('weft-bar-trail');
  bar.append(lead, middle, trail);
  const page = document.createElement('main');
  page.className = 'weft-page';
  const text = makeDiv('weft-text');
  const foot = document.createElement('footer');
  foot.className = 'weft-foot';
  const banners = createBanners();
  const notices = options.notices ?? createNotices();
  const announcer = createAnnouncer();
  const head = makeDiv('weft-head');
  head.append(bar, banners.element);
  const panel = createSidePanel({ giveFocusBack: () => editor.focus() });
  root.append(head, page, panel.element, foot, announcer.element);
  element.replaceChildren(root);
  cleanup.add(() => root.remove());
  for (const part of [announcer, banners, panel]) cleanup.add(part.destroy);
  // The panel stands under the head, which banners and the search make higher.
  const height = new ResizeObserver(() => root.style.setProperty('--weft-head-height', `${head.offsetHeight}px`));
  height.observe(head);
  cleanup.add(() => height.disconnect());
  const overlays = options.overlayContainer === undefined ? root : addOverlays(options.overlayContainer, cleanup);
  if (options.notices === undefined) {
    overlays.append(notices.element);
    cleanup.add(notices.destroy);
  }

  if (options.lead !== undefined) lead.append(options.lead);
  if (options.trail !== undefined) trail.append(options.trail);

  page.append(text);
  const editor = createEditor({
    element: text,
    document: shared,
    ...(options.user === undefined ? {} : { user: options.user }),
    placeholder: shared.canEdit ? words.startWriting : '',
    ...(options.commentPlace === undefined ? {} : { commentPlace: options.commentPlace }),
    ...(options.mode === undefined ? {} : { mode: options.mode }),
    ...(options.folds === undefined ? {} : { folds: options.folds }),
    ...(options.stylesheets === undefined ? {} : { stylesheets: options.stylesheets }),
    ...(options.nonce === undefined ? {} : { nonce: options.nonce }),
    ...(options.extensions === undefined ? {} : { extensions: options.extensions }),
    overlayContainer: overlays,
  });
  cleanup.add(() => editor.destroy());
  for (const { element: said } of [banners, notices]) keepFocus(said, () => editor.focus(), cleanup);
  // What is pressed beside the text takes its focus: what was selected just before would never be read, and is what a button there acts on.
  cleanup.listen(document, 'pointerdown', () => readPending(editor.view), { capture: true });
  const suggested = (text: string | undefined): void => {
    if (text !== undefined) announcer.say('ghost-text', words.suggested(text.trim()));
  };
  cleanup.add(editor.on('ghost-text', suggested));
  addSuggestions({ editor, panel, announcer }, (mode) => options.onMode?.(mode), cleanup);
  const finder = createFindBar(editor);
  head.append(finder.element);
  cleanup.add(finder.destroy);

  const { linkToThread: linkTo } = options;
  const canWrite = (): boolean => !isRemoved();
  const comments = addComments({ editor, panel, announcer, notices, isApple, root, linkTo, canWrite });
  if (comments !== undefined) cleanup.add(comments.destroy);

  const { awareness } = shared;
  const people = addPeople({ editor, awareness, announcer, banners, notices, onPeople: options.onPeople }, cleanup);
  trail.prepend(people, panel.buttons);
  const title = createTitleField({
    title: shared.title,
    editable: shared.canEdit,
    onLeave: () => editor.focus('start'),
    undo: () => travel('undo'),
    redo: () => travel('redo'),
  });
  const travel = (direction: 'undo' | 'redo'): void => {
    editor.commands[direction].run();
    // The command moves focus to the text; a person who undoes in the title goes on there.
    title.field.focus();
  };
  page.prepend(title.element);
  cleanup.add(title.destroy);
  const bubble = createBubble({
    editor,
    isApple,
    comment: comments && (() => (comments.canBegin() ? comments.begin : undefined)),
    threads: comments?.hiddenThreads,
    showThread: (thread) => void comments?.show(thread),
  });
  overlays.append(bubble.element);
  cleanup.add(bubble.destroy);
  const editing = createCleanup();
  cleanup.add(() => editing.run());
  if (isEditing()) {
    const toolbar = createToolbar({ editor, isApple });
    const link = createLinkPopover(editor);
    const slash = createSlashMenu({ editor, isApple });
    const handle = createBlockHandle({ editor, isApple });
    const tables = createTableTools({ editor, isApple });
    middle.append(toolbar.element);
    overlays.append(link.element, slash.element, handle.element, tables.element);
    for (const part of [toolbar, link, slash, handle, tables]) editing.add(part.destroy);
    // Beside the text is meant for the text as well.
    editing.listen(root, 'drop', (event) => {
      const files = [...(event.dataTransfer?.files ?? [])];
      if (event.defaultPrevented || files.length === 0) return;
      event.preventDefault();
      editor.addFiles(files, { left: event.clientX, top: event.clientY });
    });
    editing.listen(root, 'keydown', (event) => {
      if (event.key !== 'F10' || !event.altKey) return;
      event.preventDefault();
      toolbar.focus();
    });
  } else {
    root.dataset['reading'] = '';
  }
  // What nobody takes would otherwise take the place of the page.
  for (const type of ['dragover', 'drop'] as const) {
    cleanup.listen(root, type, (event) => {
      if (event.dataTransfer?.types.includes('Files') === true) event.preventDefault();
    });
  }
  if (!shared.canEdit) {
    const kind = canComment ? 'commenting' : 'reading';
    banners.set({ topic: 'reading', kind, words: options.readingWords ?? words[kind] });
  }

  if (shared.status !== undefined) {
    const announce = (words: string): void => announcer.say('status', words);
    const access = shared.people?.access;
    const line = createStatusLine({ status: shared.status, canWrite: canComment, access, announce });
    const happenings = createHappenings(shared.status, isRemoved);
    foot.append(line.element, happenings.element);
    for (const part of [line, happenings]) cleanup.add(part.destroy);
    const troubles = createTroubles(banners, isRemoved, options.failureActions);
    cleanup.add(shared.status.subscribe(troubles));
    troubles(shared.status.get());
  }
  const say = (topic: string, words: string): void => announcer.say(topic, words);
  addHistory({ shared, editor, panel, banners, notices, overlays, cleanup, isApple, isEditing, say });
  if (comments !== undefined) foot.append(comments.element);
  addWriting(
    { editor, panel, root, overlays, foot, isApple, editing: isEditing() ? editing : undefined, say },
    cleanup,
  );
  const state = (): void => {
    const { frozen } = editor.state.get();
    title.setEditable(isEditing() && frozen === undefined);
    root.toggleAttribute('data-frozen', frozen !== undefined);
    if (frozen === undefined) banners.clear('frozen');
    else banners.set({ topic: 'frozen', kind: 'info', words: toSentence(frozen) });
  };
  cleanup.add(editor.state.subscribe(state));
  state();
  const access = (): void => {
    if (!isRemoved()) return;
    root.dataset['reading'] = '';
    editor.setEditable(false);
    editor.comments?.get()?.setWritable(false);
    editing.run();
    title.setEditable(false);
    banners.clear('relay');
    // Who is there now is not told to this device any more: what it knew would only grow stale.
    const others = [...shared.awareness.getStates().keys()].filter((client) => client !== shared.awareness.clientID);
    removeAwarenessStates(shared.awareness, others, 'removed');
  };
  if (shared.people !== undefined) cleanup.add(shared.people.access.subscribe(access));
  access();
  if (editor.comments) cleanup.add(editor.comments.subscribe((late) => isRemoved() && late?.setWritable(false)));
  cleanup.add(
    editor.on('notice', (failure) =>
      notices.show({ topic: failure.code, kind: 'trouble', words: toSentence(failure) }),
    ),
  );

  for (const place of new Set([root, overlays])) {
    const tooltip = createTooltip(place);
    place.append(tooltip.element);
    cleanup.add(tooltip.destroy);
  }
  const places = [root, overlays];
  const showShortcuts = (): void => {
    if (places.every((place) => place.querySelector('dialog[open]') === null)) {
      openShortcuts(overlays, editor, isApple);
    }
  };
  addKeys({ places, editor, isApple, notices, status: shared.status, showShortcuts }, cleanup);

  if (options.autofocus === 'title') title.field.focus();
  if (options.autofocus === 'text') editor.focus('end');
  return {
    editor,
    notices,
    banners,
    panel,
    showShortcuts,
    showBlock: (id) => showBlock(editor, id),
    showThread: async (thread) => (await comments?.show(thread)) === true,
    announce: (words) => announcer.say('app', words),
    setUser: (user) => editor.setUser(user),
    destroy: () => cleanup.run(),
  };
}
