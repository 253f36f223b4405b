/** KEY-8: what someone who was removed wrote afterwards: to look at, to take in, or to drop. */
import type { LateChanges, WeftDocument } from '@weft/crdt-core';
import { colorToInk, nameToInitials, openDialog } from '@weft/editor-ui/ui';
import { html, nothing, type TemplateResult } from 'lit/html.js';
import type { App } from '../app.ts';
import { askConfirm } from './confirm.ts';
import { commonWords } from '@weft/editor-ui/words';
import { documentWords } from '../words/document.ts';

const TOPIC = 'late';

/** Shows late changes until there are none left. */
export function openLate(app: Pick<App, 'root' | 'notices'>, shared: Pick<WeftDocument, 'people'>): void {
  const { people } = shared;
  const words = documentWords();
  const stop = people.late.subscribe(() => {
    if (people.late.get().length === 0) dialog.close();
    else update();
  });
  const dialog = openDialog(app.root, {
    title: words.lateTitle,
    onClose: () => stop(),
    body: () => view(),
  });
  update();

  function update(): void {
    dialog.update();
    for (const avatar of dialog.element.querySelectorAll<HTMLElement>('[data-color]')) {
      const color = avatar.dataset['color'] ?? '';
      avatar.style.setProperty('--weft-person', color);
      avatar.style.setProperty('--weft-person-ink', colorToInk(color));
    }
  }

  function toName({ device }: LateChanges): string {
    if (device === undefined) return words.nobodyVouches;
    return device.name === '' ? commonWords().someone : device.name;
  }

  function takeIn(late: LateChanges): void {
    people.takeIn(late.session);
    app.notices.show({ topic: TOPIC, kind: 'done', words: words.takenIn(toName(late)) });
  }

  async function discard(late: LateChanges): Promise<void> {
    const sure = await askConfirm(app.root, {
      title: words.discardTitle,
      words: [words.discardWords(toName(late))],
      confirm: words.discard,
      danger: true,
    });
    if (!sure) return;
    people.discard(late.session);
    app.notices.show({ topic: TOPIC, kind: 'done', words: words.discarded });
  }

  function lateView(late: LateChanges): TemplateResult {
    const name = toName(late);
    const text = people.previewLate(late.session).trim();
    const count = words.changes(late.changes);
    return html`<li class="app-late">
      <span class="weft-avatar" aria-hidden="true" data-color=${late.device?.color ?? '#7a756d'}
        >${late.device === undefined ? '?' : nameToInitials(name)}</span
      >
      <div class="app-device-words">
        <h3>${name}</h3>
        <p>${count}${late.device === undefined ? nothing : html` · <span class="app-numbers-line">${late.device.fingerprint}</span>`}</p>
      </div>
      ${
        text === ''
          ? html`<p class="app-late-none">${words.noWords}</p>`
          : html`<blockquote class="app-late-text" tabindex="0" aria-label=${words.wordsOf(name)}>${text}</blockquote>`
      }
      <div class="app-late-actions">
        <button type="button" class="weft-button" aria-label=${words.discardOf(name)} @click=${() => discard(late)}>
          ${words.discardAsk}
        </button>
        <button
          type="button"
          class="weft-button"
          data-primary
          aria-label=${words.takeInOf(name)}
          @click=${() => takeIn(late)}
        >${words.takeIn}</button>
      </div>
    </li>`;
  }

  function view(): TemplateResult {
    return html`<p>${words.lateLead}</p>
      <ul class="app-devices" aria-label=${words.lateList}>${people.late.get().map(lateView)}</ul>`;
  }
}
