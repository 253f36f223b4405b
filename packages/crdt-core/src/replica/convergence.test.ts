import { type LinkRole, loadSodium, type Sodium } from '@weft/crypto';
import * as fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import * as Y from 'yjs';
import { createTestRoomWith, handOver, type SeededRandom, type TestRoom } from '../testing/index.ts';
import type { Replica } from './types.ts';

let sodium: Sodium;
beforeAll(async () => {
  sodium = await loadSodium();
});

/** Someone at a device: what they may do, their replica, and what is on its way to them. */
interface Place {
  readonly role: LinkRole;
  replica: Replica;
  inbox: Uint8Array[];
}

interface World {
  readonly room: TestRoom;
  readonly random: SeededRandom;
  readonly places: Place[];
  /** Every mark that was sealed: it must be everywhere in the end, in the comments for those who read them. */
  readonly sealed: Set<string>;
  readonly said: Set<string>;
  marks: number;
}

/** What a place does with its replica before and after: whatever was sealed goes to all the others. */
function occupy(world: World, at: number, replica: Replica): void {
  const place = world.places[at];
  if (place === undefined) world.places.push({ role: replica.role as LinkRole, replica, inbox: [] });
  else place.replica = replica;
  replica.on('appended', (envelope, source) => {
    if (source !== 'local' || world.places[at]?.replica !== replica) return; // a crashed replica says nothing
    for (const mark of marksOf(replica.doc)) world.sealed.add(mark);
    for (const mark of marksOf(replica.comments)) world.said.add(mark);
    for (const other of world.places) if (other.replica !== replica) other.inbox.push(envelope);
  });
}

type Step = (world: World, place: Place, at: number) => void;

function marksOf(doc: Y.Doc): string[] {
  return doc.getArray<string>('marks').toArray();
}

/** Only an editor's program does this. */
const byEditors =
  (step: Step): Step =>
  (world, place, at) => {
    if (place.role === 'editor') step(world, place, at);
  };

const writing: readonly Step[] = [
  function mark(world, { replica }) {
    replica.doc.getArray<string>('marks').push([`${world.marks++}`]);
  },
  function write({ random }, { replica }) {
    const text = replica.doc.getText('t');
    text.insert(random.below(text.length + 1), 'abcdefgh'.slice(0, 1 + random.below(8)));
  },
  function erase({ random }, { replica }) {
    const text = replica.doc.getText('t');
    const from = random.below(text.length + 1);
    text.delete(from, Math.min(3, text.length - from));
  },
  function format({ random }, { replica }) {
    const text = replica.doc.getText('t');
    const from = random.below(text.length + 1);
    text.format(from, Math.min(5, text.length - from), { bold: random.below(2) === 0 ? true : null });
  },
  function block({ random }, { replica }) {
    const content = replica.doc.getXmlFragment('content');
    if (content.length > 3) content.delete(random.below(content.length), 1);
    else content.insert(random.below(content.length + 1), [new Y.XmlElement('p')]);
  },
  function type({ random }, { replica }) {
    const blocks = replica.doc.getXmlFragment('content');
    const element = blocks.length === 0 ? undefined : blocks.get(random.below(blocks.length));
    if (element instanceof Y.XmlElement) {
      element.setAttribute('kind', String(random.below(3)));
      element.insert(0, [new Y.XmlText('words')]);
    }
  },
  function remark(world, { replica }) {
    replica.comments.getArray<string>('marks').push([`${world.marks++}`]);
    replica.doc.getArray<string>('marks').push([`${world.marks++}`]);
  },
];

const steps: readonly Step[] = [
  ...writing.map(byEditors),
  function comment(world, { role, replica }) {
    if (role !== 'viewer') replica.comments.getArray<string>('marks').push([`${world.marks++}`]);
  },
  function reply({ random }, { role, replica }) {
    if (role === 'viewer') return;
    const text = replica.comments.getText('t');
    text.insert(random.below(text.length + 1), 'abcdefgh'.slice(0, 1 + random.below(8)));
    text.delete(random.below(text.length), 1);
  },
  function wait({ room, random }) {
    room.time.advance(random.below(120));
  },
  function flush(_, { replica }) {
    replica.flush();
  },
  function deliver({ random }, { replica, inbox }) {
    for (let count = random.below(6); count > 0 && inbox.length > 0; count--) {
      const [envelope] = inbox.splice(random.below(inbox.length), 1);
      if (envelope !== undefined) expect(replica.receive(envelope, 'relay').ok).toBe(true);
    }
  },
  function duplicate({ random }, { inbox }) {
    if (inbox.length > 0) inbox.push(random.pick(inbox));
  },
  function lose({ random }, { inbox }) {
    if (inbox.length > 0) inbox.splice(random.below(inbox.length), 1);
  },
  function compact(_, { replica }) {
    replica.compact();
  },
  function meet({ random, places }, { replica }) {
    const other = random.pick(places);
    if (other.replica !== replica) handOver(other.replica, replica);
  },
  function hold(_, { replica }) {
    replica.setApplyGate(() => undefined);
  },
  function release(_, { replica }) {
    replica.setApplyGate(undefined);
  },
  function restart(world, { replica }, at) {
    // As after a crash: what was not sealed is gone, and so is the session; the ledger was stored.
    const stored = [Y.encodeStateAsUpdate(replica.ledger.doc)];
    replica.setApplyGate(undefined);
    occupy(world, at, world.room.replica({ role: world.places[at]?.role ?? 'viewer', stored }));
  },
];

interface Insert {
  readonly insert: string;
  readonly attributes?: Readonly<Record<string, unknown>>;
}

/** Each letter with its marks: where Yjs cuts runs of equal letters depends on what a replica cleaned up for itself. */
function lettersOf(text: Y.Text): unknown[] {
  const delta = text.toDelta() as Insert[];
  return delta.flatMap(({ insert, attributes = {} }) => [...insert].map((letter) => [letter, attributes]));
}

function contentOf({ doc, comments, role }: Replica, isOpen = role !== 'viewer'): unknown {
  return {
    comments: isOpen ? [lettersOf(comments.getText('t')), marksOf(comments)] : 'closed',
    text: lettersOf(doc.getText('t')),
    content: doc.getXmlFragment('content').toString(),
    marks: marksOf(doc),
  };
}

/** Everyone gives everyone what they lack, until nobody lacks anything. */
function reconcile(places: readonly Place[]): void {
  for (let round = 0; round < 3; round++) {
    for (const { replica } of places) {
      for (const other of places) if (other.replica !== replica) handOver(other.replica, replica);
    }
  }
}

function run(seed: number, roles: readonly LinkRole[], script: readonly number[]): void {
  const room = createTestRoomWith(sodium, seed);
  const world: World = { room, random: room.random, places: [], sealed: new Set(), said: new Set(), marks: 0 };
  const everyone: readonly LinkRole[] = ['editor', ...roles];
  for (const [at, role] of everyone.entries()) occupy(world, at, room.replica({ role }));
  for (const choice of script) {
    const at = room.random.below(everyone.length);
    const place = world.places[at];
    const step = steps[choice % steps.length];
    if (place !== undefined) step?.(world, place, at);
  }
  for (const { replica } of world.places) {
    replica.setApplyGate(undefined);
    replica.flush();
  }
  reconcile(world.places);
  const [first, ...others] = world.places.map(({ replica }) => replica);
  if (first === undefined) throw new Error('nobody is there');
  for (const [sealed, doc] of [
    [world.sealed, first.doc],
    [world.said, first.comments],
  ] as const) {
    const marks = new Set(marksOf(doc));
    expect([...sealed].filter((mark) => !marks.has(mark))).toEqual([]);
  }
  for (const { replica } of world.places) {
    expect(replica.alarms()).toEqual([]);
    expect(replica.gaps()).toEqual([]);
    expect(replica.isPending()).toBe(false);
  }
  for (const other of others) {
    expect(contentOf(other)).toEqual(contentOf(first, other.role !== 'viewer'));
    if (other.role === 'viewer') expect(other.comments.store.clients.size).toBe(0);
    expect(new Map(other.ledger.heads())).toEqual(new Map(first.ledger.heads()));
  }
  // Opening what is stored gives the same again.
  for (const { replica } of world.places) {
    // Whoever kept it: a viewer keeps what only others can read.
    const again = room.replica({ stored: [Y.encodeStateAsUpdate(replica.ledger.doc)] });
    expect(contentOf(again)).toEqual(contentOf(first));
    expect(again.alarms()).toEqual([]);
  }
}

describe('replicas that exchange envelopes', () => {
  it('LED-2 LED-4 LED-5 converge to one document and one ledger, whatever is reordered, repeated, lost, compacted or restarted', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 2 ** 31 }),
        fc.array(fc.constantFrom<LinkRole>('editor', 'editor', 'commenter', 'viewer'), { minLength: 1, maxLength: 3 }),
        fc.array(fc.nat({ max: steps.length - 1 }), { maxLength: 120, size: 'max' }),
        run,
      ),
      { numRuns: Number(process.env['WEFT_RUNS'] ?? 150) },
    );
  });
});
