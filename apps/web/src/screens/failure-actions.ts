/** What a person can do, from an open document, about a failure that is shown there. */
import type { LibraryRecord } from '@weft/crdt-core';
import { linkToCapability } from '@weft/crypto';
import type { BannerAction } from '@weft/editor-ui/ui';
import type { App } from '../app.ts';
import { askAdmission } from '../dialogs/admission.ts';
import { toRelayAddress } from '../relay-address.ts';
import { toSentence } from '@weft/editor-ui/words';
import { documentWords } from '../words/document.ts';

/** Asks for the relay's secret, keeps it sealed with the document's record, and opens the document anew. */
async function admit(app: App, { roomId, localId }: LibraryRecord): Promise<void> {
  const loaded = await app.ports();
  const record = app.library.get(roomId);
  if (!loaded.ok || record === undefined) return;
  const capability = linkToCapability(loaded.value.sodium, record.link);
  if (!capability.ok) return;
  const { host } = new URL(toRelayAddress(capability.value.relays, location));
  askAdmission(app.root, { host, isKnown: record.admission?.[host] !== undefined }, async (secret) => {
    const kept = await app.library.put({ roomId, admission: { [host]: secret } });
    if (!kept.ok) return toSentence(kept.failure);
    app.go({ type: 'document', localId });
    return undefined;
  });
}

/** The buttons beside a failure's sentence; none where there is nothing to be done here. */
export function failureToActions(app: App, record: LibraryRecord, code: string): readonly BannerAction[] | undefined {
  if (code !== 'relay-not-admitted') return undefined;
  return [{ label: documentWords().enterSecret, run: () => void admit(app, record) }];
}
