/** What helps while one writes: the outline beside the text, the count and focus at the foot, and people, days and emoji in the words. */
import type { Editor } from '../editor.ts';
import { createFootCount } from '../ui/foot-count.ts';
import type { Cleanup } from '../ui/part.ts';
import type { SidePanel } from '../ui/side-panel.ts';
import { addOutline } from './add-outline.ts';
import { addPieces } from './add-pieces.ts';

export interface WritingOptions {
  readonly editor: Editor;
  readonly panel: SidePanel;
  readonly root: HTMLElement;
  /** Where lists and calendars stand. */
  readonly overlays: HTMLElement;
  readonly foot: HTMLElement;
  readonly isApple: boolean;
  /** Ended when nothing may be written any more; undefined where nothing ever could. */
  readonly editing: Cleanup | undefined;
  say(topic: string, words: string): void;
}

export function addWriting(options: WritingOptions, cleanup: Cleanup): void {
  const { editor, panel, root, overlays, foot, isApple, editing, say } = options;
  addOutline(editor, panel, isApple, cleanup);
  if (editing !== undefined) addPieces(editor, overlays, editing);
  const count = createFootCount(editor, root, (words) => say('focus', words));
  foot.append(count.element);
  cleanup.add(count.destroy);
}
