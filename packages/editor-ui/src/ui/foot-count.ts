/** At the foot: how many words there are or are selected, how long they take to read, and the switch of focus mode. */
import { html, nothing, render } from 'lit/html.js';
import { Focus } from 'lucide';
import { shellWords } from '../words/shell.ts';
import { writingWords } from '../words/writing.ts';
import { countSelected } from '../count.ts';
import type { Editor } from '../editor.ts';
import type { FocusMode } from './focus-mode.ts';
import { iconView } from './icon.ts';
import { createCleanup, type Part } from './part.ts';

/** Words a minute, of a text that is read and not studied. */
const PACE = 230;

/** Minutes, at least one; 0 for a text of a few words. */
export function readingMinutes(words: number): number {
  return words < PACE / 4 ? 0 : Math.max(1, Math.round(words / PACE));
}

export function createFootCount(editor: Editor, root: HTMLElement, announce: (words: string) => void): Part {
  const element = document.createElement('div');
  element.className = 'weft-count';
  const cleanup = createCleanup();
  let mode: FocusMode | undefined;
  let isOn = false;
  let shown = '';
  const apply = async (): Promise<void> => {
    try {
      const { createFocusMode } = await import('./focus-mode.ts');
      if (editor.view.isDestroyed) return;
      if (mode === undefined) cleanup.add((mode = createFocusMode(editor, root)).destroy);
      mode.set(isOn);
    } catch {
      // Out of reach before it was ever fetched: nothing is dimmed.
      isOn = false;
      shown = '';
      paint();
    }
  };
  const toggle = (): void => {
    isOn = !isOn;
    void apply();
    announce(isOn ? writingWords().focusOn : writingWords().focusOff);
    shown = '';
    paint();
    if (isOn) editor.focus('here');
  };
  const paint = (): void => {
    const { words, characters, selectionEmpty } = editor.state.get();
    const part = selectionEmpty ? undefined : countSelected(editor.view.state);
    const key = [words, characters, part?.words, part?.characters].join();
    if (shown === key) return;
    shown = key;
    const minutes = readingMinutes(words);
    const say = writingWords();
    const counted = part === undefined ? shellWords().words(words) : say.selectedWords(part.words, words);
    const letters = say.characters((part ?? { characters }).characters);
    render(
      html`<span role="img" aria-label=${`${counted}, ${letters}`} data-tip=${letters}>${counted}</span>
        ${
          minutes === 0
            ? nothing
            : html`<span class="weft-minutes" data-tip=${writingWords().minutesToRead(minutes)} aria-label=${writingWords().minutesToRead(minutes)} role="img">${writingWords().minutes(minutes)}</span>`
        }
        <button type="button" class="weft-icon-button" aria-label=${writingWords().focusMode} data-tip=${writingWords().focusMode} aria-pressed=${String(isOn)} @click=${toggle}>
          ${iconView(Focus, 14)}
        </button>`,
      element,
    );
  };
  cleanup.add(editor.state.subscribe(paint));
  cleanup.add(() => element.remove());
  paint();
  return { element, destroy: () => cleanup.run() };
}
