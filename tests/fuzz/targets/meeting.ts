/** What devices learn of each other before they are connected: texts that people carry, signals, servers. */
import { createDecoder, readAny } from 'lib0/decoding';
import { createEncoder, toUint8Array, writeAny } from 'lib0/encoding';
import { concat, equal, toBase64Url, textToBytes } from '@weft/crypto';
import { noteToText, textToNote } from '../../../packages/crdt-core/src/links/pairing-text.ts';
import {
  essentialsToBytes,
  readDescription,
  type SessionEssentials,
  writeDescription,
} from '../../../packages/crdt-core/src/links/session-description.ts';
import { readSignal } from '../../../packages/crdt-core/src/links/signalling-guard.ts';
import { bytesToIceServers, iceServersToBytes } from '../../../packages/crdt-core/src/wire/ice.ts';
import { demand, type Target, text, toText } from '../engine/target.ts';
import type { Fixture } from './fixture.ts';

const ATTEMPT_BYTES = 8;

const ESSENTIALS: SessionEssentials = {
  type: 'offer',
  ufrag: 'abcd',
  password: 'an/ice+password/of/22+',
  fingerprint: Uint8Array.from({ length: 32 }, (_, i) => i),
  setup: 'actpass',
  candidates: [
    { kind: 'host', address: '192.168.0.2', port: 4000, priority: 2_130_706_431 },
    { kind: 'srflx', address: '2001:db8::1', port: 4001, priority: 1_694_498_815 },
    { kind: 'host', address: '5a1b6a34-cb3d-4ba8-a2a6-f5f0a3f60d11.local', port: 9, priority: 1 },
  ],
};

/** A message as y-webrtc writes it before it is sealed. */
function toAny(message: unknown): Uint8Array {
  const encoder = createEncoder();
  writeAny(encoder, message as Parameters<typeof writeAny>[1]);
  return toUint8Array(encoder);
}

export function meetingTargets({ sodium, room, capability }: Fixture): Target[] {
  const pairing = { sodium, key: room.random.bytes(32), roomId: capability.certificate.roomId };
  const nonce = room.random.bytes(24);
  const attempt = room.random.bytes(ATTEMPT_BYTES);
  const context = concat(textToBytes('weft/pair/v1'), pairing.roomId);

  return [
    {
      // Whoever holds the document's link can seal anything; what a browser is given must be lines of ours.
      name: 'pairing-text',
      share: 50,
      seeds: () => [
        concat(attempt, essentialsToBytes(ESSENTIALS)),
        concat(attempt, essentialsToBytes({ ...ESSENTIALS, type: 'answer', setup: 'active', candidates: [] })),
      ],
      files: [/^packages\/crdt-core\/src\/links\/(pairing-text|session-description)/],
      dictionary: ['\r\n', '.local', 'a=', '::', ' '].map(text),
      maxBytes: 2048,
      steps: { base: 20_000, perByte: 200 },
      run(input) {
        const sealed = concat(nonce, sodium.seal(pairing.key, nonce, context, input));
        const read = textToNote(pairing, `weft1${toBase64Url(sealed)}`);
        if (!read.ok) {
          demand(read.failure.sentence.length > 20, 'refused without a reason');
          return;
        }
        const { essentials } = read.value;
        demand(equal(essentialsToBytes(essentials), input.subarray(ATTEMPT_BYTES)), 'the same note in other bytes');
        const description = writeDescription(essentials);
        demand(description.split('\r\n').length === 16 + essentials.candidates.length, 'a line of the writer’s own');
        demand(/^[\x20-\x7e\r\n]*$/.test(description), 'signs that no description has');
        const again = readDescription(essentials.type, description);
        demand(again?.ufrag === essentials.ufrag && again.password === essentials.password, 'another description');
        demand(equal(again.fingerprint, essentials.fingerprint), 'another certificate');
        demand(textToNote(pairing, noteToText(pairing, nonce, read.value)).ok, 'a note that is not read again');
      },
    },
    {
      // The text itself, as a camera or a clipboard brings it.
      name: 'pairing-sealed',
      isText: true,
      seeds: () => [text(noteToText(pairing, nonce, { attempt, essentials: ESSENTIALS })), text('weft1 AAAA')],
      files: [/^packages\/crdt-core\/src\/links\/pairing-text/],
      steps: { base: 20_000, perByte: 60 },
      run(input) {
        const read = textToNote(pairing, toText(input));
        if (!read.ok) demand(read.failure.sentence.length > 20, 'refused without a reason');
        else demand(equal(read.value.attempt, attempt), 'a text that nobody sealed');
      },
    },
    {
      name: 'opened-signal',
      seeds: () => [
        toAny({ type: 'announce', from: 'a' }),
        toAny({ type: 'signal', from: 'a', to: 'b', token: 0.5, signal: { type: 'offer', sdp: 'v=0' } }),
        toAny({
          type: 'signal',
          from: 'a',
          to: 'b',
          signal: { type: 'candidate', candidate: { candidate: 'candidate:1', sdpMid: '0', sdpMLineIndex: 0 } },
        }),
      ],
      files: [/^packages\/crdt-core\/src\/links\/signalling-guard/, /^lib0\/decoding/],
      dictionary: ['type', 'from', 'to', 'signal', 'announce', 'answer', 'candidate', 'sdp', '__proto__'].map(text),
      steps: { base: 2000, perByte: 100 },
      run(input) {
        let message: unknown;
        try {
          message = readAny(createDecoder(input));
        } catch {
          return; // as `openSignal` does
        }
        const read = readSignal(message);
        if (read === undefined) return;
        demand(typeof read.from === 'string' && read.from !== '', 'from nobody');
        demand(read.type !== 'signal' || (read.to !== undefined && read.kind !== undefined), 'a signal for nobody');
      },
    },
    {
      name: 'ice-servers',
      isText: true,
      maxBytes: 9000,
      seeds: () => [
        iceServersToBytes([{ urls: ['stun:stun.example.org:3478'] }]),
        iceServersToBytes([
          { urls: ['turn:[2001:db8::1]:3478?transport=tcp', 'turns:a.example'], username: '1:a', credential: 'b' },
        ]),
      ],
      files: [/^packages\/crdt-core\/src\/wire\/ice/],
      dictionary: ['"urls":', '"username":', '"credential":', 'turn:', 'stun:', '?transport=udp', '"__proto__":'].map(
        text,
      ),
      steps: { base: 2000, perByte: 20 },
      run(input) {
        const read = bytesToIceServers(input);
        if (read === undefined) return;
        for (const { urls, username, credential } of read) {
          demand(urls.length > 0 && urls.every((url) => /^(?:stuns?|turns?):[^\s/@]+$/i.test(url)), 'no server');
          const isNamed = username !== undefined && credential !== undefined;
          demand(isNamed || urls.every((url) => /^stuns?:/i.test(url)), 'a TURN server that a browser throws at');
        }
        const written = iceServersToBytes(read);
        demand(JSON.stringify(bytesToIceServers(written)) === JSON.stringify(read), 'other servers came back');
      },
    },
  ];
}
