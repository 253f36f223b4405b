import type {
  ApplyGate,
  Attachments,
  DocumentLosses,
  DocumentPeople,
  DocumentStatus,
  DocumentVersions,
  Readable,
} from '@weft/crdt-core';
import type { Awareness } from 'y-protocols/awareness';
import type * as Y from 'yjs';

/** What the editor needs of Yjs's awareness; an `Awareness` has all of it. */
export type Presence = Pick<Awareness, 'doc' | 'clientID' | 'getStates' | 'getLocalState' | 'setLocalStateField'> & {
  on(event: 'change', listener: (changes: PresenceChanges, origin: unknown) => void): unknown;
  off(event: 'change', listener: (changes: PresenceChanges, origin: unknown) => void): unknown;
};

export interface PresenceChanges {
  readonly added: readonly number[];
  readonly updated: readonly number[];
  readonly removed: readonly number[];
}

/**
 * What the editor needs of a document. `WeftDocument` has all of it; an embedder may bring their own `Y.Doc`.
 * Without `setApplyGate`, remote edits are drawn as they arrive instead of once a frame.
 */
export interface EditorDocument {
  readonly doc: Y.Doc;
  readonly content: Y.XmlFragment;
  readonly title: Y.Text;
  readonly awareness: Presence;
  readonly canEdit: boolean;
  /** May comment, though perhaps not edit. Default: as `canEdit`. */
  readonly canComment?: boolean;
  /** What is said about the document, in a Y.Doc of its own, with the same client id. Without it there are no comments. */
  readonly comments?: Y.Doc;
  /** Who wrote what, as far as signatures tell (KEY-5, KEY-6). */
  readonly people?: Pick<DocumentPeople, 'authorOfClient' | 'devices'>;
  setApplyGate?(gate: ApplyGate | undefined): void;
  /** Left out, the document takes no images and files: those it has are shown by their names. */
  readonly attachments?: Attachments;
  /** What saved versions show is not let go of. */
  readonly versions?: DocumentVersions;
  /** What is saved, sent and seen; while anything is known to be missing here, no file is let go of. */
  readonly status?: Readable<DocumentStatus>;
  /** Words that a merge took away. */
  readonly losses?: Pick<DocumentLosses, 'list'>;
}
