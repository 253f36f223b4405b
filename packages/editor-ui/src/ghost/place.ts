import type { Node } from 'prosemirror-model';
import type { EditorState } from 'prosemirror-state';
import { caretBlock } from '../commands/ranges.ts';
import { isSourceKind, readBlock } from '../schema/block.ts';
import { schema } from '../schema/schema.ts';

/** Where the caret stands, as far as what may follow it depends on it. Offsets are ProseMirror positions. */
export interface Place {
  readonly at: number;
  readonly blockId: string;
  /** What stands before and after the caret in its block. */
  readonly before: string;
  readonly after: string;
}

/** Earlier blocks are told to the engine as far back as this, in UTF-16 units each. */
const EARLIER = 300;
const EARLIER_BLOCKS = 2;

/** A `/word` at the end: a list of blocks is open there. */
const ASKING = /(?:^|\s)\/\S*$/u;

/** Several ask for a state's place in one update. */
const found = new WeakMap<EditorState, { readonly place: Place | undefined }>();

/** Where text may be suggested: behind a word or between two, never in code or a link, never over a selection. */
export function toPlace(state: EditorState): Place | undefined {
  const known = found.get(state);
  if (known !== undefined) return known.place;
  const place = findPlace(state);
  found.set(state, { place });
  return place;
}

function findPlace(state: EditorState): Place | undefined {
  const block = caretBlock(state);
  if (block === undefined || block.node.type !== schema.nodes.block) return undefined;
  const { node, $caret } = block;
  const { id, kind } = readBlock(node);
  const marks = state.storedMarks ?? $caret.marks();
  if (isSourceKind(kind) || marks.some(({ type }) => type === schema.marks.link || type.spec.code === true)) {
    return undefined;
  }
  const before = toText(node, 0, $caret.parentOffset);
  const after = toText(node, $caret.parentOffset, node.content.size);
  if (before.trim() === '' || ASKING.test(before) || /^[\p{L}\p{M}\p{N}]/u.test(after)) return undefined;
  return { at: $caret.pos, blockId: id, before, after };
}

/** What stands before a place, with the blocks before its own, parted by line ends. */
export function toReach(state: EditorState, place: Place): string {
  const index = state.doc.resolve(place.at).index(0);
  const earlier: string[] = [];
  for (let at = index - 1; at >= 0 && earlier.length < EARLIER_BLOCKS; at--) {
    const node = state.doc.child(at);
    if (node.type !== schema.nodes.block || isSourceKind(readBlock(node).kind)) continue;
    const text = toText(node, 0, node.content.size);
    if (text !== '') earlier.unshift(text.slice(-EARLIER));
  }
  return [...earlier, place.before].join('\n');
}

/** What is no text stands as a mark that nobody types. */
function toText(node: Node, from: number, to: number): string {
  return node.textBetween(from, to, undefined, '\ufffc');
}

/** What accepting one word takes of a suggestion: spaces before it, the word, marks that cling to it. */
export function toFirstWord(text: string): string {
  return /^\s*\S+/u.exec(text)?.[0] ?? text;
}

/** What was dismissed, and what stood before it. */
interface Dismissal {
  readonly blockId: string;
  readonly before: string;
  readonly whole: string;
}

/** Suggestions that were sent away: none of them comes back in its place, nor what is left of it a letter later. */
export interface Dismissals {
  add(place: Place, text: string): void;
  has(place: Place, text: string): boolean;
}

/** The oldest is forgotten behind so many. */
const MOST = 200;

export function createDismissals(): Dismissals {
  let all: readonly Dismissal[] = [];
  return {
    add({ blockId, before }, text) {
      all = [...all, { blockId, before, whole: before + text }].slice(-MOST);
    },
    has({ blockId, before }, text) {
      const whole = before + text;
      return all.some(
        (gone) =>
          gone.blockId === blockId &&
          before.startsWith(gone.before) &&
          (whole.startsWith(gone.whole) || gone.whole.startsWith(whole)),
      );
    },
  };
}
