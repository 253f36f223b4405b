/** The part of a menu that is the same on every screen: who one is, and how it looks. */
import type { MenuItem } from '@weft/editor-ui/ui';
import { Cpu, Monitor, Moon, Sparkles, Sun, UserRound } from 'lucide';
import type { App } from './app.ts';
import { askPerson } from './dialogs/person.ts';
import { loadOnce } from './load.ts';
import { currentTheme, setTheme, type Theme } from './theme.ts';

const themes: readonly (readonly [Theme, string, typeof Sun])[] = [
  ['light', 'Light', Sun],
  ['dark', 'Dark', Moon],
  ['system', 'As the system', Monitor],
];

const loadOnDevice = loadOnce(() => import('./dialogs/on-device.ts'));

async function showOnDevice(app: App): Promise<void> {
  const loaded = await loadOnDevice();
  if (loaded.ok) loaded.value.openOnDevice(app);
  else app.notices.show({ topic: loaded.failure.code, kind: 'trouble', words: loaded.failure.sentence });
}

/** The items; `onPerson` hears of a new name or colour. */
export function settingsItems(app: App, onPerson: () => void): readonly MenuItem[] {
  return [
    {
      label: 'Your name and colour',
      icon: UserRound,
      run: () =>
        askPerson(app.root, app.person(), (person) => {
          void app.setPerson(person).then(onPerson);
        }),
    },
    {
      label: app.ghostText.isOn() ? 'Stop suggesting words' : 'Suggest words as I write',
      icon: Sparkles,
      run: () => app.ghostText.setOn(!app.ghostText.isOn()),
    },
    { label: 'What reads along…', icon: Cpu, run: () => void showOnDevice(app) },
    ...themes.map(([theme, label, icon], at) => ({
      label,
      icon,
      chosen: currentTheme() === theme,
      divided: at === 0,
      run: () => setTheme(theme),
    })),
  ];
}
