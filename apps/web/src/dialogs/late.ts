/** KEY-8: what someone who was removed wrote afterwards: to look at, to take in, or to drop. */
import type { LateChanges, WeftDocument } from '@weft/crdt-core';
import { colorToInk, nameToInitials, openDialog } from '@weft/editor-ui/ui';
import { html, nothing, type TemplateResult } from 'lit/html.js';
import type { App } from '../app.ts';
import { askConfirm } from './confirm.ts';

const TOPIC = 'late';

/** Shows late changes until there are none left. */
export function openLate(app: Pick<App, 'root' | 'notices'>, shared: Pick<WeftDocument, 'people'>): void {
  const { people } = shared;
  const stop = people.late.subscribe(() => {
    if (people.late.get().length === 0) dialog.close();
    else update();
  });
  const dialog = openDialog(app.root, {
    title: 'Written after the removal',
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
    if (device === undefined) return 'A device nobody vouches for';
    return device.name === '' ? 'Someone' : device.name;
  }

  function takeIn(late: LateChanges): void {
    people.takeIn(late.session);
    app.notices.show({ topic: TOPIC, kind: 'done', words: `Taken in: what ${toName(late)} wrote is in the document.` });
  }

  async function discard(late: LateChanges): Promise<void> {
    const sure = await askConfirm(app.root, {
      title: 'Discard these changes?',
      words: [`What ${toName(late)} wrote after the removal is dropped on this device. This cannot be undone.`],
      confirm: 'Discard',
      danger: true,
    });
    if (!sure) return;
    people.discard(late.session);
    app.notices.show({ topic: TOPIC, kind: 'done', words: 'Discarded on this device.' });
  }

  function lateView(late: LateChanges): TemplateResult {
    const name = toName(late);
    const text = people.previewLate(late.session).trim();
    const count = late.changes === 1 ? '1 change' : `${late.changes} changes`;
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
          ? html`<p class="app-late-none">No words are added: text is taken out, or how it looks changes.</p>`
          : html`<blockquote class="app-late-text" tabindex="0" aria-label=${`Words of ${name}`}>${text}</blockquote>`
      }
      <div class="app-late-actions">
        <button type="button" class="weft-button" aria-label=${`Discard what ${name} wrote`} @click=${() => discard(late)}>
          Discard…
        </button>
        <button
          type="button"
          class="weft-button"
          data-primary
          aria-label=${`Take in what ${name} wrote`}
          @click=${() => takeIn(late)}
        >Take in</button>
      </div>
    </li>`;
  }

  function view(): TemplateResult {
    return html`<p>
        These changes came after their author was removed. Taken in, they are in the document for everyone; until then
        nobody sees them in it.
      </p>
      <ul class="app-devices" aria-label="Late changes">${people.late.get().map(lateView)}</ul>`;
  }
}
