import { TextSelection } from 'prosemirror-state';
import type { EditorView } from 'prosemirror-view';
import type { EditorDocument } from '../editor-document.ts';
import type { EditorSuggestion, EditorSuggestions } from './types.ts';
import { suggestionToAuthor } from './authors.ts';
import { collectSuggestions, type Suggestion, suggestionsAt } from './collect.ts';
import { describeSuggestion, wordsToSentence } from './describe.ts';
import { decide, type DecisionHost, type Verdict } from './resolve.ts';

/** What the suggestions of an editor work on. */
export interface SuggestionsContext {
  readonly view: EditorView;
  readonly document: EditorDocument;
  readonly host: DecisionHost;
  canWrite(): boolean;
  /** Each decision is undone by itself. */
  stopCapturing(): void;
  /** Which clients wrote what block `index` holds of each suggestion. */
  writersOf(index: number): ReadonlyMap<string, ReadonlySet<number>>;
}

/** The suggestions of a view: see `EditorSuggestions`. */
export function createSuggestions(context: SuggestionsContext): EditorSuggestions {
  const { view, document, host } = context;

  function toShown(suggestion: Suggestion): EditorSuggestion {
    const writers = new Set<number>();
    for (const block of new Set(suggestion.pieces.map((piece) => piece.block))) {
      for (const client of context.writersOf(block).get(suggestion.id) ?? []) writers.add(client);
    }
    const words = describeSuggestion(view.state.doc, suggestion);
    return {
      id: suggestion.id,
      author: suggestionToAuthor(document, suggestion, writers),
      at: suggestion.name.at,
      ...words,
      sentence: wordsToSentence(words),
    };
  }

  function chosen(verdict: Verdict, ids: Iterable<string>): boolean {
    if (!context.canWrite()) return false;
    context.stopCapturing();
    const isDone = decide(host, new Set(ids), verdict);
    context.stopCapturing();
    return isDone;
  }

  function selected(): string[] {
    const { doc, selection } = view.state;
    const ids = suggestionsAt(doc, selection.from, selection.to);
    return selection.empty ? ids.slice(0, 1) : ids;
  }

  function go({ pieces }: Suggestion): void {
    const [first] = pieces;
    if (!first) return;
    const { doc } = view.state;
    const isBlock = first.node.isBlock;
    const place = doc.resolve(Math.min(first.from + 1, doc.content.size));
    view.dispatch(view.state.tr.setSelection(TextSelection.near(isBlock ? place : doc.resolve(first.from + 1), -1)));
    view.dispatch(view.state.tr.scrollIntoView());
  }

  return {
    list: () => collectSuggestions(view.state.doc).map(toShown),
    get(id) {
      const found = collectSuggestions(view.state.doc).find((suggestion) => suggestion.id === id);
      return found && toShown(found);
    },
    selected,
    accept: (ids) => chosen('accept', ids),
    reject: (ids) => chosen('reject', ids),
    reveal(id) {
      const found = collectSuggestions(view.state.doc).find((suggestion) => suggestion.id === id);
      if (found) go(found);
      return found !== undefined;
    },
    step(by) {
      const all = collectSuggestions(view.state.doc);
      if (all.length === 0) return false;
      const [current] = selected();
      const at = all.findIndex(({ id }) => id === current);
      const { from } = view.state.selection;
      const next =
        at >= 0
          ? all[(at + by + all.length) % all.length]
          : by > 0
            ? (all.find(({ pieces }) => (pieces[0]?.from ?? 0) >= from) ?? all[0])
            : (all.findLast(({ pieces }) => (pieces[0]?.from ?? 0) < from) ?? all.at(-1));
      if (next) go(next);
      return next !== undefined;
    },
  };
}
