/**
 * Focus mode: all but the blocks one writes in are dimmed, and the line one writes in stays where it is, in the middle of the window, as at a
 * typewriter. By a rule of a style sheet and not by classes in the text, which belong to the editor.
 */
import type { Editor } from '../editor.ts';
import { createCleanup } from './part.ts';

/** Where in the window the line stands, from its top. */
const EYE_LINE = 0.45;

export interface FocusMode {
  set(isOn: boolean): void;
  destroy(): void;
}

/** @param root is marked while the mode is on, for its own look */
export function createFocusMode(editor: Editor, root: HTMLElement): FocusMode {
  const { view } = editor;
  const cleanup = createCleanup();
  const sheet = new CSSStyleSheet();
  let isOn = false;
  let rule = '';

  const draw = (): void => {
    if (!isOn || view.isDestroyed) return;
    const { $from, $to } = view.state.selection;
    const indexOf = (index: number): number => {
      let position = 0;
      for (let at = 0; at < index; at++) position += view.state.doc.child(at).nodeSize;
      const dom = view.nodeDOM(position);
      return dom === null ? -1 : [...view.dom.children].indexOf(dom as Element) + 1;
    };
    const last = Math.max(0, view.state.doc.childCount - 1);
    const [first, end] = [indexOf(Math.min($from.index(0), last)), indexOf(Math.min($to.index(0), last))];
    const next =
      first < 1 || end < first
        ? ''
        : `[data-focus-mode]>main>*>.weft-content>:not(:nth-child(n+${first}):nth-child(-n+${end})){opacity:var(--weft-dimmed,0.35)}`;
    if (next === rule) return;
    rule = next;
    sheet.replaceSync(next);
  };
  /** Only keys move the text: what is pressed with the pointer stays under it, and what others write moves nothing. */
  let frame = 0;
  const follow = (): void => {
    if (!isOn || frame !== 0) return;
    frame = requestAnimationFrame(() => {
      frame = 0;
      if (!isOn || view.isDestroyed || !view.hasFocus()) return;
      const { top, bottom } = view.coordsAtPos(Math.min(view.state.selection.head, view.state.doc.content.size));
      const away = (top + bottom) / 2 - innerHeight * EYE_LINE;
      if (Math.abs(away) > 1) scrollBy({ top: away, behavior: 'instant' });
    });
  };
  cleanup.listen(view.dom, 'keyup', follow);
  cleanup.listen(view.dom, 'input', follow);
  cleanup.add(() => cancelAnimationFrame(frame));
  cleanup.add(editor.state.subscribe(draw));
  // A shadow root has sheets of its own.
  const place = root.getRootNode();
  const sheets = place instanceof ShadowRoot ? place : document;
  cleanup.add(() => {
    sheets.adoptedStyleSheets = sheets.adoptedStyleSheets.filter((each) => each !== sheet);
    root.removeAttribute('data-focus-mode');
  });
  return {
    set(next) {
      if (next === isOn) return;
      isOn = next;
      root.toggleAttribute('data-focus-mode', isOn);
      const others = sheets.adoptedStyleSheets.filter((each) => each !== sheet);
      sheets.adoptedStyleSheets = isOn ? [...others, sheet] : others;
      draw();
    },
    destroy: () => cleanup.run(),
  };
}
