import type { Node } from 'prosemirror-model';
import type { Decoration, EditorView, NodeView, NodeViewConstructor, ViewMutationRecord } from 'prosemirror-view';
import { APART } from '../apart.ts';
import { TextSelection } from 'prosemirror-state';
import { type Block, isListKind, isSourceKind, readBlock } from '../schema/block.ts';
import { liveText } from '../suggestions/live-text.ts';
import { setFolded } from '../plugins/folds.ts';
import type { CodeBar } from './code-bar.ts';
import { createFoldButton, type FoldButton } from './fold-button.ts';
import { fetchSourceParts, sourceParts } from './late-source.ts';
import type { MathBox } from './math-box.ts';
import { blockWords } from '../words/blocks.ts';

/**
 * One element for every kind, changed in place: the text's own element stays when a block becomes a heading, so that a
 * caret, an IME composition and a selection survive it. What HTML says with tags, this says with roles.
 */
export const blockView: NodeViewConstructor = createBlockView;

function createBlockView(
  first: Node,
  view: EditorView,
  getPos: () => number | undefined,
  firstDecorations: readonly Decoration[],
): NodeView {
  const { ownerDocument } = view.dom;
  const dom = ownerDocument.createElement('div');
  dom.className = 'weft-block';
  const contentDOM = ownerDocument.createElement('div');
  contentDOM.className = 'weft-text';
  dom.append(contentDOM);
  let checkbox: HTMLElement | undefined;
  let bar: CodeBar | undefined;
  let box: MathBox | undefined;
  let arrow: FoldButton | undefined;
  let decorations = firstDecorations;
  let node = first;
  let isDestroyed = false;

  function draw(): void {
    const block = readBlock(node);
    drawData(dom, block, node.content.size === 0);
    drawRoles(dom, contentDOM, block);
    // Written anew, the browser reads all of the text again to tell its direction: with every letter.
    const dir = block.dir ?? 'auto';
    if (dom.dir !== dir) dom.dir = dir;
    contentDOM.spellcheck = !isSourceKind(block.kind);
    if (block.kind === 'task') {
      checkbox ??= createCheckbox(ownerDocument, toggle);
      if (!checkbox.parentNode) contentDOM.before(checkbox);
      const button = checkbox.firstElementChild as HTMLButtonElement;
      button.setAttribute('aria-checked', String(block.checked));
      button.setAttribute('aria-disabled', String(!view.editable));
    } else {
      checkbox?.remove();
    }
    const parts = sourceParts();
    if (isSourceKind(block.kind) && !parts) {
      void fetchSourceParts().then((isHere) => isHere && !isDestroyed && draw());
    }
    if (block.kind === 'code') {
      bar ??= parts?.createCodeBar(ownerDocument, choose, () => node.textContent);
      if (bar && !bar.element.parentNode) contentDOM.before(bar.element);
      bar?.draw(block.language, view.editable);
    } else {
      bar?.element.remove();
    }
    if (block.kind === 'toggle') {
      arrow ??= createFoldButton(ownerDocument, fold);
      if (!arrow.element.parentNode) contentDOM.before(arrow.element);
      arrow.draw(decorations.some(({ spec }) => (spec as { isFolded?: unknown }).isFolded === true));
    } else {
      arrow?.element.remove();
    }
    if (block.kind === 'math') {
      box ??= parts?.createMathBox(ownerDocument, editFormula);
      if (box && !box.element.parentNode) dom.append(box.element);
      box?.draw(liveText(node).text);
    } else {
      box?.element.remove();
    }
  }

  function fold(): void {
    const position = getPos();
    if (position !== undefined) setFolded(view.state.doc.resolve(position).index(0))(view.state, view.dispatch, view);
  }

  function editFormula(): void {
    const position = getPos();
    if (!view.editable || position === undefined) return;
    view.dispatch(view.state.tr.setSelection(TextSelection.create(view.state.doc, position + 1 + node.content.size)));
    view.focus();
  }

  function choose(language: string | null): void {
    const position = getPos();
    if (view.editable && position !== undefined) {
      view.dispatch(view.state.tr.setNodeAttribute(position, 'language', language).setMeta(APART, true));
    }
    view.focus();
  }

  const isOwn = (target: EventTarget | null): boolean =>
    [checkbox, bar?.element, box?.element, arrow?.element].some(
      (part) => part?.contains(target as globalThis.Node | null) === true,
    );

  function toggle(): void {
    const position = getPos();
    if (!view.editable || position === undefined) return;
    view.dispatch(view.state.tr.setNodeAttribute(position, 'checked', !readBlock(node).checked));
  }

  draw();
  return {
    dom,
    contentDOM,
    update(next, now) {
      if (next.type !== node.type) return false;
      node = next;
      decorations = now;
      draw();
      return true;
    },
    stopEvent: (event) => isOwn(event.target),
    destroy() {
      isDestroyed = true;
    },
    ignoreMutation(mutation: ViewMutationRecord) {
      if (mutation.type === 'selection') return isOwn(mutation.target);
      if (isOwn(mutation.target)) return true;
      // What stands beside the text may come later than the text.
      if (mutation.type === 'childList' && mutation.target === dom) return [...mutation.addedNodes].some(isOwn);
      return mutation.type === 'attributes' && (mutation.target === dom || mutation.target === contentDOM);
    },
  };
}

function setOrRemove(element: HTMLElement, name: string, value: string | undefined): void {
  if (value === undefined) element.removeAttribute(name);
  else if (element.getAttribute(name) !== value) element.setAttribute(name, value);
}

function drawData(dom: HTMLElement, block: Block, isEmpty: boolean): void {
  setOrRemove(dom, 'data-kind', block.kind);
  setOrRemove(dom, 'data-level', block.kind === 'heading' ? String(block.level) : undefined);
  setOrRemove(dom, 'data-indent', block.indent > 0 ? String(block.indent) : undefined);
  setOrRemove(dom, 'data-checked', block.kind === 'task' ? String(block.checked) : undefined);
  setOrRemove(dom, 'data-align', block.align);
  setOrRemove(dom, 'data-empty', isEmpty ? 'true' : undefined);
}

/**
 * A list item needs a list around it: each block is a list of its own to a screen reader, at its level. A task is its
 * checkbox and the words after it: a list may hold nothing but items.
 */
function drawRoles(dom: HTMLElement, text: HTMLElement, block: Block): void {
  const isItem = isListKind(block.kind) && block.kind !== 'task';
  setOrRemove(
    dom,
    'role',
    isItem ? 'list' : block.kind === 'quote' ? 'blockquote' : block.kind === 'callout' ? 'note' : undefined,
  );
  setOrRemove(
    text,
    'role',
    isItem ? 'listitem' : block.kind === 'heading' ? 'heading' : isSourceKind(block.kind) ? 'code' : undefined,
  );
  setOrRemove(
    text,
    'aria-level',
    block.kind === 'heading' ? String(block.level) : isItem ? String(block.indent + 1) : undefined,
  );
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
