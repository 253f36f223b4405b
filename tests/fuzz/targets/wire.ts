/** What comes over sockets: frames, signals, and whatever a stranger sends to a relay's room. */
import { decodeClientFrame, decodeRelayFrame, encodeFrame } from '@weft/crdt-core/wire';
import { concat, equal, sealEnvelope, signHello } from '@weft/crypto';
import { DEFAULT_LIMITS } from '@weft/relay-server';
import { decodeSignal } from '../../../packages/relay-server/src/signalling/decode-signal.ts';
import { createNetwork, HOST } from '../../../packages/relay-server/src/testing/network.ts';
import { demand, type Target, text } from '../engine/target.ts';
import { type Fixture, takeFrom, toPart } from './fixture.ts';

const filled = (length: number): Uint8Array => Uint8Array.from({ length }, (_, i) => (i * 7 + 1) % 256);
const TYPES = [
  1, 2, 3, 4, 5, 6, 8, 9, 10, 0x4d, 0x4e, 0x4f, 0x41, 0x42, 0x43, 0x44, 0x45, 0x46, 0x47, 0x48, 0x49, 0x4a, 0x4b,
];

export function wireTargets(f: Fixture): Target[] {
  const { sodium, capability, keys, sessions } = f;
  const envelope = sealEnvelope(sodium, f.room.random.bytes, sessions.editor, keys, {
    kind: 'content',
    seq: 0,
    payload: text('hello'),
  });
  const presence = sealEnvelope(sodium, f.room.random.bytes, sessions.editor, keys, {
    kind: 'presence',
    seq: 0,
    payload: text('hello'),
  });
  const chunk = sealEnvelope(sodium, f.room.random.bytes, sessions.editor, keys, {
    kind: 'chunk',
    seq: 0,
    payload: text('hello'),
  });
  const dictionary = TYPES.map((type) => Uint8Array.of(0x57, type));

  return [
    {
      name: 'frame',
      seeds: () => [
        encodeFrame({
          type: 'hello',
          cursor: 5,
          generation: filled(16),
          epochCertificate: filled(237),
          sessionCertificate: filled(110),
          proof: filled(64),
          admission: filled(32),
        }),
        encodeFrame({ type: 'append', envelope: filled(8) }),
        encodeFrame({ type: 'ephemeral', to: 3, envelope: filled(8) }),
        encodeFrame({ type: 'pull', from: 7 }),
        encodeFrame({ type: 'compact', base: 1, upto: 9, envelope: filled(8) }),
        encodeFrame({ type: 'ping' }),
        encodeFrame({ type: 'epoch', certificate: new Uint8Array(237) }),
        encodeFrame({ type: 'challenge', nonce: filled(32) }),
        encodeFrame({
          type: 'welcome',
          connection: 4,
          generation: filled(16),
          base: 10,
          head: 400,
          maxFrameBytes: 9,
          maxRoomBytes: 9,
          appendsPerSecond: 40,
          connections: [1, 2, 3],
        }),
        encodeFrame({ type: 'entry', position: 11, prev: 10, envelope: filled(8) }),
        encodeFrame({ type: 'caught-up', head: 4 }),
        encodeFrame({ type: 'ack', session: filled(32), seq: 3, position: 4 }),
        encodeFrame({ type: 'peer', connection: 2, change: 'left' }),
        encodeFrame({ type: 'beat', head: 4 }),
        encodeFrame({ type: 'error', code: 4400, sentence: 'é' }),
        encodeFrame({ type: 'base', position: 4, envelope: filled(8) }),
        encodeFrame({ type: 'refused', code: 4, session: filled(32), seq: 9, sentence: 'no' }),
        encodeFrame({ type: 'store', envelope: filled(8) }),
        encodeFrame({ type: 'fetch', session: filled(32), from: 3, count: 8 }),
        encodeFrame({ type: 'keep', sessions: [filled(32), filled(32)] }),
        encodeFrame({ type: 'stored', session: filled(32), seq: 3 }),
        encodeFrame({ type: 'chunk', envelope: filled(8) }),
        encodeFrame({ type: 'fetched', session: filled(32), next: 3, held: 4 }),
      ],
      files: [/^packages\/crdt-core\/src\/wire\/(decode|encode|peer)/],
      dictionary,
      steps: { base: 1000, perByte: 4 },
      run(input) {
        for (const decode of [decodeClientFrame, decodeRelayFrame]) {
          const read = decode(input);
          if (read.ok) demand(equal(encodeFrame(read.value), input), 'a frame that says the same in other bytes');
          else demand(read.failure.sentence.length > 20, 'refused without a reason');
        }
      },
    },
    {
      name: 'signal',
      isText: true,
      seeds: () =>
        [
          { type: 'subscribe', topics: ['a', 'b'] },
          { type: 'unsubscribe', topics: ['a'] },
          { type: 'publish', topic: 'a', data: 'c2VhbGVk' },
          { type: 'publish', topic: 'a', data: {} },
          { type: 'ping' },
        ].map((message) => text(JSON.stringify(message))),
      files: [/^packages\/relay-server\/src\/signalling\/decode-signal/],
      dictionary: ['"type":', '"topics":', '"topic":', '"data":', '[', '{', '"__proto__":', 'null', '1e999'].map(text),
      steps: { base: 1000, perByte: 10 },
      run(input) {
        const read = decodeSignal(input, DEFAULT_LIMITS);
        if (!read.ok) {
          demand(read.failure.sentence.length > 20 && read.failure.code >= 4400, 'refused without a reason');
          return;
        }
        demand(input.length <= DEFAULT_LIMITS.maxSignalBytes, 'too large, and taken');
        const signal = read.value;
        if (signal.type === 'publish')
          demand(typeof signal.topic === 'string' && typeof signal.data === 'string', 'no text');
        if (signal.type === 'subscribe')
          demand(
            signal.topics.every((topic) => typeof topic === 'string'),
            'no topics',
          );
      },
    },
    {
      // A stranger who proves a session, or does not, and then says anything.
      name: 'relay-room',
      share: 20,
      seeds: () => {
        const says = (...frames: Uint8Array[]): Uint8Array => concat(...frames.map(toPart));
        return [
          concat(Uint8Array.of(1), says(encodeFrame({ type: 'append', envelope }), encodeFrame({ type: 'ping' }))),
          concat(Uint8Array.of(1), says(encodeFrame({ type: 'ephemeral', to: 0, envelope: presence }))),
          concat(
            Uint8Array.of(1),
            says(encodeFrame({ type: 'pull', from: 1 }), encodeFrame({ type: 'compact', base: 0, upto: 1, envelope })),
          ),
          concat(Uint8Array.of(0), says(encodeFrame({ type: 'append', envelope }))),
          concat(
            Uint8Array.of(1),
            says(
              encodeFrame({ type: 'store', envelope: chunk }),
              encodeFrame({ type: 'fetch', session: sessions.editor.pair.publicKey, from: 0, count: 9 }),
              encodeFrame({ type: 'keep', sessions: [filled(32)] }),
            ),
          ),
        ];
      },
      files: [/^packages\/relay-server\/src\/room\/(admit|append|answers|chunks|ephemeral|replay|step|state)/],
      dictionary,
      steps: { base: 200_000, perByte: 400 },
      run(input) {
        const network = createNetwork({ sodium, random: f.room.random.bytes });
        const { roomId } = capability.certificate;
        const witness = network.dial(roomId);
        const stranger = network.dial(roomId);
        const { byte, part } = takeFrom(input);
        const hello = (caller: typeof witness, role: 'viewer' | 'editor'): void => {
          const nonce = caller.of('challenge')[0]?.nonce;
          if (nonce === undefined) return;
          const session = sessions[role];
          caller.send({
            type: 'hello',
            cursor: 0,
            generation: new Uint8Array(16),
            epochCertificate: capability.certificate.bytes,
            sessionCertificate: session.certificate,
            proof: signHello(sodium, session, { host: HOST, roomId, nonce }),
            admission: undefined,
          });
        };
        hello(witness, 'viewer');
        demand(witness.of('caught-up').length === 1, 'an honest viewer is not let in');
        const mode = byte();
        if (mode % 2 === 1) hello(stranger, mode % 4 === 1 ? 'editor' : 'viewer');
        for (let frames = 0; frames < 8 && stranger.closed === undefined; frames++) {
          const frame = part(2048);
          if (frame.length === 0) break;
          stranger.link.receive(frame);
          network.pass(100);
        }
        demand(witness.closed === undefined, 'a stranger closed another’s connection');
        // What is passed on and kept was verified: nothing but envelopes of a session that may write them.
        if (mode % 2 === 0) demand(witness.of('entry').length === 0, 'an unproven stranger wrote');
      },
    },
  ];
}
