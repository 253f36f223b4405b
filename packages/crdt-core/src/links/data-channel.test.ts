import { beforeEach, expect, test } from 'vitest';
import { createPeerMesh, type PeerMesh } from '../peer/peer-mesh.ts';
import type { Replica } from '../replica/types.ts';
import { createTestRoom, type TestRoom } from '../testing/index.ts';
import { CHUNK_BYTES } from '../peer/chunks.ts';
import { createWeftChannel, joinChannel } from './data-channel.ts';
import { createDeafConnection } from './deaf-connection.ts';

/** A data channel whose other end is another of its kind. What was sent arrives when `flow` is called. */
class FakeChannel {
  binaryType = 'blob';
  bufferedAmount = 0;
  bufferedAmountLowThreshold = 0;
  readyState = 'connecting';
  other: FakeChannel | undefined;
  most = 0;
  onopen: (() => void) | null = null;
  onclose: (() => void) | null = null;
  onerror: (() => void) | null = null;
  onbufferedamountlow: (() => void) | null = null;
  onmessage: ((event: { data: unknown }) => void) | null = null;
  readonly queue: Uint8Array[] = [];

  send(message: Uint8Array): void {
    this.queue.push(message.slice());
    this.bufferedAmount += message.length;
    this.most = Math.max(this.most, this.bufferedAmount);
  }

  flow(): boolean {
    const message = this.queue.shift();
    if (message === undefined) return false;
    const before = this.bufferedAmount;
    this.bufferedAmount -= message.length;
    if (before > this.bufferedAmountLowThreshold && this.bufferedAmount <= this.bufferedAmountLowThreshold) {
      this.onbufferedamountlow?.();
    }
    this.other?.onmessage?.({ data: message.buffer });
    return true;
  }
}

interface End {
  readonly replica: Replica;
  readonly mesh: PeerMesh;
  readonly channel: FakeChannel;
  readonly events: string[];
}

let room: TestRoom;
beforeEach(async () => {
  room = await createTestRoom();
});

function createEnd(replica = room.replica()): End {
  const channel = new FakeChannel();
  const events: string[] = [];
  const mesh = createPeerMesh({
    ports: room.ports,
    replica,
    certificate: () => room.capability('editor').certificate,
    listeners: { alarm: ({ code }) => void events.push(code) },
  });
  joinChannel(mesh, channel as unknown as RTCDataChannel, room.time.timers, {
    proven: () => void events.push('proven'),
    ended: (isUnwanted) => void events.push(`ended ${isUnwanted}`),
  });
  return { replica, mesh, channel, events };
}

function open(a: End, b: End): void {
  a.channel.other = b.channel;
  b.channel.other = a.channel;
  for (const { channel } of [a, b]) {
    channel.readyState = 'open';
    channel.onopen?.();
  }
}

function settle(a: End, b: End): void {
  while (a.channel.flow() || b.channel.flow());
}

test('a paste of two megabytes crosses a channel in small messages, and never fills it', () => {
  const [ada, ben] = [createEnd(), createEnd()];
  open(ada, ben);
  settle(ada, ben);
  expect([ada.events, ben.events]).toEqual([['proven'], ['proven']]);
  let text = '';
  while (text.length < 2_000_000) text += Math.sin(text.length).toString(36);
  ada.replica.doc.getText('words').insert(0, text);
  ada.replica.flush();
  expect(Math.max(...ada.channel.queue.map(({ length }) => length))).toBe(CHUNK_BYTES);
  settle(ada, ben);
  expect(ben.replica.doc.getText('words').toString()).toBe(text);
  expect(ada.channel.most).toBeLessThanOrEqual(1024 * 1024 + CHUNK_BYTES);
});

test('before the other end has proven itself, nothing long is taken', () => {
  const ada = createEnd();
  ada.channel.readyState = 'open';
  ada.channel.onopen?.();
  ada.channel.onmessage?.({ data: new Uint8Array(CHUNK_BYTES).buffer });
  expect(ada.events).toEqual(['peer-confused']);
  room.time.advance(200);
  expect(ada.events).toEqual(['peer-confused', 'ended true']);
});

test.each([
  ['a text', 'hello'],
  ['nothing', undefined],
  ['an empty message', new ArrayBuffer(0)],
])('%s instead of a message ends the connection', (_what, data) => {
  const ada = createEnd();
  ada.channel.readyState = 'open';
  ada.channel.onopen?.();
  ada.channel.onmessage?.({ data });
  expect(ada.events).toEqual(['peer-confused']);
});

test('a channel that closes ends the link, and what waits is forgotten', () => {
  const [ada, ben] = [createEnd(), createEnd()];
  open(ada, ben);
  settle(ada, ben);
  ada.channel.readyState = 'closed';
  ada.channel.onclose?.();
  expect(ada.events).toEqual(['proven', 'ended false']);
  expect(ada.mesh.count()).toBe(0);
});

test('ENV-7 y-webrtc’s own channel carries nothing in or out, and ours is made first on every connection', () => {
  const made: { label: string; options: object | undefined; channel: FakeChannel }[] = [];
  class FakeConnection extends EventTarget {
    createDataChannel(label: string, options?: object): FakeChannel {
      const channel = new FakeChannel();
      made.push({ label, options, channel });
      return channel;
    }
  }
  const Deaf = createDeafConnection(FakeConnection as never, (connection) => void createWeftChannel(connection));
  const connection = new Deaf();
  const theirs = connection.createDataChannel('y-webrtc') as unknown as FakeChannel;
  let heard = 0;
  theirs.onmessage = () => void heard++;
  theirs.onmessage?.({ data: new ArrayBuffer(1) });
  theirs.send(new Uint8Array(9));
  // The answering side is given its channel by the connection.
  let opened = 0;
  const given = new FakeChannel();
  connection.ondatachannel = ({ channel }) => {
    opened++;
    channel.onmessage = () => void heard++;
    channel.send('x');
  };
  connection.dispatchEvent(Object.assign(new Event('datachannel'), { channel: given }));
  given.onmessage?.({ data: new ArrayBuffer(1) });
  expect(made.map(({ label, options }) => ({ label, options }))).toEqual([
    { label: 'weft', options: { negotiated: true, id: 100 } },
    { label: 'y-webrtc', options: undefined },
  ]);
  expect({ heard, opened, sent: theirs.queue.length + given.queue.length }).toEqual({ heard: 0, opened: 1, sent: 0 });
});
