import { Fragment, type Node, type ResolvedPos, Slice } from 'prosemirror-model';
import { Selection, SelectionRange, TextSelection, type Transaction } from 'prosemirror-state';
import { schema } from '../schema/schema.ts';
import { type CellPlace, cellPosition, cellPlace, type Rect, rectAround } from './grid.ts';

/** A rectangle of cells of one table. `$anchor` and `$head` stand at the start of the text of two of its corners. */
export class CellSelection extends Selection {
  readonly rect: Rect;
  readonly table: Node;
  /** Before the table. */
  readonly tablePosition: number;

  constructor($anchor: ResolvedPos, $head: ResolvedPos) {
    const from = cellPlace($anchor) as CellPlace;
    const to = cellPlace($head) as CellPlace;
    const rect = rectAround(from.table, from, to);
    const { doc } = $anchor;
    const ranges: SelectionRange[] = [];
    for (let row = rect.top; row < rect.bottom; row++) {
      for (let column = rect.left; column < rect.right; column++) {
        const at = cellPosition(from.table, from.tablePosition, row, column);
        const cell = doc.nodeAt(at);
        if (cell) ranges.push(new SelectionRange(doc.resolve(at + 1), doc.resolve(at + 1 + cell.content.size)));
      }
    }
    super($anchor, $head, ranges);
    this.rect = rect;
    this.table = from.table;
    this.tablePosition = from.tablePosition;
    this.visible = false;
  }

  /** The cells around two positions, or text where both are in one cell or not in one table. */
  static between(doc: Node, anchor: number, head: number): Selection {
    const from = cellPlace(doc.resolve(anchor));
    const to = cellPlace(doc.resolve(head));
    if (!from || !to || from.tablePosition !== to.tablePosition) {
      return TextSelection.between(doc.resolve(anchor), doc.resolve(head));
    }
    return new CellSelection(doc.resolve(from.position + 1), doc.resolve(to.position + 1));
  }

  eq(other: Selection): boolean {
    return other instanceof CellSelection && other.anchor === this.anchor && other.head === this.head;
  }

  map(doc: Node, mapping: Parameters<Selection['map']>[1]): Selection {
    const $anchor = doc.resolve(mapping.map(this.anchor));
    const $head = doc.resolve(mapping.map(this.head));
    const from = cellPlace($anchor);
    const to = cellPlace($head);
    if (!from || !to || from.tablePosition !== to.tablePosition) return Selection.near($head);
    return CellSelection.between(doc, $anchor.pos, $head.pos);
  }

  /** A table of the selected cells alone. */
  override content(): Slice {
    const { top, bottom, left, right } = this.rect;
    const columns = (this.table.attrs['columns'] as readonly unknown[]).slice(left, right);
    const rows: Node[] = [];
    for (let row = top; row < bottom; row++) {
      const node = this.table.child(row);
      rows.push(node.copy(Fragment.fromArray(node.children.slice(left, right))));
    }
    const headers = {
      headerRow: top === 0 ? this.table.attrs['headerRow'] : null,
      headerColumn: left === 0 ? this.table.attrs['headerColumn'] : null,
    };
    return new Slice(Fragment.from(schema.nodes.table.create({ id: null, columns, ...headers }, rows)), 0, 0);
  }

  /** Deleting empties the cells; anything else goes into the first one, as text. */
  override replace(tr: Transaction, content: Slice = Slice.empty): void {
    const words = content.content.textBetween(0, content.content.size, '\n');
    this.fill(tr, words === '' ? Fragment.empty : Fragment.from(schema.text(words)));
  }

  override replaceWith(tr: Transaction, node: Node): void {
    this.fill(tr, node.isInline ? Fragment.from(node) : node.isTextblock ? node.content : Fragment.empty);
  }

  private fill(tr: Transaction, first: Fragment): void {
    const from = tr.steps.length;
    this.ranges.toReversed().forEach(({ $from, $to }, index, all) => {
      const mapping = tr.mapping.slice(from);
      const isFirst = index === all.length - 1;
      tr.replaceWith(mapping.map($from.pos), mapping.map($to.pos), isFirst ? first : Fragment.empty);
    });
    const [{ $from }] = this.ranges as [SelectionRange];
    tr.setSelection(TextSelection.create(tr.doc, tr.mapping.slice(from).map($from.pos, -1) + first.size));
  }

  toJSON(): { type: string; anchor: number; head: number } {
    return { type: 'weft-cells', anchor: this.anchor, head: this.head };
  }

  static override fromJSON(doc: Node, json: { anchor: number; head: number }): Selection {
    return CellSelection.between(doc, json.anchor, json.head);
  }
}

Selection.jsonID('weft-cells', CellSelection);
