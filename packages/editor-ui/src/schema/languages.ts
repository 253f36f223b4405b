/**
 * Languages that code can be coloured in, each by the names that people and programs write. The first is the one that is stored, and that names
 * a Markdown fence.
 */
const NAMES = [
  'bash sh shell zsh console',
  'c h',
  'cpp c++ cc hpp cxx',
  'csharp c# cs',
  'css',
  'diff patch',
  'go golang',
  'html xml xhtml svg rss',
  'java',
  'javascript js jsx mjs cjs',
  'json jsonc json5',
  'kotlin kt kts',
  'markdown md',
  'php',
  'python py',
  'ruby rb',
  'rust rs',
  'sql',
  'swift',
  'typescript ts tsx mts cts',
  'yaml yml',
] as const;

type FirstOf<Names> = Names extends `${infer First} ${string}` ? First : Names;
export type Language = FirstOf<(typeof NAMES)[number]>;

const BY_NAME: ReadonlyMap<string, Language> = new Map(
  NAMES.flatMap((names) => {
    const all = names.split(' ');
    return all.map((name) => [name, all[0] as Language] as const);
  }),
);

/** The closed list: a name outside it is kept in the document and drawn plainly. */
export const LANGUAGES: readonly Language[] = [...new Set(BY_NAME.values())];

/** The language a name means; undefined for any other value. */
export function toLanguage(value: unknown): Language | undefined {
  return typeof value === 'string' ? BY_NAME.get(value.toLowerCase()) : undefined;
}
