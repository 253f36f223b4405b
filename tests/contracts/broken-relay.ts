import { createServer, request as httpRequest, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { type RawData, WebSocket, WebSocketServer } from 'ws';

/** One client of a broken relay, between it and the honest one. */
export interface Passage {
  /** From 1, in the order in which clients came. */
  readonly number: number;
  /** The address it dialled. */
  readonly path: string;
  /** Whatever a fault has to remember of this client. */
  readonly notes: Map<string, unknown>;
  toClient(bytes: Uint8Array | string): void;
  toRelay(bytes: Uint8Array | string): void;
  closeClient(code: number): void;
}

/** What a broken relay does. What is left out is done as the honest relay does it. */
export interface Fault {
  /** A message of the relay: what the client gets instead. */
  readonly down?: (bytes: Uint8Array, passage: Passage, all: ReadonlySet<Passage>) => readonly Uint8Array[];
  /** A message of the client: what the relay gets instead. */
  readonly up?: (bytes: Uint8Array, passage: Passage, all: ReadonlySet<Passage>) => readonly Uint8Array[];
  readonly textDown?: (text: string, passage: Passage) => readonly string[];
  readonly textUp?: (text: string, passage: Passage) => readonly string[];
  /** The relay closes: the code the client is closed with; 0: it is not. */
  readonly close?: (code: number, passage: Passage) => number;
  readonly http?: (path: string, answer: HttpAnswer) => HttpAnswer;
  /** The path the relay is asked for, in place of the one that was dialled. */
  readonly path?: (path: string) => string;
  /** The host the relay is told, in place of the one that was dialled. */
  readonly host?: string;
}

export interface HttpAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: string;
}

export interface BrokenRelay {
  readonly port: number;
  close(): Promise<void>;
}

/** Starts a proxy before an honest relay on loopback that breaks promises in one way. */
export async function startBrokenRelay(honestPort: number, fault: Fault): Promise<BrokenRelay> {
  const passages = new Set<Passage>();
  const sockets = new Set<WebSocket>();
  // Those that were never upgraded are nobody's else: a server waits for them to its end.
  const streams = new Set<Duplex>();
  let lastNumber = 0;
  let isClosing = false;

  const server = createServer((request, response) => {
    const { host } = request.headers;
    const sent = httpRequest(
      {
        port: honestPort,
        host: '127.0.0.1',
        path: request.url,
        method: request.method,
        headers: { host },
        agent: false,
      },
      (answer) => {
        let body = '';
        answer.on('data', (part: Buffer) => {
          body += part.toString();
        });
        answer.on('end', () => {
          const { 'content-length': _, ...headers } = answer.headers;
          const whole: HttpAnswer = { status: answer.statusCode ?? 0, headers, body };
          const said = fault.http?.(request.url ?? '', whole) ?? whole;
          response.writeHead(said.status, said.headers);
          response.end(said.body);
        });
      },
    );
    sent.on('error', () => response.destroy());
    sent.end();
  });

  const webSockets = new WebSocketServer({ noServer: true, perMessageDeflate: false, maxPayload: 2 ** 28 });
  server.on('upgrade', (request, socket, head) => {
    if (isClosing) {
      socket.destroy();
      return;
    }
    streams.add(socket);
    socket.once('close', () => streams.delete(socket));
    const path = request.url ?? '/';
    const host = fault.host ?? request.headers.host ?? '';
    const relay = new WebSocket(`ws://127.0.0.1:${honestPort}${fault.path?.(path) ?? path}`, {
      headers: { host },
      perMessageDeflate: false,
    });
    sockets.add(relay);
    const early: [RawData, boolean][] = [];
    const keep = (data: RawData, isBinary: boolean): void => void early.push([data, isBinary]);
    relay.on('message', keep);
    relay.on('error', () => undefined);
    socket.on('error', () => undefined);
    relay.once('unexpected-response', (_request, answer) => {
      socket.end(`HTTP/1.1 ${answer.statusCode ?? 0} refused\r\nconnection: close\r\ncontent-length: 0\r\n\r\n`);
    });
    relay.once('open', () => {
      if (isClosing) {
        relay.terminate();
        socket.destroy();
        return;
      }
      webSockets.handleUpgrade(request, socket, head, (client) => {
        sockets.add(client);
        relay.off('message', keep);
        connect(client, relay, path, early);
      });
    });
  });

  function connect(client: WebSocket, relay: WebSocket, path: string, early: readonly [RawData, boolean][]): void {
    const passage: Passage = {
      number: ++lastNumber,
      path,
      notes: new Map(),
      toClient: (bytes) => {
        if (client.readyState === WebSocket.OPEN) client.send(bytes);
      },
      toRelay: (bytes) => {
        if (relay.readyState === WebSocket.OPEN) relay.send(bytes);
      },
      closeClient: (code) => client.close(code),
    };
    passages.add(passage);
    const down = (data: RawData, isBinary: boolean): void => {
      if (isBinary) {
        const bytes = toBytes(data);
        for (const message of fault.down?.(bytes, passage, passages) ?? [bytes]) passage.toClient(message);
      } else {
        const text = Buffer.from(toBytes(data)).toString();
        for (const message of fault.textDown?.(text, passage) ?? [text]) passage.toClient(message);
      }
    };
    for (const [data, isBinary] of early) down(data, isBinary);
    relay.on('message', down);
    client.on('message', (data, isBinary) => {
      if (isBinary) {
        const bytes = toBytes(data);
        for (const message of fault.up?.(bytes, passage, passages) ?? [bytes]) passage.toRelay(message);
      } else {
        const text = Buffer.from(toBytes(data)).toString();
        for (const message of fault.textUp?.(text, passage) ?? [text]) passage.toRelay(message);
      }
    });
    client.on('error', () => undefined);
    client.on('close', () => {
      passages.delete(passage);
      relay.close();
    });
    relay.on('close', (code) => {
      const said = fault.close?.(code, passage) ?? code;
      if (said === 0) return;
      if (said >= 3000 || said === 1000) client.close(said);
      else client.terminate();
    });
  }

  const port = await listen(server);
  return {
    port,
    async close() {
      isClosing = true;
      for (const socket of sockets) socket.terminate();
      for (const stream of streams) stream.destroy();
      const closed = new Promise<void>((resolve) => void server.close(() => resolve()));
      server.closeAllConnections();
      await closed;
    },
  };
}

function toBytes(data: RawData): Uint8Array {
  return new Uint8Array(
    Array.isArray(data) ? Buffer.concat(data) : data instanceof ArrayBuffer ? Buffer.from(data) : data,
  );
}

function listen(server: Server): Promise<number> {
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => resolve((server.address() as AddressInfo).port));
  });
}
