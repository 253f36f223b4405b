/** A file that is put into an open document, at the caret. */
import type { WeftDocument } from '@weft/crdt-core';
import type { Editor } from '@weft/editor-ui';
import { insertTaken, takeIn } from '@weft/editor-ui/formats';
import type { App } from '../app.ts';
import { createId } from './import-files.ts';
import { readFile } from './read-file.ts';
import { tellProgress, TOPIC } from './tell-progress.ts';
import { toSentence } from '@weft/editor-ui/words';
import { exchangeWords } from '../words/exchange.ts';

/** Imports a file at the caret, as one step that undo takes back. Nothing of the text changes before all of it is here. */
export async function importHere(app: App, shared: WeftDocument, editor: Editor, file: File): Promise<void> {
  const { notices } = app;
  const stop = new AbortController();
  const tell = (words: string): void => tellProgress(notices, stop, words);
  const trouble = (words: string): void => notices.show({ topic: TOPIC, kind: 'trouble', words });
  tell(exchangeWords().reading(file.name));
  const read = await readFile(file, stop.signal);
  if (!read.ok) return trouble(read.sentence);
  const onProgress = (done: number, total: number): void => tell(exchangeWords().files(file.name, done + 1, total));
  const taken = await takeIn(read.value, { attachments: shared.attachments, signal: stop.signal, onProgress });
  if (!taken.ok) return trouble(toSentence(taken.failure));
  const refused = insertTaken(editor, taken.value.nodes, createId);
  if (refused !== undefined) return trouble(toSentence(refused));
  const notes = taken.value.notes.map((note) => exchangeWords().notes[note]);
  const isTrouble = taken.value.notes.includes('files-left');
  notices.show({
    topic: TOPIC,
    kind: isTrouble ? 'trouble' : 'done',
    words: [exchangeWords().inserted(file.name), ...notes].join(' '),
  });
}
