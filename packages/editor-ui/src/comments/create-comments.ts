/** The comments of an open editor: what there is to show, and what a person can do about it. The UI is built over this. */
import type { SealedPlace } from '@weft/crdt-core';
import type { EditorState, Transaction } from 'prosemirror-state';
import type * as Y from 'yjs';
import { createFrameReadable } from '../editor-state.ts';
import { toSafeColor, toSafeName } from '../plugins/people.ts';
import type { PartHost } from '../late/part-host.ts';
import type { Readable } from '@weft/crdt-core';
import { seenAt, unfoldAt } from '../plugins/folds.ts';
import type { EntryId, Reaction } from './entries.ts';
import { ENTRIES } from './root.ts';
import type { Range } from './flat-text.ts';
import { highlightPlugin, highlightsIn, setHighlights, threadsAt } from './highlight.ts';
import { createKept, type Kept, NEW_THREAD } from './kept.ts';
import { readLog } from './log.ts';
import type { Mentionable } from './mentions.ts';
import { createPlacer, type Placer } from './placer.ts';
import { type Author, logToThreads, type Thread } from './threads.ts';
import { newsOf } from './news.ts';
import { newComments } from './unread.ts';
import { createWriter, type Said } from './write.ts';

/** How long what was taken back can be brought back, in ms. */
const UNDO_TIME = 20_000;

/** A thread as it is shown. */
export interface ShownThread extends Thread {
  /** Its words are in the text. */
  readonly isPlaced: boolean;
  /** Comments this device has not shown yet. */
  readonly fresh: ReadonlySet<EntryId>;
}

/** A new object after every change, at most once a frame. */
export interface CommentsState {
  /** In the order of the text; those whose words are gone stand last. */
  readonly threads: readonly ShownThread[];
  readonly active: EntryId | undefined;
  /** A new thread is being begun. */
  readonly isBeginning: boolean;
  /** Comments that this device has not shown yet. */
  readonly unread: number;
  readonly canWrite: boolean;
}

/** The comments of an editor. */
export interface Comments {
  readonly state: Readable<CommentsState>;
  /** Whose names can be written after an `@`. */
  people(): readonly Mentionable[];
  /** Marks what is selected, or the block of the caret, for a new thread; false where there are no words. */
  begin(): boolean;
  /** What a new thread would be about. */
  beginning(): string;
  cancelBegin(): void;
  /** Begins the thread; undefined where there are no words, or nothing to say it about any more. */
  submit(said: Said): EntryId | undefined;
  reply(thread: EntryId, said: Said): EntryId | undefined;
  edit(comment: EntryId, said: Said): boolean;
  /** Takes one's own comment back. Returns what brings it back, as long as that can be done. */
  takeBack(comment: EntryId): () => void;
  react(comment: EntryId, reaction: Reaction): void;
  resolve(thread: EntryId, isResolved: boolean): void;
  /** Makes a thread the active one; `reveal` scrolls its words into view. */
  activate(thread: EntryId | undefined, reveal?: boolean): void;
  /** The next open thread of the text, or the one before, around the ends. */
  step(by: 1 | -1): EntryId | undefined;
  /** Where the words of a thread begin on screen, in client pixels. */
  topOf(thread: EntryId): number | undefined;
  /** The open threads at the caret. */
  atCaret(): readonly EntryId[];
  /** They were shown on this device. */
  see(threads: Iterable<EntryId>): void;
  readonly drafts: Pick<Kept, 'draft' | 'setDraft' | 'wouldLoseDrafts' | 'flush'>;
  /** Access ended: what there is stays to be read. */
  setWritable(isWritable: boolean): void;
}

export interface CommentsOptions extends Pick<PartHost, 'document' | 'view' | 'binding' | 'ports' | 'emit' | 'plug'> {
  /** The comments of the document. */
  readonly doc: Y.Doc;
  readonly place: SealedPlace | undefined;
  /** Nothing was said when the editor was opened: all that there is now is news. */
  readonly wasEmpty: boolean;
}

/** The comments of a view. */
export interface AttachedComments extends Comments {
  /** After each transaction that changed the text. */
  textChanged(tr: Transaction, previous: EditorState, isLocal: boolean): void;
  destroy(): void;
}

/** Brings the comments into an open editor. */
export function attachComments(options: CommentsOptions): AttachedComments {
  const { document, doc, view, binding, ports, place, emit } = options;
  const { people } = document;
  options.plug(
    'comments',
    highlightPlugin((ids) => emit('comment-press', ids)),
  );
  const list = doc.getArray(ENTRIES);
  const authors = new Map<number, Author>();
  const undoable = new Map<EntryId, () => void>();
  let isWritable = true;
  let threads: readonly Thread[] | undefined;

  function readAuthor(client: number): Author {
    const device = people?.authorOfClient(client);
    const isSelf = client === doc.clientID || device?.isSelf === true;
    const user: unknown = document.awareness.getLocalState()?.['user'];
    const { name, color } = (isSelf && user ? user : (device ?? {})) as Record<string, unknown>;
    return {
      key: device?.id ?? `client ${client}`,
      name: typeof name === 'string' && name !== '' ? toSafeName(name) : '',
      color: toSafeColor(color, client),
      role: device?.role,
      isSelf,
    };
  }

  function authorOf(client: number): Author {
    const author = authors.get(client) ?? readAuthor(client);
    authors.set(client, author);
    return author;
  }

  function allThreads(): readonly Thread[] {
    threads ??= logToThreads(readLog(doc), authorOf);
    return threads;
  }

  const threadOf = (id: EntryId): Thread | undefined => allThreads().find((thread) => thread.id === id);

  const writer = createWriter({
    comments: doc,
    isOwn: (client) => authorOf(client).isSelf,
    now: () => ports.clock(),
  });
  const kept = createKept({ place, ports, threads: allThreads, onChange: () => state.invalidate() });
  const placer: Placer = createPlacer({
    host: { state: () => view.state, dispatch: (tr) => view.dispatch(tr) },
    binding,
    ports,
    threads: allThreads,
    // Only whoever may change the text moves it.
    move: document.canEdit ? (thread, anchor) => isWritable && writer.move(thread, anchor) : undefined,
    onPlaced: () => state.invalidate(),
  });

  const toState = (): CommentsState => {
    const { places, active, pending } = highlightsIn(view.state);
    const order = new Map(places.map(({ id }, index) => [id, index]));
    const shown = allThreads().map((thread): ShownThread => {
      const fresh = kept.isLoaded() ? newComments(thread, kept.seen()) : [];
      return { ...thread, isPlaced: order.has(thread.id), fresh: new Set(fresh.map(({ id }) => id)) };
    });
    const rankOf = ({ id }: ShownThread): number => order.get(id) ?? places.length;
    return {
      threads: shown.toSorted((a, b) => rankOf(a) - rankOf(b)),
      active,
      isBeginning: pending !== undefined,
      unread: shown.reduce((sum, { fresh }) => sum + fresh.size, 0),
      canWrite: isWritable,
    };
  };
  const state = createFrameReadable(ports.frame, toState, true);

  function onEntries(): void {
    const before = threads;
    threads = undefined;
    placer.threadsChanged();
    state.invalidate();
    if (before === undefined) return;
    for (const news of newsOf(before, allThreads())) emit('comment', news);
  }

  function onPeople(): void {
    authors.clear();
    threads = undefined;
    state.invalidate();
  }

  /** What a new thread would stand on: the selection, or the whole block of the caret. */
  function toWanted(): Range | undefined {
    const { from, to, empty, $from } = view.state.selection;
    const range = empty ? { from: $from.start(), to: $from.end() } : { from, to };
    return placer.toAnchor(range) && range;
  }

  function dispatch(order: Parameters<typeof setHighlights>[1]): void {
    view.dispatch(setHighlights(view.state, order));
    state.invalidate();
  }

  function purge(): void {
    if (isWritable) writer.purge(new Set(undoable.keys()));
  }

  function reveal(id: EntryId): void {
    const at = highlightsIn(view.state).places.find((each) => each.id === id);
    if (at === undefined) return;
    unfoldAt(view, at.from);
    const { node } = view.domAtPos(at.from);
    const element = node instanceof HTMLElement ? node : node.parentElement;
    const box = element?.getBoundingClientRect();
    const window = view.dom.ownerDocument.defaultView;
    if (!box || !window) return;
    // Bars stand above; on a phone the sheet of comments covers all below a third (content.css leaves the margin).
    const lowest = window.matchMedia('(max-width: 40rem)').matches ? 0.35 : 0.85;
    const isInSight = box.top > window.innerHeight * 0.1 && box.bottom < window.innerHeight * lowest;
    if (!isInSight) element?.scrollIntoView({ block: 'start' });
  }

  list.observe(onEntries);
  const stopPeople = people?.devices.subscribe(onPeople);
  const first = allThreads();
  placer.threadsChanged();
  if (options.wasEmpty) for (const news of newsOf([], first)) emit('comment', news);
  // What was taken back when the page was closed last goes now.
  const stopPurge = ports.timeout(UNDO_TIME, purge);

  return {
    state,
    people: () => (people?.devices.get() ?? []).map(({ id, name, isSelf }) => ({ device: id, name, isSelf })),
    begin() {
      const range = isWritable ? toWanted() : undefined;
      if (range === undefined) return false;
      dispatch({ pending: range, active: undefined });
      return true;
    },
    beginning() {
      const { pending } = highlightsIn(view.state);
      return pending === undefined ? '' : view.state.doc.textBetween(pending.from, pending.to, ' ');
    },
    cancelBegin: () => dispatch({ pending: undefined }),
    submit(said) {
      const { pending } = highlightsIn(view.state);
      const { from, to, empty } = view.state.selection;
      const selected = empty ? undefined : placer.toAnchor({ from, to });
      const anchor = (pending && placer.toAnchor(pending)) ?? kept.draft(NEW_THREAD)?.anchor ?? selected;
      const begun = anchor && isWritable ? writer.begin(anchor, said) : undefined;
      if (begun === undefined) return undefined;
      kept.setDraft(NEW_THREAD, undefined);
      placer.place();
      dispatch({ pending: undefined, active: begun.thread });
      return begun.thread;
    },
    reply: (thread, said) => (isWritable ? writer.reply(thread, said) : undefined),
    edit: (comment, said) => isWritable && writer.edit(comment, said),
    takeBack(comment) {
      if (!isWritable) return () => undefined;
      const stop = ports.timeout(UNDO_TIME, () => {
        undoable.delete(comment);
        purge();
      });
      undoable.set(comment, stop);
      writer.takeBack(comment);
      return () => {
        if (!undoable.delete(comment)) return;
        stop();
        writer.restore(comment);
      };
    },
    react: (comment, reaction) => isWritable && writer.react(comment, reaction),
    resolve(id, isResolved) {
      const thread = threadOf(id);
      if (thread && isWritable) writer.resolve(thread, isResolved);
    },
    activate(id, isRevealed = false) {
      if (highlightsIn(view.state).active !== id) dispatch({ active: id });
      if (id !== undefined && isRevealed) reveal(id);
    },
    step(by) {
      const { places, active } = highlightsIn(view.state);
      const open = places.filter(({ isResolved }) => !isResolved);
      if (open.length === 0) return undefined;
      const caret = view.state.selection.from;
      const at = open.findIndex(({ id }) => id === active);
      const behind = open.findIndex(({ from }) => from >= caret);
      const start = behind < 0 ? open.length : behind;
      const next = at >= 0 ? at + by : by > 0 ? start : start - 1;
      return open[(next + open.length) % open.length]?.id;
    },
    topOf(id) {
      const at = highlightsIn(view.state).places.find((place) => place.id === id);
      return at && view.coordsAtPos(seenAt(view.state, at.from)).top;
    },
    atCaret: () => threadsAt(view.state, view.state.selection.from),
    see(ids) {
      const wanted = new Set(ids);
      kept.see(allThreads().filter(({ id }) => wanted.has(id)));
    },
    drafts: {
      ...kept,
      setDraft(key, draft) {
        const { pending } = highlightsIn(view.state);
        const anchor = key === NEW_THREAD && draft ? pending && placer.toAnchor(pending) : undefined;
        kept.setDraft(key, draft && anchor ? { ...draft, anchor } : draft);
      },
    },
    setWritable(next) {
      isWritable = next;
      state.invalidate();
    },
    textChanged: placer.textChanged,
    destroy() {
      purge();
      stopPurge();
      for (const stop of undoable.values()) stop();
      list.unobserve(onEntries);
      stopPeople?.();
      placer.destroy();
      kept.destroy();
      state.destroy();
    },
  };
}
