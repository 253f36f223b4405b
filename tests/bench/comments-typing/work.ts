/** What the page of `comments-typing.ts` does: one document with threads and one without, typed into alike. */
import { CONTENT, createEditor, type Editor, seedDocument, TITLE } from '@weft/editor-ui';
import { Awareness } from 'y-protocols/awareness';
import * as Y from 'yjs';

const THREADS = 500;
/** On words that are not in the document. */
const LOST = 20;
const BLOCKS = 400;
/** After so many letters there is a pause of so many ms. */
const WORD = 8;
const PAUSE = 250;

function write(doc: Y.Doc): void {
  seedDocument(doc);
  const content = doc.getXmlFragment(CONTENT);
  doc.transact(() => {
    content.delete(0, content.length);
    for (let i = 0; i < BLOCKS; i++) {
      const block = new Y.XmlElement('block');
      block.setAttribute('id', `b${i}`);
      const text = new Y.XmlText();
      text.insert(
        0,
        `Block ${i} has some words of its own, thread one-${i} and thread two-${i} among them, and goes on a while.`,
      );
      block.insert(0, [text]);
      content.push([block]);
    }
  });
}

/** A thread on these words of a block, as the editor writes it. */
function writeThread(doc: Y.Doc, comments: Y.Doc, index: number, words: string): void {
  const text = (doc.getXmlFragment(CONTENT).get(index) as Y.XmlElement).get(0) as Y.XmlText;
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

export interface Typist {
  /** Types so many letters, each with its frame and its layout, and a pause after each word; answers with the time in ms. */
  type(letters: number): number;
  /** How many threads are on their words, and how many are not. */
  threads(): readonly [placed: number, lost: number];
  highlights(): number;
}

export async function prepare(isCommented: boolean): Promise<Typist> {
  const doc = new Y.Doc();
  write(doc);
  const comments = new Y.Doc();
  for (let i = 0; i < THREADS; i++) {
    const index = i % BLOCKS;
    const words =
      i < THREADS - LOST ? `thread ${i < BLOCKS ? 'one' : 'two'}-${index} ` : `words that nobody wrote, ${i}`;
    writeThread(doc, comments, index, words);
  }
  const element = document.body.appendChild(document.createElement('div'));
  let frames: (() => void)[] = [];
  let now = 0;
  let timeouts: { readonly at: number; readonly callback: () => void }[] = [];
  const editor: Editor = createEditor({
    element,
    document: {
      doc,
      content: doc.getXmlFragment(CONTENT),
      title: doc.getText(TITLE),
      awareness: new Awareness(doc),
      canEdit: true,
      ...(isCommented ? { comments } : {}),
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
  // Somebody looks at them, as an open panel does.
  const said = await editor.comments?.load();
  said?.state.subscribe(() => undefined);
  const drawFrame = (): void => {
    const due = frames;
    frames = [];
    for (const callback of due) callback();
    // What a frame costs besides: style and layout.
    void view.dom.getBoundingClientRect().height;
  };
  const pause = (ms: number): void => {
    now += ms;
    const due = timeouts.filter(({ at }) => at <= now);
    timeouts = timeouts.filter(({ at }) => at > now);
    for (const { callback } of due) callback();
    drawFrame();
  };
  // Until everything is where it belongs.
  for (let i = 0; i < 10; i++) pause(5_000);
  return {
    type(letters) {
      const position = view.state.doc.child(0).nodeSize + 4;
      const begin = performance.now();
      for (let i = 0; i < letters; i++) {
        view.dispatch(view.state.tr.insertText('x', position + i));
        drawFrame();
        if (i % WORD === WORD - 1) pause(PAUSE);
      }
      return performance.now() - begin;
    },
    threads() {
      const all = said?.state.get().threads ?? [];
      const placed = all.filter(({ isPlaced }) => isPlaced).length;
      return [placed, all.length - placed];
    },
    highlights: () => view.dom.querySelectorAll('.weft-comment').length,
  };
}
