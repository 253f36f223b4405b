import { RefusalCode } from '@weft/crdt-core/wire';
import { type Check } from '../check.ts';
import { hold, isSame, isSameList } from '../hold.ts';
import type { CheckRoom } from '../people.ts';
import type { Member, World } from '../world.ts';

/** Appends so many envelopes, and waits until all are acknowledged. */
export async function appendMany(author: Member, count: number): Promise<readonly Uint8Array[]> {
  const envelopes = Array.from({ length: count }, () => author.person.seal('content'));
  for (const envelope of envelopes) author.send({ type: 'append', envelope });
  for (let i = 0; i < count; i++) await author.next('ack', `ACK ${i + 1} of ${count}`);
  return envelopes;
}

/** A room with so many entries in it. */
export async function fillRoom(
  world: World,
  count: number,
): Promise<{ room: CheckRoom; author: Member; envelopes: readonly Uint8Array[] }> {
  const room = world.createRoom();
  const author = await world.enter(room, 'editor');
  return { room, author, envelopes: await appendMany(author, count) };
}

/** The entries are these, at the positions after `after`, each linked to the one before. */
export function holdEntries(reader: Member, envelopes: readonly Uint8Array[], after: number, what: string): void {
  const entries = reader.of('entry');
  hold(
    entries.length === envelopes.length,
    `${what} brought ${entries.length} entries instead of ${envelopes.length}.`,
  );
  let last = after;
  for (const { position, prev } of entries) {
    hold(position > last, `${what} brought position ${position} after ${last}.`);
    hold(prev === last, `${what} brought an entry whose prev is ${prev}, where ${last} was before it.`);
    last = position;
  }
  hold(
    isSameList(
      entries.map(({ envelope }) => envelope),
      envelopes,
    ),
    `${what} brought other bytes than were appended, or in another order.`,
  );
}

export const LOG_CHECKS: readonly Check[] = [
  {
    id: 'append-acknowledged',
    rule: 'RLY-2',
    title: 'what is appended is acknowledged by its name, at rising positions from 1',
    async run(world) {
      const { author } = await fillRoom(world, 10);
      const acks = author.of('ack');
      hold(acks.length === 10, `${acks.length} ACKs came for 10 appends.`);
      acks.forEach(({ session, seq, position }, at) => {
        hold(isSame(session, author.person.session.pair.publicKey), 'An ACK names another session.');
        hold(seq === at && position === at + 1, `The ACK of seq ${at} says seq ${seq}, position ${position}.`);
      });
    },
  },
  {
    id: 'entries-in-order',
    rule: 'RLY-2',
    title:
      'everyone else gets each entry once, as it was written, in order, linked to the one before; its author does not',
    async run(world) {
      const room = world.createRoom();
      const author = await world.enter(room, 'editor');
      const reader = await world.enter(room, 'viewer');
      const envelopes = await appendMany(author, 20);
      await reader.fence();
      holdEntries(reader, envelopes, 0, 'Live');
      hold(author.of('entry').length === 0, 'The author was sent its own entries.');
    },
  },
  {
    id: 'duplicates',
    rule: 'RLY-2',
    title: 'the same bytes again are acknowledged where they are, and not stored or sent twice',
    async run(world) {
      const { room, author, envelopes } = await fillRoom(world, 3);
      const reader = await world.enter(room, 'viewer');
      author.send({ type: 'append', envelope: envelopes[1] ?? new Uint8Array() });
      const { seq, position } = await author.next('ack', 'ACK for a duplicate');
      hold(seq === 1 && position === 2, `A duplicate of position 2 was acknowledged at ${position}.`);
      await author.fence();
      await reader.fence();
      hold(reader.of('entry').length === 3, 'A duplicate was sent on.');
      hold((await world.enter(room, 'viewer')).of('entry').length === 3, 'A duplicate was stored.');
    },
  },
  {
    id: 'name-taken',
    rule: 'RLY-2',
    title: 'other bytes under a name that is held are refused with 3, and change nothing',
    async run(world) {
      const { room, author, envelopes } = await fillRoom(world, 1);
      author.send({ type: 'append', envelope: author.person.sealTwin() });
      const { code } = await author.next('refused', 'REFUSED for a name that is taken');
      hold(code === RefusalCode.nameTaken, `A name that is taken was refused with ${code}.`);
      holdEntries(await world.enter(room, 'viewer'), envelopes, 0, 'The log after an equivocation');
    },
  },
  {
    id: 'replay-any-cursor',
    rule: 'SYN-4',
    title: 'HELLO brings what is after its cursor, whichever that is, and ends with CAUGHT_UP',
    async run(world) {
      const { room, author, envelopes } = await fillRoom(world, 6);
      const { generation } = author;
      for (let cursor = 0; cursor <= 6; cursor++) {
        const reader = await world.enter(room, 'viewer', { cursor, generation });
        holdEntries(reader, envelopes.slice(cursor), cursor, `A replay from cursor ${cursor}`);
        const [caughtUp] = reader.of('caught-up');
        hold(caughtUp?.head === 6 && reader.head === 6, `The head is said to be ${caughtUp?.head ?? 0}, not 6.`);
      }
    },
  },
  {
    id: 'generation',
    rule: 'SYN-4',
    title: 'a log keeps its generation; a cursor of another one, or beyond the head, means: from the start',
    async run(world) {
      const { room, author, envelopes } = await fillRoom(world, 3);
      const again = await world.enter(room, 'viewer');
      hold(isSame(again.generation, author.generation), 'Two connections were told different generations of one log.');
      const other = await world.enter(world.createRoom(), 'viewer');
      hold(!isSame(other.generation, author.generation), 'Two rooms have one generation.');
      const foreign = await world.enter(room, 'viewer', { cursor: 2, generation: other.generation });
      holdEntries(foreign, envelopes, 0, 'A cursor of another generation');
      const beyond = await world.enter(room, 'viewer', { cursor: 99, generation: author.generation });
      holdEntries(beyond, envelopes, 0, 'A cursor beyond the head');
    },
  },
  {
    id: 'pull',
    rule: 'RLY-2',
    title: 'PULL brings the log from a position on, and CAUGHT_UP',
    async run(world) {
      const { room, author, envelopes } = await fillRoom(world, 5);
      for (const from of [1, 3, 5, 6]) {
        const reader = await world.enter(room, 'viewer', { cursor: 5, generation: author.generation });
        reader.send({ type: 'pull', from });
        await reader.next('caught-up', 'CAUGHT_UP after PULL');
        holdEntries(reader, envelopes.slice(from - 1), from - 1, `PULL from ${from}`);
      }
    },
  },
  {
    id: 'beat-truth',
    rule: 'RLY-2',
    title: 'PING is answered by a BEAT that names the head',
    async run(world) {
      const { room, author } = await fillRoom(world, 4);
      for (const member of [author, await world.enter(room, 'viewer')]) {
        member.send({ type: 'ping' });
        const { head } = await member.next('beat', 'BEAT in answer to PING');
        hold(head === 4, `BEAT names head ${head}, where 4 were acknowledged.`);
      }
    },
  },
  {
    id: 'beat-in-time',
    rule: 'RLY-2',
    title: 'nobody is left in silence for ten seconds',
    isSlow: true,
    async run(world) {
      const { ports } = world;
      const { author } = await fillRoom(world, 1);
      // Two beats: the first may come early for this connection, and there must be a next.
      for (let beat = 0; beat < 2; beat++) {
        const began = author.of('beat').length;
        await new Promise<void>((resolve) => {
          const stop = ports.later(resolve, 11_000);
          author.socket.once('message', () => {
            stop();
            resolve();
          });
        });
        hold(author.of('beat').length > began, 'No BEAT came within 11 s.');
      }
      hold(
        author.of('beat').every(({ head }) => head === 1),
        'A BEAT names another head than was acknowledged.',
      );
    },
  },
  {
    id: 'rooms-apart',
    rule: 'RLY-2',
    title: 'what is said in a room stays in it',
    async run(world) {
      const stranger = await world.enter(world.createRoom(), 'editor');
      const { author } = await fillRoom(world, 2);
      author.send({ type: 'ephemeral', to: 0, envelope: author.person.seal('presence') });
      author.send({ type: 'ephemeral', to: stranger.connection, envelope: author.person.seal('presence') });
      await author.fence();
      await stranger.fence();
      const heard = stranger.frames.find(({ type }) => ['entry', 'ephemeral', 'peer', 'base'].includes(type));
      hold(heard === undefined, `A connection was sent ${heard?.type ?? ''} of another room.`);
    },
  },
];
