/** Asks for a link's address beside the selection, and says what is wrong with it before it is taken. */
import { html, nothing, render } from 'lit/html.js';
import { editorFailure } from '../errors.ts';
import { typedToHref } from '../schema/href.ts';
import type { Editor } from '../editor.ts';
import { createCleanup, type Part } from './part.ts';
import { type Anchor, closePopover, openPopover } from './popover.ts';
import { toSentence } from '../words/failures.ts';
import { barWords } from '../words/bars.ts';
import { commonWords } from '../words/common.ts';

/** Creates the popover; it opens by itself when the editor asks for an address. */
export function createLinkPopover(editor: Editor): Part {
  const element = document.createElement('div');
  element.className = 'weft-link-field';
  element.popover = 'auto';
  element.setAttribute('role', 'dialog');
  element.setAttribute('aria-label', barWords().link);
  const cleanup = createCleanup();
  let href = '';
  let problem: string | undefined;

  const anchor: Anchor = {
    getBoundingClientRect: () => editor.selectionRect() ?? editor.view.dom.getBoundingClientRect(),
  };
  const finish = (): void => {
    closePopover(element);
    editor.focus('here');
  };
  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    const field = element.querySelector('input');
    const read = typedToHref(field?.value ?? '');
    if (read === undefined) {
      problem = toSentence(editorFailure('link-refused'));
      paint();
      field?.focus();
      return;
    }
    closePopover(element);
    editor.commands.link.run({ href: read });
    editor.focus('here');
  };
  const remove = (): void => {
    closePopover(element);
    editor.commands.unlink.run();
    editor.focus('here');
  };
  const paint = (): void => {
    render(
      html`<form novalidate @submit=${submit}>
        <input
          type="text"
          dir="ltr"
          inputmode="url"
          autocomplete="off"
          spellcheck="false"
          placeholder=${barWords().typeAddress}
          aria-label=${barWords().address}
          aria-invalid=${problem === undefined ? nothing : 'true'}
          aria-describedby=${problem === undefined ? nothing : 'weft-link-problem'}
          @input=${() => {
            if (problem === undefined) return;
            problem = undefined;
            paint();
          }}
        />
        <button type="submit" class="weft-button" data-primary>${href === '' ? barWords().addLink : commonWords().save}</button>
        ${href === '' ? nothing : html`<button type="button" class="weft-button" @click=${remove}>${commonWords().remove}</button>`}
      </form>
      ${problem === undefined ? nothing : html`<p id="weft-link-problem" class="weft-problem" role="alert">${problem}</p>`}`,
      element,
    );
  };
  cleanup.add(
    editor.on('link-request', (request) => {
      href = request.href;
      problem = undefined;
      paint();
      openPopover(element, anchor, 'bottom-start');
      const field = element.querySelector('input');
      if (field === null) return;
      field.value = href;
      field.focus();
      field.select();
    }),
  );
  cleanup.listen(element, 'keydown', (event) => {
    if (event.key !== 'Escape') return;
    event.preventDefault();
    event.stopPropagation();
    finish();
  });
  cleanup.add(() => element.remove());
  return { element, destroy: () => cleanup.run() };
}
