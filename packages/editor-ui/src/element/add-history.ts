/** What lets people trust a merge, put together for a shell: lost words, what changed meanwhile, who wrote what, versions. */
import * as Y from 'yjs';
import { shortcutAria, shortcutLabel } from '../commands/shortcut.ts';
import type { Editor } from '../types.ts';
import type { Banners } from '../ui/banners.ts';
import { createAuthors } from '../ui/authors.ts';
import { createLossNotices } from '../ui/losses.ts';
import type { Notices } from '../ui/notices.ts';
import { type Cleanup } from '../ui/part.ts';
import { createReview } from '../ui/review.ts';
import { createVersions } from '../ui/versions.ts';
import type { SidePanel } from '../ui/side-panel.ts';
import { History } from 'lucide';
import type { ShellDocument } from './create-editor-shell.ts';

export interface HistoryParts {
  readonly shared: ShellDocument;
  readonly editor: Editor;
  readonly panel: SidePanel;
  readonly banners: Banners;
  readonly notices: Notices;
  readonly root: HTMLElement;
  readonly cleanup: Cleanup;
  readonly isApple: boolean;
  isEditing(): boolean;
  say(topic: string, words: string): void;
}

const TAB = 'history';
const SHORTCUT = 'Mod-Alt-Shift-h';

/** Adds what the document can tell of its past. Nothing where it can tell nothing. */
export function addHistory(parts: HistoryParts): void {
  const { shared, editor, panel, banners, notices, root, cleanup, say } = parts;
  const { losses, away, people } = shared;
  if (losses !== undefined && shared.canEdit) {
    const announce = (words: string): void => say('losses', words);
    cleanup.add(createLossNotices({ losses, editor, banners, notices, announce, host: root }));
  }
  if (away === undefined || people === undefined) return;
  const element = document.createElement('div');
  element.className = 'weft-history';
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
    show: () => panel.open(TAB, { focus: true }),
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
      host: root,
      deleterOf: (client, clock) => away.deleterOf(client, clock),
      announce: (words) => say('versions', words),
    });
    cleanup.add(versions.destroy);
    element.append(versions.element);
  }
  element.append(authors.element);
  const shortcut = { label: shortcutLabel(SHORTCUT, parts.isApple), aria: shortcutAria(SHORTCUT, parts.isApple) };
  cleanup.add(panel.add({ id: TAB, label: 'History', icon: History, element, rank: 30, inBar: true, shortcut }));
  const count = (): void => {
    const places = review.count();
    panel.setBadge(TAB, { count: places, words: places === 1 ? '1 changed place' : `${places} changed places` });
  };
  review.onChange(count);
  count();
  cleanup.listen(document, 'keydown', (event) => {
    const mod = parts.isApple ? event.metaKey : event.ctrlKey;
    if (!mod || !event.altKey || !event.shiftKey || event.code !== 'KeyH') return;
    event.preventDefault();
    panel.toggle(TAB);
  });
}
