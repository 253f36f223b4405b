import { CloseCode, encodeFrame, RefusalCode } from '@weft/crdt-core/wire';
import { type Check } from '../check.ts';
import { hold, Skipped } from '../hold.ts';
import type { Member } from '../world.ts';
import { appendMany, fillRoom } from './log.ts';

const MIB = 1024 * 1024;
const AT_ONCE = 200;
const MOST_DUPLICATES = 20_000;

/** Appends one envelope over and over until the relay refuses it for pace; false if it never does. */
async function appendUntilTooFast(author: Member, envelope: Uint8Array): Promise<boolean> {
  const bytes = encodeFrame({ type: 'append', envelope });
  for (let sent = 0; sent < MOST_DUPLICATES; sent += AT_ONCE) {
    for (let i = 0; i < AT_ONCE; i++) author.sendBytes(bytes);
    await author.fence();
    if (author.of('refused').length > 0) return true;
  }
  return false;
}

/** Someone else in the same room, to see that they are not disturbed. */
export async function expectUndisturbed(bystander: Member, what: string): Promise<void> {
  hold(bystander.closeCode() === undefined, `${what} closed another connection (${bystander.closeCode() ?? 0}).`);
  const before = bystander.of('ack').length;
  await appendMany(bystander, 1);
  hold(bystander.of('ack').length === before + 1, `${what} kept another connection from writing.`);
}

export const LIMIT_CHECKS: readonly Check[] = [
  {
    id: 'frame-too-large',
    rule: 'RLY-6',
    title: 'a frame larger than WELCOME allows ends its connection with 4413, and no other',
    async run(world) {
      const room = world.createRoom();
      const bystander = await world.enter(room, 'editor');
      const author = await world.enter(room, 'editor');
      if (author.maxFrameBytes > 64 * MIB) throw new Skipped('The relay allows frames of more than 64 MiB.');
      author.sendBytes(new Uint8Array(author.maxFrameBytes + 1).fill(0x57, 0, 1).fill(2, 1, 2));
      const code = await author.ended('a frame larger than it allows');
      hold(
        code === CloseCode.frameTooLarge,
        `A frame too large was closed with ${code}, not ${CloseCode.frameTooLarge}.`,
      );
      await expectUndisturbed(bystander, 'A frame too large');
    },
  },
  {
    id: 'too-fast',
    rule: 'RLY-6',
    title: 'appends above the rate are refused with 5, and no other connection is slowed',
    async run(world) {
      const { room, author, envelopes } = await fillRoom(world, 1);
      const bystander = await world.enter(room, 'editor');
      if (!(await appendUntilTooFast(author, envelopes[0] ?? new Uint8Array()))) {
        throw new Skipped(`The relay took ${MOST_DUPLICATES} appends as fast as they came.`);
      }
      const code = author.of('refused')[0]?.code ?? 0;
      hold(code === RefusalCode.tooFast, `An append above the rate was refused with ${code}.`);
      await expectUndisturbed(bystander, 'Sending too fast');
    },
  },
  {
    id: 'no-hole',
    rule: 'RLY-6',
    title: 'after a refusal for pace, what follows in that chain is refused until the refused one comes',
    async run(world) {
      const { room, author, envelopes } = await fillRoom(world, 1);
      const [first = new Uint8Array()] = envelopes;
      if (!(await appendUntilTooFast(author, first))) {
        throw new Skipped(`The relay took ${MOST_DUPLICATES} appends as fast as they came.`);
      }
      // Tokens come back meanwhile: now one, now none, for a chain of which each link is sent once.
      const chain = Array.from({ length: 40 }, () => author.person.seal('content'));
      for (const envelope of chain) {
        author.send({ type: 'append', envelope });
        for (let i = 0; i < 5; i++) author.send({ type: 'append', envelope: first });
        if (author.closeCode() === undefined) await author.fence();
      }
      const reader = await world.enter(room, 'viewer');
      const names = reader.of('entry').map(({ envelope }) => Number(Buffer.from(envelope).readBigUInt64BE(73)));
      names.forEach((seq, at) => hold(seq === at, `The log has a hole: seq ${seq} follows ${names[at - 1] ?? 0}.`));
    },
  },
  {
    id: 'room-full',
    rule: 'RLY-6',
    title: 'a full room refuses with 4, and the connection goes on',
    async run(world) {
      const author = await world.enter(world.createRoom(), 'editor');
      if (author.maxRoomBytes > 4 * MIB)
        throw new Skipped('The relay keeps more than 4 MiB per room: too much to fill here.');
      const size = Math.floor(Math.min(author.maxFrameBytes, author.maxRoomBytes) / 2) - 1000;
      for (let i = 0; i < 8 && author.of('refused').length === 0; i++) {
        author.send({ type: 'append', envelope: author.person.seal('content', size) });
        await author.fence();
      }
      const { code } = await author.next('refused', 'REFUSED in a full room');
      hold(code === RefusalCode.roomFull, `A full room refused with ${code}.`);
      author.send({ type: 'ping' });
      await author.next('beat', 'BEAT after a refusal');
    },
  },
  {
    id: 'slow-reader',
    rule: 'RLY-6',
    title: 'a reader that does not read holds up nobody',
    async run(world) {
      const room = world.createRoom();
      const author = await world.enter(room, 'editor');
      const stuck = await world.enter(room, 'viewer');
      const reader = await world.enter(room, 'viewer');
      stuck.socket.pause();
      const size = Math.min(256 * 1024, author.maxFrameBytes / 2, author.maxRoomBytes / 64);
      for (let i = 0; i < 24; i++) {
        author.send({ type: 'append', envelope: author.person.seal('content', Math.floor(size)) });
        await author.next('ack', 'ACK while another connection does not read');
        await reader.next('entry', 'ENTRY while another connection does not read');
      }
    },
  },
];
