/** An open document as a file for other programs. */
import type { WeftDocument } from '@weft/crdt-core';
import type { Editor } from '@weft/editor-ui';
import { ENDINGS, exportAs, type ExportFormat } from '@weft/editor-ui/formats';
import { downloadBytes } from '@weft/editor-ui/ui';
import type { App } from '../app.ts';
import { askExport } from '../dialogs/export.ts';
import { typedToFileName } from '../files.ts';
import { printDocument } from './print-document.ts';
import { jobs } from './read-file.ts';
import { commonWords } from '@weft/editor-ui/words';
import { exchangeWords } from '../words/exchange.ts';

const TOPIC = 'export';

/** Asks for the kind and the name of a file, and hands it to the browser. */
export function exportDocument(app: App, shared: WeftDocument, editor: Editor, first: ExportFormat = 'docx'): void {
  askExport(app.root, new Date(), {
    first,
    print: () => void printDocument(app, editor),
    save: (typed, format) => void write(app, shared, editor, format, typedToFileName(typed, ENDINGS[format])),
  });
}

async function write(
  app: App,
  shared: WeftDocument,
  editor: Editor,
  format: ExportFormat,
  name: string,
): Promise<void> {
  const { notices } = app;
  const stop = new AbortController();
  const cancel = { label: commonWords().cancel, run: () => stop.abort() };
  const exported = await exportAs(format, {
    title: shared.title.toString().trim(),
    content: editor.view.state.doc,
    attachments: shared.attachments,
    jobs,
    language: document.documentElement.lang || 'en',
    signal: stop.signal,
    onProgress: (done, total) =>
      notices.show({ topic: TOPIC, kind: 'info', words: exchangeWords().exporting(done + 1, total), action: cancel }),
  });
  if (!exported.ok) {
    const words = exchangeWords().notExported[exported.reason];
    notices.show({ topic: TOPIC, kind: exported.reason === 'cancelled' ? 'info' : 'trouble', words });
    return;
  }
  downloadBytes(exported.bytes, name);
  const { missing } = exported;
  const words = missing === 0 ? exchangeWords().exported : exchangeWords().missing(missing);
  notices.show({ topic: TOPIC, kind: missing === 0 ? 'done' : 'trouble', words });
}
