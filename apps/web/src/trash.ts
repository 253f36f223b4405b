/** Into the trash of this device, out of it again, and away for good. */
import { type LibraryRecord, trashEnds } from '@weft/crdt-core';
import { commonWords, toSentence } from '@weft/editor-ui/words';
import type { App } from './app.ts';
import { askConfirm } from './dialogs/confirm.ts';
import { libraryWords } from './words/library.ts';

const TOPIC = 'trash';

/** What a document is called in sentences about it. */
export function toName(record: LibraryRecord): string {
  return record.title === '' ? commonWords().untitled : record.title;
}

/** Moves a document to the trash, and offers to undo that. */
export async function moveToTrash(app: App, { roomId }: LibraryRecord): Promise<void> {
  const moved = await app.library.put({ roomId, trashedAt: Date.now() });
  if (!moved.ok) {
    app.notices.show({ topic: TOPIC, kind: 'trouble', words: toSentence(moved.failure) });
    return;
  }
  const action = { label: commonWords().undo, run: () => void takeBack(app, moved.value) };
  app.notices.show({
    topic: TOPIC,
    kind: 'info',
    words: libraryWords().inTrash(toName(moved.value)),
    action,
    passes: true,
  });
}

/** Takes a document out of the trash. False where that did not succeed, which is then said. */
export async function takeBack(app: App, record: LibraryRecord): Promise<boolean> {
  const taken = await app.library.put({ roomId: record.roomId, trashedAt: null });
  if (taken.ok) {
    app.notices.show({ topic: TOPIC, kind: 'done', words: libraryWords().takenBack(toName(record)) });
  } else app.notices.show({ topic: TOPIC, kind: 'trouble', words: toSentence(taken.failure) });
  return taken.ok;
}

/** Asks, says what will be lost, and deletes these documents from this device for good. */
export async function deleteForGood(app: App, records: readonly LibraryRecord[]): Promise<void> {
  const [first] = records;
  if (first === undefined) return;
  const say = libraryWords();
  const unsent = records.reduce((sum, record) => sum + (record.unsent ?? 0), 0);
  const answer = await askConfirm(app.root, {
    title: records.length === 1 ? say.removeTitle(toName(first)) : say.emptyTitle(records.length),
    words: [...(unsent > 0 ? [say.neverSent(unsent)] : []), say.othersKeep],
    confirm: say.deleteForGood,
    danger: true,
  });
  if (!answer) return;
  app.notices.dismiss(TOPIC);
  for (const { roomId } of records) {
    // What was taken back meanwhile, in another tab, stays.
    if (app.library.get(roomId)?.trashedAt === undefined) continue;
    const removed = await app.library.remove(roomId);
    if (!removed.ok) app.notices.show({ topic: 'remove', kind: 'trouble', words: toSentence(removed.failure) });
  }
}

/** Deletes what has been in the trash for long. What does not go now is tried again the next time. */
export async function tidyTrash(app: App): Promise<void> {
  for (const record of app.library.trash()) {
    const end = trashEnds(record);
    if (end !== undefined && end <= Date.now()) await app.library.remove(record.roomId);
  }
}
