/** The part of a document's menu that gets words in and out; what does it is loaded when it is asked for. */
import type { WeftDocument } from '@weft/crdt-core';
import { type Editor, isApplePlatform } from '@weft/editor-ui';
import { type ExportFormat, IMPORT_ACCEPT } from '@weft/editor-ui/formats';
import { type MenuItem, mirrored, pickFiles } from '@weft/editor-ui/ui';
import { FileInput, FileOutput } from 'lucide';
import type { App } from '../app.ts';
import { toSentence } from '@weft/editor-ui/words';
import { exchangeWords } from '../words/exchange.ts';
import { whenLoaded } from '../load.ts';

/** Imports a file at the caret, exports the document. */
export function exchangeItems(app: App, shared: WeftDocument, editor: () => Editor | undefined): readonly MenuItem[] {
  const importIt = {
    label: exchangeWords().importHere,
    icon: mirrored(FileInput),
    run: () => pickFiles({ accept: IMPORT_ACCEPT }, ([file]) => file && void takeFile(app, shared, editor(), file)),
  };
  return [
    { label: exchangeWords().exportAs, icon: mirrored(FileOutput), run: () => void openExport(app, shared, editor()) },
    ...(editor()?.state.get().editable === true ? [importIt] : []),
  ];
}

async function takeFile(app: App, shared: WeftDocument, editor: Editor | undefined, file: File): Promise<void> {
  const part = await whenLoaded(() => import('../exchange/import-here.ts'));
  if (!part.ok) app.notices.show({ topic: 'import', kind: 'trouble', words: toSentence(part.failure) });
  else if (editor !== undefined) await part.value.importHere(app, shared, editor, file);
}

/** Asks how to export a document, and does it. */
export async function openExport(
  app: App,
  shared: WeftDocument,
  editor: Editor | undefined,
  first?: ExportFormat,
): Promise<void> {
  const part = await whenLoaded(() => import('../exchange/export-document.ts'));
  if (!part.ok) app.notices.show({ topic: 'export', kind: 'trouble', words: toSentence(part.failure) });
  else if (editor !== undefined) part.value.exportDocument(app, shared, editor, first);
}

/** The browser's key for printing prints all of a document, pictures nobody scrolled to included. Answers with what ends that. */
export function takePrintKey(app: App, editor: () => Editor | undefined): () => void {
  const keydown = (event: KeyboardEvent): void => {
    const isMod = isApplePlatform(navigator.platform) ? event.metaKey : event.ctrlKey;
    const shown = editor();
    if (!isMod || event.altKey || event.shiftKey || event.key.toLowerCase() !== 'p' || shown === undefined) return;
    event.preventDefault();
    void whenLoaded(() => import('../exchange/print-document.ts')).then((part) =>
      part.ok ? part.value.printDocument(app, shown) : print(),
    );
  };
  addEventListener('keydown', keydown);
  return () => removeEventListener('keydown', keydown);
}
