import { drawMath } from './load.ts';
import { treeToDom } from './tree.ts';

/** A formula as it is drawn; its LaTeX where it cannot be, or not yet. */
export function mathElement(source: string, isBlock: boolean, ownerDocument: Document): Element {
  const drawn = drawMath(source, isBlock);
  if (drawn?.ok === true) return treeToDom(drawn.tree, ownerDocument);
  const element = ownerDocument.createElement('code');
  element.className = 'weft-math-raw';
  element.textContent = source;
  if (drawn) {
    element.dataset['problem'] = '';
    element.title = drawn.sentence;
  }
  return element;
}

/** What is wrong with a formula, in one sentence; empty where nothing is. */
export function problemElement(source: string, isBlock: boolean, ownerDocument: Document): HTMLElement {
  const element = ownerDocument.createElement('span');
  element.className = 'weft-math-problem';
  element.setAttribute('role', 'status');
  const drawn = drawMath(source, isBlock);
  element.textContent = drawn?.ok === false ? drawn.sentence : '';
  return element;
}
