// Sets the chosen theme before the first paint. Kept in step with src/theme.ts.
try {
  const theme = localStorage.getItem('weft/theme');
  if (theme === 'light' || theme === 'dark') document.documentElement.dataset.theme = theme;
} catch {
  // Storage is blocked: the system's theme is used.
}
