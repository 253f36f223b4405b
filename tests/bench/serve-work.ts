import { createServer } from 'node:http';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

/** An origin whose page can import `/work.js`. */
export interface WorkServer {
  readonly origin: string;
  close(): void;
}

/** Serves a script, bundled, on the loopback. */
export async function serveWork(script: URL): Promise<WorkServer> {
  const bundle = await build({
    entryPoints: [fileURLToPath(script)],
    bundle: true,
    format: 'esm',
    minify: true,
    write: false,
    platform: 'browser',
    external: ['node:*'],
  });
  const [file] = bundle.outputFiles;
  const server = createServer((request, response) => {
    const isScript = request.url === '/work.js';
    response.writeHead(200, { 'content-type': isScript ? 'text/javascript' : 'text/html' });
    response.end(isScript ? file?.text : '<!doctype html><title>bench</title>');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return { origin: `http://127.0.0.1:${address.port}`, close: () => void server.close() };
}
