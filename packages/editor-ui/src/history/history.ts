import * as Y from 'yjs';
import type { RelativeSelection } from '../binding/positions.ts';
import { isPartInUse, PART_NAMES } from '../binding/table-places.ts';
import { TITLE_ORIGIN } from '../binding/title.ts';
import { LOCAL_ORIGIN } from '../binding/y-prosemirror.ts';
import type { EditorDocument } from '../editor-document.ts';

/** Typing within this many ms of the last change is undone together. */
const CAPTURE_TIMEOUT = 500;
const SELECTION = 'weft-selection';

/** This person's undo: what others wrote meanwhile stays. */
export interface History {
  canUndo(): boolean;
  canRedo(): boolean;
  /**
   * @param current the selection now, given back when this is redone.
   * @returns whether anything was undone, and the selection to show.
   */
  undo(current: RelativeSelection | undefined): { readonly isDone: boolean; readonly selection?: RelativeSelection };
  redo(current: RelativeSelection | undefined): { readonly isDone: boolean; readonly selection?: RelativeSelection };
  /** The selection before the change that is about to be written. */
  before(selection: RelativeSelection): void;
  /** What comes next is undone by itself. */
  stopCapturing(): void;
  subscribe(listener: () => void): () => void;
  /** What was deleted and can still be brought back, or what took the place of it. */
  deleted(): readonly Y.Item[];
  /** Lets go of the replica's undo manager; the last one ends it. */
  release(): void;
}

interface Shared {
  readonly manager: Y.UndoManager;
  holders: number;
}

/** One undo manager per replica, however many editors show it. */
const managers = new WeakMap<Y.Doc, Shared>();

/**
 * A block or text that still holds something is never deleted by undo: what is left in it was written by somebody
 * else, or later. Undoing my heading must not take your words with it.
 */
export function isUndoable(item: Y.Item): boolean {
  const { content, parent, parentSub } = item;
  if (content instanceof Y.ContentType) return content.type._length === 0 && !isPartInUse(content.type, true);
  // A cell that is kept keeps its column, and a row its place.
  return parentSub === null || item.left !== null || !PART_NAMES.has(parentSub) || !isPartInUse(parent, false);
}

/** Whether what this person writes next is undone together with what they wrote last, however long ago that is. */
export function undoTogether(doc: Y.Doc, isTogether: boolean): void {
  const manager = managers.get(doc)?.manager;
  if (manager) manager.lastChange = isTogether ? Date.now() : 0;
}

function createManager(document: EditorDocument): Y.UndoManager {
  return new Y.UndoManager([document.content, document.title], {
    trackedOrigins: new Set<unknown>([LOCAL_ORIGIN, TITLE_ORIGIN]),
    captureTimeout: CAPTURE_TIMEOUT,
    deleteFilter: isUndoable,
  });
}

export function acquireHistory(document: EditorDocument): History {
  const shared = managers.get(document.doc) ?? { manager: createManager(document), holders: 0 };
  managers.set(document.doc, shared);
  shared.holders++;
  const { manager } = shared;
  let selection: RelativeSelection | undefined;
  let isReleased = false;

  function onAdded({ stackItem }: { stackItem: Y.UndoManager['undoStack'][number] }): void {
    if (selection) stackItem.meta.set(SELECTION, selection);
    selection = undefined;
  }

  function pop(stack: 'undo' | 'redo', current: RelativeSelection | undefined): ReturnType<History['undo']> {
    selection = current;
    const item = manager[stack]();
    selection = undefined;
    if (item === null) return { isDone: false };
    const before = item.meta.get(SELECTION) as RelativeSelection | undefined;
    return before ? { isDone: true, selection: before } : { isDone: true };
  }

  manager.on('stack-item-added', onAdded);
  const stops = new Set<() => void>();

  return {
    canUndo: () => manager.canUndo(),
    canRedo: () => manager.canRedo(),
    undo: (current) => pop('undo', current),
    redo: (current) => pop('redo', current),
    before: (now) => {
      selection = now;
    },
    stopCapturing: () => manager.stopCapturing(),
    subscribe(listener) {
      const events = ['stack-item-added', 'stack-item-popped', 'stack-cleared'] as const;
      for (const event of events) manager.on(event, listener);
      const stop = (): void => {
        for (const event of events) manager.off(event, listener);
        stops.delete(stop);
      };
      stops.add(stop);
      return stop;
    },
    deleted() {
      const found: Y.Item[] = [];
      // Reads only; Yjs lets nobody walk over deleted items elsewhere.
      document.doc.transact((transaction) => {
        for (const { deletions } of [...manager.undoStack, ...manager.redoStack]) {
          Y.iterateDeletedStructs(transaction, deletions, (struct) => {
            if (struct instanceof Y.Item) found.push(struct);
          });
        }
      });
      return found;
    },
    release() {
      if (isReleased) return;
      isReleased = true;
      manager.off('stack-item-added', onAdded);
      for (const stop of stops) stop();
      shared.holders--;
      if (shared.holders > 0) return;
      manager.destroy();
      managers.delete(document.doc);
    },
  };
}
