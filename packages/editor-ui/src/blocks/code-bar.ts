import { LANGUAGE_LABELS } from '../code/labels.ts';
import { LANGUAGES, toLanguage } from '../schema/languages.ts';
import { fileWords } from '../words/files.ts';
import { commonWords } from '../words/common.ts';

/** What stands above code: its language, and a button that copies it. */
export interface CodeBar {
  readonly element: HTMLElement;
  draw(language: string | undefined, isEditable: boolean): void;
}

/** How long the button says that it copied, in ms. */
const SAID = 2000;

/** Creates the bar of one code block. It is no part of the text, and keeps the caret where it is. */
export function createCodeBar(
  ownerDocument: Document,
  choose: (language: string | null) => void,
  textOf: () => string,
): CodeBar {
  const element = ownerDocument.createElement('div');
  element.className = 'weft-code-bar';
  element.contentEditable = 'false';
  const select = element.appendChild(ownerDocument.createElement('select'));
  select.setAttribute('aria-label', fileWords().codeLanguage);
  for (const id of ['' as const, ...LANGUAGES]) {
    const option = select.appendChild(ownerDocument.createElement('option'));
    option.value = id;
    option.textContent = id === '' ? fileWords().plainText : LANGUAGE_LABELS[id];
  }
  select.addEventListener('change', () => choose(select.value === '' ? null : select.value));
  const name = element.appendChild(ownerDocument.createElement('span'));
  const copy = element.appendChild(ownerDocument.createElement('button'));
  copy.type = 'button';
  copy.textContent = commonWords().copy;
  copy.setAttribute('aria-live', 'polite');
  copy.addEventListener('mousedown', (event) => event.preventDefault());
  copy.addEventListener('click', () => {
    const window = ownerDocument.defaultView;
    const say = (words: string): void => {
      copy.textContent = words;
      window?.setTimeout(() => {
        copy.textContent = commonWords().copy;
      }, SAID);
    };
    window?.navigator.clipboard.writeText(textOf()).then(
      () => say(commonWords().copied),
      () => say(fileWords().notAllowed),
    );
  });
  return {
    element,
    draw(language, isEditable) {
      select.hidden = !isEditable;
      select.value = language ?? '';
      name.hidden = isEditable;
      const known = toLanguage(language);
      name.textContent = known === undefined ? '' : LANGUAGE_LABELS[known];
    },
  };
}
