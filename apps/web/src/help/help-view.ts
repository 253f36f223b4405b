/** The switches for help between devices, in the page of what reads along. */
import type { DocumentDevice, DocumentPeople, Library, OwnDevice } from '@weft/crdt-core';
import { html, nothing, type TemplateResult } from 'lit/html.js';
import { helpWords } from '../words/help.ts';
import { commonWords, compareNames } from '@weft/editor-ui/words';

type SwitchView = (
  label: string,
  explained: string,
  isOn: boolean,
  set: (isOn: boolean) => Promise<void> | void,
) => TemplateResult;

/** A device that is, or can be, marked as the person's own. */
interface Candidate extends OwnDevice {
  readonly fingerprint: string | undefined;
  readonly isOwn: boolean;
}

/** Those marked, and those of the open document, by name. */
function toCandidates(marked: readonly OwnDevice[], here: readonly DocumentDevice[]): readonly Candidate[] {
  const others = here.filter(({ isSelf, isRemoved }) => !isSelf && !isRemoved);
  const isOwn = (id: string): boolean => marked.some((device) => device.id === id);
  return [
    ...others.map(({ id, name, fingerprint }) => ({ id, name, fingerprint, isOwn: isOwn(id) })),
    ...marked
      .filter(({ id }) => !others.some((device) => device.id === id))
      .map((device) => ({ ...device, fingerprint: undefined, isOwn: true })),
  ].sort((a, b) => Number(b.isOwn) - Number(a.isOwn) || compareNames(a.name, b.name) || (a.id < b.id ? -1 : 1));
}

/** @param open - the document that is open, if one is */
export function helpView(
  library: Library,
  open: { readonly roomId: string; readonly people: DocumentPeople } | undefined,
  switchView: SwitchView,
): TemplateResult {
  const words = helpWords();
  const { helpsOwn = false, ownDevices = [] } = library.settings();
  const candidates = toCandidates(ownDevices, open?.people.devices.get() ?? []);

  async function mark({ id, name }: Candidate, isOwn: boolean): Promise<void> {
    const others = library.settings().ownDevices?.filter((device) => device.id !== id) ?? [];
    await library.setSettings({ ownDevices: isOwn ? [...others, { id, name }] : others });
  }

  const deviceView = (device: Candidate): TemplateResult =>
    html`<li>${switchView(
      device.name === '' ? commonWords().someone : device.name,
      device.fingerprint ?? '',
      device.isOwn,
      (isOwn) => mark(device, isOwn),
    )}</li>`;

  return html`<section class="app-between" aria-label=${words.title}>
    <h3>${words.title}</h3>
    <p>${words.lead}</p>
    ${switchView(words.own, words.ownBody, helpsOwn, async (isOn) => {
      await library.setSettings({ helpsOwn: isOn });
    })}
    ${
      candidates.length === 0
        ? html`<p class="app-hint app-own-devices">${open === undefined ? words.noneMarked : words.noneHere}</p>`
        : html`<div class="app-own-devices">
            <h4>${words.mine}</h4>
            <ul aria-label=${words.mine}>${candidates.map(deviceView)}</ul>
            <p class="app-hint">${words.compare}</p>
          </div>`
    }
    ${
      open === undefined
        ? nothing
        : switchView(words.others, words.othersBody, library.get(open.roomId)?.helps === true, async (isOn) => {
            await library.put({ roomId: open.roomId, helps: isOn });
          })
    }
  </section>`;
}
