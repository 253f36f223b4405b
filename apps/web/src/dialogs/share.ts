import type { Ports, WeftDocument } from '@weft/crdt-core';
import { type Capability, capabilityToLink, capabilityToWrappedLink, type Result, wipeCapability } from '@weft/crypto';
import { iconView, openDialog } from '@weft/editor-ui/ui';
import { html, nothing, type TemplateResult } from 'lit/html.js';
import { Check, Copy, Eye, KeyRound, MessageSquare, Pencil } from 'lucide';
import { pageOrigin } from '../documents.ts';
import { whenLoaded } from '../load.ts';
import { type AnyFailure, commonWords, toSentence } from '@weft/editor-ui/words';
import { shareWords } from '../words/share.ts';

type Grant = 'editor' | 'commenter' | 'viewer' | 'owner';

const icons = { editor: Pencil, commenter: MessageSquare, viewer: Eye, owner: KeyRound } as const;

/** Fewer letters than this are no protection, so they are refused. */
const LEAST_PASSPHRASE = 8;

/** What a person may hand on: what they have, or less. */
function toGrants({ canEdit, canComment }: WeftDocument): readonly Grant[] {
  return canEdit ? ['editor', 'commenter', 'viewer'] : canComment ? ['commenter', 'viewer'] : ['viewer'];
}

/** The link for a role, or the sentence that says why there is none. */
async function toLink(
  ports: Ports,
  document: WeftDocument,
  grant: Grant,
  passphrase: string | undefined,
): Promise<{ link: string } | { problem: string }> {
  const { sodium, random } = ports;
  const capability: Result<Capability, AnyFailure> =
    grant === 'owner' ? { ok: true, value: document.people.ownCapability() } : document.capability(grant);
  if (!capability.ok) return { problem: toSentence(capability.failure) };
  try {
    if (passphrase === undefined) return { link: capabilityToLink(sodium, capability.value, pageOrigin()) };
    const locked = await whenLoaded(() =>
      capabilityToWrappedLink(sodium, random, capability.value, pageOrigin(), passphrase),
    );
    return locked.ok ? { link: locked.value } : { problem: toSentence(locked.failure) };
  } finally {
    // KEY-9: the owner's key is not left lying about.
    if (grant === 'owner') wipeCapability(sodium, capability.value);
  }
}

/** Shows the links of a document and what each grants. */
export function openShare(host: HTMLElement, ports: Ports, document: WeftDocument): void {
  const grantable = toGrants(document);
  let copied: Grant | undefined;
  let busy: Grant | undefined;
  let problem: string | undefined;
  let shown: string | undefined;
  let locked = false;
  const say = shareWords();

  openDialog(host, {
    title: say.title,
    body: (dialog) => {
      const copy = async (grant: Grant): Promise<void> => {
        if (busy !== undefined) return;
        const typed = dialog.element.querySelector<HTMLInputElement>('#app-passphrase')?.value ?? '';
        [problem, copied, shown] = [undefined, undefined, undefined];
        if (locked && typed.length < LEAST_PASSPHRASE) {
          problem = say.tooShort(LEAST_PASSPHRASE);
          dialog.update();
          return;
        }
        busy = grant;
        dialog.update();
        const made = await toLink(ports, document, grant, locked ? typed : undefined);
        busy = undefined;
        if ('problem' in made) problem = made.problem;
        else {
          try {
            await navigator.clipboard.writeText(made.link);
            copied = grant;
          } catch {
            // No clipboard here: the link is shown instead, to be copied by hand.
            shown = made.link;
          }
        }
        dialog.update();
      };
      const row = (grant: Grant): TemplateResult => {
        const { title, words, copy: label } = say.grants[grant];
        const { copy: copyWord, copied: copiedWord } = commonWords();
        const face = busy === grant ? say.locking : copied === grant ? copiedWord : copyWord;
        return html`<li class="app-grant">
          ${iconView(icons[grant])}
          <div>
            <h3>${title}</h3>
            <p>${words}</p>
          </div>
          <button
            type="button"
            class="weft-button"
            aria-label=${face === copyWord ? label : nothing}
            ?data-autofocus=${grant === grantable[0]}
            @click=${() => copy(grant)}
          >
            ${iconView(copied === grant ? Check : Copy, 16)}<span>${face}</span>
          </button>
        </li>`;
      };
      return html`<ul class="app-grants">${grantable.map(row)}</ul>
        <label class="app-check">
          <input
            type="checkbox"
            .checked=${locked}
            @change=${(event: Event) => {
              locked = (event.currentTarget as HTMLInputElement).checked;
              [problem, copied] = [undefined, undefined];
              dialog.update();
              if (locked) dialog.element.querySelector<HTMLInputElement>('#app-passphrase')?.focus();
            }}
          />
          ${say.lock}
        </label>
        ${
          locked
            ? html`<label class="app-label" for="app-passphrase">${say.passphrase}</label>
              <input
                id="app-passphrase"
                class="weft-field"
                type="text"
                autocomplete="off"
                spellcheck="false"
                placeholder=${say.fewWords}
                @input=${() => {
                  if (copied === undefined && problem === undefined) return;
                  [problem, copied] = [undefined, undefined];
                  dialog.update();
                }}
              />
              <p class="app-hint">${say.tellOtherwise}</p>`
            : nothing
        }
        ${problem === undefined ? nothing : html`<p class="weft-problem" role="alert">${problem}</p>`}
        ${
          shown === undefined
            ? nothing
            : html`<label class="app-label" for="app-link">${say.copyThis}</label>
              <textarea dir="ltr" id="app-link" class="weft-field app-link-field" rows="4" readonly .value=${shown}
                @focus=${(event: Event) => (event.currentTarget as HTMLTextAreaElement).select()}></textarea>`
        }
        <div class="weft-hidden" role="status">${copied === undefined ? '' : say.grants[copied].copied}</div>
        ${
          document.people.governs
            ? html`<details class="app-owner-link">
                <summary>${say.ownDevice}</summary>
                <ul class="app-grants">${row('owner')}</ul>
              </details>`
            : nothing
        }
        <p class="app-hint app-hint-last">
          ${say.keyInLink} ${document.people.governs ? say.mayReplace : say.onlyOwner}
        </p>`;
    },
  });
}
