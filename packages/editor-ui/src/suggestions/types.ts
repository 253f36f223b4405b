import type { SuggestionAuthor } from './authors.ts';

/** Whether what a person does is done, or suggested. */
export type EditorMode = 'editing' | 'suggesting';

/** A proposed edit that waits to be accepted or rejected. */
export interface EditorSuggestion {
  readonly id: string;
  readonly author: SuggestionAuthor;
  /** ms since 1970, as the author's clock said. */
  readonly at: number;
  /** Words that would come, words that would go (cut where they are long), and what else would change. */
  readonly inserted: string;
  readonly deleted: string;
  readonly others: readonly string[];
  /** All of it in words. */
  readonly sentence: string;
}

/** The suggestions in a document. */
export interface EditorSuggestions {
  /** In the order of the document. */
  list(): readonly EditorSuggestion[];
  get(id: string): EditorSuggestion | undefined;
  /** The smallest at the caret, or all that the selection touches. */
  selected(): readonly string[];
  /** Each call is one undo step. False where nothing may be written, and where none of these is there any more. */
  accept(ids: Iterable<string>): boolean;
  reject(ids: Iterable<string>): boolean;
  /** Puts the caret into a suggestion and scrolls there. */
  reveal(id: string): boolean;
  /** Goes to the next or the one before, around the ends. */
  step(by: 1 | -1): boolean;
}

/** What can be done with suggestions. */
export type SuggestionCommandId =
  | 'suggest'
  | 'acceptSuggestion'
  | 'rejectSuggestion'
  | 'nextSuggestion'
  | 'previousSuggestion'
  | 'acceptAllSuggestions'
  | 'rejectAllSuggestions';
