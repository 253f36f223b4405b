import { createServer, type IncomingMessage, request, type Server, type ServerResponse } from 'node:http';
import { connect, type Socket } from 'node:net';
import type { Duplex } from 'node:stream';

/**
 * One person's network cable: an HTTP proxy between a browser context and the world. Pulling it out cuts every
 * connection, as Playwright's `setOffline` does not (it stalls an open WebSocket).
 */
export interface Cable {
  /** For Playwright's `proxy.server`. */
  readonly proxy: string;
  /** Cuts what is open and refuses what is new, until `join`. */
  cut(): void;
  join(): void;
  /** The request lines and headers the person's browser sent, as text. WebSocket frames are recorded elsewhere. */
  requests(): string;
  close(): Promise<void>;
}

function forward(incoming: IncomingMessage, response: ServerResponse): void {
  const outgoing = request(incoming.url ?? '', { method: incoming.method, headers: incoming.headers }, (answer) => {
    response.writeHead(answer.statusCode ?? 502, answer.headers);
    answer.pipe(response);
  });
  outgoing.on('error', () => response.destroy());
  response.on('close', () => outgoing.destroy());
  incoming.pipe(outgoing);
}

function tunnel(incoming: IncomingMessage, near: Duplex, head: Buffer, keep: (socket: Socket) => void): void {
  const [, host = '', port = ''] = /^(.*):(\d+)$/.exec(incoming.url ?? '') ?? [];
  const far = connect({ host, port: Number(port), noDelay: true }, () => {
    near.write('HTTP/1.1 200 Connection Established\r\n\r\n');
    far.write(head);
    far.pipe(near);
    near.pipe(far);
  });
  keep(far);
  far.on('error', () => near.destroy());
  far.on('close', () => near.destroy());
  near.on('error', () => far.destroy());
  near.on('close', () => far.destroy());
}

/** Lays a cable: it listens on the loopback and is joined at first. */
export async function layCable(): Promise<Cable> {
  const sockets = new Set<Socket>();
  let isCut = false;
  let sent = '';
  const keep = (socket: Socket): void => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
  };
  const note = (incoming: IncomingMessage): void => {
    sent += `${incoming.method} ${incoming.url}\n${incoming.rawHeaders.join('\n')}\n\n`;
  };

  const server: Server = createServer((incoming, response) => {
    note(incoming);
    forward(incoming, response);
  });
  server.on('connect', (incoming: IncomingMessage, near: Duplex, head: Buffer) => {
    note(incoming);
    tunnel(incoming, near, head, keep);
  });
  server.on('connection', (socket: Socket) => {
    if (isCut) socket.destroy();
    else keep(socket);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('a TCP server has an address of parts');

  const cut = (): void => {
    isCut = true;
    for (const socket of sockets) socket.destroy();
  };
  return {
    proxy: `http://127.0.0.1:${address.port}`,
    cut,
    join: () => {
      isCut = false;
    },
    requests: () => sent,
    close: () => {
      cut();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}
