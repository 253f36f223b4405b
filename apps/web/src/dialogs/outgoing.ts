/** What would be sent to the address that the person named, all of it, and whether it may go. */
import { openDialog } from '@weft/editor-ui/ui';
import type { Outgoing } from '@weft/local-ai/models';
import { html } from 'lit/html.js';
import { toHost } from '../to-host.ts';
import { endpointWords } from '../words/endpoint.ts';

/** @returns false where the dialog was closed in any other way than by its button, or the task was cancelled */
export function askOutgoing(host: HTMLElement, outgoing: Outgoing, signal: AbortSignal): Promise<boolean> {
  if (signal.aborted) return Promise.resolve(false);
  const words = endpointWords();
  const { address, model, instructions, text } = outgoing;
  return new Promise((resolve) => {
    let answer = false;
    const dialog = openDialog(host, {
      title: words.sendTitle(toHost(address)),
      onClose() {
        signal.removeEventListener('abort', stop);
        resolve(answer);
      },
      body: () => html`<p>${words.sendLead(address, model)}</p>
        <section class="app-outgoing" aria-label=${words.sendAll} tabindex="0">
          <h3>${words.sendText}</h3><p>${text}</p>
          <h3>${words.sendInstructions}</h3><p lang="en">${instructions}</p>
        </section>
        <div class="weft-dialog-actions">
          <button type="button" class="weft-button" data-autofocus @click=${() => dialog.close()}>${words.sendNot}</button>
          <button
            type="button"
            class="weft-button"
            data-primary
            @click=${() => {
              answer = true;
              dialog.close();
            }}
          >${words.send}</button>
        </div>`,
    });
    const stop = (): void => dialog.close();
    signal.addEventListener('abort', stop, { once: true });
  });
}
