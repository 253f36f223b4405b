import type { NodeViewConstructor } from 'prosemirror-view';

/** A line across the page. */
export const dividerView: NodeViewConstructor = (_node, view) => {
  const dom = view.dom.ownerDocument.createElement('div');
  dom.className = 'weft-divider';
  dom.append(view.dom.ownerDocument.createElement('hr'));
  return { dom };
};
