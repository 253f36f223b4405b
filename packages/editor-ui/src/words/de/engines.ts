/** What writes, by the names its package has for it: the browser’s own. Models and servers are called as those who made them call them. */
const ENGINES: Readonly<Record<string, string>> = {
  'The browser’s model': 'Das Modell des Browsers',
  'The browser’s summarizer': 'Der Zusammenfasser des Browsers',
};

export function toEngine(name: string): string {
  return ENGINES[name] ?? name;
}
