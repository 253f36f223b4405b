/** What the pages of the editor's benchmarks have in common: a document to write in, an editor over it whose frames and timers are the benchmark's. */
import { CONTENT, createEditor, type Editor, type EditorDocument, seedDocument, TITLE } from '@weft/editor-ui';
import { Awareness } from 'y-protocols/awareness';
import * as Y from 'yjs';

/** After so many letters there is a pause of so many ms. */
const WORD = 8;
const PAUSE = 250;

/** A document of so many blocks, `b0`, `b1`, …, of these words. */
export function writeBlocks(doc: Y.Doc, count: number, wordsOf: (index: number) => string): void {
  seedDocument(doc);
  const content = doc.getXmlFragment(CONTENT);
  doc.transact(() => {
    content.delete(0, content.length);
    const blocks = Array.from({ length: count }, (_, index) => {
      const block = new Y.XmlElement('block');
      block.setAttribute('id', `b${index}`);
      const text = new Y.XmlText();
      text.insert(0, wordsOf(index));
      block.insert(0, [text]);
      return block;
    });
    content.push(blocks);
  });
}

export function textOf(doc: Y.Doc, index: number): Y.XmlText {
  return (doc.getXmlFragment(CONTENT).get(index) as Y.XmlElement).get(0) as Y.XmlText;
}

/** A thread on these words of a block, as the editor writes it; lost if they never stood there. */
export function writeThread(doc: Y.Doc, comments: Y.Doc, index: number, words: string): void {
  const text = textOf(doc, index);
  const at = text.toString().indexOf(words);
  const toJson = (offset: number, assoc: number): unknown =>
    Y.relativePositionToJSON(Y.createRelativePositionFromTypeIndex(text, Math.max(0, offset), assoc));
  const entries = comments.getArray('entries');
  const clock = Y.getState(comments.store, comments.clientID);
  const thread = `${comments.clientID.toString(36)}-${clock.toString(36)}`;
  const anchor = { block: `b${index}`, quote: words, tail: '', length: words.length, before: '', after: '', others: 0 };
  // Words that never stood here: both places are one, and nothing is between them.
  const ends = at < 0 ? [0, 0] : [at, at + words.length];
  entries.push([
    { kind: 'thread', anchor: { ...anchor, start: toJson(ends[0] ?? 0, 0), end: toJson(ends[1] ?? 0, -1) } },
  ]);
  entries.push([{ kind: 'comment', thread, text: `A remark on ${words}`, at: 1.76e12, mentions: [] }]);
}

/** What a frame costs besides: style and layout. */
export function layOut(element: Element): void {
  void element.getBoundingClientRect().height;
}

/** Types so many letters through `write`, each with its frame, and a pause after each word; the time in ms. */
export function typeLetters(letters: number, write: (index: number) => void, pause: () => void): number {
  const begin = performance.now();
  for (let i = 0; i < letters; i++) {
    write(i);
    if (i % WORD === WORD - 1) pause();
  }
  return performance.now() - begin;
}

export interface BenchPage {
  readonly editor: Editor;
  readonly awareness: Awareness;
  /** What is due before the next paint, and the layout. */
  frame(): void;
  pause(ms?: number): void;
  /** Pauses and lets go of the thread until something is so. */
  until(isSo: () => boolean): Promise<void>;
  type(letters: number): number;
  close(): void;
}

export function openPage(doc: Y.Doc, more: Partial<EditorDocument> = {}): BenchPage {
  const element = document.body.appendChild(document.createElement('div'));
  const awareness = new Awareness(doc);
  let frames: (() => void)[] = [];
  let now = 0;
  let timeouts: { readonly at: number; readonly callback: () => void }[] = [];
  const editor = createEditor({
    element,
    document: {
      doc,
      content: doc.getXmlFragment(CONTENT),
      title: doc.getText(TITLE),
      awareness,
      canEdit: true,
      ...more,
    },
    ports: {
      frame(callback) {
        frames.push(callback);
        return () => {
          frames = frames.filter((other) => other !== callback);
        };
      },
      timeout(ms, callback) {
        const timer = { at: now + ms, callback };
        timeouts.push(timer);
        return () => {
          timeouts = timeouts.filter((other) => other !== timer);
        };
      },
    },
  });
  const { view } = editor;
  const frame = (): void => {
    const due = frames;
    frames = [];
    for (const callback of due) callback();
    layOut(view.dom);
  };
  const pause = (ms: number = PAUSE): void => {
    now += ms;
    const due = timeouts.filter(({ at }) => at <= now);
    timeouts = timeouts.filter(({ at }) => at > now);
    for (const { callback } of due) callback();
    frame();
  };
  return {
    editor,
    awareness,
    frame,
    pause,
    async until(isSo) {
      for (let round = 0; !isSo(); round++) {
        if (round > 1_000) throw new Error('what was waited for does not come');
        pause(5_000);
        await new Promise((resolve) => setTimeout(resolve));
      }
    },
    type(letters) {
      const position = view.state.doc.child(0).nodeSize + 4;
      return typeLetters(
        letters,
        (index) => {
          view.dispatch(view.state.tr.insertText('x', position + index));
          frame();
        },
        () => pause(),
      );
    },
    close() {
      editor.destroy();
      awareness.destroy();
      element.remove();
    },
  };
}
