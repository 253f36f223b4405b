import type { EditorView } from 'prosemirror-view';
import { activeMarks, linkAt } from './commands/marks.ts';
import { selectedBlocks } from './commands/ranges.ts';
import { countText } from './count.ts';
import type { EditorFailure } from './errors.ts';
import type { Found } from './find/found.ts';
import { isEmptyDocument } from './plugins/placeholder.ts';
import { readBlock } from './schema/block.ts';
import { schema } from './schema/schema.ts';
import { isMarkName } from './schema/suggestion.ts';
import { countSuggestions, suggestionsAt } from './suggestions/collect.ts';
import { isSuggesting } from './suggestions/mode.ts';
import type { Readable } from '@weft/crdt-core';
import type { FindProblem } from './find/query.ts';
import type { EditorPerson } from './people.ts';
import type { BlockKind, MarkName } from './schema/kinds.ts';
import type { EditorMode } from './suggestions/types.ts';

/** What a toolbar shows. A new object after every change, at most once a frame. */
export interface EditorState {
  readonly editable: boolean;
  /** Set when the document is newer than this version: a read-only copy is shown. */
  readonly frozen: EditorFailure | undefined;
  readonly focused: boolean;
  /** The kind of the selected blocks; `mixed` when they differ. */
  readonly kind: BlockKind | 'divider' | 'image' | 'file' | 'table' | 'mixed' | 'none';
  /** 1…6 when `kind` is `heading` and all selected headings agree, else 0. */
  readonly level: number;
  readonly indent: number;
  readonly checked: boolean;
  /** Marks on the whole selection, or those the next typed letter will carry. */
  readonly marks: ReadonlySet<MarkName>;
  readonly linkHref: string | undefined;
  readonly canUndo: boolean;
  readonly canRedo: boolean;
  readonly selectionEmpty: boolean;
  /** Set while something is looked for: how often it is there (2,000 at most), and which is the current one, from 1. */
  readonly found:
    | { readonly count: number; readonly current: number; readonly problem: FindProblem | undefined }
    | undefined;
  readonly words: number;
  readonly characters: number;
  /** True while the document holds no text at all. */
  readonly empty: boolean;
  /** Other people with a caret in this document. */
  readonly people: readonly EditorPerson[];
  readonly mode: EditorMode;
  /** How many suggestions the document holds. */
  readonly suggestions: number;
  /** The ids of those at the caret, or in the selection; the smallest first. */
  readonly selectedSuggestions: readonly string[];
}

export interface StateInput {
  readonly view: EditorView;
  readonly frozen: EditorFailure | undefined;
  readonly canUndo: boolean;
  readonly canRedo: boolean;
  readonly people: readonly EditorPerson[];
  readonly found: Found | undefined;
}

/** What a toolbar shows of a view. Reads only. */
export function viewToState({ view, frozen, canUndo, canRedo, people, found }: StateInput): EditorState {
  const { state } = view;
  const blocks = selectedBlocks(state);
  const [first] = blocks;
  const kinds = new Set(
    blocks.map(({ node }) =>
      node.isTextblock ? readBlock(node).kind : (node.type.name as 'divider' | 'image' | 'file' | 'table'),
    ),
  );
  const [kind] = kinds;
  const texts = blocks.filter(({ node }) => node.type === schema.nodes.block).map(({ node }) => readBlock(node));
  const levels = new Set(texts.map(({ level }) => level));
  const [level] = levels;
  return {
    editable: view.editable,
    frozen,
    focused: view.hasFocus(),
    kind: kinds.size > 1 ? 'mixed' : (kind ?? 'none'),
    level: kind === 'heading' && levels.size === 1 ? (level ?? 0) : 0,
    indent: first && first.node.type === schema.nodes.block ? readBlock(first.node).indent : 0,
    checked: texts.length > 0 && texts.every(({ kind: each, checked }) => each === 'task' && checked),
    marks: new Set(
      activeMarks(state)
        .map(({ type }) => type.name)
        .filter(isMarkName),
    ),
    linkHref: linkAt(state)?.href,
    canUndo,
    canRedo,
    selectionEmpty: state.selection.empty,
    found: found && { count: found.count, current: found.current + 1, problem: found.problem },
    ...countText(state.doc),
    empty: isEmptyDocument(state.doc),
    people,
    mode: isSuggesting(state) ? 'suggesting' : 'editing',
    suggestions: countSuggestions(state.doc),
    selectedSuggestions: suggestionsAt(state.doc, state.selection.from, state.selection.to),
  };
}

/**
 * A value that is worked out again at most once a frame, and only when somebody looks or listens.
 *
 * @param isExact - whoever looks between two frames does not see what was so before; listeners still hear once a frame
 */
export function createFrameReadable<T>(
  frame: (callback: () => void) => () => void,
  compute: () => T,
  isExact: boolean = false,
): Readable<T> & { invalidate(): void; destroy(): void } {
  let value: { readonly now: T } | undefined;
  let cancel: (() => void) | undefined;
  const listeners = new Set<(value: T) => void>();

  function get(): T {
    value ??= { now: compute() };
    return value.now;
  }

  return {
    get,
    subscribe(listener) {
      // A wrapper, so that one function subscribed twice is two subscriptions.
      const own = (next: T): void => listener(next);
      listeners.add(own);
      return () => listeners.delete(own);
    },
    invalidate() {
      if (isExact) value = undefined;
      cancel ??= frame(() => {
        cancel = undefined;
        if (!isExact) value = undefined;
        for (const listener of listeners) listener(get());
      });
    },
    destroy() {
      cancel?.();
      cancel = undefined;
      listeners.clear();
    },
  };
}
