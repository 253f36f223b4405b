/** A pattern that is none, or one that took too long to look for all of it. */
export type FindProblem = 'invalid' | 'slow';

/** What to look for, within a block: letters as they are, or a pattern. */
export interface FindQuery {
  readonly text: string;
  readonly matchCase: boolean;
  /** Not inside a longer word. */
  readonly wholeWord: boolean;
  /** `text` is a regular expression; a replacement may name its groups (`$1`). It is given up where it takes too long. */
  readonly isPattern?: boolean;
}

/** A search through the document, marked in the text of this person alone. */
export interface Find {
  /** Looks for something, from the caret on; undefined ends it and selects the current place. */
  set(query: FindQuery | undefined): void;
  /** The next place or the one before, around the ends; scrolled into view. */
  step(by: 1 | -1): boolean;
  /** Replaces the current place, or all, each as one undo step. Returns how many. */
  replace(text: string): number;
  replaceAll(text: string): number;
}
