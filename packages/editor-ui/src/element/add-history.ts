/** The tab of a document's past: fetched when it is opened, or when there is something to tell. */
import { History } from 'lucide';
import { shortcutAria, shortcutLabel } from '../commands/shortcut.ts';
import { addLateTab } from '../ui/late-tab.ts';
import type { Cleanup } from '../ui/part.ts';
import type { SidePanel } from '../ui/side-panel.ts';
import type { HistoryParts } from './create-history.ts';
import { barWords } from '../words/bars.ts';

const TAB = 'history';
const SHORTCUT = 'Mod-Alt-Shift-h';

export interface AddHistoryOptions extends Omit<HistoryParts, 'losses' | 'away' | 'people' | 'show' | 'counted'> {
  readonly panel: SidePanel;
  readonly cleanup: Cleanup;
  readonly isApple: boolean;
}

/** Adds what the document can tell of its past. Nothing where it can tell nothing. */
export function addHistory(options: AddHistoryOptions): void {
  const { panel, cleanup, isApple, shared } = options;
  const { losses, away, people } = shared;
  if (away === undefined || people === undefined) return;
  const shortcut = { label: shortcutLabel(SHORTCUT, isApple), aria: shortcutAria(SHORTCUT, isApple) };
  const history = addLateTab({
    panel,
    tab: { id: TAB, label: barWords().history, icon: History, rank: 30, inBar: true, shortcut },
    fetch: () => import('./create-history.ts'),
    create: ({ createHistory }) =>
      createHistory({
        ...options,
        losses,
        away,
        people,
        show: () => panel.open(TAB, { focus: true }),
        counted: (places) => panel.setBadge(TAB, { count: places, words: barWords().changedPlaces(places) }),
      }),
  });
  cleanup.add(history.destroy);

  /** Something to tell brings it by itself. */
  const look = (): void => {
    const hasLost = shared.canEdit && losses !== undefined && losses.list.get().length > 0;
    if (hasLost || away.absence.get() !== undefined) void history.load();
  };
  if (losses !== undefined) cleanup.add(losses.list.subscribe(look));
  cleanup.add(away.absence.subscribe(look));
  const shown = (): void => away.setShown(document.visibilityState === 'visible');
  cleanup.listen(document, 'visibilitychange' as 'click', shown);
  cleanup.listen(document, 'keydown', (event) => {
    const mod = isApple ? event.metaKey : event.ctrlKey;
    if (!mod || !event.altKey || !event.shiftKey || event.code !== 'KeyH') return;
    event.preventDefault();
    panel.toggle(TAB);
  });
  shown();
  look();
}
