/** What peers say to each other, and what people say of themselves and of the keys. */
import {
  createCard,
  seedToDevice,
  type DeviceSeed,
  concat,
  decodeNotice,
  encodeNotice,
  equal,
  hashEnvelope,
  type RoleSecret,
  startEnvelopeHashes,
  textToBytes,
  verifyCard,
  verifyCardPayload,
} from '@weft/crypto';
import { encodePeerFrame, decodePeerFrame } from '@weft/crdt-core/wire';
import { decodeChange, encodeChange } from '../../../packages/crdt-core/src/ledger/change-payload.ts';
import { decodeParcel, encodeParcel } from '../../../packages/crdt-core/src/ledger/parcel-payload.ts';
import { bytesToWords, wordsToBytes } from '../../../packages/crdt-core/src/replica/roster-bytes.ts';
import { createRoster } from '../../../packages/crdt-core/src/replica/roster.ts';
import { CHUNK_BYTES, createChunkReader } from '../../../packages/crdt-core/src/peer/chunks.ts';
import { demand, type Target, text } from '../engine/target.ts';
import { type Fixture, sampleUpdates } from './fixture.ts';

const filled = (length: number): Uint8Array => Uint8Array.from({ length }, (_, i) => (i * 7 + 1) % 256);

export function peopleTargets(f: Fixture): Target[] {
  const { sodium, capability, sessions } = f;
  const { roomId } = capability.certificate;
  const device = seedToDevice(sodium, f.room.random.bytes(32) as Uint8Array as DeviceSeed);
  const card = createCard(sodium, device, roomId, { name: 'Ada', color: '#112233' });
  const [update = new Uint8Array()] = sampleUpdates(7);

  return [
    {
      name: 'peer-frame',
      seeds: () => [
        encodePeerFrame({ type: 'hello', session: filled(32), nonce: filled(32) }),
        encodePeerFrame({
          type: 'proof',
          epochCertificate: filled(237),
          sessionCertificate: filled(110),
          proof: filled(64),
        }),
        encodePeerFrame({ type: 'sync', envelope: filled(8) }),
        encodePeerFrame({ type: 'envelope', envelope: filled(8) }),
        encodePeerFrame({ type: 'ephemeral', envelope: filled(8) }),
        encodePeerFrame({ type: 'caught-up' }),
        encodePeerFrame({ type: 'hold', isHeld: true }),
        encodePeerFrame({ type: 'ping' }),
        encodePeerFrame({ type: 'pong' }),
        encodePeerFrame({ type: 'bye' }),
        encodePeerFrame({ type: 'fetch', session: filled(32), seq: 1, offset: 16_000 }),
        encodePeerFrame({ type: 'part', session: filled(32), seq: 1, offset: 0, total: 40, bytes: filled(40) }),
      ],
      files: [/^packages\/crdt-core\/src\/wire\/peer-frames/],
      dictionary: Array.from({ length: 13 }, (_, i) => Uint8Array.of(0x57, 0x81 + i)),
      steps: { base: 1000, perByte: 4 },
      run(input) {
        const read = decodePeerFrame(input);
        if (read.ok) demand(equal(encodePeerFrame(read.value), input), 'a frame that says the same in other bytes');
        else demand(read.failure.sentence.length > 20, 'refused without a reason');
      },
    },
    {
      name: 'peer-chunks',
      share: 20,
      maxBytes: 60_000,
      seeds: () => [
        concat(Uint8Array.of(1), text('short')),
        concat(Uint8Array.of(0), new Uint8Array(CHUNK_BYTES - 1), Uint8Array.of(1), text('end')),
        concat(...Array.from({ length: 3 }, () => concat(Uint8Array.of(0), new Uint8Array(CHUNK_BYTES - 1)))),
        concat(Uint8Array.of(0, 0x57, 0x84), new Uint8Array(CHUNK_BYTES - 3), Uint8Array.of(1), text('end')),
      ],
      files: [/^packages\/crdt-core\/src\/peer\/chunks/],
      dictionary: [Uint8Array.of(0), Uint8Array.of(1)],
      steps: { base: 1000, perByte: 4 },
      run(input) {
        const limit = 40_000;
        const reader = createChunkReader(
          () => limit,
          () => startEnvelopeHashes(sodium),
        );
        for (let at = 0; at < input.length; at += CHUNK_BYTES) {
          const read = reader.take(input.subarray(at, at + CHUNK_BYTES));
          if (!read.ok) {
            demand(read.failure.sentence.length > 20, 'refused without a reason');
            return;
          }
          if (read.value === undefined) continue;
          const { value } = read;
          if ('frame' in value) {
            demand(value.frame.length <= limit, 'a frame over the limit');
            continue;
          }
          const { envelope, hashes } = value;
          demand(envelope.length + 2 <= limit, 'a frame over the limit');
          demand(equal(hashes.chain, hashEnvelope(sodium, envelope)), 'a hash of something else');
          demand(equal(hashes.signed, sodium.hash(envelope.subarray(0, -64))), 'a signed hash of something else');
        }
      },
    },
    {
      name: 'change',
      seeds: () => [
        update,
        encodeChange({ update, introduction: concat(card, filled(64)) }),
        encodeChange({ update: new Uint8Array(), introduction: filled(64) }),
      ],
      files: [/^packages\/crdt-core\/src\/ledger\/change-payload/],
      steps: { base: 1000, perByte: 4 },
      run(input) {
        const read = decodeChange(input);
        if (read !== undefined) demand(equal(encodeChange(read), input), 'a change that says the same in other bytes');
      },
    },
    {
      name: 'parcel',
      seeds: () => [
        encodeParcel({ envelopes: [filled(600)], introduction: concat(card, filled(64)) }),
        encodeParcel({ envelopes: [filled(9), new Uint8Array(), filled(3)] }),
      ],
      files: [/^packages\/crdt-core\/src\/ledger\/parcel-payload/],
      steps: { base: 1000, perByte: 20 },
      run(input) {
        const read = decodeParcel(input);
        if (read !== undefined) demand(equal(encodeParcel(read), input), 'a parcel that says the same in other bytes');
      },
    },
    {
      // The people of a snapshot: its author's word.
      name: 'people-section',
      share: 20,
      seeds: () => {
        const word = { role: 'editor', epoch: 3, card, attestation: filled(64) } as const;
        return [
          wordsToBytes(new Map()),
          wordsToBytes(
            new Map([
              ['5a'.repeat(32), word],
              ['6b'.repeat(32), { ...word, card: filled(40) }],
            ]),
          ),
        ];
      },
      files: [/^packages\/crdt-core\/src\/replica\/roster/],
      steps: { base: 1_000_000, perByte: 200 },
      run(input) {
        const said = wordsToBytes(bytesToWords(input));
        demand(equal(wordsToBytes(bytesToWords(said)), said), 'people who are others when they are read again');
        const roster = createRoster(sodium, roomId, () => undefined);
        roster.addBytes(input);
        for (const { card: shown } of roster.devices()) demand([...shown.name].length <= 64, 'a name of any length');
      },
    },
    {
      // With a true signature: a hostile device signs what it likes.
      name: 'card',
      share: 20,
      seeds: () => [card.slice(0, -64)],
      files: [/^packages\/crypto\/src\/device\//],
      dictionary: [text('\u202e'), text('\u0000'), Uint8Array.of(1)],
      steps: { base: 1_000_000, perByte: 40 },
      run(input) {
        const body = input.slice();
        if (body.length >= 33) body.set(device.signing.publicKey, 1);
        const signed = sodium.sign(concat(textToBytes('weft/card/v1'), roomId, body), device.signing.secretKey);
        for (const bytes of [input, concat(body, signed)]) {
          const read = verifyCard(sodium, bytes, roomId);
          const sent = verifyCardPayload(sodium, bytes, roomId, sessions.editor.pair.publicKey);
          if (!sent.ok) demand(sent.failure.sentence.length > 20, 'refused without a reason');
          if (!read.ok) {
            demand(read.failure.sentence.length > 20, 'refused without a reason');
            continue;
          }
          const { name, color } = read.value;
          demand(
            [...name].length <= 64 && !/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u.test(name),
            'a name that hides something',
          );
          demand(/^#[0-9a-f]{6}$/.test(color), 'a colour that is none');
        }
      },
    },
    {
      name: 'notice',
      seeds: () => [
        encodeNotice({
          type: 'rekey',
          certificate: capability.certificate.bytes,
          cut: filled(72),
          removed: [],
          grants: [],
        }),
        encodeNotice({
          type: 'history',
          certificate: capability.certificate.bytes,
          viewSecret: filled(32) as Uint8Array as RoleSecret,
          commentSecret: filled(72),
        }),
      ],
      files: [/^packages\/crypto\/src\/rekey\/notices/],
      maxBytes: 8192,
      steps: { base: 20_000, perByte: 40 },
      run(input) {
        const read = decodeNotice(input);
        if (read.ok) demand(equal(encodeNotice(read.value), input), 'a notice that says the same in other bytes');
        else demand(read.failure.sentence.length > 20, 'refused without a reason');
      },
    },
  ];
}
