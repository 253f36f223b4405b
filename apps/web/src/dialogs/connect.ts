import type { PairingFailure, WeftDocument } from '@weft/crdt-core';
import type { Result } from '@weft/crypto';
import { type Dialog, iconView, openDialog } from '@weft/editor-ui/ui';
import { html, nothing, type TemplateResult } from 'lit/html.js';
import { Check, Copy } from 'lucide';
import { drawCode } from '../code-picture.ts';
import { commonWords, toSentence } from '@weft/editor-ui/words';
import { connectWords } from '../words/connect.ts';

/** Where a person is: nothing chosen, showing a first text, reading one, or showing its answer. */
type Step = 'choose' | 'first' | 'read' | 'second' | 'connected';

/** Connects two devices by hand: texts or codes that people carry from one to the other. */
export function openConnect(host: HTMLElement, { pairing }: Pick<WeftDocument, 'pairing'>): void {
  let step: Step = 'choose';
  let shown = '';
  let problem: string | undefined;
  let isBusy = false;
  let isCopied = false;
  const words = connectWords();

  const stop = pairing.state.subscribe((state) => {
    if (state.phase === 'connected') step = 'connected';
    if (state.phase === 'failed') {
      step = 'choose';
      problem = toSentence(state.failure);
    }
    dialog.update();
    draw();
  });

  const dialog = openDialog(host, {
    title: words.title,
    onClose() {
      stop();
      if (step !== 'connected') pairing.cancel();
    },
    body: (open) => view(open),
  });

  function draw(): void {
    drawCode(dialog.element.querySelector('canvas') ?? undefined, shown);
  }

  function show(next: Step): void {
    step = next;
    problem = undefined;
    isCopied = false;
    dialog.update();
    draw();
    dialog.element.querySelector<HTMLElement>('[data-first]')?.focus();
  }

  async function run<T>(work: () => Promise<Result<T, PairingFailure>>, then: (value: T) => void): Promise<void> {
    if (isBusy) return;
    [isBusy, problem] = [true, undefined];
    dialog.update();
    const done = await work();
    isBusy = false;
    if (done.ok) then(done.value);
    else problem = toSentence(done.failure);
    dialog.update();
    draw();
  }

  const typed = (): string =>
    dialog.element.querySelector<HTMLTextAreaElement>('textarea:not([readonly])')?.value ?? '';

  async function copy(): Promise<void> {
    try {
      await navigator.clipboard.writeText(shown);
      isCopied = true;
    } catch {
      // No clipboard here: the text is there to be marked and copied by hand.
      dialog.element.querySelector<HTMLTextAreaElement>('textarea[readonly]')?.select();
    }
    dialog.update();
  }

  function codeView(label: string): TemplateResult {
    return html`<div class="app-code">
      <canvas class="app-code-picture" role="img" aria-label=${words.code}></canvas>
      <div>
        <label class="app-label" for="app-own-text">${label}</label>
        <textarea
          dir="ltr"
          id="app-own-text"
          class="weft-field app-link-field"
          rows="5"
          readonly
          .value=${shown}
          @focus=${(event: Event) => (event.currentTarget as HTMLTextAreaElement).select()}
        ></textarea>
        <button type="button" class="weft-button" data-first @click=${copy}>
          ${iconView(isCopied ? Check : Copy, 16)}<span>${isCopied ? commonWords().copied : words.copyText}</span>
        </button>
      </div>
    </div>`;
  }

  function readView(label: string, action: string, submit: () => void): TemplateResult {
    return html`<form
      @submit=${(event: SubmitEvent) => {
        event.preventDefault();
        submit();
      }}
    >
      <label class="app-label" for="app-other-text">${label}</label>
      <textarea
        dir="ltr"
        id="app-other-text"
        class="weft-field app-link-field"
        rows="4"
        spellcheck="false"
        autocomplete="off"
        ?data-first=${step === 'read'}
      ></textarea>
      <div class="weft-dialog-actions">
        <button type="submit" class="weft-button" data-primary ?disabled=${isBusy}>${action}</button>
      </div>
    </form>`;
  }

  function stepView(open: Dialog): TemplateResult {
    switch (step) {
      case 'choose':
        return html`<p>${words.lead}</p>
          <ol class="app-hint app-steps">
            <li>${words.first}</li>
            <li>${words.second}</li>
            <li>${words.third}</li>
          </ol>
          <div class="weft-dialog-actions">
            <button type="button" class="weft-button" @click=${() => show('read')}>${words.haveText}</button>
            <button
              type="button"
              class="weft-button"
              data-primary
              data-autofocus
              ?disabled=${isBusy}
              @click=${() =>
                run(
                  () => pairing.offer(),
                  (text) => {
                    shown = text;
                    show('first');
                  },
                )}
            >
              ${words.showCode}
            </button>
          </div>`;
      case 'first':
        return html`<p>${words.readThis}</p>
          ${codeView(words.textForOther)}
          ${readView(
            words.answerOfOther,
            words.connect,
            () =>
              void run(
                () => pairing.accept(typed()),
                () => undefined,
              ),
          )}`;
      case 'read':
        return html`<p>${words.paste}</p>
          ${readView(
            words.textOfOther,
            words.answer,
            () =>
              void run(
                () => pairing.answer(typed()),
                (text) => {
                  shown = text;
                  show('second');
                },
              ),
          )}`;
      case 'second':
        return html`<p>${words.giveAnswer}</p>
          ${codeView(words.answerForFirst)}`;
      case 'connected':
        return html`<p role="status">${words.connected}</p>
          <div class="weft-dialog-actions">
            <button type="button" class="weft-button" data-primary @click=${() => open.close()}>${commonWords().done}</button>
          </div>`;
    }
  }

  function view(open: Dialog): TemplateResult {
    return html`${stepView(open)}
      ${problem === undefined ? nothing : html`<p class="weft-problem" role="alert">${problem}</p>`}
      <div class="weft-hidden" role="status">${isCopied ? words.textCopied : ''}</div>
      ${step === 'first' || step === 'second' ? html`<p class="app-hint app-hint-last">${words.sealed}</p>` : nothing}`;
  }
}
