import { drawMath, loadMath } from '../math/load.ts';
import { treeToDom } from '../math/tree.ts';
import { mathWords } from '../words/math.ts';

/** A formula that is a block: its drawing, which stands for its LaTeX while nobody writes there. */
export interface MathBox {
  readonly element: HTMLElement;
  draw(source: string): void;
}

/** @param edit puts the caret into the LaTeX */
export function createMathBox(ownerDocument: Document, edit: () => void): MathBox {
  const element = ownerDocument.createElement('div');
  element.className = 'weft-math-box';
  element.contentEditable = 'false';
  const drawing = element.appendChild(ownerDocument.createElement('div'));
  drawing.className = 'weft-math-drawing';
  const problem = element.appendChild(ownerDocument.createElement('p'));
  problem.className = 'weft-math-problem';
  problem.setAttribute('role', 'status');
  element.addEventListener('mousedown', (event) => {
    if (event.button !== 0) return;
    event.preventDefault();
    edit();
  });
  let shown: string | undefined;

  function draw(source: string): void {
    if (source === shown) return;
    shown = source;
    const drawn = source.trim() === '' ? undefined : drawMath(source, true);
    element.dataset['state'] = drawn === undefined ? 'none' : drawn.ok ? 'drawn' : 'problem';
    problem.textContent = drawn?.ok === false ? drawn.sentence : '';
    if (drawn?.ok === true) drawing.replaceChildren(treeToDom(drawn.tree, ownerDocument));
    if (drawn !== undefined) return;
    drawing.textContent = source.trim() === '' ? mathWords().empty : source;
    if (source.trim() === '') return;
    void loadMath().then((isThere) => {
      if (shown !== source) return;
      shown = undefined;
      if (isThere) draw(source);
      else problem.textContent = mathWords().offline;
    });
  }
  return { element, draw };
}
