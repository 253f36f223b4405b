import { globSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { ROOT } from '../../scripts/workspace.ts';

/** The part of a package.json that the architecture speaks of. */
export interface Manifest {
  readonly folder: string;
  readonly name: string;
  readonly private?: boolean;
  readonly license?: string;
  readonly exports?: Readonly<Record<string, string>>;
  readonly bin?: Readonly<Record<string, string>>;
  readonly publishConfig?: {
    readonly exports?: Readonly<Record<string, unknown>>;
    readonly bin?: Readonly<Record<string, string>>;
  };
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
  readonly peerDependencies?: Readonly<Record<string, string>>;
  readonly peerDependenciesMeta?: Readonly<Record<string, { readonly optional?: boolean }>>;
}

/** Every package.json of the workspace. */
export function readManifests(): readonly Manifest[] {
  return globSync(['package.json', '{packages,apps}/*/package.json', '{tests,examples}/package.json'], {
    cwd: ROOT,
  }).map((path) => ({
    ...(JSON.parse(readFileSync(join(ROOT, path), 'utf8')) as Omit<Manifest, 'folder'>),
    folder: dirname(join(ROOT, path)),
  }));
}
