/** What the page of `authors-typing.ts` does: one document by several authors, typed into with the colours of its authors on and off. */
import { CONTENT, createEditor, type Editor, seedDocument, TITLE } from '@weft/editor-ui';
import { Awareness } from 'y-protocols/awareness';
import * as Y from 'yjs';

const BLOCKS = 400;
const AUTHORS = 6;
/** After so many letters there is a pause. */
const WORD = 8;
const COLORS = ['#b4318f', '#1d6fd1', '#0f7b6c', '#b1560f', '#6a4fd0', '#4d7c0f'];

/** Each block is written by all authors in turn, a few words each. */
function write(doc: Y.Doc): void {
  seedDocument(doc);
  const content = doc.getXmlFragment(CONTENT);
  doc.transact(() => {
    content.delete(0, content.length);
    for (let i = 0; i < BLOCKS; i++) {
      const block = new Y.XmlElement('block');
      block.setAttribute('id', `b${i}`);
      block.insert(0, [new Y.XmlText()]);
      content.push([block]);
    }
  });
  for (let author = 0; author < AUTHORS; author++) {
    const other = new Y.Doc();
    other.clientID = 1000 + author;
    Y.applyUpdate(other, Y.encodeStateAsUpdate(doc));
    for (const block of other.getXmlFragment(CONTENT).toArray()) {
      const text = (block as Y.XmlElement).get(0) as Y.XmlText;
      text.insert(text.length, `some words of author ${author}, `);
    }
    Y.applyUpdate(doc, Y.encodeStateAsUpdate(other, Y.encodeStateVector(doc)));
  }
}

export interface Typist {
  /** Types so many letters, each with its frame and its layout, and a pause after each word; answers with the time in ms. */
  type(isColoured: boolean, letters: number): number;
  /** How many stretches are coloured. */
  coloured(): number;
}

export function prepare(): Typist {
  const doc = new Y.Doc();
  write(doc);
  const element = document.body.appendChild(document.createElement('div'));
  let frames: (() => void)[] = [];
  let timeouts: (() => void)[] = [];
  const editor: Editor = createEditor({
    element,
    document: {
      doc,
      content: doc.getXmlFragment(CONTENT),
      title: doc.getText(TITLE),
      awareness: new Awareness(doc),
      canEdit: true,
    },
    ports: {
      frame(callback) {
        frames.push(callback);
        return () => {
          frames = frames.filter((other) => other !== callback);
        };
      },
      timeout(_, callback) {
        timeouts.push(callback);
        return () => {
          timeouts = timeouts.filter((other) => other !== callback);
        };
      },
    },
  });
  const { view } = editor;
  const drawFrame = (): void => {
    const due = frames;
    frames = [];
    for (const callback of due) callback();
    // What a frame costs besides: style and layout.
    void view.dom.getBoundingClientRect().height;
  };
  const pause = (): void => {
    const due = timeouts;
    timeouts = [];
    for (const callback of due) callback();
    drawFrame();
  };
  return {
    type(isColoured, letters) {
      editor.showAuthors(
        isColoured
          ? (client) => ({ name: `Author ${client}`, color: COLORS[client % AUTHORS] ?? '#000000' })
          : undefined,
      );
      drawFrame();
      const position = view.state.doc.child(0).nodeSize + 4;
      const begin = performance.now();
      for (let i = 0; i < letters; i++) {
        view.dispatch(view.state.tr.insertText('x', position + i));
        drawFrame();
        if (i % WORD === WORD - 1) pause();
      }
      return performance.now() - begin;
    },
    coloured: () => view.dom.querySelectorAll('.weft-author').length,
  };
}
