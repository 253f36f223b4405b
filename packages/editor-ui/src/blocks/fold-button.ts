import { blockWords } from '../words/blocks.ts';

/** The arrow of a toggle: what stands under it folds away, for whoever presses it. */
export interface FoldButton {
  readonly element: HTMLElement;
  draw(isFolded: boolean): void;
}

export function createFoldButton(ownerDocument: Document, toggle: () => void): FoldButton {
  const element = ownerDocument.createElement('div');
  element.className = 'weft-fold-gutter';
  element.contentEditable = 'false';
  const button = element.appendChild(ownerDocument.createElement('button'));
  button.type = 'button';
  button.className = 'weft-fold-button';
  // The text keeps the caret.
  element.addEventListener('mousedown', (event) => event.preventDefault());
  button.addEventListener('click', (event) => {
    event.preventDefault();
    toggle();
  });
  return {
    element,
    draw(isFolded) {
      button.setAttribute('aria-expanded', String(!isFolded));
      button.setAttribute('aria-label', isFolded ? blockWords().unfold : blockWords().fold);
    },
  };
}
