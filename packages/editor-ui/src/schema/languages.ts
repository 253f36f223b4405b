/** A language that code can be coloured in. */
export interface Language {
  /** As it is stored, and as a Markdown fence names it. */
  readonly id: string;
  readonly label: string;
  /** Other names that people and other programs write. */
  readonly names: readonly string[];
}

/** The closed list: a name outside it is kept in the document and drawn plainly. */
export const LANGUAGES: readonly Language[] = [
  { id: 'bash', label: 'Shell', names: ['sh', 'shell', 'zsh', 'console'] },
  { id: 'c', label: 'C', names: ['h'] },
  { id: 'cpp', label: 'C++', names: ['c++', 'cc', 'hpp', 'cxx'] },
  { id: 'csharp', label: 'C#', names: ['c#', 'cs'] },
  { id: 'css', label: 'CSS', names: [] },
  { id: 'diff', label: 'Diff', names: ['patch'] },
  { id: 'go', label: 'Go', names: ['golang'] },
  { id: 'html', label: 'HTML, XML', names: ['xml', 'xhtml', 'svg', 'rss'] },
  { id: 'java', label: 'Java', names: [] },
  { id: 'javascript', label: 'JavaScript', names: ['js', 'jsx', 'mjs', 'cjs'] },
  { id: 'json', label: 'JSON', names: ['jsonc', 'json5'] },
  { id: 'kotlin', label: 'Kotlin', names: ['kt', 'kts'] },
  { id: 'markdown', label: 'Markdown', names: ['md'] },
  { id: 'php', label: 'PHP', names: [] },
  { id: 'python', label: 'Python', names: ['py'] },
  { id: 'ruby', label: 'Ruby', names: ['rb'] },
  { id: 'rust', label: 'Rust', names: ['rs'] },
  { id: 'sql', label: 'SQL', names: [] },
  { id: 'swift', label: 'Swift', names: [] },
  { id: 'typescript', label: 'TypeScript', names: ['ts', 'tsx', 'mts', 'cts'] },
  { id: 'yaml', label: 'YAML', names: ['yml'] },
];

const BY_NAME = new Map(LANGUAGES.flatMap(({ id, names }) => [id, ...names].map((name) => [name, id] as const)));

/** The language a name means; undefined for any other value. */
export function toLanguage(value: unknown): string | undefined {
  return typeof value === 'string' ? BY_NAME.get(value.toLowerCase()) : undefined;
}
