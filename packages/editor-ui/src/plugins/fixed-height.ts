import type { Node } from 'prosemirror-model';
import { type EditorState, Plugin, PluginKey } from 'prosemirror-state';
import type { EditorView } from 'prosemirror-view';
import { isFromDocument } from '../binding/binding.ts';
import { blockStart } from '../commands/ranges.ts';
import { sameBlocks } from '../same-ends.ts';
import { isSourceKind } from '../schema/block.ts';
import { schema } from '../schema/schema.ts';

/** The block that is written in. Sizes as the browser gives them, in px. */
interface Fixed {
  readonly dom: HTMLElement;
  readonly text: HTMLElement;
  node: Node;
  readonly width: string;
  /** Of its lines. */
  height: string;
}

/** Whether the last change was this person's own. */
const key = new PluginKey<boolean>('weft-height');

/**
 * Gives the block that is written in a height of its own, so that a letter's layout ends there: for a block that might grow the browser looks
 * at each of the thousand others again. With each change its lines are measured, and where they need another height it gets that before
 * anybody has seen it.
 */
export function fixedHeight(): Plugin {
  return new Plugin({
    key,
    state: { init: () => false, apply: (tr, isOwn) => (tr.docChanged ? !isFromDocument(tr) : isOwn) },
    view: createFixedHeight,
  });
}

function createFixedHeight(view: EditorView): { update(view: EditorView, before: EditorState): void; destroy(): void } {
  let fixed: Fixed | undefined;
  // What changes the lines without a change of the text: the window, a font that comes, what an input method shows, a suggestion.
  const observer = new ResizeObserver(measure);

  function release(): void {
    observer.disconnect();
    fixed?.dom.removeAttribute('data-fixed');
    fixed?.dom.style.removeProperty('block-size');
    fixed = undefined;
  }

  function fix(index: number): void {
    const { doc } = view.state;
    const node = doc.child(index);
    const dom = view.nodeDOM(blockStart(doc, index));
    const text = dom?.firstChild;
    // A box, a bar or a formula beside the text has a height, too; the last two may come later.
    if (isSourceKind(node.attrs['kind'])) return;
    if (!(dom instanceof HTMLElement) || !(text instanceof HTMLElement) || dom.childElementCount > 1) return;
    const [outer, inner] = [sizeOf(dom), sizeOf(text)];
    if (outer.height !== inner.height || !inner.height.endsWith('px')) return;
    fixed = { dom, text, node, ...inner };
    observer.observe(text);
    dom.setAttribute('data-fixed', '');
    dom.style.blockSize = inner.height;
  }

  function measure(): void {
    if (!fixed) return;
    const { width, height } = sizeOf(fixed.text);
    // Folded away, gone from the page, or in another window.
    if (width !== fixed.width) return release();
    if (height === fixed.height) return;
    fixed.height = height;
    fixed.dom.style.blockSize = height;
  }

  return {
    update(_, { doc: before }) {
      const { doc } = view.state;
      if (before === doc) return;
      const [index, right] = sameBlocks(before, doc);
      const [was, now] = [before.maybeChild(index), doc.maybeChild(index)];
      const isOne = index + right === doc.childCount - 1 && doc.childCount === before.childCount;
      const isWritten = isOne && now?.type === schema.nodes.block && was?.sameMarkup(now) === true;
      if (fixed && isWritten && fixed.node === was) fixed.node = now;
      else if (isWritten && key.getState(view.state) === true) {
        release();
        return fix(index);
      } else if (fixed && !doc.children.includes(fixed.node)) return release();
      measure();
    },
    destroy: release,
  };
}

function sizeOf(element: HTMLElement): { readonly width: string; readonly height: string } {
  const { width, height } = getComputedStyle(element);
  return { width, height };
}
