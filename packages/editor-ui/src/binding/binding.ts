import type { Node } from 'prosemirror-model';
import { type EditorState, Selection, type Transaction } from 'prosemirror-state';
import * as Y from 'yjs';
import type { EditorFailure } from '../errors.ts';
import { META_MAP } from '../schema/version.ts';
import type { EditorDocument } from '../editor-document.ts';
import type { ClientRun } from '../plugins/authors.ts';
import { blockToClients } from './clients.ts';
import { copyContent } from './copy.ts';
import { createLostCaret } from './lost-caret.ts';
import { type RelativeSelection, relativeToSelection, selectionToRelative } from './positions.ts';
import { type Carried, copiesOf, followUndo, noteCopies } from './copies.ts';
import { elementToNode, readBlocks, renderTransaction } from './read.ts';
import { replacedBy } from './replaced.ts';
import { type Scanned, scanBlocks, scanDocument, scanVersion } from './scan.ts';
import { copyToId, createShown, type Shown } from './twins.ts';
import { dropCopies } from './veil.ts';
import { writeContent } from './write.ts';
import { type BindingMeta, LOCAL_ORIGIN, type YType } from './y-prosemirror.ts';

/** Marks a ProseMirror transaction that draws what the Y.Doc already says. Plugins must not answer it with changes. */
const FROM_DOCUMENT = 'weft-from-document';

export function isFromDocument(tr: Transaction): boolean {
  return tr.getMeta(FROM_DOCUMENT) === true;
}

const OWN_TRAVEL = 'weft-own-travel';

/** Whether what is drawn is this person's own undo or redo. */
export function isOwnTravel(tr: Transaction): boolean {
  return tr.getMeta(OWN_TRAVEL) === true;
}

/** What shows the text: an EditorView in a browser, two closures in a test. */
export interface BindingHost {
  state(): EditorState;
  dispatch(tr: Transaction): void;
}

/** The document as it is drawn, and the Y types that it is drawn from. Only to be read. */
export interface Inside {
  readonly ydoc: Y.Doc;
  readonly content: Y.XmlFragment;
  readonly shown: Shown;
  readonly doc: Node;
}

export interface BindingEvents {
  /** Before this person's change reaches the Y.Doc; `selection` is the one before the change. */
  beforeWrite(selection: RelativeSelection): void;
  frozen(failure: EditorFailure): void;
}

export interface Binding {
  /** What to open the editor with; a copy when `frozen`. */
  readonly doc: Node;
  readonly frozen: EditorFailure | undefined;
  attach(host: BindingHost): void;
  /** Call after local ProseMirror transactions, with all that were applied. Writes the difference to the Y.Doc. */
  written(previous: EditorState, next: EditorState, transactions?: readonly Transaction[]): void;
  /** What a copy of block `index` from `offset` on is to be called, before it is made; see `copyToId`. */
  copyId(index: number, offset: number): string | undefined;
  /** Which Yjs clients wrote the letters of a shown block, in order. */
  clientsOf(index: number): readonly ClientRun[];
  /** Runs remote updates and then draws their result once, if the gate lets it pass. */
  applyBatch(batch: readonly (() => void)[]): void;
  selectionToRelative(selection: Selection): RelativeSelection;
  relativeToSelection(relative: RelativeSelection): Selection | undefined;
  /** What there is to read, for parts that come on use; undefined while a copy is shown, or nothing. */
  inside(): Inside | undefined;
  destroy(): void;
}

/**
 * Keeps a ProseMirror state and a Y fragment the same thing. Between two events both always hold the same text: what is
 * local goes to Yjs at once, what is remote is drawn at the end of its batch.
 */
export function createBinding(document: EditorDocument, events: BindingEvents): Binding {
  const { doc: ydoc, content } = document;
  let frozen = scanDocument(ydoc, content);
  const meta: BindingMeta = { mapping: new Map(), isOMark: new Map() };
  const shown = createShown(content);
  const doc = frozen ? copyContent(content) : readBlocks(shown.list(), meta.mapping, shown.seen);
  let drawnVeil = shown.veil();

  let host: BindingHost | undefined;
  let isWriting = false;
  let isBatching = false;
  let isDirty = false;
  let isVersionDirty = false;
  let isTravelling = false;
  const changed = new Set<YType>();
  let selectionBefore: RelativeSelection | undefined;
  const lost = createLostCaret(ydoc, shown);
  let carried: readonly Carried[] = [];

  function captureSelection(): void {
    if (!host || frozen) return;
    const { doc: drawn, selection } = host.state();
    selectionBefore = selectionToRelative(content, shown, drawn, selection);
  }

  function onBeforeTransactions(): void {
    if (!isWriting && !isBatching) captureSelection();
  }

  function onContent(_: unknown, transaction: Y.Transaction): void {
    if (transaction.changed.has(content as unknown as YType) || !shown.isWhole()) shown.invalidate();
    if (isWriting) return;
    isDirty = true;
    isTravelling = transaction.origin instanceof Y.UndoManager;
    carried = [];
    Y.iterateDeletedStructs(transaction, transaction.deleteSet, (struct) => {
      if (struct instanceof Y.Item && struct.content instanceof Y.ContentType) meta.mapping.delete(struct.content.type);
    });
    for (const type of transaction.changed.keys()) {
      meta.mapping.delete(type);
      changed.add(type);
    }
    for (const type of transaction.changedParentTypes.keys()) meta.mapping.delete(type);
    if (!isBatching) settle();
  }

  function onCopies(): void {
    if (isWriting) return;
    shown.invalidate();
    isDirty = true;
    if (!isBatching) settle();
  }

  /** Texts of which more or less is hidden than was drawn are drawn anew. */
  function forgetVeiled(): void {
    const veil = shown.veil();
    if (veil === drawnVeil) return;
    for (const text of new Set([...veil.texts.keys(), ...drawnVeil.texts.keys()])) {
      if (JSON.stringify(veil.texts.get(text)) === JSON.stringify(drawnVeil.texts.get(text))) continue;
      for (let type: YType | null = text; type && type !== content; type = type.parent) meta.mapping.delete(type);
    }
    drawnVeil = veil;
  }

  function onVersion(): void {
    isDirty = true;
    isVersionDirty = true;
    if (!isBatching && !isWriting) settle();
  }

  /** Draws what came in, or freezes. */
  function settle(): void {
    if (!isDirty || !host) return;
    isDirty = false;
    const failure = frozen ?? (isVersionDirty ? scanVersion(ydoc) : undefined) ?? scanBlocks(changedBlocks());
    isVersionDirty = false;
    changed.clear();
    if (failure) freeze(failure);
    else {
      forgetVeiled();
      draw(shown.list().map((element) => toNode(element as Y.XmlElement)));
    }
    selectionBefore = undefined;
  }

  function toNode(element: Y.XmlElement): Node {
    const known = meta.mapping.get(element);
    return known === undefined || Array.isArray(known) ? elementToNode(element, meta.mapping, shown.seen) : known;
  }

  function changedBlocks(): Set<Scanned> {
    const blocks = new Set<Scanned>();
    for (const type of changed) {
      if (type === content) {
        // Blocks came or went: those not drawn yet are the ones to look at.
        for (const child of content.toArray()) if (!meta.mapping.has(child)) blocks.add(child);
        continue;
      }
      let block: YType | null = type;
      while (block && block.parent !== content) block = block.parent;
      if (block && block._item?.deleted === false) blocks.add(block as unknown as Scanned);
    }
    return blocks;
  }

  function freeze(failure: EditorFailure): void {
    const isFirst = frozen === undefined;
    frozen = failure;
    meta.mapping.clear();
    const copy: Node[] = [];
    copyContent(content).forEach((node) => copy.push(node));
    draw(copy);
    if (isFirst) events.frozen(failure);
  }

  function draw(children: readonly Node[]): void {
    if (!host) return;
    const state = host.state();
    // What letters are copies of may come behind them.
    const found = frozen ? undefined : lost.find(state);
    const tr = renderTransaction(state, children) ?? (found && state.tr);
    if (tr === undefined) return;
    const selection = toSelection(state, tr.doc, found ?? selectionBefore);
    if (selection && !selection.eq(tr.selection)) tr.setSelection(selection);
    if (state.storedMarks) tr.setStoredMarks(state.storedMarks);
    host.dispatch(tr.setMeta(FROM_DOCUMENT, true).setMeta(OWN_TRAVEL, isTravelling));
    if (frozen) return;
    remember(host.state().doc);
    lost.drawn(host.state(), selectionBefore);
  }

  /** Where the caret belongs after a change by others. */
  function toSelection(state: EditorState, next: Node, before: RelativeSelection | undefined): Selection | undefined {
    // With nothing to stand in, everything is selected; kept, the first key would replace all that just arrived.
    if (state.doc.childCount === 0) return Selection.atStart(next);
    return before && !frozen ? relativeToSelection(ydoc, content, shown, next, before) : undefined;
  }

  /** Steps make new nodes: what is drawn is what the mapping must hold. */
  function remember(drawn: Node): void {
    shown.list().forEach((element, index) => {
      const node = drawn.maybeChild(index);
      if (node && meta.mapping.get(element) !== node) meta.mapping.set(element, node);
    });
  }

  ydoc.on('beforeAllTransactions', onBeforeTransactions);
  const stopUndo = followUndo(ydoc, shown.copies);
  content.observeDeep(onContent);
  copiesOf(ydoc).observe(onCopies);
  ydoc.getMap(META_MAP).observe(onVersion);

  return {
    doc,
    get frozen() {
      return frozen;
    },
    attach(to) {
      host = to;
    },
    written(previous, next, transactions) {
      if (frozen || previous.doc === next.doc) return;
      isWriting = true;
      const hiddenBefore = shown.hidden().size;
      const veil = shown.veil();
      try {
        events.beforeWrite(selectionToRelative(content, shown, previous.doc, previous.selection));
        const replaced = transactions && replacedBy(transactions);
        const written = { previous: previous.doc, next: next.doc, replaced };
        ydoc.transact((transaction) => {
          writeContent(ydoc, content, shown, written, meta);
          carried = noteCopies(transaction, shown.copies, carried);
          dropCopies(content, veil);
        }, LOCAL_ORIGIN);
      } finally {
        isWriting = false;
      }
      // What this person wrote can uncover a twin, when a third copy's id is repaired.
      if (shown.hidden().size !== hiddenBefore || !veil.isEmpty) {
        shown.invalidate();
        isDirty = true;
        settle();
      }
    },
    copyId(index, offset) {
      const element = frozen ? undefined : shown.at(index);
      const node = host?.state().doc.maybeChild(index);
      return element instanceof Y.XmlElement && node ? copyToId(element, node, offset, shown) : undefined;
    },
    clientsOf: (index) => (frozen ? [] : blockToClients(shown.at(index), shown)),
    applyBatch(batch) {
      captureSelection();
      isBatching = true;
      try {
        for (const apply of batch) apply();
      } finally {
        isBatching = false;
        settle();
      }
    },
    selectionToRelative: (selection) => selectionToRelative(content, shown, selection.$anchor.doc, selection),
    relativeToSelection: (relative) =>
      host && !frozen ? relativeToSelection(ydoc, content, shown, host.state().doc, relative) : undefined,
    inside: () => (host && !frozen ? { ydoc, content, shown, doc: host.state().doc } : undefined),
    destroy() {
      host = undefined;
      ydoc.off('beforeAllTransactions', onBeforeTransactions);
      stopUndo();
      content.unobserveDeep(onContent);
      copiesOf(ydoc).unobserve(onCopies);
      ydoc.getMap(META_MAP).unobserve(onVersion);
      meta.mapping.clear();
    },
  };
}
