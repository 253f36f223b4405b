import type { Node } from 'prosemirror-model';
import { TextSelection } from 'prosemirror-state';
import type { Decoration, EditorView } from 'prosemirror-view';
import { APART } from '../apart.ts';
import { setFolded } from '../plugins/folds.ts';
import { type Block, isSourceKind, readBlock } from '../schema/block.ts';
import { liveText } from '../suggestions/live-text.ts';
import { blockWords } from '../words/blocks.ts';
import type { CodeBar } from './code-bar.ts';
import { createFoldButton, type FoldButton } from './fold-button.ts';
import { fetchSourceParts, sourceParts } from './late-source.ts';
import type { MathBox } from './math-box.ts';

/** What some kinds have beside their text: a checkbox, a bar, an arrow, a formula's drawing. */
export interface Beside {
  draw(block: Block, decorations: readonly Decoration[]): void;
  /** Whether something lies in it. */
  has(target: EventTarget | null): boolean;
}

/** Of one block. Nothing is made before its kind needs it; what a kind no longer needs leaves the page. */
export function createBeside(
  text: HTMLElement,
  view: EditorView,
  getPos: () => number | undefined,
  node: () => Node,
): Beside {
  const { ownerDocument } = text;
  let checkbox: HTMLElement | undefined;
  let bar: CodeBar | undefined;
  let box: MathBox | undefined;
  let arrow: FoldButton | undefined;

  /** Before the text; a formula's drawing behind it. */
  function place(part: HTMLElement | undefined, isWanted: boolean): void {
    if (!isWanted) part?.remove();
    else if (part && !part.parentNode) text[part === box?.element ? 'after' : 'before'](part);
  }

  function draw(block: Block, decorations: readonly Decoration[]): void {
    const { kind } = block;
    const parts = sourceParts();
    if (isSourceKind(kind) && !parts) {
      // Of another kind by then, it was drawn as that.
      void fetchSourceParts().then(
        (isHere) => isHere && readBlock(node()).kind === kind && draw(readBlock(node()), decorations),
      );
    }
    if (kind === 'task') {
      checkbox ??= createCheckbox(ownerDocument, toggle);
      const button = checkbox.firstElementChild as HTMLButtonElement;
      button.setAttribute('aria-checked', String(block.checked));
      button.setAttribute('aria-disabled', String(!view.editable));
    }
    if (kind === 'code') {
      bar ??= parts?.createCodeBar(ownerDocument, choose, () => node().textContent);
      bar?.draw(block.language, view.editable);
    }
    if (kind === 'toggle') {
      arrow ??= createFoldButton(ownerDocument, fold);
      arrow.draw(decorations.some(({ spec }) => (spec as { isFolded?: unknown }).isFolded === true));
    }
    if (kind === 'math') {
      box ??= parts?.createMathBox(ownerDocument, editFormula);
      box?.draw(liveText(node()).text);
    }
    place(checkbox, kind === 'task');
    place(bar?.element, kind === 'code');
    place(arrow?.element, kind === 'toggle');
    place(box?.element, kind === 'math');
  }

  function fold(): void {
    const position = getPos();
    if (position !== undefined) setFolded(view.state.doc.resolve(position).index(0))(view.state, view.dispatch, view);
  }

  function editFormula(): void {
    const position = getPos();
    if (!view.editable || position === undefined) return;
    view.dispatch(view.state.tr.setSelection(TextSelection.create(view.state.doc, position + 1 + node().content.size)));
    view.focus();
  }

  function choose(language: string | null): void {
    const position = getPos();
    if (view.editable && position !== undefined) {
      view.dispatch(view.state.tr.setNodeAttribute(position, 'language', language).setMeta(APART, true));
    }
    view.focus();
  }

  function toggle(): void {
    const position = getPos();
    if (!view.editable || position === undefined) return;
    view.dispatch(view.state.tr.setNodeAttribute(position, 'checked', !readBlock(node()).checked));
  }

  return {
    draw,
    has: (target) =>
      [checkbox, bar?.element, box?.element, arrow?.element].some(
        (part) => part?.contains(target as globalThis.Node | null) === true,
      ),
  };
}

function createCheckbox(ownerDocument: Document, toggle: () => void): HTMLElement {
  const gutter = ownerDocument.createElement('div');
  gutter.className = 'weft-check';
  gutter.contentEditable = 'false';
  const button = ownerDocument.createElement('button');
  button.type = 'button';
  button.className = 'weft-checkbox';
  button.setAttribute('role', 'checkbox');
  button.setAttribute('aria-label', blockWords().checkbox);
  // The text keeps the caret.
  gutter.addEventListener('mousedown', (event) => event.preventDefault());
  button.addEventListener('click', (event) => {
    event.preventDefault();
    toggle();
  });
  gutter.append(button);
  return gutter;
}
