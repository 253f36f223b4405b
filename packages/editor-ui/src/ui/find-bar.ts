/** Find and replace, under the toolbar. What is found is marked in the text while the bar stands open. */
import { html, nothing, render } from 'lit/html.js';
import { ArrowDown, ArrowUp, CaseSensitive, type IconNode, Regex, WholeWord, X } from 'lucide';
import { MAX_FOUND } from '../find/found.ts';
import type { Editor } from '../editor.ts';
import { iconView } from './icon.ts';
import { createCleanup, type Part } from './part.ts';
import { barWords } from '../words/bars.ts';
import { commonWords } from '../words/common.ts';

/** Creates the bar; it opens when the editor asks for it. */
export function createFindBar(editor: Editor): Part {
  const element = document.createElement('div');
  element.className = 'weft-find';
  element.hidden = true;
  element.setAttribute('role', 'search');
  element.setAttribute('aria-label', barWords().findHere);
  const cleanup = createCleanup();
  let matchCase = false;
  let wholeWord = false;
  let isPattern = false;
  let isReplacing = false;
  let words = '';

  const field = (name: string): HTMLInputElement | null => element.querySelector(`[name="${name}"]`);
  const look = (): void => {
    editor.find.set({ text: field('find')?.value ?? '', matchCase, wholeWord, isPattern });
    paint();
  };
  const close = (): void => {
    element.hidden = true;
    editor.find.set(undefined);
    editor.focus('here');
  };
  /** Says what was replaced until the next search. */
  const replaced = (count: number): void => {
    paint();
    words = barWords().replaced(count);
    paint();
  };
  const replaceOne = (): void => {
    if (editor.find.replace(field('replace')?.value ?? '') > 0) paint();
  };
  const replaceAll = (): void => replaced(editor.find.replaceAll(field('replace')?.value ?? ''));
  const step = (by: 1 | -1): void => {
    editor.find.step(by);
    words = '';
    paint();
  };

  const countWords = (): string => {
    const { found } = editor.state.get();
    if (words !== '') return words;
    if (found === undefined || (field('find')?.value ?? '') === '') return '';
    if (found.problem !== undefined) return '';
    const { current, count } = found;
    if (count === 0) return barWords().notFound;
    return count === MAX_FOUND ? barWords().foundOrMore(current, count) : barWords().found(current, count);
  };
  const iconButton = (label: string, icon: IconNode, run: () => void, pressed?: boolean) => html`<button
    type="button"
    class="weft-icon-button"
    aria-label=${label}
    data-tip=${label}
    aria-pressed=${pressed === undefined ? nothing : String(pressed)}
    @click=${run}
  >${iconView(icon, 16)}</button>`;

  const paint = (): void => {
    const { editable, found } = editor.state.get();
    const problem = found?.problem;
    const say = barWords();
    const { previous, next, close: closeWord } = commonWords();
    render(
      html`<div class="weft-find-row">
          <input name="find" class="weft-field" type="text" aria-label=${say.find} placeholder=${say.find} autocomplete="off" spellcheck="false"
            @input=${() => {
              words = '';
              look();
            }} />
          <span class="weft-find-count" role="status">${countWords()}</span>
          ${iconButton(previous, ArrowUp, () => step(-1))}
          ${iconButton(next, ArrowDown, () => step(1))}
          ${iconButton(
            say.matchCase,
            CaseSensitive,
            () => {
              matchCase = !matchCase;
              look();
            },
            matchCase,
          )}
          ${iconButton(
            say.wholeWord,
            WholeWord,
            () => {
              wholeWord = !wholeWord;
              look();
            },
            wholeWord,
          )}
          ${iconButton(
            say.pattern,
            Regex,
            () => {
              isPattern = !isPattern;
              look();
            },
            isPattern,
          )}
          ${iconButton(closeWord, X, close)}
        </div>
        ${problem === undefined ? nothing : html`<p class="weft-problem" role="alert">${problem === 'invalid' ? say.patternInvalid : say.patternSlow}</p>`}
        ${
          isReplacing && editable
            ? html`<div class="weft-find-row">
                <input name="replace" class="weft-field" type="text" aria-label=${say.replaceWith} placeholder=${say.replaceWith} autocomplete="off" />
                <button type="button" class="weft-button" @click=${replaceOne}>${say.replace}</button>
                <button type="button" class="weft-button" @click=${replaceAll}>${say.replaceAll}</button>
              </div>`
            : nothing
        }`,
      element,
    );
  };

  cleanup.add(
    editor.on('find-request', (request) => {
      isReplacing = request.replace;
      words = '';
      element.hidden = false;
      paint();
      const input = field('find');
      if (input === null) return;
      if (request.text !== '' && !request.text.includes('\n')) input.value = request.text;
      look();
      input.focus();
      input.select();
    }),
  );
  cleanup.listen(element, 'keydown', (event) => {
    if (event.isComposing) return;
    const { name } = event.target as HTMLInputElement;
    if (event.key === 'Escape') close();
    else if (event.key === 'Enter' && name === 'find') step(event.shiftKey ? -1 : 1);
    else if (event.key === 'Enter' && name === 'replace') replaceOne();
    else return;
    event.preventDefault();
    event.stopPropagation();
  });
  cleanup.add(
    editor.state.subscribe(() => {
      if (!element.hidden) paint();
    }),
  );
  cleanup.add(() => element.remove());
  return { element, destroy: () => cleanup.run() };
}
