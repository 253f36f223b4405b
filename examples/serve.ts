/** Builds an example and serves it, with the policy a careful page sends: `node examples/serve.ts plain`. */
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

export const POLICY =
  "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; require-trusted-types-for 'script'";

export interface ServedExample {
  readonly origin: string;
  close(): Promise<void>;
}

/** What the engines of `@weft/local-ai` fetch, where a page asks for it. */
const MODELS = new URL('../packages/local-ai/model/', import.meta.url);
const STYLES = new URL('../packages/editor-ui/src/styles/', import.meta.url);

/** @param port - 0 for any that is free */
export async function serveExample(name: string, port: number = 0): Promise<ServedExample> {
  const folder = new URL(`./${name}/`, import.meta.url);
  const built = await build({
    entryPoints: ['main.ts', 'worker.ts'].map((file) => fileURLToPath(new URL(file, folder))).filter(existsSync),
    bundle: true,
    // What the editor fetches on use stays in files of its own.
    splitting: true,
    format: 'esm',
    target: 'es2023',
    minify: true,
    outdir: '/',
    write: false,
    define: { 'process.env.NODE_ENV': '"production"' },
    logLevel: 'error',
  });
  const scripts = new Map(
    built.outputFiles.map(({ path, contents }) => [path.replaceAll('\\', '/').replace(/^\w:/, ''), contents]),
  );
  const page = await readFile(new URL('index.html', folder));
  const server = createServer((request, response) => {
    const path = new URL(request.url ?? '/', 'http://example').pathname;
    const answer = (type: string, body: Uint8Array): void => {
      response.writeHead(200, { 'content-type': `${type}; charset=utf-8`, 'content-security-policy': POLICY });
      response.end(body);
    };
    const script = scripts.get(path);
    const style = /^\/styles\/([a-z]+\.css)$/.exec(path)?.[1];
    if (path === '/') answer('text/html', page);
    else if (script) answer('text/javascript', script);
    else if (/^\/weft-(lm|vectors)\.bin$/.test(path)) {
      readFile(new URL(path.slice(1), MODELS)).then(
        (file) => answer('application/octet-stream', file),
        () => response.writeHead(404).end(),
      );
    } else if (style !== undefined) {
      readFile(new URL(style, STYLES)).then(
        (sheet) => answer('text/css', sheet),
        () => response.writeHead(404).end(),
      );
    } else response.writeHead(path === '/favicon.ico' ? 204 : 404).end();
  });
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return {
    origin: `http://127.0.0.1:${address.port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const name = process.argv[2] ?? 'plain';
  const { origin } = await serveExample(name, Number(process.argv[3] ?? 5173));
  process.stdout.write(`The ${name} example is at ${origin}\n`);
}
