/** Copies of an open document: asked for, put together, handed to the browser. */
import type { AttachmentReference, WeftDocument } from '@weft/crdt-core';
import { contentToReferences } from '@weft/editor-ui';
import { downloadBytes } from '@weft/editor-ui/ui';
import type { App } from '../app.ts';
import { askSaveCopy } from '../dialogs/save-copy.ts';
import { toSentence } from '@weft/editor-ui/words';
import { copyWords } from '../words/copies.ts';

const TOPIC = 'copy';

/** Asks how, and saves a copy of an open document. */
export function saveCopy(app: App, shared: WeftDocument): void {
  // One file may stand in a document twice.
  const references = [...new Map(contentToReferences(shared.content).map((each) => [each.session, each])).values()];
  const bytes = references.reduce((sum, each) => sum + each.bytes, 0);
  askSaveCopy(app.root, new Date(), {
    files: { count: references.length, bytes },
    save(name, withFiles) {
      if (withFiles) void saveWithFiles(app, shared, references, name);
      else downloadBytes(shared.exportFile(), name);
    },
  });
}

async function saveWithFiles(
  app: App,
  shared: WeftDocument,
  references: readonly AttachmentReference[],
  name: string,
): Promise<void> {
  const { notices } = app;
  const onProgress = (done: number, total: number): void =>
    notices.show({ topic: TOPIC, kind: 'info', words: copyWords().putting(done + 1, total) });
  const saved = await shared.exportWithFiles(references, { onProgress });
  if (!saved.ok) {
    notices.show({ topic: TOPIC, kind: 'trouble', words: toSentence(saved.failure) });
    return;
  }
  const { bytes, missing } = saved.value;
  downloadBytes(bytes, name);
  const words = missing.length === 0 ? copyWords().saved : copyWords().savedWithout(missing.length);
  notices.show({ topic: TOPIC, kind: missing.length === 0 ? 'done' : 'trouble', words });
}
