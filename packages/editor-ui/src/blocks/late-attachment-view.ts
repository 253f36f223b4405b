import type { NodeView, NodeViewConstructor } from 'prosemirror-view';
import type { FilesPart } from '../files/part.ts';
import type { Late } from '../late/late.ts';
import { readAttachment } from '../schema/attachment.ts';

/** An image or a file: its name, until what draws it is here. */
export function lateAttachmentView(kind: 'image' | 'file', part: Late<FilesPart>): NodeViewConstructor {
  return (first, view, getPos) => {
    const dom = view.dom.ownerDocument.createElement(kind === 'image' ? 'figure' : 'div');
    dom.className = 'weft-attachment';
    dom.contentEditable = 'false';
    let node = first;
    let isSelected = false;
    let drawn: NodeView | undefined;
    let stop: (() => void) | undefined;

    function draw(files: FilesPart | undefined): void {
      if (!files || drawn) return;
      stop?.();
      dom.replaceChildren();
      drawn = files.views[kind](node, view, getPos, dom);
      if (isSelected) drawn.selectNode?.();
    }

    dom.textContent = readAttachment(node).reference?.name ?? '';
    draw(part.get());
    if (!drawn) stop = part.subscribe(draw);
    return {
      dom,
      update(next, decorations, inner) {
        if (next.type !== node.type) return false;
        node = next;
        return drawn?.update?.(next, decorations, inner) ?? true;
      },
      selectNode() {
        isSelected = true;
        if (drawn) drawn.selectNode?.();
        else dom.classList.add('ProseMirror-selectednode');
      },
      deselectNode() {
        isSelected = false;
        if (drawn) drawn.deselectNode?.();
        else dom.classList.remove('ProseMirror-selectednode');
      },
      stopEvent: (event) => drawn?.stopEvent?.(event) ?? false,
      ignoreMutation: () => true,
      destroy() {
        stop?.();
        drawn?.destroy?.();
      },
    };
  };
}
