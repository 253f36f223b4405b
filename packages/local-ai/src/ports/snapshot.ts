/** What a block of the document is, as far as a task cares. */
export type SnapshotBlockKind = 'paragraph' | 'heading' | 'bullet' | 'ordered' | 'task' | 'quote' | 'code';

/** One block of a document, as plain text. */
export interface SnapshotBlock {
  /** The block's own id, stable while it is edited. */
  readonly id: string;
  readonly kind: SnapshotBlockKind;
  /** 1 to 6 for a heading, else 0. */
  readonly level: number;
  readonly text: string;
}

/** How much of each writer's changes a text was made from, as `writer → count`. Two texts with the same heads are the same text. */
export type SnapshotHeads = Readonly<Record<string, number>>;

/** A document at one moment: the only thing of a document that a task is ever handed. */
export interface Snapshot {
  readonly title: string;
  readonly blocks: readonly SnapshotBlock[];
  readonly heads: SnapshotHeads;
}

/** An answer and the text it is about. One that is older than its text is offered again, never applied blindly. */
export interface Based<T> {
  readonly value: T;
  readonly basedOn: SnapshotHeads;
}

/** Gives the present snapshot of the open document. Implemented by whoever holds the document. */
export interface SnapshotSource {
  take(): Snapshot;
}
