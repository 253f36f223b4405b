/** One sentence about what is wrong, what to do about it, and the way on. */
import { iconView } from '@weft/editor-ui/ui';
import { html, render } from 'lit/html.js';
import { CircleAlert, type IconNode } from 'lucide';
import type { Screen } from '../app.ts';
import { markView } from '../mark.ts';
import { startWords } from '../words/start.ts';

/** What the screen says. */
export interface FailureView {
  readonly title: string;
  readonly sentence: string;
  readonly icon?: IconNode;
  readonly actions: readonly { readonly label: string; readonly primary?: boolean; run(): void }[];
}

/** Shows a failure in place of a screen. */
export function showFailure(root: HTMLElement, view: FailureView): Screen {
  document.title = 'Weft';
  const element = document.createElement('main');
  element.className = 'app-middle';
  root.replaceChildren(element);
  render(
    html`<a class="app-home" href="#/" aria-label=${startWords().home}>${markView(28)}</a>
      <div class="app-message" role="alert">
        ${iconView(view.icon ?? CircleAlert, 28)}
        <h1>${view.title}</h1>
        <p>${view.sentence}</p>
        <div class="app-message-actions">
          ${view.actions.map(
            (action) =>
              html`<button type="button" class="weft-button" ?data-primary=${action.primary === true} @click=${() => action.run()}>
                ${action.label}
              </button>`,
          )}
        </div>
      </div>`,
    element,
  );
  return { close: () => element.remove() };
}

/** What a failed link is called, by its code. */
export function linkFailureTitle(code: string): string {
  const words = startWords();
  if (code === 'link-version') return words.linkVersion;
  if (code === 'app-incomplete') return words.appIncomplete;
  return code === 'link-absent' ? words.linkAbsent : words.linkBroken;
}
