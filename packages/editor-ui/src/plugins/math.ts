import type { Node } from 'prosemirror-model';
import { type EditorState, Plugin, PluginKey, Selection, TextSelection, type Transaction } from 'prosemirror-state';
import { Decoration, DecorationSet, type EditorView } from 'prosemirror-view';
import { insertParagraphAfter } from '../commands/structure.ts';
import { mathElement, problemElement } from '../math/draw.ts';
import { type Formula, formulaAtCaret, formulasOf, isMathNext } from '../math/formulas.ts';
import { isMathLoaded, loadMath } from '../math/load.ts';
import { readBlock } from '../schema/block.ts';
import { schema } from '../schema/schema.ts';
import { foundIn } from '../find/found.ts';
import { lookedUp } from './looked-up.ts';
import { changedRange, type DrawBlock, type Range, redraw } from './redraw.ts';

/**
 * Formulas are drawn over their own letters: where nobody writes, the letters give way to the drawing; where the caret stands in one, the
 * letters show with the drawing below. Only decorations, so that nothing of it is in the document.
 */
interface Shown {
  readonly set: DecorationSet;
  /** What is open now, in positions of this state. */
  readonly open: readonly Range[];
}

const key: PluginKey<Shown> = new PluginKey<Shown>('weft-math');

/** From the window's edge, in px. */
const MARGIN = 8;

/** A range that lies open where the caret or the ends of the selection stand, or what was found. */
function toOpen(state: EditorState): Range[] {
  const { $from, $to, from, to, empty } = state.selection;
  const open: Range[] = [];
  const current = foundIn(state)?.place;
  const ends = current ? [state.doc.resolve(Math.min(current.from + 1, state.doc.content.size))] : [];
  for (const $end of [$from, ...(empty ? [] : [$to]), ...ends]) {
    const { parent } = $end;
    if (parent.type === schema.nodes.block && readBlock(parent).kind === 'math') {
      open.push({ from: $end.before(), to: $end.after() });
    } else if (parent.isTextblock) {
      const inside = formulasOf(parent).find((each) => each.from < $end.parentOffset && $end.parentOffset < each.to);
      if (inside) open.push({ from: $end.start() + inside.from, to: $end.start() + inside.to });
    }
  }
  const touched = empty && isMathNext(state) ? formulaAtCaret(state) : undefined;
  if (touched && from >= touched.from && to <= touched.to) open.push({ from: touched.from, to: touched.to });
  return open;
}

function isOpen(open: readonly Range[], from: number, to: number): boolean {
  return open.some((each) => each.from === from && each.to === to);
}

function decorateFormula({ from, to, source }: Formula, start: number, open: readonly Range[]): Decoration[] {
  const range = [start + from, start + to] as const;
  if (isOpen(open, ...range)) {
    return [
      Decoration.inline(...range, { class: 'weft-math-open' }),
      Decoration.widget(range[1], (view) => drawLive(view, source), {
        side: 1,
        marks: [],
        key: `open ${isMathLoaded()} ${source}`,
        ignoreSelection: true,
      }),
    ];
  }
  return [
    // What is drawn is read aloud, and its letters not besides.
    Decoration.inline(...range, { class: 'weft-math-hidden', 'aria-hidden': 'true' }),
    Decoration.widget(range[1], (view) => drawClosed(view, source), {
      side: -1,
      key: `closed ${isMathLoaded()} ${source}`,
      ignoreSelection: true,
    }),
  ];
}

function drawClosed(view: EditorView, source: string): HTMLElement {
  const element = view.dom.ownerDocument.createElement('span');
  element.className = 'weft-math';
  element.append(mathElement(source, false, element.ownerDocument));
  return element;
}

function drawLive(view: EditorView, source: string): HTMLElement {
  const element = view.dom.ownerDocument.createElement('span');
  element.className = 'weft-math-live';
  const box = element.appendChild(element.ownerDocument.createElement('span'));
  box.append(mathElement(source, false, element.ownerDocument), problemElement(source, false, element.ownerDocument));
  return element;
}

function drawBlock(open: readonly Range[]): DrawBlock {
  return (node, position) => {
    const drawn: Decoration[] = [];
    if (node.type === schema.nodes.block && readBlock(node).kind === 'math') {
      const range = [position, position + node.nodeSize] as const;
      if (isOpen(open, ...range)) drawn.push(Decoration.node(...range, { class: 'weft-math-open' }));
    }
    for (const formula of formulasOf(node)) drawn.push(...decorateFormula(formula, position + 1, open));
    return drawn;
  };
}

function drawAll(doc: Node, open: readonly Range[]): DecorationSet {
  return redraw(DecorationSet.empty, doc, { from: 0, to: doc.content.size }, drawBlock(open));
}

function isSame(a: readonly Range[], b: readonly Range[]): boolean {
  return a.length === b.length && a.every(({ from, to }, at) => b[at]?.from === from && b[at].to === to);
}

function apply(tr: Transaction, value: Shown, state: EditorState): Shown {
  const open = toOpen(state);
  if (tr.getMeta(key) === true) return { open, set: drawAll(tr.doc, open) };
  let { set } = value;
  const was = tr.docChanged
    ? value.open.map(({ from, to }) => ({ from: tr.mapping.map(from), to: tr.mapping.map(to) }))
    : value.open;
  if (tr.docChanged) {
    set = set.map(tr.mapping, tr.doc);
    const changed = changedRange(tr);
    if (changed) set = redraw(set, tr.doc, changed, drawBlock(open));
  }
  if (!isSame(was, open)) for (const range of [...was, ...open]) set = redraw(set, tr.doc, range, drawBlock(open));
  return { set, open };
}

function hasMath(state: EditorState): boolean {
  let isThere = (key.getState(state)?.set.find().length ?? 0) > 0;
  if (!isThere) {
    state.doc.forEach((node) => {
      isThere ||= node.attrs['kind'] === 'math';
    });
  }
  return isThere;
}

/** Steps over the edge of a formula: beside it, the next letter is of the words around; within, of the formula. */
function setInside(state: EditorState, isInside: boolean): Transaction {
  const marks = (state.storedMarks ?? state.selection.$from.marks()).filter(({ type }) => type !== schema.marks.math);
  return state.tr.setStoredMarks(isInside ? schema.marks.math.create().addToSet(marks) : marks);
}

function leaveFormula(view: EditorView): boolean {
  const { state } = view;
  const formula = isMathNext(state) ? formulaAtCaret(state) : undefined;
  if (!formula) return false;
  const moved = state.apply(state.tr.setSelection(TextSelection.create(state.doc, formula.to)));
  view.dispatch(
    state.tr
      .setSelection(TextSelection.create(state.doc, formula.to))
      .setStoredMarks(setInside(moved, false).storedMarks),
  );
  return true;
}

function leaveBlock(view: EditorView): boolean {
  const { state } = view;
  const { $head } = state.selection;
  if ($head.depth !== 1 || readBlock($head.parent).kind !== 'math') return false;
  const next = Selection.findFrom(state.doc.resolve($head.after(1)), 1, true);
  if (next) view.dispatch(state.tr.setSelection(next).scrollIntoView());
  return next !== null || insertParagraphAfter(state, view.dispatch, view);
}

function stepOver(view: EditorView, by: 1 | -1): boolean {
  const { state } = view;
  const formula = formulaAtCaret(state);
  if (!formula) return false;
  const at = state.selection.from;
  const isInside = isMathNext(state);
  const leaves = isInside && at === (by > 0 ? formula.to : formula.from);
  const enters = !isInside && at === (by > 0 ? formula.from : formula.to);
  if (leaves || enters) view.dispatch(setInside(state, enters));
  return leaves || enters;
}

/** What is shown below an open formula stays within the window. */
function keepInSight(view: EditorView): void {
  const box = view.dom.querySelector<HTMLElement>('.weft-math-live > span');
  if (!box) return;
  box.style.transform = '';
  const { left, right } = box.getBoundingClientRect();
  const width = box.ownerDocument.documentElement.clientWidth;
  const shift = left < MARGIN ? MARGIN - left : Math.min(0, width - MARGIN - right);
  if (shift !== 0) box.style.transform = `translateX(${Math.round(shift)}px)`;
}

/** Draws formulas, and lets the caret into them and out. */
export function mathPlugin(): Plugin<Shown> {
  return new Plugin<Shown>({
    key,
    state: {
      init: (_, state) => ({ open: [], set: drawAll(state.doc, []) }),
      apply: (tr, value, _, state) => apply(tr, value, state),
    },
    props: {
      decorations: (state) => lookedUp(key.getState(state)?.set),
      handleKeyDown(view, event) {
        if (event.shiftKey || event.altKey || event.ctrlKey || event.metaKey || view.composing) return false;
        if (event.key === 'ArrowRight') return stepOver(view, 1);
        if (event.key === 'ArrowLeft') return stepOver(view, -1);
        if (event.key === 'Enter') return leaveFormula(view);
        return event.key === 'Escape' && (leaveFormula(view) || leaveBlock(view));
      },
      handleDOMEvents: {
        mousedown(view, event) {
          const widget = (event.target as Element).closest('.weft-math');
          if (!widget || !view.editable || event.button !== 0) return false;
          event.preventDefault();
          const at = view.posAtDOM(widget, 0);
          view.dispatch(view.state.tr.setSelection(TextSelection.create(view.state.doc, at)));
          view.focus();
          return true;
        },
      },
    },
    view(view) {
      let isAsked = false;
      function ask(): void {
        if (isAsked || !hasMath(view.state)) return;
        isAsked = true;
        void loadMath().then((isThere) => {
          isAsked = isThere;
          if (isThere && !view.isDestroyed)
            view.dispatch(view.state.tr.setMeta(key, true).setMeta('addToHistory', false));
        });
      }
      ask();
      return {
        update: (_, previous) => {
          if (previous.doc !== view.state.doc) ask();
          keepInSight(view);
        },
      };
    },
  });
}
