import { RefusalCode } from '@weft/crdt-core/wire';
import { type Check } from '../check.ts';
import { hold, isSame } from '../hold.ts';
import type { Member } from '../world.ts';
import { appendMany, fillRoom, holdEntries } from './log.ts';

async function expectRefused(author: Member, base: number, upto: number, what: string): Promise<void> {
  const snapshot = author.person.seal('snapshot');
  author.send({ type: 'compact', base, upto, envelope: snapshot });
  const { code } = await author.next('refused', `REFUSED for a COMPACT ${what}`);
  hold(code === RefusalCode.baseMoved, `A COMPACT ${what} was refused with ${code}.`);
  // It is a link of the chain all the same.
  author.send({ type: 'append', envelope: snapshot });
  await author.next('ack', 'ACK for a snapshot as any other envelope');
}

async function compact(author: Member, base: number, upto: number): Promise<Uint8Array> {
  const envelope = author.person.seal('snapshot');
  author.send({ type: 'compact', base, upto, envelope });
  const { position } = await author.next('ack', 'ACK for a COMPACT');
  hold(position === upto, `A COMPACT up to ${upto} was acknowledged at ${position}.`);
  return envelope;
}

export const COMPACT_CHECKS: readonly Check[] = [
  {
    id: 'compact-compare-and-set',
    rule: 'RLY-4',
    title: 'COMPACT succeeds only over the base that is, and up to no more than the head',
    async run(world) {
      const { room, author } = await fillRoom(world, 4);
      await expectRefused(author, 2, 4, 'over another base');
      await expectRefused(author, 0, 99, 'beyond the head');
      await expectRefused(author, 0, 0, 'of nothing');
      await compact(author, 0, 4);
      await expectRefused(author, 0, 5, 'over a base that has moved');
      await expectRefused(author, 4, 3, 'before the base');
      const late = await world.enter(room, 'viewer');
      hold(late.base === 4, `The base is said to be ${late.base}, not 4.`);
    },
  },
  {
    id: 'compact-one-wins',
    rule: 'RLY-4',
    title: 'of two who compact over one base, one succeeds',
    async run(world) {
      const { room, author } = await fillRoom(world, 3);
      const rival = await world.enter(room, 'editor');
      const mine = author.person.seal('snapshot');
      const theirs = rival.person.seal('snapshot');
      author.send({ type: 'compact', base: 0, upto: 3, envelope: mine });
      rival.send({ type: 'compact', base: 0, upto: 3, envelope: theirs });
      await author.fence();
      await rival.fence();
      const wins = author.of('ack').filter(({ seq }) => seq === 3).length + rival.of('ack').length;
      hold(wins === 1, `${wins} of two compactions over one base succeeded.`);
    },
  },
  {
    id: 'compact-base-told',
    rule: 'RLY-4',
    title: 'everyone gets BASE; who comes later gets BASE and what is after it; who is past it does not',
    async run(world) {
      const { room, author, envelopes } = await fillRoom(world, 5);
      const reader = await world.enter(room, 'viewer', { cursor: 5, generation: author.generation });
      const snapshot = await compact(author, 0, 3);
      const told = await reader.next('base', 'BASE after a COMPACT');
      hold(told.position === 3 && isSame(told.envelope, snapshot), 'BASE holds another snapshot or position.');
      for (const cursor of [0, 2]) {
        const late = await world.enter(room, 'viewer', { cursor, generation: author.generation });
        const [base, ...more] = late.of('base');
        hold(base !== undefined && more.length === 0, `A cursor of ${cursor} brought ${late.of('base').length} BASE.`);
        hold(base.position === 3 && isSame(base.envelope, snapshot), 'BASE holds another snapshot or position.');
        holdEntries(late, envelopes.slice(3), 3, `A replay from ${cursor} over a base`);
      }
      const past = await world.enter(room, 'viewer', { cursor: 4, generation: author.generation });
      hold(past.of('base').length === 0, 'Who is past the base was sent it again.');
      holdEntries(past, envelopes.slice(4), 4, 'A replay from after the base');
    },
  },
  {
    id: 'compact-base-survives',
    rule: 'RLY-4',
    title: 'what compactions replaced stays readable by PULL',
    async run(world) {
      const { room, author, envelopes } = await fillRoom(world, 3);
      await compact(author, 0, 2);
      await appendMany(author, 1);
      await compact(author, 2, 4);
      const reader = await world.enter(room, 'viewer', { cursor: 4, generation: author.generation });
      hold(reader.of('entry').length + reader.of('base').length === 0, 'Who is up to date was sent something.');
      reader.send({ type: 'pull', from: 1 });
      await reader.next('caught-up', 'CAUGHT_UP after PULL');
      const sent = [...reader.of('entry'), ...reader.of('base')].map(({ envelope }) => envelope);
      for (const [at, envelope] of envelopes.entries()) {
        hold(
          sent.some((other) => isSame(other, envelope)),
          `Entry ${at + 1}, which was replaced, is not brought by PULL.`,
        );
      }
    },
  },
  {
    id: 'compact-names-free',
    rule: 'RLY-4',
    title: 'what was replaced may be appended again, if the snapshot lacks it',
    async run(world) {
      const { author, envelopes } = await fillRoom(world, 2);
      await compact(author, 0, 2);
      author.send({ type: 'append', envelope: envelopes[0] ?? new Uint8Array() });
      const { seq, position } = await author.next('ack', 'ACK for a replaced envelope');
      hold(seq === 0 && position > 2, `It was acknowledged at ${position}, which the base covers.`);
    },
  },
  {
    id: 'compact-roles',
    rule: 'ENV-5',
    title: 'COMPACT takes a connection that may write snapshots, and a snapshot',
    async run(world) {
      const { room, author, envelopes } = await fillRoom(world, 2);
      for (const role of ['viewer', 'commenter'] as const) {
        const member = await world.enter(room, role);
        member.send({ type: 'compact', base: 0, upto: 2, envelope: room.join('editor').seal('snapshot') });
        const { code } = await member.next('refused', `REFUSED for the COMPACT of a ${role}`);
        hold(code === RefusalCode.role, `The COMPACT of a ${role} was refused with ${code}.`);
      }
      author.send({ type: 'compact', base: 0, upto: 2, envelope: author.person.seal('content') });
      const { code } = await author.next('refused', 'REFUSED for a COMPACT without a snapshot');
      hold(code === RefusalCode.invalid, `A COMPACT without a snapshot was refused with ${code}.`);
      holdEntries(await world.enter(room, 'viewer'), envelopes, 0, 'The log after false compactions');
    },
  },
];
