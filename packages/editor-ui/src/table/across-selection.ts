import type { Node, ResolvedPos, Slice } from 'prosemirror-model';
import { type Selection, TextSelection, type Transaction } from 'prosemirror-state';
import { schema } from '../schema/schema.ts';
import { cellPlace } from './grid.ts';

/** A stretch that goes: within one text, or around whole blocks. */
type Part = readonly [from: number, to: number];

/**
 * Text selected across a table's edge. What is done in its place keeps the table: words outside it go, its selected cells are emptied, and nothing is
 * joined over the edge. Left to ProseMirror, the rest of a paragraph would move into a cell, and rows would go with it.
 */
export class AcrossSelection extends TextSelection {
  override map(doc: Node, mapping: Parameters<Selection['map']>[1]): Selection {
    return toAcross(super.map(doc, mapping));
  }

  override replace(tr: Transaction, content?: Slice): void {
    this.remove(tr).replace(tr, content);
  }

  override replaceWith(tr: Transaction, node: Node): void {
    this.remove(tr).replaceWith(tr, node);
  }

  /** The caret in the place of what was selected. */
  private remove(tr: Transaction): Selection {
    for (const [from, to] of partsOf(this.$from, this.$to).reverse()) tr.delete(from, to);
    const caret = TextSelection.create(tr.doc, this.from);
    tr.setSelection(caret);
    return caret;
  }
}

function partsOf($from: ResolvedPos, $to: ResolvedPos): Part[] {
  const { doc, pos: from } = $from;
  const { pos: to } = $to;
  const parts: Part[] = [];
  const addText = (position: number, node: Node): void => {
    const part = [Math.max(from, position + 1), Math.min(to, position + 1 + node.content.size)] as const;
    if (part[0] < part[1]) parts.push(part);
  };
  doc.forEach((node, position) => {
    const end = position + node.nodeSize;
    if (end <= from || position >= to) return;
    if (position >= from && end <= to) parts.push([position, end]);
    else if (node.type !== schema.nodes.table) addText(position, node);
    else
      node.descendants((cell, at) => {
        if (cell.isTextblock) addText(position + 1 + at, cell);
        return !cell.isTextblock;
      });
  });
  return parts;
}

/** A selection of text as one across a table's edge, where it is that. */
export function toAcross(selection: Selection): Selection {
  if (!(selection instanceof TextSelection) || selection instanceof AcrossSelection) return selection;
  const { $anchor, $head } = selection;
  if (cellPlace($anchor)?.tablePosition === cellPlace($head)?.tablePosition) return selection;
  return new AcrossSelection($anchor, $head);
}
