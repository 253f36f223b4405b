import type { IncomingMessage, ServerResponse } from 'node:http';
import type { StaticFiles } from './static-files.ts';

export interface RequestOptions {
  readonly headers: Readonly<Record<string, string>>;
  readonly files: StaticFiles | undefined;
  /** Whether new connections are taken: false while stopping. */
  readonly isReady: () => boolean;
  readonly metrics: () => string;
}

/** Everything a relay answers over plain HTTP. */
export function handleRequest(options: RequestOptions, request: IncomingMessage, response: ServerResponse): void {
  const { headers, files } = options;
  const text = (status: number, body: string, more: Readonly<Record<string, string>> = {}): void => {
    const bytes = Buffer.from(body);
    response.writeHead(status, {
      ...headers,
      'content-type': 'text/plain; charset=utf-8',
      'content-length': bytes.length,
      'cache-control': 'no-store',
      ...more,
    });
    response.end(request.method === 'HEAD' ? undefined : bytes);
  };
  if (request.method !== 'GET' && request.method !== 'HEAD') {
    text(405, 'Only GET and HEAD are answered here.\n', { allow: 'GET, HEAD' });
    return;
  }
  const path = request.url?.split('?', 1)[0] ?? '/';
  if (path === '/healthz') text(200, 'ok\n');
  else if (path === '/readyz') text(options.isReady() ? 200 : 503, options.isReady() ? 'ready\n' : 'stopping\n');
  else if (path === '/metrics') {
    text(200, options.metrics(), { 'content-type': 'text/plain; version=0.0.4; charset=utf-8' });
  } else if (path.startsWith('/r/') || path === '/signal') {
    text(426, 'Rooms and signalling are reached by WebSocket.\n', { upgrade: 'websocket' });
  } else if (files?.serve(request, response) !== true) {
    text(404, files === undefined && path === '/' ? 'A Weft relay.\n' : 'There is nothing here.\n');
  }
}
