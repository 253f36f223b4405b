/**
 * Keeps the threads where their words are. A keystroke only maps the places along (highlight.ts); once the text rests they are
 * worked out anew from the Y.Doc, so that everybody sees the same. Whoever moves commented text, and only they, says where it went: an
 * answer to somebody else's change would be answered by theirs, for ever.
 */
import type { ResolvedPos } from 'prosemirror-model';
import type { EditorState, Transaction } from 'prosemirror-state';
import type { Binding } from '../binding/binding.ts';
import { createLocator, rangeToPlaces } from '../binding/places.ts';
import { rangesBefore } from '../plugins/redraw.ts';
import type { EditorPorts } from '../ports.ts';
import { findAnchor, findMoved, rangeToAnchor } from './anchor.ts';
import type { AnchorValue } from './anchor-value.ts';
import type { EntryId } from './entries.ts';
import { docToFlat, type FlatText, type Range, rangeText } from './flat-text.ts';
import { type Highlight, highlightsIn, setHighlights } from './highlight.ts';
import type { Thread } from './threads.ts';

/** The text has rested for this many ms. */
const REST = 200;
/** Words that were lost are looked for through the whole text once it has rested for this many ms. */
const LONG_REST = 1_500;
/** The most threads whose words are searched for in one go; the rest follows after this many ms. */
const SEARCHES = 20;
const BREATH = 30;

export interface PlacerOptions {
  readonly host: { state(): EditorState; dispatch(tr: Transaction): void };
  readonly binding: Pick<Binding, 'inside'>;
  readonly ports: Pick<EditorPorts, 'timeout'>;
  threads(): readonly Thread[];
  /** Tells the others where a thread's text went; undefined where this person may not. */
  readonly move: ((thread: EntryId, anchor: AnchorValue) => void) | undefined;
  /** Threads were found, lost, or changed their order. */
  onPlaced(): void;
}

export interface Placer {
  /** After each transaction that changed the text. `isLocal`: this person did it. */
  textChanged(tr: Transaction, previous: EditorState, isLocal: boolean): void;
  /** The threads are others. */
  threadsChanged(): void;
  /** Works out every place now, and looks for what was lost. */
  place(): void;
  /** The anchor of a stretch of the text as it is now; undefined where there are no letters. */
  toAnchor(range: Range): AnchorValue | undefined;
  /** Where an anchor's words are now. */
  find(anchor: AnchorValue): Range | undefined;
  destroy(): void;
}

/** What a person's own change did to a thread's text. */
interface Touched {
  /** As the words stood before. */
  readonly words: string;
  readonly from: number;
  /** How often they stood in the document. */
  readonly count: number;
}

export function createPlacer({ host, binding, ports, threads, move, onPlaced }: PlacerOptions): Placer {
  const touched = new Map<EntryId, Touched>();
  /** Those in blocks that changed since the places were worked out; the others went along with the text (highlight.ts). */
  const stale = new Set<EntryId>();
  let isAllStale = true;
  /** Those whose words are not in the text as it is now; those that were not there when it was looked through last. */
  const lost = new Set<EntryId>();
  const missed = new Set<EntryId>();
  /** Who stood where when it was last told. */
  let told = '';
  let cancel: (() => void) | undefined;
  let cancelSearch: (() => void) | undefined;

  function soon(ms: number): void {
    cancel?.();
    cancel = ports.timeout(ms, () => place(false));
  }

  function searchSoon(ms: number): void {
    cancelSearch?.();
    cancelSearch = ports.timeout(ms, () => place(true));
  }

  function find(
    flat: FlatText,
    anchors: readonly AnchorValue[],
    locate: (json: unknown) => number | undefined,
    isSearched = true,
  ) {
    return findAnchor(flat, anchors, ({ start, end }) => ({ start: locate(start), end: locate(end) }), isSearched);
  }

  function toLocator(): (json: unknown) => number | undefined {
    const inside = binding.inside();
    return inside ? createLocator(inside) : () => undefined;
  }

  function toAnchor(range: Range, flat: FlatText = docToFlat(host.state().doc)): AnchorValue | undefined {
    const inside = binding.inside();
    return inside && rangeToAnchor(flat, range, rangeToPlaces(inside, range.from, range.to));
  }

  /** Where this person's own change took the thread, if that can be told better here than by others. */
  function follow(flat: FlatText, now: Range | undefined, was: Touched, found: Range | undefined): Range | undefined {
    // The editor's own mapping knows where a split or a join took each letter.
    if (now && (found === undefined || (now.from <= found.from && now.to >= found.to))) return now;
    if (now || count(flat.text, was.words) < was.count) return undefined;
    return findMoved(flat, was.words, was.from);
  }

  function place(isSearching: boolean): void {
    cancel?.();
    cancel = undefined;
    const state = host.state();
    const flat = docToFlat(state.doc);
    const locate = toLocator();
    const before = new Map(highlightsIn(state).places.map((each) => [each.id, each]));
    const places: Highlight[] = [];
    const moves: (() => void)[] = [];
    let searches = 0;
    let isLate = false;
    for (const { id, anchors, resolved } of threads()) {
      const known = before.get(id);
      if (known && !isAllStale && !isSearching && !stale.has(id)) {
        places.push(known);
        continue;
      }
      const isLost = lost.has(id);
      const isSearched = !isLost || (isSearching && !missed.has(id) && searches < SEARCHES);
      if (isLost && isSearching && !isSearched && !missed.has(id)) isLate = true;
      const found = find(flat, anchors, locate, isSearched);
      if (found?.isHeld !== true && isSearched) searches++;
      let range: Range | undefined = found && { from: found.from, to: found.to };
      const was = touched.get(id);
      const own = was && follow(flat, known, was, range);
      // Told also where others would find it as well: the places in the Y.Doc hold again then.
      if (own && (found?.isHeld !== true || own.from !== range?.from || own.to !== range.to)) {
        const anchor = move && toAnchor(own, flat);
        if (anchor) moves.push(() => move?.(id, anchor));
        if (anchor) range = { from: own.from, to: own.to };
      }
      if (range !== undefined) {
        places.push({ id, isResolved: resolved !== undefined, ...range });
        lost.delete(id);
      } else {
        lost.add(id);
        if (isSearched) missed.add(id);
      }
    }
    touched.clear();
    stale.clear();
    isAllStale = false;
    places.sort((a, b) => a.from - b.from || a.to - b.to);
    if (!isSame(places, [...before.values()])) host.dispatch(setHighlights(host.state(), { places }));
    const order = places.map(({ id }) => id).join();
    // Not only where something was drawn anew: a place that became empty went with the change that emptied it.
    if (order !== told) onPlaced();
    told = order;
    for (const tell of moves) tell();
    if (isLate) searchSoon(BREATH);
  }

  return {
    textChanged(tr, previous, isLocal) {
      missed.clear();
      soon(REST);
      searchSoon(LONG_REST);
      const { places } = highlightsIn(previous);
      if (places.length === 0) return;
      const changed = changedBlocks(tr);
      let flat: FlatText | undefined;
      for (const { id, from, to } of places) {
        if (!changed.some((range) => range.from <= to && range.to >= from)) continue;
        stale.add(id);
        if (!isLocal || move === undefined || touched.has(id)) continue;
        flat ??= docToFlat(previous.doc);
        const words = rangeText(flat, { from, to });
        touched.set(id, { words, from, count: count(flat.text, words) });
      }
    },
    threadsChanged() {
      isAllStale = true;
      missed.clear();
      soon(0);
      if (lost.size > 0) searchSoon(0);
    },
    place: () => place(true),
    toAnchor: (range) => toAnchor(range),
    find: (anchor) => find(docToFlat(host.state().doc), [anchor], toLocator()),
    destroy() {
      cancel?.();
      cancelSearch?.();
      cancel = undefined;
    },
  };
}

function isSame(a: readonly Highlight[], b: readonly Highlight[]): boolean {
  return (
    a.length === b.length &&
    a.every((one, index) => {
      const other = b[index];
      return (
        one.id === other?.id && one.from === other.from && one.to === other.to && one.isResolved === other.isResolved
      );
    })
  );
}

/** Enough to tell whether one is missing. */
const MOST_COUNTED = 16;

function count(text: string, words: string): number {
  let found = 0;
  if (words === '') return found;
  for (let at = text.indexOf(words); at >= 0 && found < MOST_COUNTED; at = text.indexOf(words, at + 1)) found++;
  return found;
}

/** The blocks of the document before a transaction that it changed: a split copies every letter behind it, not only those beside it. */
function changedBlocks(tr: Transaction): Range[] {
  const { before } = tr;
  const toBlock = (position: number): ResolvedPos => before.resolve(Math.min(position, before.content.size));
  return rangesBefore(tr).map(({ from, to }) => {
    const [$from, $to] = [toBlock(from), toBlock(to)];
    // What lies between blocks is no block.
    return { from: $from.depth === 0 ? $from.pos : $from.start(), to: $to.depth === 0 ? $to.pos : $to.end() };
  });
}
