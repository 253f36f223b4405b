/** Light, dark, or as the system says. Not secret, so it is kept where a script before the first paint can read it. */

/** What a person chose. */
export type Theme = 'system' | 'light' | 'dark';

const KEY = 'weft/theme';

/** The theme that is set on the page. */
export function currentTheme(): Theme {
  const theme = document.documentElement.dataset['theme'];
  return theme === 'light' || theme === 'dark' ? theme : 'system';
}

/** Sets the theme and remembers it where the browser allows. */
export function setTheme(theme: Theme): void {
  if (theme === 'system') delete document.documentElement.dataset['theme'];
  else document.documentElement.dataset['theme'] = theme;
  try {
    localStorage.setItem(KEY, theme);
  } catch {
    // It then lasts as long as the page.
  }
}
