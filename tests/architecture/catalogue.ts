/** What the interface says, in English: the parts of its catalogue, found as files are. */
import { globSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { ROOT } from '../../scripts/workspace.ts';

/** The parts that speak to people, each with its catalogue in `words`. */
export const UI = ['packages/editor-ui', 'apps/web'] as const;

export interface Part {
  readonly part: string;
  readonly english: object;
}

export async function load(path: string): Promise<Record<string, unknown>> {
  return (await import(pathToFileURL(join(ROOT, path)).href)) as Record<string, unknown>;
}

export async function readEnglish(): Promise<readonly Part[]> {
  const files = UI.flatMap((folder) => globSync(`${folder}/src/words/*.ts`, { cwd: ROOT })).filter(
    (path) => !path.endsWith('.test.ts'),
  );
  const modules = await Promise.all(files.map(load));
  return modules
    .flatMap((module) => Object.values(module))
    .filter((value): value is Part => typeof value === 'function' && 'english' in value && 'part' in value)
    .filter((part, at, all) => all.findIndex((other) => other.part === part.part) === at);
}
