import { describe, expect, test } from 'vitest';
import { isForTests, readSources, toImports, toPackageName } from './sources.ts';

// crypto ← crdt-core ← { relay-server and relay-check (wire only), editor-ui, local-ai } ← apps/web

/** What each package may import of the workspace, entry by entry. */
const ALLOWED: Readonly<Record<string, readonly string[]>> = {
  'packages/crypto': [],
  'packages/crdt-core': ['@weft/crypto'],
  'packages/relay-server': ['@weft/crypto/verify', '@weft/crdt-core/wire'],
  'packages/relay-check': ['@weft/crypto', '@weft/crdt-core/wire'],
  'packages/editor-ui': ['@weft/crypto', '@weft/crdt-core', '@weft/local-ai'],
  'packages/editor-react': ['@weft/editor-ui'],
  'packages/local-ai': ['@weft/crypto', '@weft/crdt-core'],
  'apps/web': ['@weft/crypto', '@weft/crdt-core', '@weft/editor-ui', '@weft/local-ai'],
};

const DOCUMENT_LIBRARIES = /^(yjs|lib0|y-[\w-]+)(\/|$)/;
const INTERFACE_LIBRARIES = /^(prosemirror-[\w-]+|lit|lucide|y-prosemirror|@floating-ui\/dom|@weft\/editor-ui)(\/|$)/;

describe('dependency direction', () => {
  test('imports are found in all their forms', () => {
    const code = `import 'a';\nimport b from "b";\nimport {\n  c,\n} from 'c/d';\nexport * from './e.ts';\nexport type { F } from 'f';
      const g = await import('g');\nimport type { H } from '@h/i/j';`;
    expect(toImports(code)).toEqual(['a', 'b', 'c/d', './e.ts', 'f', 'g', '@h/i/j']);
  });

  test.each(Object.entries(ALLOWED))('%s imports of the workspace only %j', (folder, allowed) => {
    const sources = readSources(`${folder}/src/**/*.ts`);
    expect(sources.length).toBeGreaterThan(0);
    const offences = sources
      // A relay's tests may play the client: they seal envelopes for it to refuse.
      .filter(({ path }) => !(folder === 'packages/relay-server' && isForTests(path)))
      .flatMap(({ path, imports }) =>
        imports
          .filter((name) => name.startsWith('@weft/') && !allowed.includes(name) && !isEntryOf(name, allowed, folder))
          .map((name) => `${path} imports ${name}`),
      );
    expect(offences).toEqual([]);
  });

  /** Elsewhere than in the relay and its check, a package that may be imported may be imported by any of its entries. */
  function isEntryOf(name: string, allowed: readonly string[], folder: string): boolean {
    return !folder.startsWith('packages/relay-') && allowed.includes(toPackageName(name) ?? '');
  }

  test.each(Object.keys(ALLOWED))('%s reaches into no other package by a relative path', (folder) => {
    const root = new URL(`file:///${folder}/`);
    const offences = readSources(`${folder}/src/**/*.ts`).flatMap(({ path, imports }) =>
      imports
        .filter((name) => name.startsWith('.') && !new URL(name, `file:///${path}`).href.startsWith(root.href))
        .map((name) => `${path} imports ${name}`),
    );
    expect(offences).toEqual([]);
  });

  test.each(['packages/crypto/src/**/*.ts', 'packages/crdt-core/src/wire/*.ts', 'packages/relay-*/src/**/*.ts'])(
    '%s knows bytes, not documents',
    (pattern) => {
      const offences = readSources(pattern)
        .filter(({ path }) => !isForTests(path))
        .flatMap(({ path, imports }) =>
          imports.filter((name) => DOCUMENT_LIBRARIES.test(name)).map((name) => `${path} imports ${name}`),
        );
      expect(offences).toEqual([]);
    },
  );

  test.each(['crypto', 'crdt-core', 'relay-server', 'relay-check', 'local-ai'])(
    '%s depends on nothing of the interface',
    (name) => {
      const offences = readSources(`packages/${name}/src/**/*.ts`).flatMap(({ path, imports }) =>
        imports
          .filter((specifier) => INTERFACE_LIBRARIES.test(specifier))
          .map((specifier) => `${path} imports ${specifier}`),
      );
      expect(offences).toEqual([]);
    },
  );

  test('cryptography comes through the ports of @weft/crypto', () => {
    const offences = readSources('{packages,apps}/*/src/**/*.ts')
      .filter(({ path }) => !path.startsWith('packages/crypto/'))
      .filter(({ imports }) => imports.some((name) => name.startsWith('libsodium')))
      .map(({ path }) => path);
    expect(offences).toEqual([]);
  });

  test('what is only there for tests is imported by tests only', () => {
    const offences = readSources('{packages,apps}/*/src/**/*.ts')
      .filter(({ path }) => !isForTests(path))
      .flatMap(({ path, imports }) =>
        imports
          .filter(
            (name) =>
              name.includes('/testing') || name.endsWith('.test.ts') || name === 'vitest' || name === 'fast-check',
          )
          .map((name) => `${path} imports ${name}`),
      );
    expect(offences).toEqual([]);
  });
});
