import { createReadStream } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { extname, join } from 'node:path';
import { pipeline } from 'node:stream';

const TYPES: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.gif': 'image/gif',
  '.html': 'text/html; charset=utf-8',
  '.ico': 'image/x-icon',
  '.jpg': 'image/jpeg',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.map': 'application/json; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.txt': 'text/plain; charset=utf-8',
  '.wasm': 'application/wasm',
  '.webmanifest': 'application/manifest+json; charset=utf-8',
  '.webp': 'image/webp',
  '.woff2': 'font/woff2',
  '.xml': 'application/xml; charset=utf-8',
};

/** Files under `assets/` that carry a hash of their content in their name: the same name is the same bytes for ever. */
const HASHED = /^\/assets\/.+-[A-Za-z0-9_-]{8,}\.[a-z0-9.]+$/;

interface StaticFile {
  readonly path: string;
  readonly size: number;
  readonly type: string;
  readonly etag: string;
  readonly cacheControl: string;
}

/** Answers GET and HEAD from a folder as it was when the relay started. */
export interface StaticFiles {
  /** False if nothing here goes by this address; the caller answers then. */
  serve(request: IncomingMessage, response: ServerResponse): boolean;
}

/**
 * Reads which files a folder holds. An address either is the name of one of these or is nothing, so no address can reach
 * a file outside. Links are not followed, and names that begin with a dot are not served.
 * @param folder holds `index.html`, which also answers navigations to addresses without a file (the app routes itself)
 * @param headers sent with every answer
 * @throws if the folder cannot be read
 */
export async function loadStaticFiles(folder: string, headers: Readonly<Record<string, string>>): Promise<StaticFiles> {
  const files = new Map<string, StaticFile>();
  const walk = async (at: string, prefix: string): Promise<void> => {
    for (const entry of await readdir(at, { withFileTypes: true })) {
      if (entry.name.startsWith('.')) continue;
      const path = join(at, entry.name);
      if (entry.isDirectory()) await walk(path, `${prefix}${entry.name}/`);
      else if (entry.isFile()) files.set(prefix + entry.name, await describe(path, prefix + entry.name));
    }
  };
  await walk(folder, '/');

  return {
    serve(request, response) {
      const file = find(files, request);
      if (file === undefined) return false;
      const all = { ...headers, 'cache-control': file.cacheControl, etag: file.etag };
      if (request.headers['if-none-match'] === file.etag) {
        response.writeHead(304, all).end();
        return true;
      }
      const range = request.method === 'GET' ? toRange(request.headers.range, file.size) : undefined;
      const { start, end } = range ?? { start: 0, end: file.size - 1 };
      const part = range === undefined ? {} : { 'content-range': `bytes ${start}-${end}/${file.size}` };
      response.writeHead(range === undefined ? 200 : 206, {
        ...all,
        ...part,
        'accept-ranges': 'bytes',
        'content-type': file.type,
        'content-length': end - start + 1,
      });
      if (request.method === 'HEAD' || file.size === 0) response.end();
      // A file that cannot be read to its end ends the connection: half an answer must not look whole.
      else pipeline(createReadStream(file.path, { start, end }), response, () => undefined);
      return true;
    },
  };
}

/** One range of bytes, both ends included; undefined where none is asked for, or one that is not answered in parts. */
function toRange(
  header: string | undefined,
  size: number,
): { readonly start: number; readonly end: number } | undefined {
  const [, from, to = ''] = /^bytes=(\d{1,15})-(\d{0,15})$/.exec(header ?? '') ?? [];
  if (from === undefined) return undefined;
  const start = Number(from);
  const end = to === '' ? size - 1 : Math.min(Number(to), size - 1);
  return start <= end ? { start, end } : undefined;
}

async function describe(path: string, name: string): Promise<StaticFile> {
  const { size, mtimeMs } = await stat(path);
  return {
    path,
    size,
    type: TYPES[extname(name).toLowerCase()] ?? 'application/octet-stream',
    etag: `"${size.toString(36)}-${Math.floor(mtimeMs).toString(36)}"`,
    cacheControl: HASHED.test(name) ? 'public, max-age=31536000, immutable' : 'no-cache',
  };
}

function find(files: ReadonlyMap<string, StaticFile>, request: IncomingMessage): StaticFile | undefined {
  const name = urlToName(request.url ?? '/');
  if (name === undefined) return undefined;
  const direct = files.get(name.endsWith('/') ? `${name}index.html` : name);
  if (direct !== undefined) return direct;
  const isNavigation = request.headers.accept?.includes('text/html') === true && extname(name) === '';
  return isNavigation ? files.get('/index.html') : undefined;
}

function urlToName(url: string): string | undefined {
  const path = url.split(/[?#]/, 1)[0] ?? '/';
  try {
    return decodeURIComponent(path);
  } catch {
    return undefined;
  }
}
