/** What comes with a change of keys, and with files: grants, earlier epochs, chunks. */
import {
  concat,
  createCertificateCache,
  createHistory,
  createNextEpoch,
  decodeNotice,
  type DeviceSeed,
  encodeNotice,
  equal,
  type HeldEpoch,
  openEnvelope,
  openGrant,
  openHistory,
  partsToFileHash,
  partToHash,
  sealEnvelope,
  sealGrant,
  seedToDevice,
  toHex,
  verifyEnvelope,
} from '@weft/crypto';
import { createAssembler } from '../../../packages/crdt-core/src/attachments/assemble.ts';
import { demand, type Target, text } from '../engine/target.ts';
import { type Fixture, takeFrom } from './fixture.ts';

function checkReason(read: { readonly ok: boolean; readonly failure?: { readonly sentence: string } }): void {
  if (!read.ok) demand((read.failure?.sentence.length ?? 0) > 20, 'refused without a reason');
}

export function rekeyTargets({ sodium, room, capability, keys, sessions }: Fixture): Target[] {
  const random = room.random.bytes;
  const { certificate } = capability;
  const { notAfter } = certificate;
  const next = createNextEpoch(sodium, random, room.room, certificate, { notAfter });
  const held: HeldEpoch = { certificate: next.certificate, role: 'editor', secret: next.editSecret };
  const device = seedToDevice(sodium, random(32) as Uint8Array as DeviceSeed);
  const grant = sealGrant(sodium, random, {
    kemPublicKey: device.kem.publicKey,
    device: device.id,
    certificate: next.certificate,
    role: 'editor',
    secret: next.editSecret,
  });
  const history = encodeNotice(createHistory(sodium, random, capability, held));
  const cache = createCertificateCache();
  const session = sessions.editor;

  return [
    {
      name: 'grant',
      seeds: () => [grant],
      files: [/^packages\/crypto\/src\/rekey\/grant/],
      // Forgetting a secret looks through libsodium's stack for its first byte.
      steps: { base: 5_000_000, perByte: 40 },
      share: 20,
      run(input) {
        const read = openGrant(sodium, device, next.certificate, input);
        checkReason(read);
        if (read.ok) demand(equal(read.value.secret, next.editSecret), 'a secret that nobody granted');
      },
    },
    {
      name: 'history',
      seeds: () => [history],
      files: [/^packages\/crypto\/src\/rekey\/history/],
      steps: { base: 200_000, perByte: 40 },
      share: 20,
      run(input) {
        const notice = decodeNotice(input);
        if (!notice.ok || notice.value.type !== 'history') return;
        const read = openHistory(sodium, notice.value, held);
        checkReason(read);
        if (read.ok) demand(equal(read.value.certificate.bytes, certificate.bytes), 'an epoch that was not before');
      },
    },
    {
      // ATT-2: a member seals what it likes, and the document may say of it what it likes.
      name: 'chunk',
      share: 20,
      seeds: () => [
        concat(Uint8Array.of(0, 1, 0, 5), text('words')),
        concat(Uint8Array.of(0, 0, 0, 5), text('words')),
        concat(Uint8Array.of(1, 1, 0, 0)),
      ],
      files: [/^packages\/crdt-core\/src\/attachments\/(assemble|layout)/],
      steps: { base: 200_000, perByte: 100 },
      run(input) {
        const { byte, part } = takeFrom(input);
        const isSecond = byte() === 1;
        const isTrue = byte() === 1;
        const payload = part(2048);
        const prev = sodium.hash(payload);
        const envelope = sealEnvelope(sodium, random, session, keys, {
          kind: 'chunk',
          payload,
          ...(isSecond ? { seq: 1, prev } : { seq: 0 }),
        });
        const bytes = payload.length + (isTrue ? 0 : 1);
        const hash = partsToFileHash(sodium, bytes, [partToHash(sodium, payload)]);
        const assembler = createAssembler(
          sodium,
          {
            verify: (chunk) => verifyEnvelope(sodium, chunk, { certificate, cache }),
            open: (chunk) => openEnvelope(sodium, keys, chunk),
            begin: () => undefined,
            epoch: () => '',
          },
          {
            session: toHex(session.pair.publicKey),
            chunks: 1,
            bytes,
            hash: toHex(hash),
            type: 'text/plain',
            name: 'a',
          },
        );
        const taken = assembler.take(envelope);
        const file = assembler.finish();
        checkReason(taken);
        checkReason(file);
        demand(taken.ok === file.ok, 'half a file');
        demand(taken.ok === (isTrue && !isSecond), 'a file that was not attached');
        if (file.ok) demand(equal(file.value, payload), 'another file');
      },
    },
  ];
}
