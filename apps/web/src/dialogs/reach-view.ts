/** How far a text may go when its person asks for help with it: the address of their own, and what the open document allows. */
import type { Library, TextReach } from '@weft/crdt-core';
import { html, nothing, type TemplateResult } from 'lit/html.js';
import { toHost } from '../to-host.ts';
import { endpointWords } from '../words/endpoint.ts';

const REACHES: readonly TextReach[] = ['device', 'devices', 'address'];

/** @param roomId of the document that is open, if one is */
export function reachView(
  library: Library,
  roomId: string | undefined,
  showEndpoint: () => void,
  changed: () => void,
): TemplateResult {
  const words = endpointWords();
  const { endpoint } = library.settings();
  const reach = roomId === undefined ? undefined : (library.get(roomId)?.reach ?? 'devices');
  async function set(value: TextReach): Promise<void> {
    if (roomId !== undefined) await library.put({ roomId, reach: value });
    changed();
  }
  return html`<section class="app-between" aria-label=${words.title}>
    <h3>${words.title}</h3>
    <p class="app-stored"><span>${words.openBody(endpoint === undefined ? '' : toHost(endpoint.address))}</span>
      <button type="button" class="weft-button" @click=${showEndpoint}>${endpoint === undefined ? words.open : words.change}</button></p>
    ${
      reach === undefined
        ? nothing
        : html`<fieldset class="app-reach">
            <legend>${words.reach}</legend>
            ${REACHES.map(
              (one) => html`<label><input type="radio" name="reach" value=${one} .checked=${reach === one}
                  ?disabled=${one === 'address' && endpoint === undefined && reach !== 'address'}
                  @change=${() => void set(one)} /><span>${words.reaches[one]}</span></label>`,
            )}
            <p class="app-hint">${words.reachBody}</p>
          </fieldset>`
    }
  </section>`;
}
