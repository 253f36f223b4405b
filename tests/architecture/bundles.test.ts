import { gzipSync } from 'node:zlib';
import { build, type Metafile, type Plugin } from 'esbuild';
import { describe, expect, test } from 'vitest';
import { ROOT } from '../../scripts/workspace.ts';

// What a page has to fetch before the first letter can be typed, and what comes only when it is used.
// Counted as one file of everything an entry imports statically, minified and compressed: ProseMirror, y-prosemirror, Yjs
// and lib0 with it, and what is imported on use without it. `@weft/crdt-core` is counted where the editor takes code from
// it; libsodium, which the editor itself does not need, is loaded beside it and is not counted.

/** kB (1000 bytes), gzip at its best. */
const BUDGETS = { core: 130, full: 180 };

/** Never needed to write the first letter. */
const ON_USE = [
  'comments/create-comments',
  'suggestions/suggesting',
  'suggestions/resolve',
  'table/commands',
  'table/plugin',
  'convert/from-html',
  'convert/to-html',
  'convert/to-markdown',
  'files/add-files',
  'blocks/image-view',
  'code/highlight',
  'code/grammars',
  'ghost/ghost-text',
  'plugins/authors',
];

/** Beyond that, what the full interface fetches only with a tab. */
const IN_TABS = ['ui/comments/comments-ui', 'ui/comments/comment-panel', 'ui/review', 'ui/versions', 'review/changes'];

const dynamicApart: Plugin = {
  name: 'dynamic-apart',
  setup(builder) {
    builder.onResolve({ filter: /.*/ }, ({ kind, path }) =>
      kind === 'dynamic-import' ? { path, external: true } : undefined,
    );
  },
};

async function bundle(entry: string): Promise<{ readonly kilobytes: number; readonly inputs: readonly string[] }> {
  const result = await build({
    entryPoints: [`${ROOT}/packages/editor-ui/src/${entry}`],
    absWorkingDir: ROOT,
    bundle: true,
    minify: true,
    write: false,
    metafile: true,
    format: 'esm',
    platform: 'browser',
    target: 'es2023',
    external: ['libsodium-wrappers', 'libsodium-wrappers-sumo'],
    plugins: [dynamicApart],
    logLevel: 'error',
  });
  const [output] = Object.values((result.metafile as Metafile).outputs);
  const inputs = Object.entries(output?.inputs ?? {}).flatMap(([path, { bytesInOutput }]) =>
    bytesInOutput > 0 ? [path] : [],
  );
  const bytes = gzipSync(result.outputFiles[0]?.contents ?? '', { level: 9 }).length;
  return { kilobytes: bytes / 1000, inputs };
}

function within(inputs: readonly string[], modules: readonly string[]): readonly string[] {
  return modules.filter((name) => inputs.some((path) => path.endsWith(`editor-ui/src/${name}.ts`)));
}

describe('what is fetched before the first letter', () => {
  test(`the editor: at most ${BUDGETS.core} kB, without what comes on use, Lit or libsodium`, async () => {
    const { kilobytes, inputs } = await bundle('index.ts');
    expect(inputs.some((path) => path.endsWith('create-editor.ts'))).toBe(true);
    expect(kilobytes).toBeLessThanOrEqual(BUDGETS.core);
    expect(within(inputs, ON_USE)).toEqual([]);
    expect(inputs.filter((path) => /node_modules\/(lit|lucide|@lit|@floating-ui|libsodium)/.test(path))).toEqual([]);
  });

  test(`with its whole interface: at most ${BUDGETS.full} kB, without what comes on use`, async () => {
    const { kilobytes, inputs } = await bundle('element/index.ts');
    expect(inputs.some((path) => path.endsWith('create-editor-shell.ts'))).toBe(true);
    expect(kilobytes).toBeLessThanOrEqual(BUDGETS.full);
    expect(within(inputs, [...ON_USE, ...IN_TABS])).toEqual([]);
    // Templates are all that is used of Lit.
    expect(inputs.filter((path) => /@lit\/reactive-element|node_modules\/lit-element/.test(path))).toEqual([]);
  });
});
