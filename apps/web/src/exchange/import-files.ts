/** Files that become documents. */
import type { LibraryRecord } from '@weft/crdt-core';
import type { Result } from '@weft/crypto';
import { type ImportNote, seedTaken, takeIn, takeTitle } from '@weft/editor-ui/formats';
import type { App } from '../app.ts';
import { createDocument } from '../documents.ts';
import { openRecord } from '../screens/open-record.ts';
import { readFile } from './read-file.ts';
import { tellProgress, TOPIC } from './tell-progress.ts';
import { toSentence } from '@weft/editor-ui/words';
import { exchangeWords } from '../words/exchange.ts';

/** The most files that are imported at once. */
const MOST_FILES = 50;

/** What came of several files. */
interface Outcome {
  readonly made: readonly LibraryRecord[];
  readonly notes: ReadonlySet<ImportNote>;
  readonly problems: readonly string[];
}

/**
 * Imports files one after another, each into a document of its own, and says what came of it. Cancelling keeps what is done.
 * @returns the document, where there is exactly one
 */
export async function importFiles(app: App, files: readonly File[]): Promise<LibraryRecord | undefined> {
  const { notices } = app;
  if (files.length > MOST_FILES) {
    notices.show({ topic: TOPIC, kind: 'trouble', words: exchangeWords().tooMany });
    return undefined;
  }
  const stop = new AbortController();
  const tell = (words: string): void => tellProgress(notices, stop, words);
  const made: LibraryRecord[] = [];
  const notes = new Set<ImportNote>();
  const problems: string[] = [];
  for (const file of files) {
    if (stop.signal.aborted) break;
    tell(exchangeWords().reading(file.name));
    const one = await importFile(app, file, stop.signal, tell);
    if (one.ok) {
      made.push(one.value.record);
      for (const note of one.value.notes) notes.add(note);
    } else
      problems.push(
        files.length === 1 ? toSentence(one.failure) : exchangeWords().failed(file.name, toSentence(one.failure)),
      );
  }
  report(app, { made, notes, problems });
  return made.length === 1 && files.length === 1 ? made[0] : undefined;
}

function report({ notices }: App, { made, notes, problems }: Outcome): void {
  const said = [...notes].map((note) => exchangeWords().notes[note]);
  const done = made.length > 0 ? [exchangeWords().imported(made.length)] : [];
  const isTrouble = problems.length > 0 || notes.has('files-left');
  notices.show({
    topic: TOPIC,
    kind: isTrouble ? 'trouble' : 'done',
    words: [...done, ...problems, ...said].join(' '),
  });
}

/** Reads a file, makes a document, seals what came with it, and writes it; of one that fails half-way nothing stays. */
async function importFile(
  app: App,
  file: File,
  signal: AbortSignal,
  tell: (words: string) => void,
): Promise<
  Result<
    { readonly record: LibraryRecord; readonly notes: readonly ImportNote[] },
    { readonly code: string; readonly sentence: string }
  >
> {
  const read = await readFile(file, signal);
  if (!read.ok) return { ok: false, failure: { code: 'import', sentence: read.sentence } };
  const loaded = await app.ports();
  if (!loaded.ok) return loaded;
  const created = await createDocument(app.library, loaded.value);
  if (!created.ok) return created;
  const record = created.value;
  const opened = await openRecord(app, record);
  if (!opened.ok) {
    await app.library.remove(record.roomId);
    return opened;
  }
  const shared = opened.value;
  const onProgress = (done: number, total: number): void => tell(exchangeWords().files(file.name, done + 1, total));
  const taken = await takeIn(read.value, { attachments: shared.attachments, signal, onProgress });
  if (!taken.ok) {
    await shared.close();
    await app.library.remove(record.roomId);
    return taken;
  }
  const titled = takeTitle(taken.value, file.name.replace(/\.\w+$/, ''));
  seedTaken(shared.doc, titled, createId);
  const flushed = await shared.flush();
  const { unsent } = shared.status.get();
  await app.library.put({ roomId: record.roomId, title: shared.title.toString().trim(), unsent });
  await shared.close();
  // What the disk did not take is not said to be imported.
  return flushed.ok ? { ok: true, value: { record, notes: taken.value.notes } } : flushed;
}

/** A fresh id of a block. */
export function createId(): string {
  return crypto.randomUUID().replaceAll('-', '').slice(0, 12);
}
