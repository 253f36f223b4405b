import { dropCursor } from 'prosemirror-dropcursor';
import { gapCursor } from 'prosemirror-gapcursor';
import { type Command, EditorState as ProseMirrorState, Selection, type Transaction } from 'prosemirror-state';
import { EditorView } from 'prosemirror-view';
import { APART } from './apart.ts';
import { createApplyQueue } from './binding/apply-queue.ts';
import { type Binding, createBinding, isFromDocument, isOwnTravel } from './binding/binding.ts';
import { blockView } from './blocks/block-view.ts';
import { dividerView } from './blocks/divider-view.ts';
import { highlightCode } from './code/highlight.ts';
import { createCommands } from './commands/list.ts';
import { isApplePlatform } from './commands/shortcut.ts';
import { attachComments } from './comments/create-comments.ts';
import { highlightPlugin } from './comments/highlight.ts';
import { endOfBranch, moveBlocks } from './commands/move.ts';
import { nodeToRows, type Row } from './convert/rows.ts';
import { rowsToHtml } from './convert/to-html.ts';
import { rowsToMarkdown } from './convert/to-markdown.ts';
import { rowsToText } from './convert/to-text.ts';
import { createFrameReadable, viewToState } from './editor-state.ts';
import { createEmitter } from './emitter.ts';
import { createFind } from './find.ts';
import { editorFailure } from './errors.ts';
import { createFiles } from './files/files.ts';
import { pendingFiles } from './files/pending.ts';
import { ghostText, isAccepting } from './ghost/ghost-text.ts';
import { acquireHistory } from './history/history.ts';
import { authorsPlugin, showAuthors } from './plugins/authors.ts';
import { beforeInput } from './plugins/before-input.ts';
import { blockIds } from './plugins/block-ids.ts';
import { createCarets } from './plugins/carets.ts';
import { clipboard, dropPosition } from './plugins/clipboard.ts';
import { fillSpace } from './plugins/fill.ts';
import { keys } from './plugins/keys.ts';
import { links } from './plugins/links.ts';
import { markdownRules } from './plugins/markdown-rules.ts';
import { placeholder } from './plugins/placeholder.ts';
import { placesPlugin } from './plugins/places.ts';
import { readOnlyGuard } from './plugins/read-only.ts';
import { readPending } from './plugins/read-pending.ts';
import { writingPlugins } from './plugins/writing.ts';
import { browserPorts } from './ports.ts';
import { schema } from './schema/schema.ts';
import { tableSelection } from './table/plugin.ts';
import { tableRepair } from './table/repair.ts';
import { tableView } from './table/table-view.ts';
import { createContext } from './suggestions/authors.ts';
import { suggestionViews } from './suggestions/mark-views.ts';
import { setSuggesting } from './suggestions/mode.ts';
import { mountSuggestions } from './suggestions/mount.ts';
import { withAllDecided } from './suggestions/resolve.ts';
import { readTransaction, suggestingPlugin } from './suggestions/suggesting.ts';
import { mountDom, selectionRect } from './view-dom.ts';
import type {
  CommandId,
  Editor,
  EditorCommand,
  EditorEvents,
  EditorOptions,
  EditorPorts,
  ExportOptions,
  GhostTextPort,
} from './types.ts';

const DEFAULT_LABEL = 'Document';
const DEFAULT_PLACEHOLDER = 'Write something…';

/**
 * Mounts an editor for `options.document` in `options.element`. Every piece is put together here and nowhere else.
 * @throws Error when `options.element` is in no window (programmer error).
 */
export function createEditor(options: EditorOptions): Editor {
  const { element, document } = options;
  const window = element.ownerDocument.defaultView;
  if (!window) throw new Error('createEditor: the element belongs to no window');
  const ports: EditorPorts = { ...browserPorts(window), ...options.ports };
  const { emit, on, clear } = createEmitter<EditorEvents>();
  const label = options.label ?? DEFAULT_LABEL;
  let ghostEngine: GhostTextPort | undefined;
  let isWanted = options.editable ?? document.canEdit;

  const history = acquireHistory(document);
  const binding: Binding = createBinding(document, {
    beforeWrite: (selection) => history.before(selection),
    frozen(failure) {
      mounted.setProps({});
      emit('schema-mismatch', failure);
      state.invalidate();
    },
  });
  const canWrite = (): boolean => isWanted && document.canEdit && binding.frozen === undefined;

  const context = createContext(document, ports.clock);
  const commandList = createCommands({
    view: () => mounted,
    suggestions: () => suggestions,
    canUndo: () => canWrite() && history.canUndo(),
    canRedo: () => canWrite() && history.canRedo(),
    undo: () => travel('undo'),
    redo: () => travel('redo'),
    copyId: binding.copyId,
    createId: ports.createId,
    stopCapturing: () => history.stopCapturing(),
    notice: (failure) => emit('notice', failure),
    requestFind: (text, replace) => emit('find-request', { text, replace }),
    requestLink: (href, text) => emit('link-request', { href, text }),
    requestFiles: document.attachments && ((kind) => files.pick(kind)),
  });
  const commands = Object.fromEntries(commandList.map((command) => [command.id, command])) as Record<
    CommandId,
    EditorCommand
  >;

  const files = createFiles({
    document,
    history,
    ports,
    view: () => mounted,
    isFrozen: () => binding.frozen !== undefined,
    notice: (failure) => emit('notice', failure),
  });
  const shortcuts = markdownRules();
  const dom = mountDom(element);
  const mounted = new EditorView(
    { mount: dom.content },
    {
      state: ProseMirrorState.create({
        schema,
        doc: binding.doc,
        plugins: [
          tableSelection(),
          ...writingPlugins(options.folds),
          // Before the keys: Tab takes what is suggested, where something is.
          ghostText({
            ports,
            engine: () => (canWrite() ? ghostEngine : undefined),
            isApple: () => isApplePlatform(window.navigator.platform),
            shown: (text) => emit('ghost-text', text),
          }),
          keys(commandList, ports.createId),
          beforeInput(commandList),
          shortcuts,
          clipboard({ notice: (failure) => emit('notice', failure), addFiles: files.add, createId: ports.createId }),
          pendingFiles(),
          links(),
          highlightPlugin((ids) => emit('comment-press', ids)),
          fillSpace(),
          authorsPlugin(binding.clientsOf, ports),
          placesPlugin(),
          placeholder(options.placeholder ?? DEFAULT_PLACEHOLDER),
          suggestingPlugin(options.mode === 'suggesting', context),
          blockIds(ports.createId, binding.copyId),
          tableRepair(ports.createId),
          highlightCode(ports),
          gapCursor(),
          dropCursor({ class: 'weft-drop-cursor', color: false, width: 2 }),
          readOnlyGuard(canWrite),
        ],
      }),
      nodeViews: { block: blockView, divider: dividerView, table: tableView, ...files.nodeViews },
      markViews: suggestionViews,
      editable: canWrite,
      attributes: () => ({
        class: 'weft-content',
        role: 'textbox',
        'aria-multiline': 'true',
        'aria-label': label,
        'aria-readonly': String(!canWrite()),
        spellcheck: String(options.spellcheck ?? true),
        ...(canWrite() ? {} : { tabindex: '0' }),
      }),
      dispatchTransaction: dispatch,
      handleDOMEvents: {
        compositionstart: () => {
          queue.composition(true);
          return false;
        },
        compositionend: () => {
          queue.composition(false);
          return false;
        },
        focus: () => focusChanged('focus'),
        blur: () => focusChanged('blur'),
      },
    },
  );

  const suggestions = mountSuggestions({
    view: mounted,
    document,
    host: { state: () => mounted.state, dispatch, copyId: binding.copyId },
    frame: ports.frame,
    canWrite,
    stopCapturing: () => history.stopCapturing(),
    writersOf: binding.writersOf,
  });
  const leave = (given: ExportOptions | undefined): readonly Row[] =>
    nodeToRows(withAllDecided(mounted.state.doc, given?.suggestions ?? 'reject'));

  const state = createFrameReadable(ports.frame, () =>
    viewToState({
      view: mounted,
      frozen: binding.frozen,
      canUndo: canWrite() && history.canUndo(),
      canRedo: canWrite() && history.canRedo(),
      people: carets.people(),
    }),
  );

  function dispatch(given: Transaction): void {
    if (mounted.isDestroyed) return;
    const previous = mounted.state;
    const tr = canWrite() ? readTransaction(previous, given, context) : given;
    if (!tr) {
      emit('notice', editorFailure('suggest-refused'));
      // The browser may have drawn what is not done.
      mounted.updateState(previous);
      return;
    }
    const { state: next, transactions } = previous.applyTransaction(tr);
    mounted.updateState(next);
    const isDrawn = isFromDocument(tr);
    const isLocal = !isDrawn || isOwnTravel(tr);
    if (!isDrawn) {
      // What stands for itself is undone by itself, not together with the typing around it.
      const isShortcut = given.getMeta(shortcuts) !== undefined || given.getMeta('paste') === true;
      const isApart = isShortcut || isAccepting(given) || given.getMeta(APART) === true;
      if (isApart) history.stopCapturing();
      binding.written(previous, next, transactions);
      if (isApart) history.stopCapturing();
    }
    if (previous.doc !== next.doc) {
      emit('change', { local: isLocal });
      files.changed();
      carets.update();
      comments?.textChanged(tr, previous, isLocal);
    }
    if (!isDrawn) carets.publish();
    state.invalidate();
  }

  function focusChanged(event: 'focus' | 'blur'): false {
    emit(event, undefined);
    carets.publish();
    state.invalidate();
    return false;
  }

  function apply(command: Command): boolean {
    if (!canWrite()) return false;
    history.stopCapturing();
    const isDone = command(mounted.state, mounted.dispatch);
    history.stopCapturing();
    return isDone;
  }

  function travel(direction: 'undo' | 'redo'): boolean {
    if (!canWrite()) return false;
    mounted.focus();
    const { isDone, selection } = history[direction](binding.selectionToRelative(mounted.state.selection));
    const restored = selection && binding.relativeToSelection(selection);
    if (isDone) {
      const { tr } = mounted.state;
      mounted.dispatch((restored ? tr.setSelection(restored) : tr).scrollIntoView());
    }
    state.invalidate();
    return isDone;
  }

  binding.attach({ state: () => mounted.state, dispatch });
  const carets = createCarets(mounted, dom.layer, document.awareness, binding, ports, () => state.invalidate());
  const queue = createApplyQueue(ports, (batch) => {
    if (batch.length === 0) return;
    readPending(mounted);
    binding.applyBatch(batch);
  });
  document.setApplyGate?.(queue.gate);
  const comments = attachComments({ document, view: mounted, binding, ports, place: options.commentPlace, emit });
  const stopHistory = history.subscribe(() => state.invalidate());
  if (options.user) document.awareness.setLocalStateField('user', options.user);
  if (binding.frozen) {
    const { frozen } = binding;
    // After the caller had the chance to listen.
    ports.timeout(0, () => mounted.isDestroyed || emit('schema-mismatch', frozen));
  }
  if (options.autofocus) mounted.focus();

  return {
    view: mounted,
    commands,
    commandList,
    state,
    comments,
    suggestions,
    find: createFind({ view: mounted, canWrite, stopCapturing: () => history.stopCapturing() }),
    on,
    setEditable(editable) {
      isWanted = editable;
      mounted.setProps({});
      state.invalidate();
    },
    setGhostText(engine) {
      ghostEngine = engine;
      mounted.dispatch(mounted.state.tr);
    },
    setMode: (mode) => mounted.dispatch(setSuggesting(mounted.state, mode === 'suggesting')),
    setUser: (user) => document.awareness.setLocalStateField('user', user),
    focus(where = 'here') {
      if (where !== 'here') {
        const { doc, tr } = mounted.state;
        mounted.dispatch(
          tr.setSelection(where === 'start' ? Selection.atStart(doc) : Selection.atEnd(doc)).scrollIntoView(),
        );
      }
      mounted.focus();
    },
    selectionRect: () => selectionRect(mounted),
    apply,
    clientsOf: binding.clientsOf,
    showAuthors: (toAuthor) => showAuthors(mounted, toAuthor),
    moveBlock: (index, before) =>
      apply(moveBlocks(index, endOfBranch(mounted.state.doc, index), before, binding.copyId)),
    takesFiles: document.attachments !== undefined,
    addFiles: (added, where) => files.add(added, where && dropPosition(mounted, where)),
    revealPerson: (clientId) => carets.reveal(clientId),
    toHtml: (given) => rowsToHtml(leave(given)),
    toMarkdown: (given) => rowsToMarkdown(leave(given)),
    toText: (given) => rowsToText(leave(given)),
    destroy() {
      if (mounted.isDestroyed) return;
      queue.destroy();
      files.destroy();
      document.setApplyGate?.(undefined);
      comments?.destroy();
      stopHistory();
      suggestions.destroy();
      carets.destroy();
      state.destroy();
      clear();
      binding.destroy();
      history.release();
      mounted.destroy();
      element.replaceChildren();
      element.classList.remove('weft-editor');
    },
  };
}
