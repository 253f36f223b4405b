/** The address of the person's own, asked for what this device cannot do: named, tried, forgotten. */
import { openDialog } from '@weft/editor-ui/ui';
import { commonWords, list, toSentence } from '@weft/editor-ui/words';
import { createBrowserAsk, listEndpointModels, toEndpointAddress } from '@weft/local-ai/models';
import { html, nothing, type TemplateResult } from 'lit/html.js';
import type { App } from '../app.ts';
import { toHost } from '../to-host.ts';
import { endpointWords } from '../words/endpoint.ts';

/** Models that are named in a sentence; a server may have hundreds. */
const MOST_NAMED = 8;

export function openEndpoint(app: Pick<App, 'root' | 'library'>): void {
  const words = endpointWords();
  const controller = new AbortController();
  let problem: string | undefined;
  let said = '';
  let isTrying = false;
  let known: readonly string[] = [];
  const dialog = openDialog(app.root, {
    title: words.title,
    body: () => body(),
    onClose: () => controller.abort(),
  });

  const field = (name: string): string =>
    dialog.element.querySelector<HTMLInputElement>(`#app-endpoint-${name}`)?.value.trim() ?? '';

  /** What stands in the fields; undefined where the address is none, which is said. */
  function read(): { readonly address: string; readonly model: string; readonly key: string } | undefined {
    const address = toEndpointAddress(field('address'));
    [problem, said] = [address === undefined ? words.noAddress : undefined, ''];
    return address === undefined ? undefined : { address, model: field('model'), key: field('key') };
  }

  async function tryOut(): Promise<void> {
    const wanted = read();
    if (wanted === undefined || isTrying) return dialog.update();
    isTrying = true;
    dialog.update();
    const found = await listEndpointModels(wanted, createBrowserAsk(), controller.signal);
    isTrying = false;
    if (controller.signal.aborted) return;
    if (found.ok) {
      known = found.value;
      said = known.length === 0 ? words.answers : words.has(list(known.slice(0, MOST_NAMED)));
    } else problem = toSentence(found.failure);
    dialog.update();
  }

  async function save(): Promise<void> {
    const wanted = read();
    if (wanted !== undefined && wanted.model === '') problem = words.noModel;
    if (wanted === undefined || problem !== undefined) return dialog.update();
    const kept = await app.library.setSettings({ endpoint: wanted });
    if (kept.ok) said = words.saved(toHost(wanted.address));
    else problem = toSentence(kept.failure);
    dialog.update();
  }

  async function forget(): Promise<void> {
    const kept = await app.library.setSettings({ endpoint: undefined });
    [problem, said] = kept.ok ? [undefined, words.forgotten] : [toSentence(kept.failure), ''];
    for (const input of dialog.element.querySelectorAll('input')) input.value = '';
    dialog.update();
  }

  function fieldView(
    name: string,
    label: string,
    value: string,
    more: { readonly hint?: string } = {},
  ): TemplateResult {
    const id = `app-endpoint-${name}`;
    return html`<label class="app-label" for=${id}>${label}</label>
      <input id=${id} class="weft-field" type=${name === 'key' ? 'password' : 'text'} autocomplete="off" spellcheck="false"
        inputmode=${name === 'address' ? 'url' : 'text'} list=${name === 'model' ? 'app-endpoint-models' : nothing}
        placeholder=${name === 'address' ? 'http://127.0.0.1:11434/v1/' : nothing} .value=${value}
        aria-describedby=${more.hint === undefined ? nothing : `${id}-hint`} />
      ${more.hint === undefined ? nothing : html`<p class="app-hint" id=${`${id}-hint`}>${more.hint}</p>`}`;
  }

  function body(): TemplateResult {
    const { endpoint } = app.library.settings();
    return html`<p>${words.lead}</p>
      <form class="app-model-form" @submit=${(event: SubmitEvent) => {
        event.preventDefault();
        void save();
      }}>
        ${fieldView('address', words.address, endpoint?.address ?? '', { hint: words.addressHint(location.origin) })}
        ${fieldView('model', words.model, endpoint?.model ?? '')}
        <datalist id="app-endpoint-models">${known.map((name) => html`<option value=${name}></option>`)}</datalist>
        ${fieldView('key', words.key, endpoint?.key ?? '', { hint: words.keyHint })}
        ${problem === undefined ? nothing : html`<p class="weft-problem" role="alert">${problem}</p>`}
        <p class="app-model-said" role="status">${said}</p>
        <div class="weft-dialog-actions">
          ${
            endpoint === undefined
              ? nothing
              : html`<button type="button" class="weft-button" data-danger @click=${() => void forget()}>${words.forget}</button>`
          }
          <button type="button" class="weft-button" ?disabled=${isTrying} @click=${() => void tryOut()}>${isTrying ? words.trying : words.tryOut}</button>
          <button type="submit" class="weft-button" data-primary>${commonWords().save}</button>
        </div>
      </form>`;
  }
}
