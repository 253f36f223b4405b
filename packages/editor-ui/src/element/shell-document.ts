import type { DocumentAbsence, DocumentLosses, DocumentPeople } from '@weft/crdt-core';
import type { Awareness } from 'y-protocols/awareness';
import type { EditorDocument } from '../editor-document.ts';

/** What the shell needs: a document, and its status where it has one. `WeftDocument` fits. */
export interface ShellDocument extends EditorDocument {
  readonly awareness: Awareness;
  /** Words that a merge took away are offered back. */
  readonly losses?: DocumentLosses;
  /** What others did while nobody looked is shown. */
  readonly away?: DocumentAbsence;
  /** Who is who. Where access ends, the shell goes on as for a reader. */
  readonly people?: Pick<DocumentPeople, 'access' | 'authorOfClient' | 'devices'>;
}
