import { RefusalCode } from '@weft/crdt-core/wire';
import { type Check } from '../check.ts';
import { hold, isSameList } from '../hold.ts';
import type { CheckRoom } from '../people.ts';
import type { Member, World } from '../world.ts';

const COUNT = 5;

/** A file in a room of its own: its chunks, and who brought them. */
async function fillWithFile(world: World): Promise<{
  readonly room: CheckRoom;
  readonly author: Member;
  readonly chunks: Uint8Array[];
  readonly session: Uint8Array;
}> {
  const room = world.createRoom();
  const author = await world.enter(room, 'editor');
  const file = room.join('editor');
  const chunks = Array.from({ length: COUNT }, () => file.seal('chunk', 3000));
  for (const envelope of chunks) author.send({ type: 'store', envelope });
  for (let seq = 0; seq < COUNT; seq++) {
    const stored = await author.next('stored', `STORED ${seq + 1} of ${COUNT}`);
    hold(stored.seq === seq, `STORED names chunk ${stored.seq} instead of ${seq}.`);
  }
  return { room, author, chunks, session: file.session.pair.publicKey };
}

/** Asks for chunks and waits for the end of the answer. */
async function fetchFrom(
  member: Member,
  session: Uint8Array,
  from: number,
  count: number,
): Promise<{ readonly chunks: readonly Uint8Array[]; readonly next: number; readonly held: number }> {
  const before = member.of('chunk').length;
  member.send({ type: 'fetch', session, from, count });
  const { next, held } = await member.next('fetched', 'FETCHED');
  const chunks = member.of('chunk').slice(before);
  return { chunks: chunks.map(({ envelope }) => envelope), next, held };
}

export const ATTACHMENT_CHECKS: readonly Check[] = [
  {
    id: 'chunks-stored',
    rule: 'ATT-3',
    title: 'STORE keeps chunks beside the log; FETCH gives them back to any role, from where and as many as asked',
    async run(world) {
      const { room, chunks, session } = await fillWithFile(world);
      const reader = await world.enter(room, 'viewer');
      hold(reader.of('entry').length === 0 && reader.head === 0, 'A chunk took a position in the log.');
      const all = await fetchFrom(reader, session, 0, 0xffff);
      hold(isSameList(all.chunks, chunks), 'FETCH did not give every chunk as it was stored, in order.');
      hold(all.next === COUNT && all.held === COUNT, `FETCHED says ${all.next} and ${all.held} instead of ${COUNT}.`);
      const some = await fetchFrom(reader, session, 2, 2);
      hold(isSameList(some.chunks, chunks.slice(2, 4)), 'FETCH did not begin and end where it was asked to.');
      hold(some.next === 4 && some.held === COUNT, `FETCHED says ${some.next} and ${some.held} instead of 4 and 5.`);
      const none = await fetchFrom(reader, session, 0, 0);
      hold(none.chunks.length === 0 && none.held === COUNT, 'FETCH of 0 chunks did not say how many are held.');
      const unknown = await fetchFrom(reader, room.join('editor').session.pair.publicKey, 0, 9);
      hold(unknown.chunks.length === 0 && unknown.held === 0, 'FETCH of an unknown chain said that it is held.');
    },
  },
  {
    id: 'chunks-private',
    rule: 'ATT-3',
    title: 'chunks go to nobody who did not ask, now or on replay',
    async run(world) {
      const room = world.createRoom();
      const reader = await world.enter(room, 'viewer');
      const author = await world.enter(room, 'editor');
      author.send({ type: 'store', envelope: room.join('editor').seal('chunk') });
      await author.next('stored', 'STORED');
      await reader.fence();
      const late = await world.enter(room, 'viewer');
      await late.fence();
      for (const member of [reader, late]) {
        const came = member.of('entry').length + member.of('chunk').length + member.of('base').length;
        hold(came === 0, 'A chunk was sent to a connection that did not ask for it.');
      }
    },
  },
  {
    id: 'chunks-in-order',
    rule: 'ATT-3',
    title:
      'a chunk that does not follow what is held is refused with 8, another under a held name with 3, the same is STORED again',
    async run(world) {
      const { room, author, chunks, session } = await fillWithFile(world);
      const [first = new Uint8Array()] = chunks;
      author.send({ type: 'store', envelope: first });
      await author.next('stored', 'STORED for a chunk that is held');
      const gapped = room.join('editor');
      gapped.seal('chunk');
      author.send({ type: 'store', envelope: gapped.seal('chunk') });
      const { code } = await author.next('refused', 'REFUSED for a chunk after a hole');
      hold(code === RefusalCode.outOfOrder, `A chunk after a hole was refused with ${code}.`);
      const twin = room.join('editor');
      const chunk = twin.seal('chunk');
      author.send({ type: 'store', envelope: chunk });
      await author.next('stored', 'STORED');
      author.send({ type: 'store', envelope: twin.sealTwin('chunk') });
      const taken = await author.next('refused', 'REFUSED for another chunk under a held name');
      hold(taken.code === RefusalCode.nameTaken, `Another chunk under a held name was refused with ${taken.code}.`);
      const { chunks: kept } = await fetchFrom(author, twin.session.pair.publicKey, 0, 9);
      hold(isSameList(kept, [chunk]), 'The chunk that was held is no longer what it was.');
      hold((await fetchFrom(author, session, 0, 0)).held === COUNT, 'Chunks were lost.');
    },
  },
  {
    id: 'chunks-verified',
    rule: 'ENV-6',
    title: 'STORE takes chunks only, signed by a session that may write them, with no byte changed',
    async run(world) {
      const room = world.createRoom();
      const author = await world.enter(room, 'editor');
      const file = room.join('editor');
      const whole = file.seal('chunk');
      const altered = [5, 40, 60, 80, 200, whole.length - 100, whole.length - 1].map((at) => {
        const changed = whole.slice();
        changed[at] = (changed[at] ?? 0) ^ 0x11;
        return changed;
      });
      const wrong: readonly Uint8Array[] = [
        ...altered,
        whole.subarray(0, whole.length - 1),
        room.join('editor').seal('content'),
        room.join('viewer').seal('presence'),
        room.join('viewer').sealBeyondRole('chunk'),
        room.joinFalsely('editor', 'viewer').seal('chunk'),
        world.createRoom().join('editor').seal('chunk'),
      ];
      for (const envelope of wrong) {
        author.send({ type: 'store', envelope });
        await author.next('refused', 'REFUSED for what is no chunk of this room');
      }
      const { held } = await fetchFrom(author, file.session.pair.publicKey, 0, 9);
      hold(held === 0 && author.of('stored').length === 0, 'An altered chunk was stored.');
    },
  },
  {
    id: 'keep-roles',
    rule: 'ATT-4',
    title: 'KEEP drops nothing at once, and is refused from roles that may not write chunks',
    async run(world) {
      const { room, author, session } = await fillWithFile(world);
      for (const role of ['viewer', 'commenter'] as const) {
        const member = await world.enter(room, role);
        member.send({ type: 'keep', sessions: [] });
        const { code } = await member.next('refused', `REFUSED for a KEEP of a ${role}`);
        hold(code === RefusalCode.role, `A KEEP of a ${role} was refused with ${code}.`);
      }
      author.send({ type: 'keep', sessions: [] });
      await author.fence();
      const { held } = await fetchFrom(author, session, 0, 0);
      hold(held === COUNT, 'A KEEP that leaves an attachment out dropped it at once.');
    },
  },
];
