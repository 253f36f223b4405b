import type { EditorView } from 'prosemirror-view';

/** The place between two blocks that is nearest to where something is dropped. */
export function dropPosition(view: EditorView, where: { readonly left: number; readonly top: number }): number {
  const { top } = where;
  const at = view.posAtCoords(where);
  if (!at) return view.state.doc.content.size;
  const $at = view.state.doc.resolve(at.pos);
  if ($at.depth === 0) return $at.pos;
  const dom = view.nodeDOM($at.before(1)) as HTMLElement | null;
  const box = dom?.getBoundingClientRect();
  return box && top < box.top + box.height / 2 ? $at.before(1) : $at.after(1);
}
