/** The part of a menu that is the same on every screen: who one is, and how it looks. */
import type { WeftDocument } from '@weft/crdt-core';
import type { MenuItem } from '@weft/editor-ui/ui';
import { toSentence } from '@weft/editor-ui/words';
import { Cpu, Languages, Monitor, Moon, Sparkles, Sun, UserRound } from 'lucide';
import type { App } from './app.ts';
import { askLanguage } from './dialogs/language.ts';
import { askPerson } from './dialogs/person.ts';
import { loadOnce } from './load.ts';
import { currentTheme, setTheme, type Theme } from './theme.ts';
import { settingsWords } from './words/settings.ts';

const loadOnDevice = loadOnce(() => import('./dialogs/on-device.ts'));

async function showOnDevice(app: App, shared: WeftDocument | undefined): Promise<void> {
  const loaded = await loadOnDevice();
  if (loaded.ok) loaded.value.openOnDevice(app, shared);
  else app.notices.show({ topic: loaded.failure.code, kind: 'trouble', words: toSentence(loaded.failure) });
}

/** The items; `onPerson` hears of a new name or colour. `shared`: the document that is open, if one is. */
export function settingsItems(app: App, onPerson: () => void, shared?: WeftDocument): readonly MenuItem[] {
  const words = settingsWords();
  const themes: readonly (readonly [Theme, string, typeof Sun])[] = [
    ['light', words.light, Sun],
    ['dark', words.dark, Moon],
    ['system', words.asSystem, Monitor],
  ];
  return [
    {
      label: words.nameAndColor,
      icon: UserRound,
      run: () =>
        askPerson(app.root, app.person(), async (person) => {
          await app.setPerson(person);
          onPerson();
        }),
    },
    {
      label: app.ghostText.isOn() ? words.stopSuggesting : words.suggest,
      icon: Sparkles,
      run: () => app.ghostText.setOn(!app.ghostText.isOn()),
    },
    { label: words.readsAlong, icon: Cpu, run: () => void showOnDevice(app, shared) },
    { label: words.language, icon: Languages, run: () => askLanguage(app.root, app.setLanguage) },
    ...themes.map(([theme, label, icon], at) => ({
      label,
      icon,
      chosen: currentTheme() === theme,
      divided: at === 0,
      run: () => setTheme(theme),
    })),
  ];
}
