import * as Y from 'yjs';

/** Letters with consecutive Yjs ids. */
export interface Run {
  readonly client: number;
  readonly clock: number;
  readonly length: number;
}

/** Neighbouring letters of one Y text, in the order in which they stand. */
interface Letters {
  readonly parent: Y.XmlText;
  readonly text: string;
  readonly runs: readonly Run[];
}

export interface DeletedLetters extends Letters {
  /** What the text stood in went as well. */
  readonly isWhole: boolean;
  readonly isInCell: boolean;
}

function isLetters(item: Y.Item): item is Y.Item & { content: Y.ContentString } {
  return item.content instanceof Y.ContentString && item.parent instanceof Y.XmlText;
}

/** The letters of these texts that `isMeant`; what stands between two others is one stretch. */
function stretches(texts: ReadonlySet<Y.XmlText>, isMeant: (item: Y.Item) => boolean): Letters[] {
  const found: Letters[] = [];
  for (const parent of texts) {
    let text = '';
    let runs: Run[] = [];
    const end = (): void => {
      if (text !== '') found.push({ parent, text, runs });
      [text, runs] = ['', []];
    };
    for (let item = parent._start; item !== null; item = item.right) {
      if (!isLetters(item)) continue;
      if (isMeant(item)) {
        text += item.content.str;
        runs.push({ client: item.id.client, clock: item.id.clock, length: item.length });
      } else if (!item.deleted) end();
    }
    end();
  }
  return found;
}

/** What a transaction that is under way has deleted of what was there before it. */
export function deletedIn(transaction: Y.Transaction): DeletedLetters[] {
  const items = new Set<Y.Item>();
  const texts = new Set<Y.XmlText>();
  Y.iterateDeletedStructs(transaction, transaction.deleteSet, (struct) => {
    if (!(struct instanceof Y.Item) || !isLetters(struct)) return;
    if (struct.id.clock >= (transaction.beforeState.get(struct.id.client) ?? 0)) return;
    items.add(struct);
    texts.add(struct.parent as Y.XmlText);
  });
  return stretches(texts, (item) => items.has(item)).map((letters) => {
    const { parent, _item } = letters.parent;
    return {
      ...letters,
      isWhole: _item?.deleted === true,
      isInCell: parent instanceof Y.XmlElement && parent.nodeName === 'cell',
    };
  });
}

/** What a transaction that is under way has written; `isFresh`: in a text that it made. */
export function writtenIn({ beforeState, doc }: Y.Transaction): (Letters & { readonly isFresh: boolean })[] {
  const { clientID: client, store } = doc;
  const start = beforeState.get(client) ?? 0;
  const structs = store.clients.get(client) ?? [];
  const texts = new Set<Y.XmlText>();
  if (Y.getState(store, client) > start) {
    for (let at = Y.findIndexSS(structs, start); at < structs.length; at++) {
      const item = structs[at];
      if (item instanceof Y.Item && !item.deleted && isLetters(item)) texts.add(item.parent as Y.XmlText);
    }
  }
  const isNew = ({ id }: Y.Item): boolean => id.client === client && id.clock >= start;
  return stretches(texts, (item) => !item.deleted && isNew(item)).map((letters) => ({
    ...letters,
    isFresh: letters.parent._item !== null && isNew(letters.parent._item),
  }));
}

/** Letters that an undo brought back; `redone`: the clock they have now, under this client. */
export interface RestoredRun extends Run {
  readonly redone: number;
}

/** The letters that an undo or redo which is under way has brought back, and the clocks they have now. */
export function restoredBy(manager: Y.UndoManager, transaction: Y.Transaction): RestoredRun[] {
  const restored: RestoredRun[] = [];
  const { deletions } = manager.currStackItem ?? {};
  if (!deletions) return [];
  Y.iterateDeletedStructs(transaction, deletions, (struct) => {
    if (!(struct instanceof Y.Item) || !isLetters(struct) || struct.redone?.client !== transaction.doc.clientID) return;
    const { client, clock } = struct.id;
    restored.push({ client, clock, length: struct.length, redone: struct.redone.clock });
  });
  return restored;
}
