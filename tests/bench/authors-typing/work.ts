/** What the page of `authors-typing.ts` does: one document by several authors, typed into with the colours of its authors on and off. */
import * as Y from 'yjs';
import { openPage, textOf, writeBlocks } from '../typing/page.ts';

const BLOCKS = 400;
const AUTHORS = 6;
const COLORS = ['#b4318f', '#1d6fd1', '#0f7b6c', '#b1560f', '#6a4fd0', '#4d7c0f'];

/** Each block is written by all authors in turn, a few words each. */
function write(doc: Y.Doc): void {
  writeBlocks(doc, BLOCKS, () => '');
  for (let author = 0; author < AUTHORS; author++) {
    const other = new Y.Doc();
    other.clientID = 1000 + author;
    Y.applyUpdate(other, Y.encodeStateAsUpdate(doc));
    for (let index = 0; index < BLOCKS; index++) {
      const text = textOf(other, index);
      text.insert(text.length, `some words of author ${author}, `);
    }
    Y.applyUpdate(doc, Y.encodeStateAsUpdate(other, Y.encodeStateVector(doc)));
  }
}

export interface Typist {
  /** Types so many letters, each with its frame and its layout, and a pause after each word; answers with the time in ms. */
  type(isColoured: boolean, letters: number): Promise<number>;
  /** How many stretches are coloured. */
  coloured(): number;
}

export function prepare(): Typist {
  const doc = new Y.Doc();
  write(doc);
  const page = openPage(doc);
  const coloured = (): number => page.editor.view.dom.querySelectorAll('.weft-author').length;
  return {
    async type(isColoured, letters) {
      page.editor.showAuthors(
        isColoured
          ? (client) => ({ name: `Author ${client}`, color: COLORS[client % AUTHORS] ?? '#000000' })
          : undefined,
      );
      // The first time it is fetched.
      await page.until(() => coloured() > 0 === isColoured);
      return page.type(letters);
    },
    coloured,
  };
}
