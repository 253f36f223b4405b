/**
 * A y-websocket server as it came with y-websocket until version 2 (MIT, bin/utils.js), without its persistence: the peer
 * that the relay is measured against. Version 3 ships none.
 */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import * as decoding from 'lib0/decoding';
import * as encoding from 'lib0/encoding';
import { type WebSocket, WebSocketServer } from 'ws';
import * as awareness from 'y-protocols/awareness';
import * as sync from 'y-protocols/sync';
import * as Y from 'yjs';

const SYNC = 0;
const AWARENESS = 1;

interface SharedDoc {
  readonly doc: Y.Doc;
  readonly awareness: awareness.Awareness;
  readonly connections: Map<WebSocket, Set<number>>;
}

const docs = new Map<string, SharedDoc>();

function send(shared: SharedDoc, connection: WebSocket, message: Uint8Array): void {
  if (connection.readyState > 1) close(shared, connection);
  connection.send(message, {}, (error) => {
    if (error) close(shared, connection);
  });
}

function open(name: string): SharedDoc {
  const known = docs.get(name);
  if (known !== undefined) return known;
  const doc = new Y.Doc({ gc: true });
  const shared: SharedDoc = { doc, awareness: new awareness.Awareness(doc), connections: new Map() };
  shared.awareness.setLocalState(null);
  shared.awareness.on(
    'update',
    ({ added, updated, removed }: Record<string, number[]>, connection: WebSocket | null): void => {
      const changed = [...(added ?? []), ...(updated ?? []), ...(removed ?? [])];
      const controlled = connection === null ? undefined : shared.connections.get(connection);
      for (const id of added ?? []) controlled?.add(id);
      for (const id of removed ?? []) controlled?.delete(id);
      const encoder = encoding.createEncoder();
      encoding.writeVarUint(encoder, AWARENESS);
      encoding.writeVarUint8Array(encoder, awareness.encodeAwarenessUpdate(shared.awareness, changed));
      const message = encoding.toUint8Array(encoder);
      for (const [one] of shared.connections) send(shared, one, message);
    },
  );
  doc.on('update', (update: Uint8Array) => {
    const encoder = encoding.createEncoder();
    encoding.writeVarUint(encoder, SYNC);
    sync.writeUpdate(encoder, update);
    const message = encoding.toUint8Array(encoder);
    for (const [one] of shared.connections) send(shared, one, message);
  });
  docs.set(name, shared);
  return shared;
}

function close(shared: SharedDoc, connection: WebSocket): void {
  const controlled = shared.connections.get(connection);
  if (controlled !== undefined) {
    shared.connections.delete(connection);
    awareness.removeAwarenessStates(shared.awareness, [...controlled], null);
  }
  connection.close();
}

function receive(shared: SharedDoc, connection: WebSocket, message: Uint8Array): void {
  const encoder = encoding.createEncoder();
  const decoder = decoding.createDecoder(message);
  switch (decoding.readVarUint(decoder)) {
    case SYNC:
      encoding.writeVarUint(encoder, SYNC);
      sync.readSyncMessage(decoder, encoder, shared.doc, connection);
      if (encoding.length(encoder) > 1) send(shared, connection, encoding.toUint8Array(encoder));
      break;
    case AWARENESS:
      awareness.applyAwarenessUpdate(shared.awareness, decoding.readVarUint8Array(decoder), connection);
      break;
  }
}

const server = createServer();
const sockets = new WebSocketServer({ server });
sockets.on('connection', (connection, request) => {
  connection.binaryType = 'arraybuffer';
  const shared = open((request.url ?? '').slice(1));
  shared.connections.set(connection, new Set());
  connection.on('message', (message: ArrayBuffer) => receive(shared, connection, new Uint8Array(message)));
  connection.on('close', () => close(shared, connection));
  const encoder = encoding.createEncoder();
  encoding.writeVarUint(encoder, SYNC);
  sync.writeSyncStep1(encoder, shared.doc);
  send(shared, connection, encoding.toUint8Array(encoder));
});
server.listen(0, '127.0.0.1', () => {
  console.log(JSON.stringify({ event: 'listening', port: (server.address() as AddressInfo).port }));
});
