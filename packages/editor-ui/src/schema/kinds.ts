/** The kinds of a block. The text of `math` is LaTeX. */
export type BlockKind =
  | 'paragraph'
  | 'heading'
  | 'bullet'
  | 'ordered'
  | 'task'
  | 'quote'
  | 'code'
  | 'callout'
  | 'toggle'
  | 'math';

export type MarkName =
  | 'bold'
  | 'italic'
  | 'underline'
  | 'strike'
  | 'code'
  | 'link'
  | 'superscript'
  | 'subscript'
  | 'color'
  | 'highlight'
  /** Its text is LaTeX. */
  | 'math'
  /** Its text is a day, `2026-11-21`. */
  | 'date'
  /** Its text is `@` and a name. */
  | 'person';
