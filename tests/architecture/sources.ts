import { globSync, readFileSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { join, relative } from 'node:path';
import { ROOT } from '../../scripts/workspace.ts';

/** One file of ours and what it imports, as written there. */
export interface Source {
  /** From the workspace's root, with forward slashes. */
  readonly path: string;
  readonly text: string;
  /** The text without comments, so that a word in a comment offends nobody. */
  readonly code: string;
  readonly imports: readonly string[];
}

/** Comments only; strings that hold `//` keep it, as in an address. */
const COMMENT = /("(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'|`(?:\\.|[^`\\])*`)|\/\*[^]*?\*\/|\/\/[^\n]*/g;
const IMPORT = /(?:^|[;\s])(?:import|export)\b[^'"`;]*?\bfrom\s*['"]([^'"]+)['"]|\bimport\s*\(?\s*['"]([^'"]+)['"]/g;

/** What a TypeScript file imports, statically or on use. */
export function toImports(code: string): readonly string[] {
  return [...code.matchAll(IMPORT)].map((match) => match[1] ?? match[2] ?? '');
}

function readSource(path: string): Source {
  const text = readFileSync(path, 'utf8');
  const code = text.replace(COMMENT, (_, quoted: string | undefined) => quoted ?? ' ');
  return { path: relative(ROOT, path).replaceAll('\\', '/'), text, code, imports: toImports(code) };
}

/** The TypeScript files that match `pattern`, built and installed ones left out. */
export function readSources(pattern: string): readonly Source[] {
  return globSync(pattern, { cwd: ROOT, exclude: (name) => /(^|[/\\])(node_modules|dist)$/.test(name) })
    .filter((name) => !/(^|[/\\])(node_modules|dist)[/\\]/.test(name))
    .map((name) => readSource(join(ROOT, name)));
}

/** The package of an import: `@weft/crypto/verify` → `@weft/crypto`; undefined for a relative path or a Node module. */
export function toPackageName(specifier: string): string | undefined {
  if (specifier.startsWith('.') || specifier.startsWith('node:') || builtinModules.includes(specifier))
    return undefined;
  if (specifier.startsWith('virtual:')) return undefined;
  return specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/');
}

/** Whether a file is only there for tests. */
export function isForTests(path: string): boolean {
  return path.endsWith('.test.ts') || path.includes('/testing/');
}
