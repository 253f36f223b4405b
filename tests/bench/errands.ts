/**
 * A message to one session of a room, sealed and opened: Weft's errand (X-Wing, both ends bound) against libsodium's sealed box (X25519, nobody
 * bound) on the same messages in the same run. And what it costs those whom it is not for: every session in the room tries.
 */
import {
  createRandomness,
  type DeviceSeed,
  equal,
  loadSodium,
  openErrand,
  type PublicKey,
  type RoomId,
  sealErrand,
  seedToDevice,
} from '@weft/crypto';
import libsodium from 'libsodium-wrappers';
import { cpuMicroseconds, interleave, median, report } from './compare.ts';

const MESSAGES = 200;
const BYTES = 4_000;
const ROUNDS = 15;

const sodium = await loadSodium();
await libsodium.ready;
const random = createRandomness();
const device = seedToDevice(sodium, random(32) as Uint8Array as DeviceSeed);
const session = (): PublicKey => random(32) as Uint8Array as PublicKey;
const ends = { roomId: random(32) as Uint8Array as RoomId, from: session(), to: session() };
const messages = Array.from({ length: MESSAGES }, () => random(BYTES));

let opened: (Uint8Array | undefined)[] = [];
function weft(): void {
  opened = messages.map((message) =>
    openErrand(sodium, device, ends, sealErrand(sodium, random, ends, device.kem.publicKey, message)),
  );
}

const pair = libsodium.crypto_box_keypair();
let unboxed: Uint8Array[] = [];
function box(): void {
  unboxed = messages.map((message) =>
    libsodium.crypto_box_seal_open(libsodium.crypto_box_seal(message, pair.publicKey), pair.publicKey, pair.privateKey),
  );
}

const cpu = await interleave(ROUNDS, weft, box);
// A faster wrong answer must not pass.
for (const [at, message] of messages.entries()) {
  const [ours, theirs] = [opened[at], unboxed[at]];
  if (ours === undefined || !equal(ours, message)) throw new Error(`errand ${at} differs`);
  if (theirs === undefined || !equal(theirs, message)) throw new Error(`box ${at} differs`);
}

const sealed = messages.map((message) => sealErrand(sodium, random, ends, device.kem.publicKey, message));
const other = { ...ends, to: session() };
const givingUp = Array.from({ length: ROUNDS }, () => {
  const start = cpuMicroseconds();
  if (sealed.some((bytes) => openErrand(sodium, device, other, bytes) !== undefined)) throw new Error('not for us');
  return (cpuMicroseconds() - start) / MESSAGES;
});

report(
  'errands',
  [
    {
      name: 'Sealing a message of 4 kB to one session, and opening it',
      peer: 'crypto_box_seal of libsodium-wrappers',
      unit: 'CPU µs per message',
      ours: cpu.ours / MESSAGES,
      theirs: cpu.theirs / MESSAGES,
      bar: 2.5,
    },
  ],
  { 'CPU µs to give up on a message for somebody else': Math.round(median(givingUp)) },
);
