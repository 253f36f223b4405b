import type { EditorState } from 'prosemirror-state';
import * as Y from 'yjs';
import { isFromDocument, isOwnTravel } from '../binding/binding.ts';
import type { Author } from '../comments/threads.ts';
import { logToThreads, type Thread } from '../comments/threads.ts';
import { readLog } from '../comments/log.ts';
import { highlightPlugin, highlightsIn } from '../comments/highlight.ts';
import { createPlacer, type Placer } from '../comments/placer.ts';
import { createWriter, type CommentWriter } from '../comments/write.ts';
import { rangeText, docToFlat } from '../comments/flat-text.ts';
import { createHeadless, createYDocument, type Headless, seedUpdate } from './headless.ts';

/** Someone with a text and its comments, without a view: the real placer over the real binding. For tests. */
export interface Commenter extends Headless {
  readonly comments: Y.Doc;
  readonly writer: CommentWriter;
  readonly placer: Placer;
  threads(): readonly Thread[];
  /** Begins a thread on the first place where these words stand. */
  comment(words: string, text?: string): string;
  /** How often it was told that threads were found, lost, or changed their order. */
  told(): number;
  /** Works out the places, as a rested text does. */
  rest(): void;
  /** The words a thread stands on now; undefined where they are gone. */
  wordsOf(thread: string): string | undefined;
}

/** Everyone is an editor, each session a device of its own. */
export function toTestAuthor(client: number, self: number): Author {
  return { key: `device-${client}`, name: `P${client}`, color: '#123456', role: 'editor', isSelf: client === self };
}

export function createCommenter(doc: Y.Doc): Commenter {
  const headless = createHeadless(doc, [highlightPlugin(() => undefined)], (tr, previous) =>
    placer.textChanged(tr, previous, !isFromDocument(tr) || isOwnTravel(tr)),
  );
  const comments = new Y.Doc();
  comments.clientID = doc.clientID;
  const threads = (): readonly Thread[] =>
    logToThreads(readLog(comments), (client) => toTestAuthor(client, doc.clientID));
  const writer = createWriter({ comments, isOwn: (client) => client === doc.clientID, now: () => 1.75e12 });
  let told = 0;
  const placer: Placer = createPlacer({
    host: { state: () => headless.state(), dispatch: (tr) => headless.dispatch(tr) },
    binding: headless.binding,
    ports: { timeout: () => () => undefined },
    threads,
    move: (thread, anchor) => writer.move(thread, anchor),
    onPlaced: () => {
      told++;
    },
  });
  return {
    ...headless,
    comments,
    writer,
    placer,
    threads,
    comment(words, text = 'a remark') {
      const range = toRange(headless.state(), words);
      const anchor = range && placer.toAnchor(range);
      const begun = anchor && writer.begin(anchor, { text, mentions: [] });
      if (!begun) throw new Error(`“${words}” is not in the text`);
      placer.place();
      return begun.thread;
    },
    told: () => told,
    rest: () => placer.place(),
    wordsOf(thread) {
      placer.place();
      const state = headless.state();
      const place = highlightsIn(state).places.find(({ id }) => id === thread);
      return place && rangeText(docToFlat(state.doc), place);
    },
  };
}

function toRange(state: EditorState, words: string): { from: number; to: number } | undefined {
  let found: { from: number; to: number } | undefined;
  state.doc.descendants((node, position) => {
    const at = node.isTextblock && found === undefined ? node.textContent.indexOf(words) : -1;
    if (at >= 0) found = { from: position + 1 + at, to: position + 1 + at + words.length };
    return !node.isTextblock;
  });
  return found;
}

/** Several people with one seeded document, written by the first. */
export function createCommenters(count: number, write: (first: Headless) => void): Commenter[] {
  const first = createHeadless(createYDocument(101, seedUpdate()));
  write(first);
  const update = Y.encodeStateAsUpdate(first.doc);
  first.destroy();
  return Array.from({ length: count }, (_, i) => createCommenter(createYDocument(201 + i, update)));
}

/** Everyone receives everything: the text and the comments. */
export function shareAll(people: readonly Commenter[]): void {
  for (const from of people) {
    for (const to of people) {
      if (from === to) continue;
      const update = Y.encodeStateAsUpdate(from.doc, Y.encodeStateVector(to.doc));
      to.binding.applyBatch([() => Y.applyUpdate(to.doc, update, 'remote')]);
      Y.applyUpdate(to.comments, Y.encodeStateAsUpdate(from.comments), 'remote');
    }
  }
}
