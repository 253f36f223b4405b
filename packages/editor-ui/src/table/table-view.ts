import type { Node } from 'prosemirror-model';
import type { NodeViewConstructor, ViewMutationRecord } from 'prosemirror-view';
import { readColumns } from '../schema/table.ts';

/** A table in a box of its own that scrolls sideways, so that a wide one never moves the page. */
export const tableView: NodeViewConstructor = (first, view) => {
  const { ownerDocument } = view.dom;
  const dom = ownerDocument.createElement('div');
  dom.className = 'weft-table-box';
  const table = dom.appendChild(ownerDocument.createElement('table'));
  table.className = 'weft-table';
  const group = table.appendChild(ownerDocument.createElement('colgroup'));
  const contentDOM = table.appendChild(ownerDocument.createElement('tbody'));
  let drawn: unknown;

  function draw(node: Node): void {
    if (node.childCount === 0) dom.dataset['empty'] = 'true';
    else delete dom.dataset['empty'];
    if (drawn === node.attrs['columns']) return;
    drawn = node.attrs['columns'];
    const columns = readColumns(node);
    while (group.childElementCount > columns.length) group.lastElementChild?.remove();
    while (group.childElementCount < columns.length) group.append(ownerDocument.createElement('col'));
    columns.forEach(({ width }, index) => {
      const { style } = group.children[index] as HTMLElement;
      style.width = width === null ? '' : `${width}px`;
    });
    // With all widths known the table is as wide as they are together; else it fills the line.
    const total = columns.reduce<number | undefined>(
      (sum, { width }) => (sum === undefined || width === null ? undefined : sum + width),
      0,
    );
    table.style.width = total === undefined ? '' : `${total}px`;
    table.style.minWidth = `${columns.reduce((sum, { width }) => sum + (width ?? 0), 0)}px`;
    table.dataset['sized'] = String(total !== undefined);
  }

  draw(first);
  return {
    dom,
    contentDOM,
    update(next) {
      if (next.type !== first.type) return false;
      draw(next);
      return true;
    },
    ignoreMutation: (mutation: ViewMutationRecord) =>
      mutation.type !== 'selection' &&
      (mutation.target === dom || mutation.target === table || group.contains(mutation.target)),
  };
};
