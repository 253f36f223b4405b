import type { Node } from 'prosemirror-model';
import { Plugin, PluginKey } from 'prosemirror-state';
import { Decoration, DecorationSet, type EditorView } from 'prosemirror-view';
import { blockStart } from '../commands/ranges.ts';
import type { Author } from '../people.ts';
import type { EditorPorts } from '../ports.ts';
import { historyWords } from '../words/history.ts';
import { lookedUp } from './looked-up.ts';

/** Letters in a row that one Yjs client wrote. */
export interface ClientRun {
  readonly client: number;
  readonly length: number;
}

/** Blocks beyond the sight that are coloured too, so that a small scroll shows no bare text. */
const BEYOND = 20;
/** ms without a change. */
const PAUSE = 250;

interface Shown {
  readonly toAuthor: ((client: number) => Author | undefined) | undefined;
  readonly decorations: DecorationSet;
}

type Order = Partial<Shown>;

const key: PluginKey<Shown> = new PluginKey<Shown>('weft-authors');

/**
 * Colours the text by who wrote it. Only what is in sight is looked at, in a pause, and a block whose node is known is not read
 * again: blocks are values, and another author's letter makes another node.
 *
 * @param runsOf - who wrote the letters of a shown block, in order
 */
export function authorsPlugin(
  runsOf: (index: number) => readonly ClientRun[],
  ports: Pick<EditorPorts, 'frame' | 'timeout'>,
): Plugin<Shown> {
  const known = new WeakMap<Node, readonly ClientRun[]>();

  function blockToMarks(
    node: Node,
    index: number,
    position: number,
    toAuthor: NonNullable<Shown['toAuthor']>,
  ): Decoration[] {
    let runs = known.get(node);
    if (runs === undefined) {
      runs = joinRuns(runsOf(index));
      known.set(node, runs);
    }
    const marks: Decoration[] = [];
    let from = position + 1;
    for (const { client, length } of runs) {
      const author = toAuthor(client);
      const attributes =
        author === undefined
          ? { class: 'weft-author weft-author-unknown', title: historyWords().nobodyVouchesHere }
          : { class: 'weft-author', title: author.name, style: `--weft-author: ${author.color}` };
      marks.push(Decoration.inline(from, from + length, attributes, { inclusiveEnd: true }));
      from += length;
    }
    return marks;
  }

  let drawn = new WeakSet<Node>();
  let sight: readonly [number, number] = [0, 0];
  /** What that was seen in, with the view where it still is. */
  let seen: Node | undefined;

  /** Colours what is in sight; while that stays the same, only the blocks that changed. */
  function draw(view: EditorView): void {
    const { toAuthor, decorations } = key.getState(view.state) ?? {};
    if (toAuthor === undefined || decorations === undefined || view.composing) return;
    const { doc } = view.state;
    // Words that come push others out of sight, and bring none into it.
    const isSeen = seen?.childCount === doc.childCount && seen.content.size <= doc.content.size;
    const [first, last] = isSeen ? sight : blocksInSight(view);
    seen = doc;
    const isMoved = first !== sight[0] || last !== sight[1] || decorations === DecorationSet.empty;
    if (isMoved) drawn = new WeakSet();
    sight = [first, last];
    let set = isMoved ? DecorationSet.empty : decorations;
    const marks: Decoration[] = [];
    let position = blockStart(doc, first);
    for (let index = first; index < last; index++) {
      const node = doc.child(index);
      if (node.isTextblock && !drawn.has(node)) {
        drawn.add(node);
        if (!isMoved) set = set.remove(set.find(position, position + node.nodeSize));
        marks.push(...blockToMarks(node, index, position, toAuthor));
      }
      position += node.nodeSize;
    }
    if (marks.length === 0 && !isMoved) return;
    view.dispatch(view.state.tr.setMeta(key, { decorations: set.add(doc, marks) } satisfies Order));
  }

  return new Plugin<Shown>({
    key,
    state: {
      init: () => ({ toAuthor: undefined, decorations: DecorationSet.empty }),
      apply(tr, value) {
        const order = tr.getMeta(key) as Order | undefined;
        if (order) return { ...value, ...order };
        if (value.toAuthor === undefined || !tr.docChanged) return value;
        return { ...value, decorations: value.decorations.map(tr.mapping, tr.doc) };
      },
    },
    props: { decorations: (state) => lookedUp(key.getState(state)?.decorations) },
    view(view) {
      let cancel: (() => void) | undefined;
      let cancelLater: (() => void) | undefined;
      const isOn = (): boolean => key.getState(view.state)?.toAuthor !== undefined;
      const soon = (): void => {
        if (!isOn()) return;
        cancel ??= ports.frame(() => {
          cancel = undefined;
          if (!view.isDestroyed) draw(view);
        });
      };
      const look = (): void => {
        seen = undefined;
        soon();
      };
      /** While someone types, the colours move along with the letters, and are looked at again in the next pause. */
      const later = (): void => {
        cancelLater?.();
        if (isOn()) cancelLater = ports.timeout(PAUSE, soon);
      };
      const window = view.dom.ownerDocument.defaultView;
      window?.addEventListener('scroll', look, { capture: true, passive: true });
      window?.addEventListener('resize', look);
      return {
        update(_, previous) {
          const isTurned = key.getState(previous)?.toAuthor !== key.getState(view.state)?.toAuthor;
          if (isTurned) look();
          else if (previous.doc !== view.state.doc) later();
        },
        destroy() {
          cancel?.();
          cancelLater?.();
          window?.removeEventListener('scroll', look, { capture: true });
          window?.removeEventListener('resize', look);
        },
      };
    },
  });
}

/** Turns the colours on or off. */
export function showAuthors(view: EditorView, toAuthor: Shown['toAuthor']): void {
  view.dispatch(view.state.tr.setMeta(key, { toAuthor, decorations: DecorationSet.empty } satisfies Order));
}

/** Neighbours of one client become one. */
export function joinRuns(runs: readonly ClientRun[]): ClientRun[] {
  const joined: { client: number; length: number }[] = [];
  for (const { client, length } of runs) {
    const last = joined.at(-1);
    if (last?.client === client) last.length += length;
    else joined.push({ client, length });
  }
  return joined;
}

/** The numbers of the blocks in sight, from and to (exclusive), with some beyond. */
function blocksInSight(view: EditorView): readonly [number, number] {
  const { doc } = view.state;
  const box = view.dom.getBoundingClientRect();
  const height = view.dom.ownerDocument.documentElement.clientHeight;
  const indexAt = (top: number): number | undefined => {
    const found = view.posAtCoords({ left: box.left + box.width / 2, top });
    return found === null ? undefined : doc.resolve(found.pos).index(0);
  };
  const first = indexAt(Math.max(box.top + 1, 1)) ?? 0;
  const last = indexAt(Math.min(box.bottom - 1, height - 1)) ?? doc.childCount;
  return [Math.max(0, Math.min(first, last) - BEYOND), Math.min(doc.childCount, Math.max(first, last) + 1 + BEYOND)];
}
