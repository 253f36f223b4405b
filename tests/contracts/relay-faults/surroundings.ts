import { decodeClientFrame, decodeRelayFrame, encodeFrame } from '@weft/crdt-core/wire';
import { count, down, type FaultCase } from './fault.ts';

const rooms = new Set<string>();

/** Relays that do not hold up against what is malformed, too much or beside the rooms. */
export const SURROUNDING_FAULTS: readonly FaultCase[] = [
  {
    what: 'says nothing in a full room',
    fault: down((frame) => (frame.type === 'refused' && frame.code === 4 ? [] : [frame])),
    caughtBy: [['RLY-6', 'room-full']],
    hasSmallRooms: true,
  },
  {
    what: 'passes over what is malformed in silence',
    fault: { up: (bytes) => (decodeClientFrame(bytes).ok || bytes[0] !== 0x57 ? [bytes] : []) },
    caughtBy: [
      ['ENV-6', 'malformed-frames'],
      ['ENV-6', 'malformed-before-hello'],
    ],
  },
  {
    what: 'closes the whole room over one malformed frame',
    fault: {
      up(bytes, passage, all) {
        if (!decodeClientFrame(bytes).ok)
          for (const other of all) if (other.path === passage.path) other.closeClient(4400);
        return [bytes];
      },
    },
    caughtBy: [
      ['ENV-6', 'malformed-frames'],
      ['ENV-6', 'malformed-before-hello'],
    ],
  },
  {
    what: 'closes without a code of the protocol',
    fault: { close: () => 1000 },
    caughtBy: [
      ['ENV-6', 'malformed-before-hello'],
      ['RLY-1', 'text-messages'],
      ['RLY-3', 'proof-host'],
    ],
  },
  {
    what: 'refuses one append for pace and takes the next',
    fault: {
      up(bytes, passage) {
        const frame = decodeClientFrame(bytes);
        if (!frame.ok || frame.value.type !== 'append' || count(passage, 'appends') < 250) return [bytes];
        const seq = Number(Buffer.from(frame.value.envelope).readBigUInt64BE(73));
        if (seq !== 0 && seq % 3 !== 0) return [bytes];
        const session = frame.value.envelope.slice(41, 73);
        passage.toClient(encodeFrame({ type: 'refused', code: 5, session, seq, sentence: 'Too fast.' }));
        return [];
      },
    },
    caughtBy: [['RLY-6', 'no-hole']],
  },
  {
    what: 'slows everyone down for one who sends too fast',
    fault: {
      down(bytes, passage, all) {
        const frame = decodeRelayFrame(bytes);
        if (!frame.ok) return [bytes];
        if (frame.value.type === 'refused' && frame.value.code === 5) {
          for (const other of all) if (other.path === passage.path) other.notes.set('slow', true);
        }
        return passage.notes.has('slow') && frame.value.type === 'ack' ? [] : [bytes];
      },
    },
    caughtBy: [['RLY-6', 'too-fast']],
  },
  {
    what: 'swallows frames that are too large',
    fault: { up: (bytes) => (bytes.length > 1_000_000 ? [] : [bytes]) },
    caughtBy: [['RLY-6', 'frame-too-large']],
  },
  {
    what: 'waits for its slowest reader',
    fault: {
      down(bytes, passage, all) {
        const frame = decodeRelayFrame(bytes);
        // The second of three is the one that does not read: after a few entries nobody else gets any.
        if (!frame.ok || frame.value.type !== 'entry') return [bytes];
        const inRoom = [...all].filter(({ path }) => path === passage.path).length;
        return inRoom >= 3 && count(passage, 'entries') > 4 ? [] : [bytes];
      },
    },
    caughtBy: [['RLY-6', 'slow-reader']],
  },
  {
    what: 'sends signals of one topic to all',
    fault: {
      textUp(text, passage) {
        const message = JSON.parse(text) as Record<string, unknown>;
        passage.notes.set('topics', message['topics'] ?? passage.notes.get('topics'));
        if (message['type'] === 'subscribe') return [JSON.stringify({ ...message, topics: ['everything'] })];
        return [message['type'] === 'publish' ? JSON.stringify({ ...message, topic: 'everything' }) : text];
      },
      textDown(text, passage) {
        const message = JSON.parse(text) as Record<string, unknown>;
        const [topic] = passage.notes.get('topics') as readonly string[];
        return [message['type'] === 'publish' ? JSON.stringify({ ...message, topic }) : text];
      },
    },
    caughtBy: [['RLY-1', 'signal-topics']],
  },
  {
    what: 'passes over unsubscribing',
    fault: { textUp: (text) => (text.includes('unsubscribe') ? [] : [text]) },
    caughtBy: [['RLY-1', 'signal-unsubscribe']],
  },
  {
    what: 'passes over what is no signalling',
    fault: {
      textUp: (text) => (/"type":"(subscribe|ping)"/.test(text) && !text.includes('"topics":"a"') ? [text] : []),
    },
    caughtBy: [['RLY-6', 'signal-malformed']],
  },
  {
    what: 'names rooms in its metrics',
    fault: {
      down(bytes, passage) {
        rooms.add(passage.path.slice(3));
        return [bytes];
      },
      http: (path, answer) =>
        path === '/metrics'
          ? { ...answer, body: [...rooms].map((room) => `weft_room{id="${room}"} 1`).join('\n') }
          : answer,
    },
    caughtBy: [['RLY-7', 'metrics-names']],
  },
  {
    what: 'is not ready, and sends none of its headers',
    fault: { http: (path, { body }) => ({ status: path === '/readyz' ? 503 : 200, headers: {}, body }) },
    caughtBy: [
      ['RLY-1', 'health'],
      ['RLY-1', 'headers'],
    ],
  },
  {
    what: 'takes any address for a room',
    fault: { path: (path) => (path.startsWith('/r') ? `/r/${'A'.repeat(43)}` : path) },
    caughtBy: [['RLY-1', 'room-addresses']],
  },
  {
    what: 'closes over the greetings of y-websocket',
    fault: {
      up(bytes, passage) {
        if (bytes[0] !== 0x57) passage.closeClient(4400);
        return [bytes];
      },
    },
    caughtBy: [['RLY-1', 'y-websocket-greetings']],
  },
];
