/** Modal dialogs: the native element, which traps focus, closes on Escape and gives focus back by itself. */
import { html, render, type TemplateResult } from 'lit/html.js';
import { X } from 'lucide';
import { iconView } from './icon.ts';
import { commonWords } from '../words/common.ts';

/** What a dialog shows. `body` is asked again on `update`. */
export interface DialogOptions {
  readonly title: string;
  readonly body: (dialog: Dialog) => TemplateResult;
  /** `wide` for reference pages, `narrow` for a question, `picture` for as much as the window has. */
  readonly size?: 'narrow' | 'regular' | 'wide' | 'picture';
  readonly onClose?: () => void;
}

/** An open dialog. */
export interface Dialog {
  readonly element: HTMLDialogElement;
  update(): void;
  close(): void;
}

let opened = 0;

/** Opens a modal dialog inside `host`, removed when it closes. */
export function openDialog(host: HTMLElement, options: DialogOptions): Dialog {
  const element = document.createElement('dialog');
  element.className = 'weft-dialog';
  element.dataset['size'] = options.size ?? 'regular';
  opened += 1;
  const titleId = `weft-dialog-${opened}`;
  element.setAttribute('aria-labelledby', titleId);
  const dialog: Dialog = {
    element,
    update() {
      render(
        html`<div class="weft-dialog-inner">
          <header>
            <h2 id=${titleId}>${options.title}</h2>
            <button type="button" class="weft-icon-button" aria-label=${commonWords().close} @click=${() => element.close()}>
              ${iconView(X)}
            </button>
          </header>
          ${options.body(dialog)}
        </div>`,
        element,
      );
    },
    close: () => element.close(),
  };
  element.addEventListener('close', () => {
    element.remove();
    options.onClose?.();
  });
  // A press on the backdrop lands on the dialog element itself, never on what is inside.
  element.addEventListener('pointerdown', (event) => {
    if (event.target === element) element.close();
  });
  host.append(element);
  dialog.update();
  element.showModal();
  const first = element.querySelector<HTMLElement>('[data-autofocus]');
  first?.focus();
  return dialog;
}
