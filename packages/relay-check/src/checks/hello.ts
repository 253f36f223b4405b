import { CloseCode } from '@weft/crdt-core/wire';
import type { Client } from '../client/client.ts';
import { type Check } from '../check.ts';
import { hold, isSame } from '../hold.ts';
import type { CheckRoom, HelloWishes, Person } from '../people.ts';
import type { World } from '../world.ts';

/** Says HELLO as asked, and expects to be sent away with a code. */
async function expectTurnedAway(
  world: World,
  room: CheckRoom,
  person: Person,
  what: string,
  codes: readonly number[],
  wishes: Partial<HelloWishes> = {},
): Promise<void> {
  const { client, nonce } = await world.dial(room);
  client.send(person.hello({ nonce, host: world.target.host, ...wishes }));
  const code = await client.ended(`a connection with ${what}`);
  holdToldNothing(client, what);
  hold(codes.includes(code), `A connection with ${what} was closed with ${code}, not ${codes.join(' or ')}.`);
}

/** Who has not proved a session is told nothing of a room. */
function holdToldNothing({ frames }: Client, what: string): void {
  const told = frames.find(({ type }) => type !== 'challenge' && type !== 'error');
  hold(told === undefined, `A connection with ${what} was sent ${told?.type ?? ''}.`);
}

/** A room with something in it. */
async function fill(world: World): Promise<CheckRoom> {
  const room = world.createRoom();
  const author = await world.enter(room, 'editor');
  author.send({ type: 'append', envelope: author.person.seal('content') });
  await author.next('ack');
  return room;
}

const NOT_PROVEN = [CloseCode.notProven];
const DAY_MS = 86_400_000;

export const HELLO_CHECKS: readonly Check[] = [
  {
    id: 'challenge-fresh',
    rule: 'RLY-2',
    title: 'each connection gets a challenge of its own',
    async run(world) {
      const room = world.createRoom();
      const first = await world.dial(room);
      const second = await world.dial(room);
      hold(!isSame(first.nonce, second.nonce), 'Two connections got the same challenge.');
    },
  },
  {
    id: 'welcome',
    rule: 'RLY-2',
    title: 'who proves a session is welcomed, told who is there, and told who comes and goes',
    async run(world) {
      const room = world.createRoom();
      const first = await world.enter(room, 'editor');
      const second = await world.enter(room, 'viewer');
      hold(first.connection !== second.connection, 'Two connections have one number.');
      hold(
        second.others.length === 1 && second.others[0] === first.connection,
        'WELCOME does not name the one other connection in the room.',
      );
      hold(first.maxFrameBytes >= 4096 && first.maxRoomBytes >= 4096, 'WELCOME names limits that nothing fits in.');
      const joined = await first.next('peer', 'PEER for one who joined');
      hold(joined.connection === second.connection && joined.change === 'joined', 'PEER names another connection.');
      second.socket.close();
      const left = await first.next('peer', 'PEER for one who left');
      hold(left.connection === second.connection && left.change === 'left', 'PEER does not say that it left.');
    },
  },
  {
    id: 'hello-first',
    rule: 'RLY-2',
    title: 'HELLO comes first, and once',
    async run(world) {
      const room = await fill(world);
      const person = room.join('editor');
      const early = await world.dial(room);
      early.client.send({ type: 'append', envelope: person.seal('content') });
      await early.client.ended('a connection that appends before HELLO');
      holdToldNothing(early.client, 'an APPEND before HELLO');
      const twice = await world.dial(room);
      const hello = person.hello({ nonce: twice.nonce, host: world.target.host });
      twice.client.send(hello);
      twice.client.send(hello);
      const code = await twice.client.ended('a connection that says HELLO twice');
      hold(code === CloseCode.malformed, `A second HELLO was answered with ${code}.`);
    },
  },
  {
    id: 'proof-host',
    rule: 'RLY-3',
    title: 'a proof for another host is no proof',
    async run(world) {
      const room = await fill(world);
      await expectTurnedAway(world, room, room.join('editor'), 'a proof for another host', NOT_PROVEN, {
        host: 'evil.invalid',
      });
      // Nor is it one where the connection itself says that it dialled that host.
      const client = world.dialPath(`/r/${Buffer.from(room.roomId).toString('base64url')}`, { host: 'evil.invalid' });
      const challenge = await Promise.race([
        client.next('challenge').catch(() => undefined),
        client.ended('a connection under another host').catch(() => undefined),
      ]);
      if (typeof challenge !== 'object') return;
      client.send(room.join('editor').hello({ nonce: challenge.nonce, host: 'evil.invalid' }));
      await client.ended('a connection under another host');
      holdToldNothing(client, 'the name of another host');
    },
  },
  {
    id: 'proof-nonce',
    rule: 'RLY-3',
    title: 'a proof for another challenge is no proof',
    async run(world) {
      const room = await fill(world);
      const { nonce } = await world.dial(room);
      await expectTurnedAway(world, room, room.join('editor'), 'a proof for another challenge', NOT_PROVEN, { nonce });
    },
  },
  {
    id: 'proof-room',
    rule: 'RLY-3',
    title: 'a proof for another room, and the certificates of another, are no proof',
    async run(world) {
      const room = await fill(world);
      const { roomId } = world.createRoom();
      await expectTurnedAway(world, room, room.join('editor'), 'a proof for another room', NOT_PROVEN, { roomId });
      const stranger = world.createRoom().join('editor');
      await expectTurnedAway(world, room, stranger, 'certificates of a foreign root', NOT_PROVEN);
      await expectTurnedAway(world, room, stranger, 'a foreign root and this room in its proof', NOT_PROVEN, {
        roomId: room.roomId,
      });
    },
  },
  {
    id: 'proof-session',
    rule: 'RLY-3',
    title: 'a session that nobody of the room certified is turned away',
    async run(world) {
      const room = await fill(world);
      const stranger = world.createRoom().join('editor');
      const { client, nonce } = await world.dial(room);
      const hello = stranger.hello({ nonce, host: world.target.host, roomId: room.roomId });
      client.send({ ...hello, epochCertificate: room.certificate.bytes });
      const code = await client.ended('a connection with a foreign session');
      holdToldNothing(client, 'a foreign session');
      hold(code === CloseCode.notProven, `A foreign session was closed with ${code}, not ${CloseCode.notProven}.`);
    },
  },
  {
    id: 'proof-role',
    rule: 'RLY-3',
    title: 'a certificate that claims more than its signer grants is turned away',
    async run(world) {
      const room = await fill(world);
      for (const [claimed, signedAs] of [
        ['editor', 'viewer'],
        ['editor', 'commenter'],
        ['commenter', 'viewer'],
      ] as const) {
        const liar = room.joinFalsely(claimed, signedAs);
        await expectTurnedAway(world, room, liar, `${claimed} rights signed as a ${signedAs}`, NOT_PROVEN);
      }
    },
  },
  {
    id: 'proof-expired',
    rule: 'RLY-3',
    title: 'a certificate whose time is over is turned away',
    async run(world) {
      const room = await fill(world);
      const late = room.join('editor', world.ports.now() - 3 * DAY_MS);
      await expectTurnedAway(world, room, late, 'a certificate that has ended', [CloseCode.expired]);
    },
  },
  {
    id: 'unproven-hears-nothing',
    rule: 'RLY-3',
    title: 'who has not proved a session hears nothing of the room',
    async run(world) {
      const room = await fill(world);
      const { client } = await world.dial(room);
      const author = await world.enter(room, 'editor');
      author.send({ type: 'append', envelope: author.person.seal('content') });
      author.send({ type: 'ephemeral', to: 0, envelope: author.person.seal('presence') });
      await author.next('ack');
      await author.fence();
      holdToldNothing(client, 'nothing proved');
    },
  },
  {
    id: 'unproven-closed',
    rule: 'RLY-6',
    title: 'who never proves anything is closed within half a minute (three times the deadline)',
    isSlow: true,
    async run(world) {
      const { client } = await world.dial(world.createRoom());
      await new Promise<void>((resolve) => {
        const stop = world.ports.later(resolve, 3 * world.deadlineMs);
        client.socket.once('close', () => {
          stop();
          resolve();
        });
      });
      hold(
        client.closeCode() !== undefined,
        `A connection that proves nothing was still open after ${3 * world.deadlineMs} ms.`,
      );
    },
  },
];
