import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createElement } from 'react';
import { renderToString } from 'react-dom/server';
import { describe, expect, test } from 'vitest';
import { ROOT } from '../../scripts/workspace.ts';
import { readManifests } from './manifests.ts';
import { readSources, toPackageName } from './sources.ts';

/** Of these a page may hold one copy only: two would not know each other's documents, plugins or hooks. */
const ONE_OF_A_KIND = /^(yjs|y-protocols|prosemirror-(model|state|view)|react)$/;

const manifests = readManifests();
const entriesOf = (name: string): readonly string[] =>
  Object.entries(manifests.find((manifest) => manifest.name === name)?.exports ?? {})
    // A worker's script runs in a worker.
    .filter(([entry, target]) => target.endsWith('.ts') && !entry.endsWith('/worker'))
    .map(([entry]) => `${name}${entry.slice(1)}`);

describe('a component, not a page', () => {
  test.each([...entriesOf('@weft/editor-ui'), ...entriesOf('@weft/editor-react'), '@weft/crdt-core', '@weft/crypto'])(
    '%s is imported where there is no page',
    async (entry) => {
      expect([typeof document, typeof HTMLElement]).toEqual(['undefined', 'undefined']);
      expect(Object.keys((await import(entry)) as object).length).toBeGreaterThan(0);
    },
  );

  test('the React component renders its place on a server', async () => {
    const { WeftEditor } = await import('@weft/editor-react');
    expect(renderToString(createElement(WeftEditor, { className: 'essay', label: 'Essay' }))).toBe(
      '<div class="essay"></div>',
    );
  });

  test.each(['apps/web/src/**/*.ts', 'examples/**/*.ts', 'packages/editor-react/src/**/*.ts'])(
    '%s uses the public entries of packages only',
    (pattern) => {
      const sources = readSources(pattern);
      expect(sources.length).toBeGreaterThan(0);
      const isPublic = (specifier: string): boolean => {
        const bare = specifier.replace(/\?.*$/, '');
        const name = toPackageName(bare);
        const { exports = {} } = manifests.find((manifest) => manifest.name === name) ?? {};
        return `.${bare.slice(name?.length)}` in exports;
      };
      const offences = sources.flatMap(({ path, imports }) =>
        imports
          .filter((specifier) => specifier.startsWith('@weft/') && !isPublic(specifier))
          .map((specifier) => `${path} imports ${specifier}`),
      );
      expect(offences).toEqual([]);
      // A path into another package would be a way around them.
      expect(sources.flatMap(({ imports }) => imports.filter((name) => /packages\//.test(name)))).toEqual([]);
    },
  );

  test.each(['@weft/crdt-core', '@weft/editor-ui', '@weft/editor-react'])(
    '%s shares with the page that embeds it what there may be one of only',
    (name) => {
      const manifest = manifests.find((each) => each.name === name);
      const owned = Object.keys(manifest?.dependencies ?? {}).filter((each) => ONE_OF_A_KIND.test(each));
      expect(owned).toEqual([]);
      const peers = Object.keys(manifest?.peerDependencies ?? {});
      expect(peers).toContain('yjs');
      // Here they are the versions that the tests ran with.
      expect(peers.filter((each) => manifest?.devDependencies?.[each] === undefined)).toEqual([]);
    },
  );

  test('one copy of each is installed', () => {
    const lock = readFileSync(join(ROOT, 'pnpm-lock.yaml'), 'utf8');
    const packages = lock.slice(lock.indexOf('\npackages:'), lock.indexOf('\nsnapshots:'));
    const versions = [...packages.matchAll(/^ {2}'?([\w@/-]+?)@(\d[^:'(]*)'?:$/gm)];
    expect(versions.length).toBeGreaterThan(100);
    const copies = versions.filter(([, name = '']) => ONE_OF_A_KIND.test(name)).map(([, name = '']) => name);
    expect(copies.length).toBeGreaterThanOrEqual(6);
    expect(copies.filter((name, index) => copies.indexOf(name) !== index)).toEqual([]);
  });
});
