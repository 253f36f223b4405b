import { type EditorState, Plugin, TextSelection, type Transaction } from 'prosemirror-state';
import { Decoration, DecorationSet } from 'prosemirror-view';
import type { Node } from 'prosemirror-model';
import { sortMarks } from '../binding/mark-keys.ts';
import { isFromDocument } from '../binding/binding.ts';
import { blockStart } from '../commands/ranges.ts';
import { sameBlocks } from '../same-ends.ts';
import { schema } from '../schema/schema.ts';
import { isSuggestionMark, placeToText } from '../schema/suggestion.ts';
import { blockWords, hasBlockWords } from './block-words.ts';
import { suggestionsAt } from './collect.ts';
import { behindStruck, keepWhole } from './edges.ts';
import { insertionMark, type SuggestContext, textRuns } from './marks.ts';
import { isSuggesting, orderedPlace, type PlaceOrder, type Suggesting, suggestingKey } from './mode.ts';
import { isDecision } from './resolve.ts';
import { toSuggestion } from './to-suggestion.ts';
import { suggestTyped } from './typed.ts';

/** Says what is suggested of whole blocks, and which suggestion the caret is in. */
export function suggestingPlugin(isOn: boolean, context: SuggestContext): Plugin<Suggesting> {
  return new Plugin<Suggesting>({
    key: suggestingKey,
    state: {
      init: (_, { doc }) => ({ isOn, blocks: decorateAll(doc) }),
      apply(tr, value, old): Suggesting {
        const next: unknown = tr.getMeta(suggestingKey);
        const blocks = tr.docChanged ? redecorate(value.blocks.map(tr.mapping, tr.doc), old.doc, tr.doc) : value.blocks;
        if (next === undefined && blocks === value.blocks) return value;
        return { isOn: typeof next === 'boolean' ? next : value.isOn, blocks };
      },
    },
    props: {
      decorations(state) {
        const blocks = suggestingKey.getState(state)?.blocks ?? DecorationSet.empty;
        const { from, to, empty } = state.selection;
        const [current] = empty ? suggestionsAt(state.doc, from, to) : [];
        return current === undefined ? blocks : blocks.add(state.doc, currentMarks(state, current));
      },
      handleDOMEvents: {
        compositionstart(view) {
          // Composed letters get their place and their marks from the first on: what changes around them would end the composition.
          const behind = behindStruck(view.state.doc, view.state.selection.from);
          if (!view.editable || !view.state.selection.$from.parent.isTextblock) return false;
          if (view.state.selection.empty && behind > view.state.selection.from) {
            view.dispatch(view.state.tr.setSelection(TextSelection.create(view.state.doc, behind)));
          }
          const { state } = view;
          const marks = state.storedMarks ?? state.selection.$from.marks();
          const kept = marks.filter(({ type }) => type !== schema.marks.deletion);
          const wanted =
            isSuggesting(state) && !kept.some((mark) => isOwn(mark.attrs['id'], context))
              ? sortMarks([...kept, insertionMark(context.createId())])
              : kept;
          if (wanted.length !== marks.length) view.dispatch(state.tr.setStoredMarks(wanted));
          return false;
        },
      },
    },
  });
}

function isOwn(id: unknown, context: SuggestContext): boolean {
  return typeof id === 'string' && context.isMine(id);
}

/** Only near the caret: the pieces of one suggestion can be thousands of places. */
function currentMarks(state: EditorState, id: string): Decoration[] {
  const { $from } = state.selection;
  if ($from.depth !== 1) return [];
  const start = $from.start();
  return textRuns(state.doc, start, start + $from.parent.content.size)
    .filter(({ node }) => node.marks.some(({ type, attrs }) => isSuggestionMark(type.name) && attrs['id'] === id))
    .map(({ from, to }) => Decoration.inline(from, to, { class: 'weft-suggestion-current' }));
}

function decorateBlock(node: Node, position: number): Decoration[] {
  if (!hasBlockWords(node)) return [];
  const { kinds, words } = blockWords(node);
  return [
    Decoration.node(position, position + node.nodeSize, {
      class: kinds.map((kind) => `weft-block-${kind}`).join(' '),
      'data-suggested': words,
      'aria-description': words,
    }),
  ];
}

function decorateAll(doc: Node): DecorationSet {
  const found: Decoration[] = [];
  doc.forEach((node, position) => found.push(...decorateBlock(node, position)));
  return DecorationSet.create(doc, found);
}

/** Looks again at the blocks that changed. */
function redecorate(mapped: DecorationSet, old: Node, doc: Node): DecorationSet {
  const [left, right] = sameBlocks(old, doc);
  const [start, end] = [blockStart(doc, left), blockStart(doc, doc.childCount - right)];
  // Also those at its very edges: a block that was split keeps the decoration of the whole.
  const stale = mapped.find(start, end).filter(({ from, to }) => to > start && from < end);
  const fresh: Decoration[] = [];
  let position = start;
  for (let index = left; index < doc.childCount - right; index++) {
    const node = doc.child(index);
    fresh.push(...decorateBlock(node, position));
    position += node.nodeSize;
  }
  const rest = stale.length > 0 ? mapped.remove(stale) : mapped;
  return fresh.length > 0 ? rest.add(doc, fresh) : rest;
}

/** Nothing moves before somebody accepts it, so that whatever is written in it meanwhile stays. */
function suggestPlace(tr: Transaction, { from, to, after }: PlaceOrder, context: SuggestContext): Transaction {
  const text = placeToText({ id: context.createId(), after });
  tr.doc.forEach((_, position, index) => {
    if (index >= from && index < to) tr.setNodeAttribute(position, 'toPlace', text);
  });
  return tr;
}

/**
 * What a local transaction becomes: a suggestion while this person suggests, else itself, but that new words are never struck because they
 * were written between struck ones. Undefined where it cannot be suggested.
 */
export function readTransaction(state: EditorState, tr: Transaction, context: SuggestContext): Transaction | undefined {
  const order = orderedPlace(tr);
  if (order) return suggestPlace(tr, order, context);
  if (!tr.docChanged || isFromDocument(tr) || isDecision(tr)) return tr;
  if (isSuggesting(state)) return suggestTyped(tr, context) ?? toSuggestion(state, tr, context);
  return keepWhole(state, tr);
}
