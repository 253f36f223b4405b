import { decodeClientFrame, decodeRelayFrame, encodeFrame, type RelayFrame } from '@weft/crdt-core/wire';
import { toHex } from '@weft/crypto';
import type { Fault } from '../broken-relay.ts';
import { count, down, up, type FaultCase } from './fault.ts';

const WELCOME: RelayFrame = {
  type: 'welcome',
  connection: 4_000_000,
  generation: new Uint8Array(16).fill(1),
  base: 0,
  head: 0,
  maxFrameBytes: 1_000_000,
  maxRoomBytes: 1_000_000,
  appendsPerSecond: 10,
  connections: [],
};

/** Welcomes whoever the honest relay turns away, for these codes. */
const welcomes = (codes: readonly number[]): Fault => ({
  down(bytes, passage) {
    const frame = decodeRelayFrame(bytes);
    if (!frame.ok || frame.value.type !== 'error' || !codes.includes(frame.value.code)) return [bytes];
    passage.notes.set('welcomed', true);
    return [encodeFrame(WELCOME), encodeFrame({ type: 'caught-up', head: 0 })];
  },
  close: (code, passage) => (passage.notes.has('welcomed') ? 0 : code),
});

/** Relays that let in, or let hear, whom they should not. */
export const PEOPLE_FAULTS: readonly FaultCase[] = [
  {
    what: 'welcomes whoever proves nothing true',
    fault: welcomes([4401, 4410]),
    caughtBy: [
      ['RLY-3', 'proof-host'],
      ['RLY-3', 'proof-nonce'],
      ['RLY-3', 'proof-room'],
      ['RLY-3', 'proof-session'],
      ['RLY-3', 'proof-role'],
      ['RLY-3', 'proof-expired'],
    ],
  },
  {
    what: 'welcomes whose time is over',
    fault: welcomes([4410]),
    caughtBy: [['RLY-3', 'proof-expired']],
  },
  {
    what: 'lets everyone hear what is said, proven or not',
    fault: {
      down(bytes, passage, all) {
        const frame = decodeRelayFrame(bytes);
        if (frame.ok && frame.value.type === 'welcome') passage.notes.set('proven', true);
        if (frame.ok && frame.value.type === 'ack') {
          for (const other of all) {
            if (other.path !== passage.path || other.notes.has('proven')) continue;
            other.toClient(encodeFrame({ type: 'entry', position: frame.value.position, prev: 0, envelope: bytes }));
          }
        }
        return [bytes];
      },
    },
    caughtBy: [['RLY-3', 'unproven-hears-nothing']],
  },
  {
    what: 'gives everyone one name for the TURN server',
    fault: down((frame) => {
      if (frame.type !== 'ice') return [frame];
      return [{ ...frame, servers: [{ urls: ['turn:a.test'], username: '9999999999:a', credential: 'a' }] }];
    }),
    caughtBy: [['RLY-3', 'turn-passwords']],
  },
  {
    what: 'gives passwords for the TURN server that outlive what it says',
    fault: down((frame) => (frame.type === 'ice' ? [{ ...frame, ttl: 1 }] : [frame])),
    caughtBy: [['RLY-3', 'turn-passwords']],
  },
  {
    what: 'gives everyone one challenge',
    fault: down((frame) => (frame.type === 'challenge' ? [{ ...frame, nonce: new Uint8Array(32) }] : [frame])),
    caughtBy: [['RLY-2', 'challenge-fresh']],
  },
  {
    what: 'sends to everyone what was for one',
    fault: up((frame) => (frame.type === 'ephemeral' ? [{ ...frame, to: 0 }] : [frame])),
    caughtBy: [['RLY-2', 'ephemeral-fan-out']],
  },
  {
    what: 'sends nobody what was for everyone',
    fault: up((frame) => (frame.type === 'ephemeral' && frame.to === 0 ? [] : [frame])),
    caughtBy: [['RLY-2', 'ephemeral-fan-out']],
  },
  {
    what: 'says that ephemerals are from somebody else',
    fault: down((frame) => (frame.type === 'ephemeral' ? [{ ...frame, from: frame.from + 1 }] : [frame])),
    caughtBy: [['RLY-2', 'ephemeral-fan-out']],
  },
  {
    what: 'says nothing of who comes and goes',
    fault: down((frame) => (frame.type === 'peer' ? [] : [frame])),
    caughtBy: [['RLY-2', 'welcome']],
  },
  {
    what: 'has one name for the relay, whatever was dialled',
    fault: { host: 'localhost' },
    caughtBy: [['RLY-2', 'welcome']],
  },
  {
    what: 'passes over a second HELLO',
    fault: up((frame, passage) => (frame.type === 'hello' && count(passage, 'hellos') > 1 ? [] : [frame])),
    caughtBy: [['RLY-2', 'hello-first']],
  },
  {
    what: 'keeps connections that prove nothing',
    fault: { close: (code) => (code === 4508 ? 0 : code), down: (bytes) => [bytes] },
    caughtBy: [['RLY-6', 'unproven-closed']],
    // The honest relay closes after 15 s, which is well within three times this.
    deadlineMs: 6000,
  },
  {
    what: 'passes on what is said in one room to another',
    fault: {
      down: (bytes) => [bytes],
      up(bytes, passage, all) {
        const frame = decodeClientFrame(bytes);
        if (!frame.ok || frame.value.type !== 'ephemeral') return [bytes];
        const { envelope } = frame.value;
        for (const other of all)
          if (other !== passage) other.toClient(encodeFrame({ type: 'ephemeral', from: 1, envelope }));
        return [bytes];
      },
    },
    caughtBy: [['RLY-2', 'rooms-apart']],
  },
  {
    what: 'passes on ephemerals without a look at them',
    fault: {
      up(bytes, passage, all) {
        const frame = decodeClientFrame(bytes);
        if (!frame.ok || frame.value.type !== 'ephemeral') return [bytes];
        const { envelope } = frame.value;
        for (const other of all) {
          if (other !== passage && other.path === passage.path) {
            other.toClient(encodeFrame({ type: 'ephemeral', from: 1, envelope }));
          }
        }
        return [];
      },
    },
    caughtBy: [
      ['ENV-5', 'role-by-kind-ephemeral'],
      ['RLY-3', 'ephemeral-foreign'],
    ],
  },
  {
    what: 'takes from a connection only what its own session wrote',
    fault: {
      up(bytes, passage) {
        const frame = decodeClientFrame(bytes);
        if (!frame.ok) return [bytes];
        if (frame.value.type === 'hello')
          passage.notes.set('session', toHex(frame.value.sessionCertificate.subarray(6, 38)));
        if (frame.value.type !== 'append') return [bytes];
        const session = frame.value.envelope.slice(41, 73);
        if (toHex(session) === passage.notes.get('session')) return [bytes];
        passage.toClient(encodeFrame({ type: 'refused', code: 1, session, seq: 0, sentence: 'Not yours.' }));
        return [];
      },
    },
    caughtBy: [['RLY-3', 'carried']],
  },
];
