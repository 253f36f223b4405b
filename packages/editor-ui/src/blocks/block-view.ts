import type { Node } from 'prosemirror-model';
import type { Decoration, EditorView, NodeView, NodeViewConstructor, ViewMutationRecord } from 'prosemirror-view';
import { attrsToBlock, type Block, isListKind, isSourceKind, readBlock } from '../schema/block.ts';
import { type Beside, createBeside } from './beside.ts';

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
  const dom = plainBlock(view.dom.ownerDocument).cloneNode(true) as HTMLElement;
  const contentDOM = dom.firstElementChild as HTMLElement;
  let drawn = PLAIN;
  let beside: Beside | undefined;
  let node = first;

  function draw(decorations: readonly Decoration[]): void {
    const block = readBlock(node);
    const look = blockToLook(block, node.content.size === 0);
    drawLook(dom, contentDOM, drawn, look);
    drawn = look;
    if (block.kind !== 'paragraph') beside ??= createBeside(contentDOM, view, getPos, () => node);
    beside?.draw(block, decorations);
  }

  const isOwn = (target: EventTarget | null): boolean => beside?.has(target) === true;

  draw(firstDecorations);
  return {
    dom,
    contentDOM,
    update(next, decorations) {
      if (next.type !== node.type) return false;
      node = next;
      draw(decorations);
      return true;
    },
    stopEvent: (event) => isOwn(event.target),
    ignoreMutation(mutation: ViewMutationRecord) {
      if (mutation.type === 'selection') return isOwn(mutation.target);
      if (isOwn(mutation.target)) return true;
      // What stands beside the text may come later than the text.
      if (mutation.type === 'childList' && mutation.target === dom) return [...mutation.addedNodes].some(isOwn);
      return mutation.type === 'attributes' && (mutation.target === dom || mutation.target === contentDOM);
    },
  };
}

/** The attributes of a block's element, and behind them those of its text. */
const NAMES =
  'data-kind data-level data-indent data-checked data-align data-empty role dir role aria-level spellcheck'.split(' ');
const OF_TEXT = 8;

/** Their values, in that order. */
type Look = readonly (string | undefined)[];

/**
 * A list item needs a list around it: each block is a list of its own to a screen reader, at its level. A task is its
 * checkbox and the words after it: a list may hold nothing but items.
 */
function blockToLook({ kind, level, indent, checked, align, dir }: Block, isEmpty: boolean): Look {
  const isItem = isListKind(kind) && kind !== 'task';
  const isHeading = kind === 'heading';
  const isSource = isSourceKind(kind);
  return [
    kind,
    isHeading ? String(level) : undefined,
    indent > 0 ? String(indent) : undefined,
    kind === 'task' ? String(checked) : undefined,
    align,
    isEmpty ? 'true' : undefined,
    isItem ? 'list' : kind === 'quote' ? 'blockquote' : kind === 'callout' ? 'note' : undefined,
    dir ?? 'auto',
    isItem ? 'listitem' : isHeading ? 'heading' : isSource ? 'code' : undefined,
    isHeading ? String(level) : isItem ? String(indent + 1) : undefined,
    isSource ? 'false' : undefined,
  ];
}

/** What most blocks look like. */
const PLAIN: Look = blockToLook(attrsToBlock({}), false);

/**
 * Only what differs is written: each attribute costs the browser something, and for a direction that is written anew it reads all of the text
 * again.
 */
function drawLook(dom: HTMLElement, text: HTMLElement, drawn: Look, look: Look): void {
  NAMES.forEach((name, index) => {
    const value = look[index];
    if (value === drawn[index]) return;
    const element = index < OF_TEXT ? dom : text;
    if (value === undefined) element.removeAttribute(name);
    else element.setAttribute(name, value);
  });
}

/** A copy of one element is half of the work of making it, and a document has a thousand. */
let plain: HTMLElement | undefined;

function plainBlock(ownerDocument: Document): HTMLElement {
  if (plain?.ownerDocument === ownerDocument) return plain;
  plain = ownerDocument.createElement('div');
  plain.className = 'weft-block';
  const text = plain.appendChild(ownerDocument.createElement('div'));
  text.className = 'weft-text';
  drawLook(plain, text, [], PLAIN);
  return plain;
}
