import { registerHooks, stripTypeScriptTypes } from 'node:module';
import { relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Coverage } from './coverage.ts';

const ROOT = fileURLToPath(new URL('../../../', import.meta.url));

/** Ours, and the two libraries that read what is hostile: Yjs with its encoding, and the inflater. */
const COVERED = [
  /^packages\/[\w-]+\/src\/(?!.*(\.test\.ts$|\/testing\/))/,
  /^tools\/[\w-]+\.mjs$/,
  /node_modules\/yjs\/dist\/yjs\.mjs$/,
  /node_modules\/lib0\/(decoding|encoding)\.js$/,
  /node_modules\/fflate\/esm\/[\w]+\.mjs$/,
];

/** A program that runs when it is loaded, made a module of functions. */
const PROGRAM = /^process\.exitCode = await main\(.*$/m;
const PARTS = 'export { readLink, readFile, openAll, buildDocument, documentToMarkdown, Refusal };';

/** From now on, modules under test are loaded with counters in them. */
export function installHooks(coverage: Coverage): void {
  registerHooks({
    load(url, context, nextLoad) {
      const loaded = nextLoad(url, context);
      if (!url.startsWith('file:')) return loaded;
      const name = relative(ROOT, fileURLToPath(url.split('?')[0]!)).replaceAll('\\', '/');
      if (!COVERED.some((pattern) => pattern.test(name)) || loaded.source === undefined) return loaded;
      const text =
        typeof loaded.source === 'string' ? loaded.source : new TextDecoder().decode(loaded.source ?? undefined);
      const plain = name.endsWith('.ts')
        ? stripTypeScriptTypes(text)
        : text.replace(/^#!.*/, '').replace(PROGRAM, PARTS);
      return { format: 'module', source: coverage.add(shorten(name), plain), shortCircuit: true };
    },
  });
}

/** Names a library's file by its package. */
function shorten(name: string): string {
  const at = name.lastIndexOf('node_modules/');
  return at < 0 ? name : name.slice(at + 'node_modules/'.length);
}
