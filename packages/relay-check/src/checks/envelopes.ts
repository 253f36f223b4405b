import { isAllowed, isStored, KINDS, type LinkRole, ROLES } from '@weft/crypto';
import { RefusalCode } from '@weft/crdt-core/wire';
import { type Check } from '../check.ts';
import { hold } from '../hold.ts';
import { fillRoom, holdEntries } from './log.ts';

const LINK_ROLES = ROLES.filter((role): role is LinkRole => role !== 'admin');

export const ENVELOPE_CHECKS: readonly Check[] = [
  {
    id: 'role-by-kind-append',
    rule: 'ENV-5',
    title: 'APPEND takes each kind of the log from the roles that may write it, and refuses it from the others',
    async run(world) {
      const room = world.createRoom();
      for (const role of LINK_ROLES) {
        const author = await world.enter(room, role);
        for (const kind of KINDS) {
          // Each by a session of its own, so that each is the first of its chain.
          const person = room.join(role);
          // Attachments lie beside the log.
          const isOfLog = isStored(kind) && kind !== 'chunk';
          const isDue = isAllowed(role, kind) && isOfLog;
          author.send({
            type: 'append',
            envelope: isAllowed(role, kind) ? person.seal(kind) : person.sealBeyondRole(kind),
          });
          if (isDue) {
            await author.next('ack', `ACK for a ${kind} of a ${role}`);
            continue;
          }
          const { code } = await author.next('refused', `REFUSED for a ${kind} of a ${role}`);
          const codes: readonly number[] = isOfLog ? [RefusalCode.role] : [RefusalCode.invalid, RefusalCode.role];
          hold(codes.includes(code), `A ${kind} of a ${role} was refused with ${code}.`);
        }
      }
    },
  },
  {
    id: 'role-by-kind-ephemeral',
    rule: 'ENV-5',
    title: 'EPHEMERAL passes on kinds that are not stored, and no others',
    async run(world) {
      const room = world.createRoom();
      const author = await world.enter(room, 'editor');
      const reader = await world.enter(room, 'viewer');
      for (const kind of KINDS) {
        const envelope = isAllowed('editor', kind) ? author.person.seal(kind) : author.person.sealBeyondRole(kind);
        author.send({ type: 'ephemeral', to: 0, envelope });
        if (isStored(kind)) await author.next('refused', `REFUSED for a ${kind} sent in passing`);
        else await reader.next('ephemeral', `EPHEMERAL with a ${kind}`);
      }
      await reader.fence();
      const passing = KINDS.filter((kind) => !isStored(kind)).length;
      hold(reader.of('ephemeral').length === passing, 'A stored kind was passed on.');
    },
  },
  {
    id: 'carried',
    rule: 'RLY-3',
    title: 'any connection may bring back what any session of the room wrote',
    async run(world) {
      const room = world.createRoom();
      const carrier = await world.enter(room, 'viewer');
      carrier.send({ type: 'append', envelope: room.join('editor').seal('content') });
      await carrier.next('ack', 'ACK for what a viewer brought back');
    },
  },
  {
    id: 'foreign-envelopes',
    rule: 'RLY-3',
    title: 'envelopes of another room, of a false session or of an unknown epoch are refused and not stored',
    async run(world) {
      const { room, author, envelopes } = await fillRoom(world, 1);
      const foreign = world.createRoom().join('editor').seal('content');
      const moved = foreign.slice();
      moved.set(room.roomId, 5);
      const epoch = room.join('editor').seal('content').slice();
      epoch[40] = (epoch[40] ?? 0) + 1;
      const cases: readonly (readonly [string, Uint8Array, readonly number[]])[] = [
        ['of another room', foreign, [RefusalCode.invalid]],
        ['of another room with this room in its header', moved, [RefusalCode.invalid]],
        [
          'of a session with a false certificate',
          room.joinFalsely('editor', 'viewer').seal('content'),
          [RefusalCode.invalid],
        ],
        ['of an unknown epoch', epoch, [RefusalCode.epochUnknown]],
      ];
      for (const [what, envelope, codes] of cases) {
        author.send({ type: 'append', envelope });
        const { code } = await author.next('refused', `REFUSED for an envelope ${what}`);
        hold(codes.includes(code), `An envelope ${what} was refused with ${code}.`);
      }
      holdEntries(await world.enter(room, 'viewer'), envelopes, 0, 'The log after foreign envelopes');
    },
  },
  {
    id: 'altered-envelopes',
    rule: 'ENV-6',
    title: 'no envelope with a byte changed, cut or added is acknowledged, stored or sent on',
    async run(world) {
      const { room, author, envelopes } = await fillRoom(world, 1);
      const reader = await world.enter(room, 'viewer', { cursor: 1, generation: author.generation });
      const whole = author.person.seal('content');
      const altered: Uint8Array[] = [];
      // Every field of docs/protocol.md's table, and the middle and the ends of the long ones.
      const end = whole.length;
      for (const at of [0, 2, 3, 4, 5, 20, 36, 37, 40, 41, 72, 73, 80, 81, 105, 137, 300, end - 175])
        altered.push(flip(whole, at));
      for (const at of [174, 173, 172, 168, 150, 136, 130, 65, 64, 30, 1]) altered.push(flip(whole, end - at));
      for (const length of [0, 1, 80, 81, 137, 310, end - 174, end - 64, end - 1])
        altered.push(whole.subarray(0, length));
      altered.push(Buffer.concat([whole, Uint8Array.of(0)]));
      for (const envelope of altered) {
        author.send({ type: 'append', envelope });
        await author.next('refused', 'REFUSED for an altered envelope');
      }
      await author.fence();
      hold(author.of('ack').length === 1, 'An altered envelope was acknowledged.');
      await reader.fence();
      hold(reader.of('entry').length === 0, 'An altered envelope was sent on.');
      holdEntries(await world.enter(room, 'viewer'), envelopes, 0, 'The log after altered envelopes');
    },
  },
  {
    id: 'ephemeral-fan-out',
    rule: 'RLY-2',
    title: 'EPHEMERAL to 0 goes to everyone else, to a number to that connection only, and is not kept',
    async run(world) {
      const room = world.createRoom();
      const [author, one, other] = [
        await world.enter(room, 'viewer'),
        await world.enter(room, 'viewer'),
        await world.enter(room, 'editor'),
      ];
      author.send({ type: 'ephemeral', to: 0, envelope: author.person.seal('presence') });
      author.send({ type: 'ephemeral', to: one.connection, envelope: author.person.seal('sync') });
      author.send({ type: 'ephemeral', to: 2 ** 32 - 1, envelope: author.person.seal('sync') });
      for (let i = 0; i < 2; i++) {
        const { from } = await one.next('ephemeral', 'EPHEMERAL');
        hold(from === author.connection, `EPHEMERAL is said to be from ${from}, not ${author.connection}.`);
      }
      await other.next('ephemeral', 'EPHEMERAL to everyone');
      for (const member of [author, one, other]) await member.fence();
      hold(author.of('ephemeral').length === 0, 'An ephemeral came back to its author.');
      hold(one.of('ephemeral').length === 2, `One was sent ${one.of('ephemeral').length} ephemerals instead of 2.`);
      hold(other.of('ephemeral').length === 1, 'An ephemeral for one went to another.');
      const late = await world.enter(room, 'viewer');
      await late.fence();
      hold(late.of('ephemeral').length + late.of('entry').length === 0, 'An ephemeral was kept for who came later.');
    },
  },
  {
    id: 'ephemeral-foreign',
    rule: 'RLY-3',
    title: 'an ephemeral of a session that nobody of the room certified is not passed on',
    async run(world) {
      const room = world.createRoom();
      const author = await world.enter(room, 'editor');
      const reader = await world.enter(room, 'viewer');
      for (const stranger of [world.createRoom().join('editor'), room.joinFalsely('editor', 'viewer')]) {
        author.send({ type: 'ephemeral', to: 0, envelope: stranger.seal('presence') });
        await author.next('refused', 'REFUSED for a foreign ephemeral');
      }
      await reader.fence();
      hold(reader.of('ephemeral').length === 0, 'A foreign ephemeral was passed on.');
    },
  },
];

function flip(bytes: Uint8Array, at: number): Uint8Array {
  const changed = bytes.slice();
  changed[at] = (changed[at] ?? 0) ^ 0x21;
  return changed;
}
