/** What the page of `comments-typing.ts` does: one document with threads and one without, typed into alike. */
import * as Y from 'yjs';
import { openPage, writeBlocks, writeThread } from '../typing/page.ts';

const THREADS = 500;
/** On words that are not in the document. */
const LOST = 20;
const BLOCKS = 400;

export interface Typist {
  /** Types so many letters, each with its frame and its layout, and a pause after each word; answers with the time in ms. */
  type(letters: number): number;
  /** How many threads are on their words, and how many are not. */
  threads(): readonly [placed: number, lost: number];
  highlights(): number;
}

export async function prepare(isCommented: boolean): Promise<Typist> {
  const doc = new Y.Doc();
  writeBlocks(
    doc,
    BLOCKS,
    (i) => `Block ${i} has some words of its own, thread one-${i} and thread two-${i} among them, and goes on a while.`,
  );
  const comments = new Y.Doc();
  for (let i = 0; i < THREADS; i++) {
    const index = i % BLOCKS;
    const words =
      i < THREADS - LOST ? `thread ${i < BLOCKS ? 'one' : 'two'}-${index} ` : `words that nobody wrote, ${i}`;
    writeThread(doc, comments, index, words);
  }
  const page = openPage(doc, isCommented ? { comments } : {});
  // Somebody looks at them, as an open panel does.
  const said = await page.editor.comments?.load();
  said?.state.subscribe(() => undefined);
  // Until everything is where it belongs.
  for (let i = 0; i < 10; i++) page.pause(5_000);
  return {
    type: page.type,
    threads() {
      const all = said?.state.get().threads ?? [];
      const placed = all.filter(({ isPlaced }) => isPlaced).length;
      return [placed, all.length - placed];
    },
    highlights: () => page.editor.view.dom.querySelectorAll('.weft-comment').length,
  };
}
