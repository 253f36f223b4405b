import {
  type Command,
  EditorState,
  NodeSelection,
  type Plugin,
  TextSelection,
  type Transaction,
} from 'prosemirror-state';
import { Awareness } from 'y-protocols/awareness';
import * as Y from 'yjs';
import { type Binding, createBinding, isFromDocument } from '../binding/binding.ts';
import { CONTENT, seedDocument, TITLE } from '../binding/seed.ts';
import type { EditorFailure } from '../errors.ts';
import { acquireHistory, type History } from '../history/history.ts';
import { blockIds } from '../plugins/block-ids.ts';
import { schema } from '../schema/schema.ts';
import { nameToSuggestion, suggestionToName } from '../schema/suggestion.ts';
import { collectSuggestions } from '../suggestions/collect.ts';
import type { SuggestContext } from '../suggestions/marks.ts';
import { decide, type Verdict } from '../suggestions/resolve.ts';
import { setSuggesting } from '../suggestions/mode.ts';
import { readTransaction, suggestingPlugin } from '../suggestions/suggesting.ts';
import { tableSelection } from '../table/plugin.ts';
import { tableRepair } from '../table/repair.ts';
import type { EditorDocument } from '../editor-document.ts';

/** An editor without a view: the real binding, history and id plugin over two closures. For tests. */
export interface Headless {
  readonly doc: Y.Doc;
  readonly document: Omit<EditorDocument, 'awareness'> & { readonly awareness: Awareness };
  readonly binding: Binding;
  readonly history: History;
  readonly failures: EditorFailure[];
  createId(): string;
  state(): EditorState;
  dispatch(tr: Transaction): void;
  run(command: Command): boolean;
  /** Whether what follows is suggested. */
  suggest(isOn?: boolean): void;
  /** Decides over the suggestions with these ids, or over all. */
  decide(verdict: Verdict, ids?: Iterable<string>): boolean;
  /** How often something could not be suggested. */
  refused(): number;
  /** Puts the caret into block `index` at `offset` (from the end when negative: -1 is the end). */
  caret(index: number, offset: number, to?: { index: number; offset: number }): void;
  /** Selects the node at a position. */
  select(position: number): void;
  type(text: string): void;
  undo(): void;
  redo(): void;
  /** `kind level|text` of every block, `row|a|b` of every row of a table. */
  lines(): string[];
  destroy(): void;
}

export function createYDocument(clientId: number, update?: Uint8Array): Y.Doc {
  const doc = new Y.Doc();
  doc.clientID = clientId;
  if (update) Y.applyUpdate(doc, update, 'load');
  return doc;
}

export function toEditorDocument(doc: Y.Doc): Omit<EditorDocument, 'awareness'> & { readonly awareness: Awareness } {
  return {
    doc,
    content: doc.getXmlFragment(CONTENT),
    title: doc.getText(TITLE),
    awareness: new Awareness(doc),
    canEdit: true,
  };
}

/**
 * @param plugins - besides that which gives blocks their ids
 * @param onTransaction - after each one that changed the text
 */
export function createHeadless(
  doc: Y.Doc,
  plugins: readonly Plugin[] = [],
  onTransaction: (tr: Transaction, previous: EditorState) => void = () => undefined,
): Headless {
  const document = toEditorDocument(doc);
  const failures: EditorFailure[] = [];
  const history = acquireHistory(document);
  const binding = createBinding(document, {
    beforeWrite: (selection) => history.before(selection),
    frozen: (failure) => failures.push(failure),
  });
  if (binding.frozen) failures.push(binding.frozen);
  let serial = 0;
  let refused = 0;
  const context: SuggestContext = {
    createId: () => nameToSuggestion({ client: doc.clientID, at: 1_700_000_000_000, serial: serial++ }),
    isMine: (id) => suggestionToName(id)?.client === doc.clientID,
  };
  const createId = (): string => `${doc.clientID}-${serial++}`;
  let state = EditorState.create({
    schema,
    doc: binding.doc,
    plugins: [
      suggestingPlugin(false, context),
      blockIds(createId, binding.copyId),
      tableRepair(createId),
      tableSelection(),
      ...plugins,
    ],
  });

  function dispatch(given: Transaction): void {
    const tr = readTransaction(state, given, context);
    if (!tr) {
      refused++;
      return;
    }
    const previous = state;
    const { state: next, transactions } = state.applyTransaction(tr);
    state = next;
    if (!isFromDocument(tr)) binding.written(previous, state, transactions);
    if (tr.docChanged) onTransaction(tr, previous);
  }
  binding.attach({ state: () => state, dispatch });

  function place(index: number, offset: number): number {
    let position = 0;
    for (let i = 0; i < index; i++) position += state.doc.child(i).nodeSize;
    const size = state.doc.child(index).content.size;
    return position + 1 + (offset < 0 ? size + 1 + offset : Math.min(offset, size));
  }

  function pop(stack: 'undo' | 'redo'): void {
    const { isDone, selection } = history[stack](binding.selectionToRelative(state.selection));
    const restored = selection && binding.relativeToSelection(selection);
    if (isDone && restored) state = state.apply(state.tr.setSelection(restored));
  }

  return {
    doc,
    document,
    binding,
    history,
    failures,
    createId,
    state: () => state,
    dispatch,
    run: (command) => command(state, dispatch),
    suggest: (isOn = true) => dispatch(setSuggesting(state, isOn)),
    decide(verdict, ids = collectSuggestions(state.doc).map(({ id }) => id)) {
      history.stopCapturing();
      const isDone = decide({ state: () => state, dispatch, copyId: binding.copyId }, new Set(ids), verdict);
      history.stopCapturing();
      return isDone;
    },
    refused: () => refused,
    caret(index, offset, to) {
      const anchor = place(index, offset);
      const head = to ? place(to.index, to.offset) : anchor;
      dispatch(state.tr.setSelection(TextSelection.create(state.doc, anchor, head)));
    },
    select: (position) => dispatch(state.tr.setSelection(NodeSelection.create(state.doc, position))),
    type: (text) => dispatch(state.tr.insertText(text)),
    undo: () => pop('undo'),
    redo: () => pop('redo'),
    lines() {
      const lines: string[] = [];
      state.doc.forEach((node) => {
        const { kind, level } = node.attrs;
        if (node.type === schema.nodes.table) {
          lines.push(...node.children.map((row) => `row|${row.children.map((cell) => cell.textContent).join('|')}`));
          return;
        }
        const name = node.type.name === 'divider' ? 'divider' : kind === 'heading' ? `heading${level}` : String(kind);
        lines.push(`${name}|${node.textContent}`);
      });
      return lines;
    },
    destroy() {
      binding.destroy();
      history.release();
      document.awareness.destroy();
    },
  };
}

/** A seeded document's bytes, made by client 1. */
export function seedUpdate(): Uint8Array {
  const doc = createYDocument(1);
  seedDocument(doc);
  return Y.encodeStateAsUpdate(doc);
}

/** Two or more replicas of one seeded document. */
export function createReplicas(count: number, write?: (first: Headless) => void): Headless[] {
  const first = createHeadless(createYDocument(101, seedUpdate()));
  write?.(first);
  const update = Y.encodeStateAsUpdate(first.doc);
  const rest = Array.from({ length: count - 1 }, (_, i) => createHeadless(createYDocument(102 + i, update)));
  return [first, ...rest];
}

/** Everyone receives everything. */
export function syncAll(replicas: readonly Headless[]): void {
  for (const from of replicas) {
    for (const to of replicas) {
      if (from === to) continue;
      const update = Y.encodeStateAsUpdate(from.doc, Y.encodeStateVector(to.doc));
      to.binding.applyBatch([() => Y.applyUpdate(to.doc, update, 'remote')]);
    }
  }
}
