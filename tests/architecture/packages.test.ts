import { existsSync, readFileSync, realpathSync } from 'node:fs';
import { join, relative } from 'node:path';
import { describe, expect, test } from 'vitest';
import { ROOT } from '../../scripts/workspace.ts';
import { type Manifest, readManifests } from './manifests.ts';
import { isForTests, readSources, toImports, toPackageName } from './sources.ts';

/** Licences that let anyone use, change and pass on Weft and what it is made of. */
const PERMISSIVE = /^(MIT|ISC|0BSD|Apache-2\.0|BSD-[23]-Clause|BlueOak-1\.0\.0|CC0-1\.0)$/;
/** What fonts are given away under: it asks that their licence goes along, and it does. */
const FONT = /^@fontsource\//;

const manifests = readManifests();
const published = manifests.filter((manifest) => manifest.private === false);

/** What an entry of `exports` becomes when the package is packed: built code with its types, or the file as it is. */
function toPublished(target: string): unknown {
  const built = target.replace(/^\.\/src\//, './dist/').replace(/\.ts$/, '');
  return target.endsWith('.ts') ? { types: `${built}.d.ts`, default: `${built}.js` } : target;
}

function readLicense(manifest: Manifest, dependency: string): string {
  const path = join(manifest.folder, 'node_modules', dependency, 'package.json');
  const { license } = JSON.parse(readFileSync(realpathSync(path), 'utf8')) as { license?: unknown };
  return typeof license === 'string' ? license : JSON.stringify(license);
}

describe('packages', () => {
  test.each(published)(
    '$name: every entry is there, in the workspace and when packed',
    ({ folder, exports, publishConfig }) => {
      expect(Object.keys(exports ?? {})).not.toEqual([]);
      for (const target of Object.values(exports ?? {})) expect(existsSync(join(folder, target)), target).toBe(true);
      const packed = Object.entries(exports ?? {}).map(([entry, target]) => [entry, toPublished(target)]);
      expect(publishConfig?.exports).toEqual(Object.fromEntries(packed));
    },
  );

  test.each(published.filter(({ bin }) => bin !== undefined))(
    '$name: its commands run as they are, in the workspace and when packed',
    ({ folder, bin = {}, publishConfig }) => {
      for (const target of Object.values(bin)) {
        expect(readFileSync(join(folder, target), 'utf8')).toMatch(/^#!\/usr\/bin\/env node\n/);
      }
      const packed = Object.entries(bin).map(([name, target]) => [
        name,
        target.replace(/^\.\/src\/(.+)\.ts$/, './dist/$1.js'),
      ]);
      expect(publishConfig?.bin).toEqual(Object.fromEntries(packed));
    },
  );

  // Types count: where one of a package that is not there is named, nobody's compiler gets through ours.
  test.each(published)(
    '$name: what its files import, other than on use, is installed with it',
    ({ name, folder, dependencies, peerDependencies, peerDependenciesMeta }) => {
      const peers = Object.keys(peerDependencies ?? {}).filter(
        (peer) => peerDependenciesMeta?.[peer]?.optional !== true,
      );
      const installed = new Set([name, ...Object.keys(dependencies ?? {}), ...peers]);
      const sources = readSources(`${relative(ROOT, folder)}/src/**/*.ts`).filter(({ path }) => !isForTests(path));
      expect(sources.length).toBeGreaterThan(0);
      const offences = sources.flatMap(({ path, code }) =>
        toImports(code.replaceAll(/\bimport\s*\([^)]*\)/g, ''))
          .filter((specifier) => !installed.has(toPackageName(specifier) ?? name))
          .map((specifier) => `${path} imports ${specifier}`),
      );
      expect(offences).toEqual([]);
    },
  );

  test.each(manifests)('$name: versions are pinned', ({ dependencies, devDependencies, optionalDependencies }) => {
    const loose = Object.entries({ ...dependencies, ...devDependencies, ...optionalDependencies })
      .filter(([, version]) => !/^(workspace:\*|\d+\.\d+\.\d+(-[\w.]+)?)$/.test(version))
      .map(([name, version]) => `${name} ${version}`);
    expect(loose).toEqual([]);
  });

  test('one version of everything', () => {
    const versions = new Map<string, Set<string>>();
    for (const { dependencies, devDependencies } of manifests) {
      for (const [name, version] of Object.entries({ ...dependencies, ...devDependencies })) {
        versions.set(name, (versions.get(name) ?? new Set()).add(version));
      }
    }
    const many = [...versions]
      .filter(([, set]) => set.size > 1)
      .map(([name, set]) => `${name}: ${[...set].join(', ')}`);
    expect(many).toEqual([]);
  });

  test.each(published.concat(manifests.filter(({ name }) => name === '@weft/web')))(
    '$name: what it ships with has a permissive licence',
    (manifest) => {
      const offences = Object.keys(manifest.dependencies ?? {})
        .filter((name) => !name.startsWith('@weft/'))
        .map((name) => [name, readLicense(manifest, name)] as const)
        .filter(([name, license]) => !PERMISSIVE.test(license) && !(FONT.test(name) && license === 'OFL-1.1'))
        .map(([name, license]) => `${name}: ${license}`);
      expect(offences).toEqual([]);
      expect(manifest.license).toBe('MIT');
    },
  );
});
