/** What lets people trust a merge, put together for a shell: lost words, what changed meanwhile, who wrote what, versions. */
import type { DocumentAbsence, DocumentLosses } from '@weft/crdt-core';
import * as Y from 'yjs';
import type { Editor } from '../editor.ts';
import { createAuthors } from '../ui/authors.ts';
import type { Banners } from '../ui/banners.ts';
import type { TabInside } from '../ui/late-tab.ts';
import { createLossNotices } from '../ui/losses.ts';
import type { Notices } from '../ui/notices.ts';
import { createCleanup } from '../ui/part.ts';
import { createReview } from '../ui/review.ts';
import { createVersions } from '../ui/versions.ts';
import type { ShellDocument } from './shell-document.ts';

export interface HistoryParts {
  readonly shared: ShellDocument;
  readonly losses: DocumentLosses | undefined;
  readonly away: DocumentAbsence;
  readonly people: NonNullable<ShellDocument['people']>;
  readonly editor: Editor;
  readonly banners: Banners;
  readonly notices: Notices;
  /** Where dialogs stand. */
  readonly overlays: HTMLElement;
  isEditing(): boolean;
  say(topic: string, words: string): void;
  /** Brings the tab into sight. */
  show(): void;
  /** How many places are to be looked at. */
  counted(places: number): void;
}

/** What lets people trust a merge, as it fills its tab. */
export function createHistory(parts: HistoryParts): TabInside {
  const { shared, losses, away, people, editor, banners, notices, overlays, say } = parts;
  const cleanup = createCleanup();
  const element = document.createElement('div');
  element.className = 'weft-history';
  if (losses !== undefined && shared.canEdit) {
    const announce = (words: string): void => say('losses', words);
    cleanup.add(createLossNotices({ losses, editor, banners, notices, announce, host: overlays }));
  }
  const authors = createAuthors({ editor, people, announce: (words) => say('authors', words) });
  cleanup.add(authors.destroy);
  const who = {
    content: { doc: shared.doc, root: Y.findRootTypeKey(shared.content) },
    authorOfClient: (client: number) => people.authorOfClient(client),
    deviceOf: (id: string) => people.devices.get().find((device) => device.id === id),
    canEdit: parts.isEditing,
  };
  const review = createReview({
    away,
    editor,
    banners,
    ...who,
    announce: (words) => say('away', words),
    show: parts.show,
  });
  cleanup.add(review.destroy);
  element.append(review.element);
  if (shared.versions !== undefined) {
    const versions = createVersions({
      ...who,
      versions: shared.versions,
      editor,
      notices,
      title: shared.title,
      host: overlays,
      deleterOf: (client, clock) => away.deleterOf(client, clock),
      announce: (words) => say('versions', words),
    });
    cleanup.add(versions.destroy);
    element.append(versions.element);
  }
  element.append(authors.element);
  const count = (): void => parts.counted(review.count());
  review.onChange(count);
  count();
  cleanup.add(() => element.remove());
  return { element, destroy: cleanup.run };
}
