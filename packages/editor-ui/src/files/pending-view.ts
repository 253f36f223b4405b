import { html, nothing, render } from 'lit/html.js';
import { fileWords } from '../words/files.ts';
import { commonWords } from '../words/common.ts';
import { bytesToWords } from '../words/format.ts';
import { partToWords } from './words.ts';

/** What stands in the text while a file is being sealed. */
export interface PendingView {
  readonly element: HTMLElement;
  progress(done: number, total: number): void;
  failed(sentence: string): void;
}

/** What a person can do about it. */
export interface PendingActions {
  cancel(): void;
  retry(): void;
}

/** A card with the file's name, how far it is, and a way to stop it. */
export function createPendingView(
  document: Document,
  file: { readonly name: string; readonly size: number },
  { cancel, retry }: PendingActions,
): PendingView {
  const element = document.createElement('div');
  element.className = 'weft-attachment weft-pending';
  element.contentEditable = 'false';
  const draw = (done: number, total: number, sentence?: string): void => {
    const isFailed = sentence !== undefined;
    const say = fileWords();
    const common = commonWords();
    element.toggleAttribute('data-failed', isFailed);
    render(
      html`<div class="weft-file-card" role="group" aria-label=${say.adding(file.name)}>
        <span class="weft-file-words">
          <b dir="auto">${file.name}</b>
          <small role=${isFailed ? 'alert' : nothing}>${
            sentence ?? say.sealingPart(partToWords(done, total), bytesToWords(file.size))
          }</small>
        </span>
        ${isFailed ? html`<button type="button" class="weft-button" @click=${retry}>${common.tryAgain}</button>` : nothing}
        <button type="button" class="weft-button" @click=${cancel}>${isFailed ? common.remove : common.cancel}</button>
        ${isFailed ? nothing : html`<progress max="100" aria-label=${say.sealing} .value=${total === 0 ? 100 : (100 * done) / total}></progress>`}
      </div>`,
      element,
    );
  };
  return { element, progress: draw, failed: (sentence) => draw(0, file.size, sentence) };
}
