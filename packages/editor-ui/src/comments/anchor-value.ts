/** Where a thread stands, as it is written: places in the Y.Doc, and the words to find them again by. */
import { MAX_ID_LENGTH } from '../schema/block.ts';

/** The longest quote that is kept whole; of a longer one its beginning and its end. */
export const MAX_QUOTE = 400;
/** How much of what stands before and after is kept. */
export const MAX_CONTEXT = 32;
const MAX_OTHERS = 1_000;

/** A Yjs relative position as JSON, not looked at yet: the binding checks it before Yjs sees it. */
export type PlaceValue = Readonly<Record<string, unknown>>;

/**
 * A place in the text that others may have changed since. Lengths are UTF-16 units. Borders of blocks are not in the words, so that a
 * split or a join changes none of them.
 */
export interface AnchorValue {
  /** The id of the block it begins in. */
  readonly block: string;
  readonly start: PlaceValue;
  readonly end: PlaceValue;
  /** The words, or their beginning. */
  readonly quote: string;
  /** The end of words that are too long to be kept; else empty. */
  readonly tail: string;
  readonly length: number;
  readonly before: string;
  readonly after: string;
  /** How often else the same words stood in the document: only words that were alone are found again by themselves. */
  readonly others: number;
}

function isPlace(value: unknown): value is PlaceValue {
  return typeof value === 'object' && value !== null && Object.keys(value).length <= 4;
}

function isText(value: unknown, most: number): value is string {
  return typeof value === 'string' && value.length <= most;
}

/** Reads an anchor; undefined for anything that is none. */
export function valueToAnchor(value: unknown): AnchorValue | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const { block, start, end, quote, tail, length, before, after, others } = value as Record<string, unknown>;
  if (!isText(block, MAX_ID_LENGTH) || !isPlace(start) || !isPlace(end)) return undefined;
  if (!isText(quote, MAX_QUOTE) || quote === '' || !isText(tail, MAX_CONTEXT)) return undefined;
  if (!isText(before, MAX_CONTEXT) || !isText(after, MAX_CONTEXT)) return undefined;
  if (typeof length !== 'number' || !Number.isSafeInteger(length) || length < quote.length) return undefined;
  const count = typeof others === 'number' && Number.isSafeInteger(others) && others >= 0 ? others : MAX_OTHERS;
  return { block, start, end, quote, tail, length, before, after, others: Math.min(count, MAX_OTHERS) };
}
