/**
 * The colours of text and of what it stands on: a closed list of names, each with a value for each theme in tokens.css, so
 * that all of them are readable on all of them. A name outside it is kept in the document and drawn plainly.
 */
export const PALETTE = ['gray', 'red', 'orange', 'yellow', 'green', 'blue', 'purple'] as const;

/** A colour's name from anywhere; undefined for what is none. */
export function toColor(value: unknown): string | undefined {
  return PALETTE.find((name) => name === value);
}
