/** What the page of `editor.ts` does: 200 pages, opened and typed into by the editor with everything on, and by ProseMirror alone. */
import { type Node, Schema } from 'prosemirror-model';
import { EditorState } from 'prosemirror-state';
import { EditorView } from 'prosemirror-view';
import { Awareness, applyAwarenessUpdate, encodeAwarenessUpdate } from 'y-protocols/awareness';
import * as Y from 'yjs';
import { markToKey } from '../../../packages/editor-ui/src/binding/mark-keys.ts';
import { schema } from '../../../packages/editor-ui/src/schema/schema.ts';
import { nameToSuggestion } from '../../../packages/editor-ui/src/schema/suggestion.ts';
import { type BenchPage, layOut, openPage, textOf, typeLetters, writeBlocks, writeThread } from '../typing/page.ts';

const BLOCKS = 1_000;
const WORDS_IN_BLOCK = 99;
const THREADS = 500;
const SUGGESTIONS = 1_000;
const PEOPLE = 6;
const WORDS = 'the quick brown fox jumps over one lazy dog and then goes all the way back home again'.split(' ');

function wordsOf(block: number): string {
  return Array.from({ length: WORDS_IN_BLOCK }, (_, at) =>
    at === 20 ? `mark-${block}` : (WORDS[(block + at * at) % WORDS.length] ?? ''),
  ).join(' ');
}

/** Half of the suggestions are words that come, half words that go. */
function writeDocument(): Y.Doc {
  const doc = new Y.Doc();
  writeBlocks(doc, BLOCKS, wordsOf);
  doc.transact(() => {
    for (let serial = 0; serial < SUGGESTIONS; serial++) {
      const text = textOf(doc, serial % BLOCKS);
      const attrs = { id: nameToSuggestion({ client: doc.clientID, at: 1.76e12, serial }) };
      const isComing = serial % 2 === 0;
      const mark = isComing
        ? schema.marks.insertion.create({ ...attrs, split: null })
        : schema.marks.deletion.create(attrs);
      const marked = { [markToKey(mark)]: mark.attrs };
      const at = 180 + 30 * Math.floor(serial / BLOCKS);
      if (isComing) text.insert(at, ' new', marked);
      else text.format(at, 5, marked);
    }
  });
  return doc;
}

/** What an opening comes by, each a mark in the trace: its begin, the text on screen, all of it laid out. */
export type Stage = 'begin' | 'shown' | 'laid';

function pass(stage: Stage): void {
  performance.mark(stage);
}

/** What was thrown away before is no part of what is measured. */
function begin(): void {
  (globalThis as { gc?: () => void }).gc?.();
  pass('begin');
}

export interface Full {
  /** Until everything that is on is there, in ms. */
  readonly all: number;
  type(letters: number): number;
  /** What is there to be seen of what is on. */
  seen(): Readonly<Record<'threads' | 'suggestions' | 'found' | 'people', number>>;
  /** Blocks that have not the height of their lines. */
  misfits(): number;
  /** So many letters of somebody else: each in a frame of its own, or all in one. The time in ms. */
  receive(letters: number, isTogether: boolean): number;
  text(): number;
  close(): void;
}

export async function openFull(): Promise<Full> {
  const doc = writeDocument();
  const comments = new Y.Doc();
  for (let i = 0; i < THREADS; i++) writeThread(doc, comments, i, `mark-${i}`);
  const other = new Y.Doc();
  Y.applyUpdate(other, Y.encodeStateAsUpdate(doc));
  let gate: ((apply: () => void) => void) | undefined;

  begin();
  const start = performance.now();
  const page = openPage(doc, {
    comments,
    setApplyGate(given) {
      gate = given;
    },
  });
  const { editor } = page;
  page.frame();
  pass('shown');
  page.pause(0);
  pass('laid');
  const threads = await editor.comments?.load();
  threads?.state.subscribe(() => undefined);
  const suggestions = await editor.suggestions.load();
  editor.find.set({ text: 'lazy', matchCase: false, wholeWord: true });
  editor.setGhostText({ suggest: async () => undefined });
  const people = Array.from({ length: PEOPLE }, (_, person) => createPerson(doc, person));
  const greet = (): void => {
    for (const person of people) join(page, person);
  };
  greet();
  const seen = (): ReturnType<Full['seen']> => ({
    threads: threads?.state.get().threads.filter(({ isPlaced }) => isPlaced).length ?? 0,
    suggestions: suggestions?.list().length ?? 0,
    found: editor.state.get().found?.count ?? 0,
    people: editor.state.get().people.length,
  });
  editor.state.subscribe(() => undefined);
  await page.until(
    () =>
      (editor.state.get().found?.count ?? 0) > 0 &&
      editor.state.get().people.length === PEOPLE &&
      threads?.state.get().threads.every(({ isPlaced }) => isPlaced) === true,
  );
  const all = performance.now() - start;

  function edit(serial: number): Uint8Array {
    const before = Y.encodeStateVector(other);
    textOf(other, (serial * 17) % 10).insert(5 + serial, 'y');
    return Y.encodeStateAsUpdate(other, before);
  }
  return {
    all,
    type(letters) {
      // Presence that is not renewed goes.
      greet();
      page.frame();
      return page.type(letters);
    },
    seen,
    misfits() {
      const heightOf = (element: Element): number => element.getBoundingClientRect().height;
      const blocks = [...editor.view.dom.querySelectorAll('.weft-block')];
      return blocks.filter((block) => Math.abs(heightOf(block) - heightOf(block.children[0] ?? block)) > 0.02).length;
    },
    receive(letters, isTogether) {
      Y.applyUpdate(other, Y.encodeStateAsUpdate(doc, Y.encodeStateVector(other)));
      const updates = Array.from({ length: letters }, (_, serial) => edit(serial));
      const start = performance.now();
      for (const update of updates) {
        gate?.(() => Y.applyUpdate(doc, update, 'remote'));
        if (!isTogether) page.frame();
      }
      page.frame();
      return performance.now() - start;
    },
    text: () => editor.view.state.doc.textContent.length,
    close() {
      for (const person of people) person.destroy();
      page.close();
    },
  };
}

/** Somebody else, with a caret in the document. */
function createPerson(doc: Y.Doc, person: number): Awareness {
  const theirs = new Awareness(new Y.Doc());
  const caret = Y.relativePositionToJSON(Y.createRelativePositionFromTypeIndex(textOf(doc, person), 40)) as unknown;
  theirs.setLocalState({
    user: { name: `Person ${person}`, color: '#1d6fd1' },
    cursor: { anchor: caret, head: caret },
  });
  return theirs;
}

function join({ awareness }: BenchPage, theirs: Awareness): void {
  theirs.setLocalState(theirs.getLocalState());
  applyAwarenessUpdate(awareness, encodeAwarenessUpdate(theirs, [theirs.clientID]), 'remote');
}

const plain = new Schema({
  nodes: {
    doc: { content: 'paragraph+' },
    paragraph: { content: 'text*', toDOM: () => ['p', 0], parseDOM: [{ tag: 'p' }] },
    text: {},
  },
  marks: {
    insertion: { attrs: { id: {} }, toDOM: ({ attrs }) => ['ins', { 'data-suggestion': String(attrs['id']) }, 0] },
    deletion: { attrs: { id: {} }, toDOM: ({ attrs }) => ['del', { 'data-suggestion': String(attrs['id']) }, 0] },
  },
});

function toRuns(text: Y.XmlText): unknown[] {
  const runs = text.toDelta() as { insert: string; attributes?: Readonly<Record<string, object>> }[];
  return runs.map(({ insert, attributes = {} }) => ({
    type: 'text',
    text: insert,
    marks: Object.entries(attributes).map(([key, attrs]) => ({ type: key.split('--')[0], attrs })),
  }));
}

export interface Plain {
  type(letters: number): number;
  text(): number;
  close(): void;
}

/** The same words and suggestions in ProseMirror alone. */
export function openPlain(): Plain {
  const source = writeDocument();
  const json: unknown = {
    type: 'doc',
    content: Array.from({ length: BLOCKS }, (_, block) => ({
      type: 'paragraph',
      content: toRuns(textOf(source, block)),
    })),
  };
  const element = document.body.appendChild(document.createElement('div'));
  begin();
  const doc: Node = plain.nodeFromJSON(json);
  const view = new EditorView(element, { state: EditorState.create({ doc }) });
  layOut(view.dom);
  pass('laid');
  return {
    type(letters) {
      const position = view.state.doc.child(0).nodeSize + 4;
      return typeLetters(
        letters,
        (index) => {
          view.dispatch(view.state.tr.insertText('x', position + index));
          layOut(view.dom);
        },
        () => layOut(view.dom),
      );
    },
    text: () => view.state.doc.textContent.length,
    close() {
      view.destroy();
      element.remove();
    },
  };
}
