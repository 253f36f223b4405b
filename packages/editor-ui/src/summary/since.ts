import type { Absence, DocumentAbsence } from '@weft/crdt-core';
import { findRootTypeKey } from 'yjs';
import { blockStart } from '../commands/ranges.ts';
import { createChanges } from '../review/changes.ts';
import type { Editor } from '../editor.ts';
import type { EditorDocument } from '../editor-document.ts';
import type { Stretch } from './read-blocks.ts';

/** What others added since this person was last here; it can be asked for also after they dismissed the review of it. */
export interface Since {
  isKnown(): boolean;
  /** The blocks in which others wrote, whole. */
  stretches(): readonly Stretch[];
  stop(): void;
}

/** Follows a document's absences: the newest counts. */
export function followSince(
  { doc, content, people }: Pick<EditorDocument, 'doc' | 'content' | 'people'>,
  away: DocumentAbsence | undefined,
  editor: Editor,
): Since {
  let last: Absence | undefined = away?.absence.get();
  const stop = away?.absence.subscribe(() => {
    last = away.absence.get() ?? last;
  });
  const authorOf = (client: number): string | undefined => {
    const device = people?.authorOfClient(client);
    return device?.isSelf === true ? undefined : (device?.id ?? '');
  };
  return {
    isKnown: () => last !== undefined,
    stretches() {
      if (last === undefined) return [];
      const root = findRootTypeKey(content);
      const changes = createChanges({ doc, root, before: last.before, authorOf, deleterOf: () => '' });
      const shown = editor.view.state.doc;
      const touched = new Set<number>();
      for (const { runs, index } of changes.list()) {
        if (index < shown.childCount && runs.some(({ kind }) => kind === 'added')) touched.add(index);
      }
      return [...touched].map((index) => {
        const from = blockStart(shown, index);
        return { from, to: from + shown.child(index).nodeSize };
      });
    },
    stop: () => stop?.(),
  };
}
