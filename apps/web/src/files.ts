/** `.weft` files and the page: writing one, choosing one, dropping one, and the words for what came of it (LED-6). */
import { type ImportReport, MAX_FILE_BYTES, type WeftDocument } from '@weft/crdt-core';
import { type Notice, type Notices, pickFiles } from '@weft/editor-ui/ui';
import { toSentence } from '@weft/editor-ui/words';
import { copyWords } from './words/copies.ts';

const SUFFIX = '.weft';
const TOPIC = 'file';

/** A file name of what a person typed: nothing that a file system reads as more than a name. */
export function typedToFileName(typed: string, suffix: string = SUFFIX): string {
  // A title that came from elsewhere may be as long as its author likes.
  const name = [...typed.slice(0, 1000).normalize('NFC')]
    .map((letter) => (/[\p{C}/\\:*?"<>|]/u.test(letter) ? ' ' : letter))
    .join('')
    .replace(/\s+/g, ' ')
    .replace(/^[\s.]+|[\s.]+$/g, '')
    .slice(0, 100);
  if (name === '' || name === suffix.slice(1)) return `document${suffix}`;
  return name.toLowerCase().endsWith(suffix) ? name : `${name}${suffix}`;
}

/** Lets the person choose a `.weft` file. Call it while a press is being handled. */
export function pickFile(take: (file: File) => void): void {
  pickFiles({ accept: SUFFIX }, ([file]) => file && take(file));
}

/**
 * Takes `.weft` files that are dropped on an element, before anything inside it does; other drops are left alone.
 * @param others - takes files of other kinds, where they are wanted
 * @returns stops it
 */
export function takeDroppedFiles(
  element: HTMLElement,
  take: (file: File) => void,
  others?: (files: readonly File[]) => void,
): () => void {
  const over = (event: DragEvent): void => {
    // Names are not told before the drop.
    if (event.dataTransfer?.types.includes('Files') !== true) return;
    event.preventDefault();
    if (others !== undefined) element.dataset['drop'] = '';
  };
  const leave = (event: DragEvent): void => {
    // Not from one thing inside to another.
    if (!(event.relatedTarget instanceof Node) || !element.contains(event.relatedTarget))
      delete element.dataset['drop'];
  };
  const drop = (event: DragEvent): void => {
    delete element.dataset['drop'];
    const files = [...(event.dataTransfer?.files ?? [])];
    const file = files.find(({ name }) => name.toLowerCase().endsWith(SUFFIX));
    if (file === undefined && (others === undefined || files.length === 0)) return;
    event.preventDefault();
    event.stopPropagation();
    if (file !== undefined) take(file);
    else others?.(files);
  };
  element.addEventListener('dragleave', leave);
  element.addEventListener('dragover', over, { capture: true });
  element.addEventListener('drop', drop, { capture: true });
  return () => {
    element.removeEventListener('dragleave', leave);
    element.removeEventListener('dragover', over, { capture: true });
    element.removeEventListener('drop', drop, { capture: true });
  };
}

/** The bytes of a file, or the sentence that says why there are none. */
export async function readFileBytes(
  file: File,
): Promise<{ readonly bytes: Uint8Array } | { readonly problem: string }> {
  // Before it fills the memory.
  if (file.size > MAX_FILE_BYTES) return { problem: copyWords().tooLarge };
  try {
    return { bytes: new Uint8Array(await file.arrayBuffer()) };
  } catch {
    return { problem: copyWords().unreadable };
  }
}

/** What an import did, in sentences. */
export function reportToNotice(report: ImportReport): Notice {
  const { added, waiting, refused, failure, refusal, files, storage } = report;
  const say = copyWords();
  const words = [added > 0 ? say.added(added) : files > 0 ? say.noChangeNew : say.nothingNew];
  if (files > 0) words.push(say.filesCame(files));
  if (storage !== undefined) words.push(toSentence(storage));
  if (waiting > 0) words.push(say.waiting(waiting));
  if (refused > 0) words.push(say.refused(refused));
  if (refusal !== undefined) words.push(toSentence(refusal));
  if (failure !== undefined) words.push(toSentence(failure));
  const isTrouble = refused > 0 || failure !== undefined || storage !== undefined;
  return { topic: TOPIC, kind: isTrouble ? 'trouble' : waiting > 0 ? 'info' : 'done', words: words.join(' ') };
}

/** Adds a file to an open document, and says how it goes and what came of it. */
export async function addFileBytes(notices: Notices, shared: WeftDocument, bytes: Uint8Array): Promise<void> {
  let told = 0;
  const imported = await shared.importFile(bytes, (done, total) => {
    const tenth = Math.floor((10 * done) / Math.max(1, total));
    if (tenth === told || done === total) return;
    told = tenth;
    notices.show({ topic: TOPIC, kind: 'info', words: copyWords().adding(tenth / 10) });
  });
  if (imported.ok) notices.show(reportToNotice(imported.value));
  else notices.show({ topic: TOPIC, kind: 'trouble', words: toSentence(imported.failure) });
}

/** As {@link addFileBytes}, of a file that was picked or dropped. */
export async function addFile(notices: Notices, shared: WeftDocument, file: File): Promise<void> {
  const read = await readFileBytes(file);
  if ('problem' in read) notices.show({ topic: TOPIC, kind: 'trouble', words: read.problem });
  else await addFileBytes(notices, shared, read.bytes);
}
