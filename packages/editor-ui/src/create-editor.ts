import { type Command, EditorState as ProseMirrorState, type Transaction } from 'prosemirror-state';
import { EditorView } from 'prosemirror-view';
import { APART } from './apart.ts';
import { createApplyQueue } from './binding/apply-queue.ts';
import { type Binding, createBinding, isFromDocument, isOwnTravel } from './binding/binding.ts';
import { blockView } from './blocks/block-view.ts';
import { openIn } from './blocks/opening.ts';
import { dividerView } from './blocks/divider-view.ts';
import { createCommands } from './commands/list.ts';
import { isApplePlatform } from './commands/shortcut.ts';
import { endOfBranch, moveBlocks } from './commands/move.ts';
import { createFrameReadable, viewToState } from './editor-state.ts';
import { createEmitter } from './emitter.ts';
import { editorFailure, type EditorNotice } from './errors.ts';
import { createExtensions } from './extensions.ts';
import { createFiles } from './files/files.ts';
import { acquireHistory } from './history/history.ts';
import { lateMembers } from './late/late-members.ts';
import { createParts } from './late/parts.ts';
import { createPlugs } from './late/plugs.ts';
import { dropPosition } from './plugins/drop-position.ts';
import { toDocument } from './own-document.ts';
import { createHeldKeys } from './plugins/held-keys.ts';
import { ownPlugins } from './plugins/own.ts';
import { createOwnCaret } from './plugins/own-caret.ts';
import { markdownRules } from './plugins/markdown-rules.ts';
import { readPending } from './plugins/read-pending.ts';
import { browserPorts } from './ports.ts';
import { schema } from './schema/schema.ts';
import { tableView } from './table/table-view.ts';
import { suggestionViews } from './suggestions/mark-views.ts';
import { createLateMode } from './suggestions/late-mode.ts';
import { setSuggesting } from './suggestions/mode.ts';
import { touchesSuggestions } from './suggestions/unread.ts';
import { linkStylesheets } from './stylesheets.ts';
import { focusAt, mountDom, selectionRect } from './view-dom.ts';
import { editorWords } from './words/editor.ts';
import { setLocale } from './words/words.ts';
import type { Editor } from './editor.ts';
import type { CommandId } from './commands/ids.ts';
import type { EditorCommand } from './commands/command.ts';
import type { EditorEvents } from './editor-events.ts';
import type { EditorOptions } from './options.ts';
import type { EditorPorts } from './ports.ts';
import type { GhostTextPort } from './ghost/port.ts';

/**
 * Mounts an editor for `options.document` in `options.element`. Every piece is put together here and nowhere else.
 * @throws Error when `options.element` is in no window (programmer error).
 */
export function createEditor(options: EditorOptions): Editor {
  const { element } = options;
  const document = toDocument(options);
  const window = element.ownerDocument.defaultView;
  if (!window) throw new Error('createEditor: the element belongs to no window');
  if (options.locale !== undefined) setLocale(options.locale);
  const ports: EditorPorts = { ...browserPorts(window), ...options.ports };
  const { emit, on, clear } = createEmitter<EditorEvents>();
  const label = options.label ?? editorWords().document;
  let ghostEngine: GhostTextPort | undefined;
  let isWanted = options.editable ?? document.canEdit;

  const history = acquireHistory(document);
  const binding: Binding = createBinding(document, {
    beforeWrite: (selection) => history.before(selection),
    frozen(failure) {
      refresh();
      emit('schema-mismatch', failure);
    },
  });
  const canWrite = (): boolean => isWanted && document.canEdit && binding.frozen === undefined;
  const notice = (failure: EditorNotice): void => void emit('notice', failure);

  const held = createHeldKeys(
    () => mounted,
    (isComposing) => queue.composition(isComposing),
  );
  const commandList = createCommands({
    view: () => mounted,
    suggestions: () => parts.suggestions.get(),
    setMode: (next) => mode.set(next),
    hold: held.hold,
    fetchTables: async () => (await parts.tables.load()) !== undefined,
    prepareTables: () => parts.tables.prepare(),
    prepareSuggestions: () => parts.suggestions.prepare(),
    canUndo: () => canWrite() && history.canUndo(),
    canRedo: () => canWrite() && history.canRedo(),
    undo: () => travel('undo'),
    redo: () => travel('redo'),
    copyId: binding.copyId,
    createId: ports.createId,
    stopCapturing: () => history.stopCapturing(),
    notice,
    requestFind: (text, replace) => emit('find-request', { text, replace }),
    requestLink: (href, text) => emit('link-request', { href, text }),
    requestPiece: (type) => emit('piece-request', { type }),
    requestFiles: document.attachments && ((kind) => files.pick(kind)),
  });
  const commands = Object.fromEntries(commandList.map((command) => [command.id, command])) as Record<
    CommandId,
    EditorCommand
  >;

  const unlink = linkStylesheets(element, options.stylesheets ?? [], options.nonce);
  const extensions = createExtensions(options.extensions ?? [], () => mounted, apply);
  const dom = mountDom(element, extensions.plugins);
  const plugs = createPlugs(() => mounted);
  const parts = createParts(
    {
      get view() {
        return mounted;
      },
      document,
      binding,
      history,
      ports,
      emit,
      notice,
      canWrite,
      dispatch,
      plug: plugs.plug,
      overlays: options.overlayContainer ?? element,
    },
    {
      window,
      commentPlace: options.commentPlace,
      settled: plugs.settled,
      ghostEngine: () => (canWrite() ? ghostEngine : undefined),
      caretLayer: dom.layer,
      peopleMoved: () => state.invalidate(),
    },
  );
  const mode = createLateMode(parts.suggestions, options.mode ?? 'editing', held.hold, (isOn) =>
    mounted.dispatch(setSuggesting(mounted.state, isOn)),
  );
  const files = createFiles({ document, ports, view: () => mounted, part: parts.files, notice });
  const shortcuts = markdownRules();
  const plugins = ownPlugins({
    commands: commandList,
    shortcuts,
    isApple: isApplePlatform(window.navigator.platform),
    notice,
    addFiles: files.add,
    createId: ports.createId,
    transfer: () => parts.transfer,
    inTurn: held.inTurn,
    binding,
    placeholder: options.placeholder ?? editorWords().writeSomething,
    folds: options.folds,
    added: extensions.plugins,
    canWrite,
  });
  const mounted = new EditorView(
    { mount: dom.content },
    {
      state: ProseMirrorState.create({ schema, doc: binding.doc, plugins }),
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
      ...held.props,
      handleDOMEvents: {
        ...held.props.handleDOMEvents,
        dragstart: dragged,
        dragenter: dragged,
        focus: () => focusChanged('focus'),
        blur: () => focusChanged('blur'),
      },
    },
  );
  const showAll = openIn(element, mounted);

  const state = createFrameReadable(ports.frame, () =>
    viewToState({
      view: mounted,
      frozen: binding.frozen,
      canUndo: canWrite() && history.canUndo(),
      canRedo: canWrite() && history.canRedo(),
      people: parts.carets.get()?.people() ?? [],
      found: parts.find.get()?.foundIn(mounted.state),
    }),
  );

  function dispatch(given: Transaction): void {
    if (mounted.isDestroyed) return;
    if (given.selectionSet || given.scrolledIntoView) showAll();
    const previous = mounted.state;
    const suggestions = parts.suggestions.get();
    const tr = suggestions && canWrite() ? suggestions.read(previous, given) : given;
    // Refused, and not done otherwise than it is meant.
    const isEarly =
      !suggestions &&
      (touchesSuggestions(previous, given) || (mode.isHeld() && given.docChanged && !isFromDocument(given)));
    if (isEarly) void parts.suggestions.load();
    if (!tr || isEarly) {
      if (!isEarly) notice(editorFailure('suggest-refused'));
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
      const isApart = isShortcut || given.getMeta(APART) === true;
      if (isApart) history.stopCapturing();
      binding.written(previous, next, transactions);
      if (isApart) history.stopCapturing();
    }
    if (previous.doc !== next.doc) {
      emit('change', { local: isLocal, origin: !isDrawn ? 'editor' : isLocal ? 'travel' : 'remote' });
      parts.files.get()?.changed();
      parts.carets.get()?.update();
      parts.comments?.get()?.textChanged(tr, previous, isLocal);
      parts.docChanged(next.doc, previous);
    }
    if (!isDrawn) caret.publish();
    state.invalidate();
  }

  /** Whether anything may be written has changed. */
  function refresh(): void {
    mounted.setProps({});
    state.invalidate();
  }

  function dragged(): false {
    parts.cursors.prepare();
    return false;
  }

  function focusChanged(event: 'focus' | 'blur'): false {
    emit(event, undefined);
    caret.publish();
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
  const caret = createOwnCaret(mounted, document.awareness, binding, ports);
  const queue = createApplyQueue(
    ports,
    (batch) => {
      if (batch.length === 0) return;
      readPending(mounted);
      binding.applyBatch(batch);
    },
    plugs.composition,
  );
  document.setApplyGate?.(queue.gate);
  const stops = [
    history.subscribe(() => state.invalidate()),
    document.status?.subscribe((status) => emit('sync', status)),
    document.losses?.list.subscribe((losses) => losses.length > 0 && emit('merge-notice', losses)),
    unlink,
    ports.frame(() => ports.timeout(0, showAll)),
  ];
  if (options.user) document.awareness.setLocalStateField('user', options.user);
  if (binding.frozen) {
    const { frozen } = binding;
    // After the caller had the chance to listen.
    ports.timeout(0, () => mounted.isDestroyed || emit('schema-mismatch', frozen));
  }
  parts.start();
  if (mode.isHeld()) {
    parts.want(parts.suggestions);
    held.hold(parts.suggestions.load());
  }
  if (options.autofocus) mounted.focus();

  return {
    view: mounted,
    commands,
    commandList,
    added: extensions.commands,
    state,
    ...lateMembers(parts, mounted),
    on,
    setEditable(editable) {
      isWanted = editable;
      refresh();
    },
    setGhostText(engine) {
      ghostEngine = engine;
      if (engine) void parts.ghost.load();
      mounted.dispatch(mounted.state.tr);
    },
    setMode: mode.set,
    setUser: (user) => document.awareness.setLocalStateField('user', user),
    focus: (where = 'here') => focusAt(mounted, where),
    selectionRect: () => selectionRect(mounted),
    apply,
    clientsOf: binding.clientsOf,
    moveBlock: (index, before) =>
      apply(moveBlocks(index, endOfBranch(mounted.state.doc, index), before, binding.copyId)),
    takesFiles: document.attachments !== undefined,
    addFiles: (added, where) => files.add(added, where && dropPosition(mounted, where)),
    destroy() {
      if (mounted.isDestroyed) return;
      queue.destroy();
      files.destroy();
      document.setApplyGate?.(undefined);
      for (const stop of stops) stop?.();
      parts.destroy();
      plugs.destroy();
      caret.destroy();
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
