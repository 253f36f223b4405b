/** Light, dark, or as the system says. Not secret, so it is kept where a script before the first paint can read it. */
import { keepChoice } from './choices.ts';

/** What a person chose. */
export type Theme = 'system' | 'light' | 'dark';

const KEY = 'weft/theme';

/** The theme that is set on the page. */
export function currentTheme(): Theme {
  const theme = document.documentElement.dataset['theme'];
  return theme === 'light' || theme === 'dark' ? theme : 'system';
}

function applyTheme(theme: Theme): void {
  if (theme === 'system') delete document.documentElement.dataset['theme'];
  else document.documentElement.dataset['theme'] = theme;
}

/** Follows a choice made in another tab. */
export function followTheme(): void {
  addEventListener('storage', ({ key, newValue }) => {
    if (key === KEY) applyTheme(newValue === 'light' || newValue === 'dark' ? newValue : 'system');
  });
}

/** Sets the theme and remembers it where the browser allows. */
export function setTheme(theme: Theme): void {
  applyTheme(theme);
  keepChoice(KEY, theme);
}
